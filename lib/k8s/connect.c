/* SPDX-License-Identifier: Apache-2.0 */
/* connect.c - view of a request to connect: exec, attach, port-forward, proxy. */
#include "k8s/connect.h"

#include "k8s/decode.h"

static const struct field connect_fields[] = {
	F_SELF(struct connect, node),
};
static const struct shape connect_shape = SHAPE_AT(struct connect, at, connect_fields);

struct connect *connect_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &connect_shape, object, "", err);
}
