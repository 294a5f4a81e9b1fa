/* SPDX-License-Identifier: Apache-2.0 */
/* resource_definition.h - typed, read-only view of a CustomResourceDefinition. */
#ifndef KUBEVET_K8S_RESOURCE_DEFINITION_H
#define KUBEVET_K8S_RESOURCE_DEFINITION_H

#include "k8s/view.h"

struct resource_definition {
	VIEW_HEAD(resource_definition); /* at: the object */
	const cJSON *node;
};

/**
 * resource_definition_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct resource_definition *resource_definition_view(struct arena *a,
								const cJSON *object,
								struct err *err);

#endif
