/* SPDX-License-Identifier: Apache-2.0 */
/* tls_secret.c - from a Secret to its chain of certificates. */
#include "policy/tls_secret.h"

#include <string.h>

bool tls_secret_is(const struct secret *secret, bool opaque)
{
	if (strcmp(secret->type, TLS_SECRET_TYPE) == 0)
		return true;
	return opaque && strcmp(secret->type, "Opaque") == 0 &&
	       data_get(&secret->data, TLS_SECRET_CERT) && data_get(&secret->data, TLS_SECRET_KEY);
}

const struct certificate_chain *tls_secret_chain(const struct secret *secret, struct findings *out)
{
	const struct datum *cert = data_get(&secret->data, TLS_SECRET_CERT);
	const struct certificate_chain *chain;

	if (!cert || cert->len == 0)
		return NULL;
	chain = certificate_chain(findings_arena(out), cert->bytes, cert->len);
	if (!chain)
		findings_spoil(out);
	else if (chain->fault)
		finding(out, &cert->at, NULL, .value = chain->fault,
			.want = "certificates in PEM, the first the server's own");
	return chain;
}

struct at tls_secret_at(const struct secret *secret, int index)
{
	const struct datum *cert = data_get(&secret->data, TLS_SECRET_CERT);

	return (struct at){ .up = &cert->at, .index = index };
}

void tls_secret_each(const struct secret *secret, bool opaque, const struct params *params,
		     struct findings *out, tls_secret_judge *judge)
{
	const struct certificate_chain *chain =
		tls_secret_is(secret, opaque) ? tls_secret_chain(secret, out) : NULL;
	int index = 0;

	if (!chain)
		return;
	for_each_certificate (c, chain) {
		const struct at at = tls_secret_at(secret, index++);

		judge(secret, &at, c, params, out);
	}
}
