/* SPDX-License-Identifier: Apache-2.0 */
/* binding.h - typed, read-only view of a RoleBinding or ClusterRoleBinding. */
#ifndef KUBEVET_K8S_BINDING_H
#define KUBEVET_K8S_BINDING_H

#include "k8s/view.h"

/* Strings are "" when absent. */
struct bound_subject {
	struct at at;
	const struct bound_subject *next;
	const char *kind, *api_group, *name; /* "User", "Group" or "ServiceAccount" */
	const char *ns; /* of a ServiceAccount; absent: the RoleBinding's own */
};

struct role_ref {
	struct at at;
	const char *kind, *api_group, *name;
};

struct binding {
	VIEW_HEAD(binding);		 /* at: the object */
	const struct role_ref *role_ref; /* NULL when absent */
	const struct bound_subject *subjects;
};

#define for_each_subject(s, binding) \
	for (const struct bound_subject *s = (binding)->subjects; s && budget_step(); s = s->next)

/**
 * binding_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct binding *binding_view(struct arena *a, const cJSON *object, struct err *err);

#endif
