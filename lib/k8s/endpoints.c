/* SPDX-License-Identifier: Apache-2.0 */
/* endpoints.c - view of an Endpoints or EndpointSlice. */
#include "k8s/endpoints.h"

#include "k8s/decode.h"

static const struct field endpoints_fields[] = {
	F_SELF(struct endpoints, node),
};
static const struct shape endpoints_shape = SHAPE_AT(struct endpoints, at, endpoints_fields);

struct endpoints *endpoints_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &endpoints_shape, object, "", err);
}
