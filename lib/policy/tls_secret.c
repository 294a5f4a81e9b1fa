/* SPDX-License-Identifier: Apache-2.0 */
/* tls_secret.c - from a Secret to its chain of certificates. */
#include "policy/tls_secret.h"

#include <string.h>

#include "policy/facts.h"

bool tls_secret_is(const struct secret *secret, bool opaque)
{
	if (strcmp(secret->type, TLS_SECRET_TYPE) == 0)
		return true;
	return opaque && strcmp(secret->type, "Opaque") == 0 &&
	       data_get(&secret->data, TLS_SECRET_CERT) && data_get(&secret->data, TLS_SECRET_KEY);
}

static const void *make_chain(struct arena *a, const void *of, size_t len)
{
	return certificate_chain(a, of, len);
}

static const void *make_key(struct arena *a, const void *of, size_t len)
{
	return private_key(a, of, len);
}

const struct private_key *tls_secret_key(const struct datum *key, struct findings *out)
{
	return fact_of(out, make_key, key->bytes, key->len);
}

const struct certificate_chain *tls_secret_chain(const struct secret *secret, struct findings *out)
{
	const struct datum *cert = data_get(&secret->data, TLS_SECRET_CERT);
	const struct certificate_chain *chain;

	if (!cert || cert->len == 0)
		return NULL;
	chain = fact_of(out, make_chain, cert->bytes, cert->len);
	if (chain && chain->fault)
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
