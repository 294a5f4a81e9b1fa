/* SPDX-License-Identifier: Apache-2.0 */
/* object.c - view of an object of any kind. */
#include "k8s/object.h"

#include "k8s/decode.h"

static const struct field object_fields[] = {
	F_SELF(struct object, node),
};
static const struct shape object_shape = SHAPE_AT(struct object, at, object_fields);

struct object *object_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &object_shape, object, "", err);
}
