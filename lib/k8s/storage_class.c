/* SPDX-License-Identifier: Apache-2.0 */
/* storage_class.c - view of a StorageClass. */
#include "k8s/storage_class.h"

#include "k8s/decode.h"

static const struct field class_fields[] = {
	F_STRING("provisioner", struct storage_class, provisioner),
	F_STRING("reclaimPolicy", struct storage_class, reclaim_policy),
	F_MAP("parameters", struct storage_class, parameters),
	F_STRINGS("mountOptions", struct storage_class, mount_options),
	F_OPT_BOOL("allowVolumeExpansion", struct storage_class, allow_volume_expansion),
};
static const struct shape class_shape = SHAPE_AT(struct storage_class, at, class_fields);

struct storage_class *storage_class_view(struct arena *a, const cJSON *object, struct err *err)
{
	struct storage_class *class = decode_new(a, &class_shape, object, "", err);

	if (class && class->reclaim_policy[0] == '\0')
		class->reclaim_policy = "Delete";
	return class;
}
