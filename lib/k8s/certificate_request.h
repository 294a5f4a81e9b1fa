/* SPDX-License-Identifier: Apache-2.0 */
/* certificate_request.h - typed, read-only view of a CertificateSigningRequest. */
#ifndef KUBEVET_K8S_CERTIFICATE_REQUEST_H
#define KUBEVET_K8S_CERTIFICATE_REQUEST_H

#include "k8s/view.h"

struct certificate_request {
	VIEW_HEAD(certificate_request); /* at: "spec" */
	const char *pem;		/* of request, its base64 decoded; NUL-terminated */
	size_t pem_len;
	const char *signer_name; /* "" when absent */
	struct strings usages;
	struct opt_int expiration_s; /* expirationSeconds */
	/* Who asked, as the API server put it down; "" in a file that does not say. */
	const char *username, *uid;
	struct strings groups;
	bool is_approved; /* status has the condition; reviews come without their status */
};

/**
 * certificate_request_view() - view of spec and status
 * @object: the whole object, borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct certificate_request *certificate_request_view(struct arena *a,
								const cJSON *object,
								struct err *err);

#endif
