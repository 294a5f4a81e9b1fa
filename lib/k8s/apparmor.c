/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor.c - view of an AppArmorProfile. */
#include "k8s/apparmor.h"

#include "k8s/decode.h"

static const struct field apparmor_fields[] = {
	F_SELF(struct apparmor, node),
};
static const struct shape apparmor_shape = SHAPE_AT(struct apparmor, at, apparmor_fields);

struct apparmor *apparmor_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &apparmor_shape, object, "", err);
}
