/* SPDX-License-Identifier: Apache-2.0 */
/* route.c - view of a route of the Gateway API. */
#include "k8s/route.h"

#include "k8s/decode.h"

static const struct field route_fields[] = {
	F_SELF(struct route, node),
};
static const struct shape route_shape = SHAPE_AT(struct route, at, route_fields);

struct route *route_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &route_shape, object, "", err);
}
