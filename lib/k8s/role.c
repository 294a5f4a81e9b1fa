/* SPDX-License-Identifier: Apache-2.0 */
/* role.c - view of a Role or ClusterRole. */
#include "k8s/role.h"

#include "k8s/decode.h"

static const struct field role_fields[] = {
	F_SELF(struct role, node),
};
static const struct shape role_shape = SHAPE_AT(struct role, at, role_fields);

struct role *role_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &role_shape, object, "", err);
}
