/* SPDX-License-Identifier: Apache-2.0 */
/* gateway.h - typed, read-only view of a Gateway. */
#ifndef KUBEVET_K8S_GATEWAY_H
#define KUBEVET_K8S_GATEWAY_H

#include "k8s/view.h"

struct gateway {
	VIEW_HEAD(gateway); /* at: the object */
	const cJSON *node;
};

/**
 * gateway_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct gateway *gateway_view(struct arena *a, const cJSON *object, struct err *err);

#endif
