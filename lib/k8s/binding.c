/* SPDX-License-Identifier: Apache-2.0 */
/* binding.c - view of a RoleBinding or ClusterRoleBinding. */
#include "k8s/binding.h"

#include "k8s/decode.h"

static const struct field subject_fields[] = {
	F_STRING("kind", struct bound_subject, kind),
	F_STRING("apiGroup", struct bound_subject, api_group),
	F_STRING("name", struct bound_subject, name),
	F_STRING("namespace", struct bound_subject, ns),
};
static const struct shape subject_shape = SHAPE_INDEXED(struct bound_subject, subject_fields);

static const struct field role_ref_fields[] = {
	F_STRING("kind", struct role_ref, kind),
	F_STRING("apiGroup", struct role_ref, api_group),
	F_STRING("name", struct role_ref, name),
};
static const struct shape role_ref_shape = SHAPE_AT(struct role_ref, at, role_ref_fields);

static const struct field binding_fields[] = {
	F_OBJECT("roleRef", struct binding, role_ref, struct role_ref, role_ref_shape),
	F_LIST("subjects", struct binding, subjects, struct bound_subject, subject_shape),
};
static const struct shape binding_shape = SHAPE_AT(struct binding, at, binding_fields);

struct binding *binding_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &binding_shape, object, "", err);
}
