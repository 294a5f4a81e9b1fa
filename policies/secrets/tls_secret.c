/* SPDX-License-Identifier: Apache-2.0 */
/* tls_secret.c - certificate and key of a TLS Secret are whole and belong together.
 * Reads:   tls.crt and tls.key of Secrets for TLS
 * Accepts: a chain in order, the key of its first certificate, which has alternative names */
#include <string.h>

#include "policy/policy.h"
#include "policy/tls_secret.h"

enum { OPAQUE, NAMES };

static const struct param params_declared[] = {
	[OPAQUE] = TLS_SECRET_OPAQUE,
	[NAMES] = { "requireNames", PARAM_BOOL, .def = "true",
		    .doc = "Whether a server's certificate must have subject alternative names: "
			   "no client looks at the common name any more." },
};

/* Nothing but a client's certificate can do without. */
static bool is_for_clients(const struct x509_extensions *e)
{
	if (!e->has_extended_usage)
		return false;
	for_each_name (usage, e->extended_usages)
		if (strcmp(usage, "clientAuth") != 0)
			return false;
	return true;
}

static bool has_names(const struct x509_extensions *e)
{
	return e->dns.count || e->ips.count || e->uris.count || e->emails.count || e->other_names;
}

static void check_names(const struct secret *s, const struct certificate_facts *cert,
			struct findings *out)
{
	const struct at at = tls_secret_at(s, 0);

	if (!cert->extensions.is_ca && !is_for_clients(&cert->extensions) &&
	    !has_names(&cert->extensions))
		finding(out, &at, NULL, .value = cert->subject.text,
			.want = "a certificate with subject alternative names");
}

static void check_order(const struct secret *s, const struct certificate_chain *chain,
			struct findings *out)
{
	int index = 1;

	for (const struct certificate_facts *c = chain->first; c && c->next; c = c->next, index++) {
		enum issue issue = certificate_issued_by(c, c->next);
		const struct at at = tls_secret_at(s, index);

		if (issue == ISSUED)
			continue;
		finding(out, &at, NULL, .value = c->next->subject.text,
			.want = issue == ISSUED_BY_OTHER_NAME
					? finding_text(out, "the issuer of the one before, %s",
						       c->issuer)
					: "the issuer of the one before; this one has another key");
	}
}

/* The value of a key is never shown: what is wrong is said of it. */
static void check_key(const struct secret *s, const struct certificate_facts *cert,
		      struct findings *out)
{
	const struct datum *d = data_get(&s->data, TLS_SECRET_KEY);
	const struct private_key *key;
	const char *want = "the private key of the first certificate, in PEM";

	if (!d) {
		finding(out, &s->at, "data[\"" TLS_SECRET_KEY "\"]", .want = want);
		return;
	}
	key = tls_secret_key(d, out);
	if (!key)
		return;
	if (key->fault)
		finding(out, &d->at, NULL, .value = key->fault, .want = want);
	else if (cert && !private_key_fits(key, cert))
		finding(out, &d->at, NULL, .value = "another key", .want = want);
}

static void check(const struct secret *s, const struct params *params, struct findings *out)
{
	const struct datum *cert = data_get(&s->data, TLS_SECRET_CERT);
	const struct certificate_chain *chain;

	if (!tls_secret_is(s, param_bool(params, OPAQUE)))
		return;
	if (!cert || cert->len == 0)
		finding(out, &s->at, "data[\"" TLS_SECRET_CERT "\"]", .value = cert ? "" : NULL,
			.want = "certificates in PEM");
	chain = tls_secret_chain(s, out);
	check_key(s, chain ? chain->first : NULL, out);
	if (!chain || !chain->first)
		return;
	if (param_bool(params, NAMES))
		check_names(s, chain->first, out);
	check_order(s, chain, out);
}

const struct policy policy_secrets_tls_secret = {
	.id = "tls-secret",
	.title = "Certificate and key of a TLS Secret belong together",
	.why = "A server that can't load its certificate does not start, and one with a broken "
	       "chain is refused by some clients only.",
	.remedy = "Put the server's certificate first, then its issuers, and the key of the first.",
	.severity = SEVERITY_MEDIUM,
	.good = "type: kubernetes.io/tls\nstringData:\n  tls.crt: |\n" EXAMPLE_TLS_CERT
		"  tls.key: |\n" EXAMPLE_TLS_KEY,
	.bad = "type: kubernetes.io/tls\nstringData:\n  tls.crt: to be filled in\n"
	       "  tls.key: to be filled in\n",
	.maps = { NSA_SECRETS },
	POLICY_PARAMS(params_declared),
	.check_secret = check,
	.needs = NEEDS_VALUES,
};
