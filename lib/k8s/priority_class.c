/* SPDX-License-Identifier: Apache-2.0 */
/* priority_class.c - view of a PriorityClass. */
#include "k8s/priority_class.h"

#include "k8s/decode.h"

static const struct field class_fields[] = {
	F_INT32("value", struct priority_class, value),
	F_BOOL("globalDefault", struct priority_class, global_default),
	F_STRING("preemptionPolicy", struct priority_class, preemption_policy),
};
static const struct shape class_shape = SHAPE_AT(struct priority_class, at, class_fields);

struct priority_class *priority_class_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &class_shape, object, "", err);
}
