/* SPDX-License-Identifier: Apache-2.0 */
/* volume_claim.c - view of a PersistentVolumeClaim's spec. */
#include "k8s/volume_claim.h"

#include "k8s/decode.h"

static const struct field request_fields[] = {
	F_OPT_QUANTITY("storage", struct volume_claim, requested_storage),
};
static const struct shape request_shape = SHAPE(struct volume_claim, request_fields);

static const struct field resource_fields[] = {
	F_INLINE("requests", request_shape),
};
static const struct shape resource_shape = SHAPE(struct volume_claim, resource_fields);

static const struct field claim_fields[] = {
	F_OPT_STRING("storageClassName", struct volume_claim, storage_class),
	F_STRING("volumeName", struct volume_claim, volume_name),
	F_STRING("volumeMode", struct volume_claim, volume_mode),
	F_STRINGS("accessModes", struct volume_claim, access_modes),
	F_INLINE("resources", resource_shape),
};
static const struct shape claim_shape = SHAPE_AT(struct volume_claim, at, claim_fields);

struct volume_claim *volume_claim_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &claim_shape, json_get(object, "spec"), "spec", err);
}
