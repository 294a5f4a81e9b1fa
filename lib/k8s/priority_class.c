/* SPDX-License-Identifier: Apache-2.0 */
/* priority_class.c - view of a PriorityClass. */
#include "k8s/priority_class.h"

#include "k8s/decode.h"

static const struct field priority_class_fields[] = {
	F_SELF(struct priority_class, node),
};
static const struct shape priority_class_shape =
	SHAPE_AT(struct priority_class, at, priority_class_fields);

struct priority_class *priority_class_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &priority_class_shape, object, "", err);
}
