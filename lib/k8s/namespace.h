/* SPDX-License-Identifier: Apache-2.0 */
/* namespace.h - typed, read-only view of a Namespace. */
#ifndef KUBEVET_K8S_NAMESPACE_H
#define KUBEVET_K8S_NAMESPACE_H

#include "k8s/view.h"

struct namespace
{
	VIEW_HEAD(namespace); /* at: the object */
	const cJSON *node;
};

/**
 * namespace_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct namespace *namespace_view(struct arena *a, const cJSON *object, struct err *err);

#endif
