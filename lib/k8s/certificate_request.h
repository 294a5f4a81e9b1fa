/* SPDX-License-Identifier: Apache-2.0 */
/* certificate_request.h - typed, read-only view of a CertificateSigningRequest. */
#ifndef KUBEVET_K8S_CERTIFICATE_REQUEST_H
#define KUBEVET_K8S_CERTIFICATE_REQUEST_H

#include "k8s/view.h"

struct certificate_request {
	VIEW_HEAD(certificate_request); /* at: the object */
	const cJSON *node;
};

/**
 * certificate_request_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct certificate_request *certificate_request_view(struct arena *a,
								const cJSON *object,
								struct err *err);

#endif
