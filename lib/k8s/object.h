/* SPDX-License-Identifier: Apache-2.0 */
/* object.h - typed, read-only view of an object of any kind. */
#ifndef KUBEVET_K8S_OBJECT_H
#define KUBEVET_K8S_OBJECT_H

#include "k8s/view.h"

struct object {
	VIEW_HEAD(object); /* at: the object */
	const cJSON *node;
};

/**
 * object_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct object *object_view(struct arena *a, const cJSON *object, struct err *err);

#endif
