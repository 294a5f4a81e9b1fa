/* SPDX-License-Identifier: Apache-2.0 */
/* gateway.c - view of a Gateway. */
#include "k8s/gateway.h"

#include "k8s/decode.h"

static const struct field gateway_fields[] = {
	F_SELF(struct gateway, node),
};
static const struct shape gateway_shape = SHAPE_AT(struct gateway, at, gateway_fields);

struct gateway *gateway_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &gateway_shape, object, "", err);
}
