/* SPDX-License-Identifier: Apache-2.0 */
/* api_service.c - view of an APIService. */
#include "k8s/api_service.h"

#include "k8s/decode.h"

static const struct field api_service_fields[] = {
	F_SELF(struct api_service, node),
};
static const struct shape api_service_shape = SHAPE_AT(struct api_service, at, api_service_fields);

struct api_service *api_service_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &api_service_shape, object, "", err);
}
