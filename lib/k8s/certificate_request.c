/* SPDX-License-Identifier: Apache-2.0 */
/* certificate_request.c - view of a CertificateSigningRequest. */
#include "k8s/certificate_request.h"

#include "k8s/decode.h"

static const struct field certificate_request_fields[] = {
	F_SELF(struct certificate_request, node),
};
static const struct shape certificate_request_shape =
	SHAPE_AT(struct certificate_request, at, certificate_request_fields);

struct certificate_request *certificate_request_view(struct arena *a, const cJSON *object,
						     struct err *err)
{
	return decode_new(a, &certificate_request_shape, object, "", err);
}
