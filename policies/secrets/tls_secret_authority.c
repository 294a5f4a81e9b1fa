/* SPDX-License-Identifier: Apache-2.0 */
/* tls_secret_authority.c - the key of a CA is in no Secret.
 * Reads:   tls.crt and tls.key of Secrets for TLS
 * Accepts: the key of a certificate that signs no others, wherever it stands in the chain; a CA's
 * certificate without its key; keys of no certificate, which tls-secret tells */
#include "policy/policy.h"
#include "policy/tls_secret.h"

enum { OPAQUE, ALLOWED };

static const struct param params_declared[] = {
	[OPAQUE] = TLS_SECRET_OPAQUE,
	[ALLOWED] = { "allowedNames", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of names of Secrets that may hold the key of a CA, for those "
			     "of an issuer within the cluster." },
};

static bool signs_others(const struct certificate_facts *c)
{
	const struct x509_extensions *e = &c->extensions;

	return e->is_ca || (e->has_key_usage && e->key_usage & KEY_USAGE_CERT_SIGN);
}

/* Whose key it is; of one that can't be read nobody can say, so it is the first certificate's. */
static const struct certificate_facts *owner_of(const struct private_key *key,
						const struct certificate_chain *chain)
{
	if (key->fault)
		return chain->first;
	for_each_certificate (c, chain)
		if (private_key_fits(key, c))
			return c;
	return NULL;
}

static void check(const struct secret *s, const struct params *params, struct findings *out)
{
	const struct datum *key = data_get(&s->data, TLS_SECRET_KEY);
	const struct certificate_chain *chain;
	const struct certificate_facts *owner;
	const struct private_key *key_read;

	if (!tls_secret_is(s, param_bool(params, OPAQUE)) || !key || key->len == 0 ||
	    globs_match(param_strings(params, ALLOWED), s->meta->name))
		return;
	chain = tls_secret_chain(s, out);
	if (!chain || !chain->first)
		return;
	key_read = tls_secret_key(key, out);
	if (!key_read)
		return;
	owner = owner_of(key_read, chain);
	if (owner && signs_others(owner))
		finding(out, &key->at, NULL,
			.value = finding_text(out,
					      key_read->fault
						      ? "a key that can't be read, beside a CA, %s"
						      : "the key of a CA, %s",
					      owner->subject.text),
			.want = "the key of a certificate that signs no others");
}

const struct policy policy_secrets_tls_secret_authority = {
	.id = "tls-secret-authority",
	.title = "The key of a CA is in no Secret",
	.why = "Whoever reads that Secret can issue certificates in the CA's name, and nobody "
	       "notices.",
	.remedy = "Keep the CA outside of the cluster, or name the Secrets of its own issuers in "
		  "allowedNames.",
	.severity = SEVERITY_HIGH,
	.good = "type: kubernetes.io/tls\nstringData:\n  tls.crt: |\n" EXAMPLE_TLS_CERT
		"  tls.key: the key of the certificate\n",
	.bad = "type: kubernetes.io/tls\nstringData:\n  tls.crt: |\n"
	       "    -----BEGIN CERTIFICATE-----\n"
	       "    MIHtMIGgoAMCAQICAQcwBQYDK2VwMBUxEzARBgNVBAMMCmV4YW1wbGUgQ0EwIBcN\n"
	       "    MjQwMTAxMDAwMDAwWhgPOTk5OTEyMzEyMzU5NTlaMBUxEzARBgNVBAMMCmV4YW1w\n"
	       "    bGUgQ0EwKjAFBgMrZXADIQB5bGg/45L1Smk44vMC5OFqtkZtRPqM6BEk3P35QAJn\n"
	       "    T6MTMBEwDwYDVR0TAQH/BAUwAwEB/zAFBgMrZXADQQDYCtSUEs8ztAayRro4qVqS\n"
	       "    1HJBub2fcdzalxuV4wtptUPou9BqgDQJWLHaw8D3MPvDDl1uyzg6XJlv73UefM8H\n"
	       "    -----END CERTIFICATE-----\n"
	       "  tls.key: the key of the CA\n",
	.maps = { NSA_SECRETS, MITRE_PRIVATE_KEYS },
	POLICY_PARAMS(params_declared),
	.check_secret = check,
	.needs = NEEDS_VALUES,
};
