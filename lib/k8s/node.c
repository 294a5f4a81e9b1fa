/* SPDX-License-Identifier: Apache-2.0 */
/* node.c - view of a Node's spec. */
#include "k8s/node.h"

#include "k8s/decode.h"

static const struct field taint_fields[] = {
	F_STRING("key", struct taint, key),
	F_STRING("value", struct taint, value),
	F_STRING("effect", struct taint, effect),
};
static const struct shape taint_shape = SHAPE_INDEXED(struct taint, taint_fields);

static const struct field node_fields[] = {
	F_BOOL("unschedulable", struct node, unschedulable),
	F_STRING("providerID", struct node, provider_id),
	F_LIST("taints", struct node, taints, struct taint, taint_shape),
};
static const struct shape node_shape = SHAPE_AT(struct node, at, node_fields);

struct node *node_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &node_shape, json_get(object, "spec"), "spec", err);
}
