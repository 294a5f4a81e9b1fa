/* SPDX-License-Identifier: Apache-2.0 */
/* role.h - typed, read-only view of a Role or ClusterRole. */
#ifndef KUBEVET_K8S_ROLE_H
#define KUBEVET_K8S_ROLE_H

#include "k8s/view.h"

struct role {
	VIEW_HEAD(role); /* at: the object */
	const cJSON *node;
};

/**
 * role_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct role *role_view(struct arena *a, const cJSON *object, struct err *err);

#endif
