/* SPDX-License-Identifier: Apache-2.0 */
/* namespace.h - typed, read-only view of a Namespace. */
#ifndef KUBEVET_K8S_NAMESPACE_H
#define KUBEVET_K8S_NAMESPACE_H

#include "k8s/view.h"

/* What policies read of a Namespace is in its metadata. */
struct namespace
{
	VIEW_HEAD(namespace); /* at: "spec" */
	struct strings finalizers;
};

/**
 * namespace_view() - view of a Namespace's spec
 * @object: the whole object, borrowed; no spec gives an empty one
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct namespace *namespace_view(struct arena *a, const cJSON *object, struct err *err);

#endif
