/* SPDX-License-Identifier: Apache-2.0 */
/* api_service.h - typed, read-only view of an APIService. */
#ifndef KUBEVET_K8S_API_SERVICE_H
#define KUBEVET_K8S_API_SERVICE_H

#include "k8s/view.h"

struct api_service {
	VIEW_HEAD(api_service); /* at: the object */
	const cJSON *node;
};

/**
 * api_service_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct api_service *api_service_view(struct arena *a, const cJSON *object,
						struct err *err);

#endif
