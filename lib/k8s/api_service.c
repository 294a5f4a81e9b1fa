/* SPDX-License-Identifier: Apache-2.0 */
/* api_service.c - view of an APIService's spec. */
#include "k8s/api_service.h"

#include "k8s/decode.h"

static const struct field target_fields[] = {
	F_STRING("namespace", struct api_service_target, ns),
	F_STRING("name", struct api_service_target, name),
};
static const struct shape target_shape = SHAPE(struct api_service_target, target_fields);

static const struct field service_fields[] = {
	F_STRING("group", struct api_service, group),
	F_STRING("version", struct api_service, version),
	F_OBJECT("service", struct api_service, service, struct api_service_target, target_shape),
	F_BOOL("insecureSkipTLSVerify", struct api_service, insecure_skip_tls_verify),
	F_STRING("caBundle", struct api_service, ca_bundle),
};
static const struct shape service_shape = SHAPE_AT(struct api_service, at, service_fields);

struct api_service *api_service_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &service_shape, json_get(object, "spec"), "spec", err);
}
