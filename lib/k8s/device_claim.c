/* SPDX-License-Identifier: Apache-2.0 */
/* device_claim.c - view of a ResourceClaim or ResourceClaimTemplate. */
#include "k8s/device_claim.h"

#include "k8s/decode.h"

static const struct field exactly_fields[] = {
	F_BOOL("adminAccess", struct device_request, exactly_admin_access),
};
static const struct shape exactly_shape = SHAPE(struct device_request, exactly_fields);

static const struct field request_fields[] = {
	F_BOOL("adminAccess", struct device_request, admin_access),
	F_INLINE("exactly", exactly_shape),
};
static const struct shape request_shape = SHAPE_INDEXED(struct device_request, request_fields);

static const struct field devices_fields[] = {
	F_LIST("requests", struct device_claim, requests, struct device_request, request_shape),
};
static const struct shape devices_shape = SHAPE(struct device_claim, devices_fields);

static const struct field claim_fields[] = {
	F_INLINE("devices", devices_shape),
};
static const struct shape claim_shape = SHAPE_AT(struct device_claim, at, claim_fields);

struct device_claim *device_claim_view(struct arena *a, const cJSON *object, struct err *err)
{
	const cJSON *spec = json_get(object, "spec");
	struct device_claim *view = decode_new(a, &claim_shape, spec, "spec", err);

	if (!view)
		return NULL;
	view->template = decode_new(a, &claim_shape, json_get(spec, "spec"), "spec.spec", err);
	return view->template ? view : NULL;
}
