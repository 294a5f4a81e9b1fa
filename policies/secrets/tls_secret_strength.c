/* SPDX-License-Identifier: Apache-2.0 */
/* tls_secret_strength.c - certificates of TLS Secrets have keys and signatures that hold.
 * Reads:   tls.crt of Secrets for TLS
 * Accepts: keys of allowed types, sizes and curves; signatures with no forbidden digest, which a
 * root's own signature may have: nobody relies on that one */
#include "policy/policy.h"
#include "policy/strength.h"
#include "policy/tls_secret.h"

enum { OPAQUE = STRENGTH_PARAM_COUNT };

static const struct param params_declared[] = {
	STRENGTH_PARAMS,
	[OPAQUE] = TLS_SECRET_OPAQUE,
};

static void judge(const struct secret *s, const struct at *at, const struct certificate_facts *c,
		  const struct params *params, struct findings *out)
{
	(void)s;
	strength_key(at, NULL, &c->key, params, out);
	if (!c->self_issued || at->index == 0)
		strength_digest(at, NULL, c->digest, params, out);
}

static void check(const struct secret *s, const struct params *params, struct findings *out)
{
	tls_secret_each(s, param_bool(params, OPAQUE), params, out, judge);
}

const struct policy policy_secrets_tls_secret_strength = {
	.id = "tls-secret-strength",
	.title = "Certificates of TLS Secrets have strong keys and signatures",
	.why = "A short key can be computed, and a certificate with a broken digest be forged.",
	.remedy = "Issue the certificate anew: ECDSA on P-256, or RSA of 2048 bits, with SHA-256.",
	.severity = SEVERITY_MEDIUM,
	.good = "type: kubernetes.io/tls\nstringData:\n  tls.crt: |\n" EXAMPLE_TLS_CERT,
	.bad = "type: kubernetes.io/tls\nstringData:\n  tls.crt: |\n"
	       "    -----BEGIN CERTIFICATE-----\n"
	       "    MIIBwTCCASqgAwIBAgIBBzANBgkqhkiG9w0BAQsFADAXMRUwEwYDVQQDDAxzaG9w\n"
	       "    LmV4YW1wbGUwIBcNMjQwMTAxMDAwMDAwWhgPOTk5OTEyMzEyMzU5NTlaMBcxFTAT\n"
	       "    BgNVBAMMDHNob3AuZXhhbXBsZTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA\n"
	       "    r80jqhVQsqIrtMTVnNmkMneN+XQSSJwzzJtgFiMT3h2Cqju8iiULUVJSVaSywpbC\n"
	       "    sAOYdi6R/2vBUk9GNlQRDgO+ACKODsp0D2olM4+Ujb1yCkKTdgoQJBhmh/ZayFT4\n"
	       "    EgJc0uuO9PNpgARVma/Z0tveswUwELptF+w/FNrrsvMCAwEAAaMbMBkwFwYDVR0R\n"
	       "    BBAwDoIMc2hvcC5leGFtcGxlMA0GCSqGSIb3DQEBCwUAA4GBABLKWRkEL6awutT9\n"
	       "    pXQ047Xkmoh0b3MhivU0zjNiOExg3qpqRdsH9QYLXVXFEwfCP0t486VHEOHktIjY\n"
	       "    mVu2r7pxLQKqMYeQ1xtNB1wAlcSLTdgcGCDV58UvYAU5QMt6DaaeYNfB9F1Ict5N\n"
	       "    HqiSdX0QWgUwxcM7Az9kpihckjO1\n"
	       "    -----END CERTIFICATE-----\n",
	.maps = { NSA_SECRETS },
	POLICY_PARAMS(params_declared),
	.check_secret = check,
	.needs = NEEDS_VALUES,
};
