/* SPDX-License-Identifier: Apache-2.0 */
/* binding.h - typed, read-only view of a RoleBinding or ClusterRoleBinding. */
#ifndef KUBEVET_K8S_BINDING_H
#define KUBEVET_K8S_BINDING_H

#include "k8s/view.h"

struct binding {
	VIEW_HEAD(binding); /* at: the object */
	const cJSON *node;
};

/**
 * binding_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct binding *binding_view(struct arena *a, const cJSON *object, struct err *err);

#endif
