/* SPDX-License-Identifier: Apache-2.0 */
/* route.h - typed, read-only view of a route of the Gateway API. */
#ifndef KUBEVET_K8S_ROUTE_H
#define KUBEVET_K8S_ROUTE_H

#include "k8s/view.h"

struct route {
	VIEW_HEAD(route); /* at: the object */
	const cJSON *node;
};

/**
 * route_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct route *route_view(struct arena *a, const cJSON *object, struct err *err);

#endif
