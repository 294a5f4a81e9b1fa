/* SPDX-License-Identifier: Apache-2.0 */
/* cert_manager_request.h - typed, read-only view of the spec of cert-manager's CertificateRequest.
 */
#ifndef KUBEVET_K8S_CERT_MANAGER_REQUEST_H
#define KUBEVET_K8S_CERT_MANAGER_REQUEST_H

#include "k8s/view.h"

struct cert_manager_request {
	VIEW_HEAD(cert_manager_request); /* at: "spec" */
	const char *pem;		 /* of request, its base64 decoded; NUL-terminated */
	size_t pem_len;
	const char *duration; /* "2160h"; "" when absent */
	bool is_ca;
	const char *issuer_name, *issuer_kind; /* kind is "Issuer" when absent */
};

/**
 * cert_manager_request_view() - view of the spec
 * @object: the whole object, borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct cert_manager_request *cert_manager_request_view(struct arena *a,
								  const cJSON *object,
								  struct err *err);

#endif
