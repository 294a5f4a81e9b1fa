/* SPDX-License-Identifier: Apache-2.0 */
/* api_service.h - typed, read-only view of an APIService. */
#ifndef KUBEVET_K8S_API_SERVICE_H
#define KUBEVET_K8S_API_SERVICE_H

#include "k8s/view.h"

struct api_service_target {
	const char *ns, *name; /* "" when absent */
};

struct api_service {
	VIEW_HEAD(api_service);			  /* at: "spec" */
	const char *group, *version;		  /* "" when absent */
	const struct api_service_target *service; /* NULL: the API server itself */
	bool insecure_skip_tls_verify;
	const char *ca_bundle; /* "" when absent */
};

/**
 * api_service_view() - view of an APIService's spec
 * @object: the whole object, borrowed; no spec gives an empty one
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct api_service *api_service_view(struct arena *a, const cJSON *object,
						struct err *err);

#endif
