/* SPDX-License-Identifier: Apache-2.0 */
/* certificate.c - view of the spec of cert-manager's Certificate. */
#include "k8s/certificate.h"

#include "k8s/decode.h"

static const struct field issuer_fields[] = {
	F_STRING("name", struct certificate, issuer_name),
	F_STRING("kind", struct certificate, issuer_kind),
	F_STRING("group", struct certificate, issuer_group),
};
static const struct shape issuer_shape = SHAPE(struct certificate, issuer_fields);

static const struct field key_fields[] = {
	F_STRING("algorithm", struct certificate, key_algorithm),
	F_INT32("size", struct certificate, key_size),
};
static const struct shape key_shape = SHAPE(struct certificate, key_fields);

/* What the inlined shapes would set only where their object is there. */
#define F_NOWHERE(m) F_STRING(NULL, struct certificate, m)

static const struct field subject_fields[] = {
	F_STRINGS("organizations", struct certificate, organizations),
};
static const struct shape subject_shape = SHAPE(struct certificate, subject_fields);

static const struct field other_name_fields[] = {
	F_STRING("oid", struct other_name, oid),
	F_STRING("utf8Value", struct other_name, value),
};
static const struct shape other_name_shape = SHAPE_INDEXED(struct other_name, other_name_fields);

static const struct field certificate_fields[] = {
	F_STRING("commonName", struct certificate, common_name),
	F_STRINGS("dnsNames", struct certificate, dns_names),
	F_STRINGS("ipAddresses", struct certificate, ip_addresses),
	F_STRINGS("uris", struct certificate, uris),
	F_STRINGS("emailAddresses", struct certificate, emails),
	F_STRINGS("uriSANs", struct certificate, uri_sans),
	F_STRINGS("emailSANs", struct certificate, email_sans),
	F_STRINGS("organization", struct certificate, old_organizations),
	F_LIST("otherNames", struct certificate, other_names, struct other_name, other_name_shape),
	F_STRING("literalSubject", struct certificate, literal_subject),
	F_INLINE("subject", subject_shape),
	F_STRING("duration", struct certificate, duration),
	F_BOOL("isCA", struct certificate, is_ca),
	F_NOWHERE(issuer_name),
	F_NOWHERE(issuer_kind),
	F_NOWHERE(issuer_group),
	F_NOWHERE(key_algorithm),
	F_INLINE("issuerRef", issuer_shape),
	F_INLINE("privateKey", key_shape),
};
static const struct shape certificate_shape = SHAPE_AT(struct certificate, at, certificate_fields);

struct certificate *certificate_view(struct arena *a, const cJSON *object, struct err *err)
{
	struct certificate *view =
		decode_new(a, &certificate_shape, json_get(object, "spec"), "spec", err);

	if (!view)
		return NULL;
	if (!*view->issuer_kind)
		view->issuer_kind = "Issuer";
	if (!*view->issuer_group)
		view->issuer_group = "cert-manager.io";
	if (!*view->key_algorithm)
		view->key_algorithm = "RSA";
	return view;
}
