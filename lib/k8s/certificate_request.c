/* SPDX-License-Identifier: Apache-2.0 */
/* certificate_request.c - view of a CertificateSigningRequest. */
#include "k8s/certificate_request.h"

#include <string.h>

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

struct condition {
	struct at at;
	const struct condition *next;
	const char *type, *status;
};

static const struct field condition_fields[] = {
	F_STRING("type", struct condition, type),
	F_STRING("status", struct condition, status),
};
static const struct shape condition_shape = SHAPE_INDEXED(struct condition, condition_fields);

struct status {
	struct at at;
	const struct condition *conditions;
};

static const struct field status_fields[] = {
	F_LIST("conditions", struct status, conditions, struct condition, condition_shape),
};
static const struct shape status_shape = SHAPE_AT(struct status, at, status_fields);

/* Before v1 a condition had no status: that it was there said it. */
static bool is_approved(const struct status *status)
{
	for (const struct condition *c = status->conditions; c; c = c->next)
		if (strcmp(c->type, "Approved") == 0 && strcmp(c->status, "False") != 0)
			return true;
	return false;
}

struct certificate_request *certificate_request_view(struct arena *a, const cJSON *object,
						     struct err *err)
{
	struct certificate_request *view =
		decode_new(a, &certificate_request_shape, json_get(object, "spec"), "spec", err);
	const struct status *status =
		view ? decode_new(a, &status_shape, json_get(object, "status"), "status", err)
		     : NULL;

	if (!status)
		return NULL;
	view->is_approved = is_approved(status);
	view->pem = data_decode(a, &(struct at){ .up = &view->at, .key = "request" }, view->pem,
				&view->pem_len, err);
	return view->pem ? view : NULL;
}
