/* SPDX-License-Identifier: Apache-2.0 */
/* cert_manager_request.c - view of the spec of cert-manager's CertificateRequest. */
#include "k8s/cert_manager_request.h"

#include "k8s/data.h"
#include "k8s/decode.h"

static const struct field issuer_fields[] = {
	F_STRING("name", struct cert_manager_request, issuer_name),
	F_STRING("kind", struct cert_manager_request, issuer_kind),
};
static const struct shape issuer_shape = SHAPE(struct cert_manager_request, issuer_fields);

static const struct field request_fields[] = {
	F_STRING("request", struct cert_manager_request, pem),
	F_STRING("duration", struct cert_manager_request, duration),
	F_BOOL("isCA", struct cert_manager_request, is_ca),
	F_STRING(NULL, struct cert_manager_request, issuer_name),
	F_STRING(NULL, struct cert_manager_request, issuer_kind),
	F_INLINE("issuerRef", issuer_shape),
};
static const struct shape request_shape = SHAPE_AT(struct cert_manager_request, at, request_fields);

struct cert_manager_request *cert_manager_request_view(struct arena *a, const cJSON *object,
						       struct err *err)
{
	struct cert_manager_request *view =
		decode_new(a, &request_shape, json_get(object, "spec"), "spec", err);

	if (!view)
		return NULL;
	if (!*view->issuer_kind)
		view->issuer_kind = "Issuer";
	view->pem = data_decode(a, &(struct at){ .up = &view->at, .key = "request" }, view->pem,
				&view->pem_len, err);
	return view->pem ? view : NULL;
}
