/* SPDX-License-Identifier: Apache-2.0 */
/* volume_claim.c - view of a PersistentVolumeClaim. */
#include "k8s/volume_claim.h"

#include "k8s/decode.h"

static const struct field volume_claim_fields[] = {
	F_SELF(struct volume_claim, node),
};
static const struct shape volume_claim_shape =
	SHAPE_AT(struct volume_claim, at, volume_claim_fields);

struct volume_claim *volume_claim_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &volume_claim_shape, object, "", err);
}
