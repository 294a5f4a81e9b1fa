/* SPDX-License-Identifier: Apache-2.0 */
/* binding.c - view of a RoleBinding or ClusterRoleBinding. */
#include "k8s/binding.h"

#include "k8s/decode.h"

static const struct field binding_fields[] = {
	F_SELF(struct binding, node),
};
static const struct shape binding_shape = SHAPE_AT(struct binding, at, binding_fields);

struct binding *binding_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &binding_shape, object, "", err);
}
