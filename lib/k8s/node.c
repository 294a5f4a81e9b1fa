/* SPDX-License-Identifier: Apache-2.0 */
/* node.c - view of a Node. */
#include "k8s/node.h"

#include "k8s/decode.h"

static const struct field node_fields[] = {
	F_SELF(struct node, node),
};
static const struct shape node_shape = SHAPE_AT(struct node, at, node_fields);

struct node *node_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &node_shape, object, "", err);
}
