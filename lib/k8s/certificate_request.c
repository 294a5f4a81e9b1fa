/* SPDX-License-Identifier: Apache-2.0 */
/* certificate_request.c - view of a CertificateSigningRequest's spec. */
#include "k8s/certificate_request.h"

#include "k8s/data.h"
#include "k8s/decode.h"

static const struct field certificate_request_fields[] = {
	F_STRING("request", struct certificate_request, pem),
	F_STRING("signerName", struct certificate_request, signer_name),
	F_STRINGS("usages", struct certificate_request, usages),
	F_OPT_INT64("expirationSeconds", struct certificate_request, expiration_s),
	F_STRING("username", struct certificate_request, username),
	F_STRING("uid", struct certificate_request, uid),
	F_STRINGS("groups", struct certificate_request, groups),
};
static const struct shape certificate_request_shape =
	SHAPE_AT(struct certificate_request, at, certificate_request_fields);

struct certificate_request *certificate_request_view(struct arena *a, const cJSON *object,
						     struct err *err)
{
	struct certificate_request *view =
		decode_new(a, &certificate_request_shape, json_get(object, "spec"), "spec", err);

	if (!view)
		return NULL;
	view->pem = data_decode(a, &(struct at){ .up = &view->at, .key = "request" }, view->pem,
				&view->pem_len, err);
	return view->pem ? view : NULL;
}
