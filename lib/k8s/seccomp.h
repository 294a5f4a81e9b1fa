/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp.h - typed, read-only view of a SeccompProfile. */
#ifndef KUBEVET_K8S_SECCOMP_H
#define KUBEVET_K8S_SECCOMP_H

#include "k8s/view.h"

struct seccomp {
	VIEW_HEAD(seccomp); /* at: the object */
	const cJSON *node;
};

/**
 * seccomp_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct seccomp *seccomp_view(struct arena *a, const cJSON *object, struct err *err);

#endif
