/* SPDX-License-Identifier: Apache-2.0 */
/* certificate.h - typed, read-only view of the spec of cert-manager's Certificate. */
#ifndef KUBEVET_K8S_CERTIFICATE_H
#define KUBEVET_K8S_CERTIFICATE_H

#include "k8s/view.h"

/* Of otherNames: an object identifier and a text, such as a user principal name. */
struct other_name {
	struct at at;
	const struct other_name *next;
	const char *oid, *value; /* "" when absent */
};

struct certificate {
	VIEW_HEAD(certificate); /* at: "spec" */
	const char *common_name;
	struct strings dns_names, ip_addresses, uris, emails;
	/* The same before v1: uriSANs, emailSANs, and in v1alpha2 organization. */
	struct strings uri_sans, email_sans, old_organizations;
	const struct other_name *other_names;
	const char *literal_subject;  /* in place of commonName and subject; "" when absent */
	struct strings organizations; /* of subject */
	const char *duration;	      /* "2160h"; "" when absent */
	bool is_ca;
	const char *issuer_name, *issuer_kind, *issuer_group; /* kind is "Issuer" when absent */
	const char *key_algorithm;			      /* "RSA" when absent */
	int64_t key_size;				      /* 0 when absent */
};

/**
 * certificate_view() - view of the spec
 * @object: the whole object, borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct certificate *certificate_view(struct arena *a, const cJSON *object,
						struct err *err);

#endif
