/* SPDX-License-Identifier: Apache-2.0 */
/* storage_class.c - view of a StorageClass. */
#include "k8s/storage_class.h"

#include "k8s/decode.h"

static const struct field storage_class_fields[] = {
	F_SELF(struct storage_class, node),
};
static const struct shape storage_class_shape =
	SHAPE_AT(struct storage_class, at, storage_class_fields);

struct storage_class *storage_class_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &storage_class_shape, object, "", err);
}
