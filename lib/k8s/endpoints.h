/* SPDX-License-Identifier: Apache-2.0 */
/* endpoints.h - typed, read-only view of an Endpoints or EndpointSlice. */
#ifndef KUBEVET_K8S_ENDPOINTS_H
#define KUBEVET_K8S_ENDPOINTS_H

#include "k8s/view.h"

struct endpoints {
	VIEW_HEAD(endpoints); /* at: the object */
	const cJSON *node;
};

/**
 * endpoints_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct endpoints *endpoints_view(struct arena *a, const cJSON *object, struct err *err);

#endif
