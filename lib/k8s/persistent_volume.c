/* SPDX-License-Identifier: Apache-2.0 */
/* persistent_volume.c - view of a PersistentVolume. */
#include "k8s/persistent_volume.h"

#include "k8s/decode.h"

static const struct field persistent_volume_fields[] = {
	F_SELF(struct persistent_volume, node),
};
static const struct shape persistent_volume_shape =
	SHAPE_AT(struct persistent_volume, at, persistent_volume_fields);

struct persistent_volume *persistent_volume_view(struct arena *a, const cJSON *object,
						 struct err *err)
{
	return decode_new(a, &persistent_volume_shape, object, "", err);
}
