/* SPDX-License-Identifier: Apache-2.0 */
/* namespace.c - view of a Namespace's spec. */
#include "k8s/namespace.h"

#include "k8s/decode.h"

static const struct field namespace_fields[] = {
	F_STRINGS("finalizers", struct namespace, finalizers),
};
static const struct shape namespace_shape = SHAPE_AT(struct namespace, at, namespace_fields);

struct namespace *namespace_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &namespace_shape, json_get(object, "spec"), "spec", err);
}
