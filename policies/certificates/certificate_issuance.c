/* SPDX-License-Identifier: Apache-2.0 */
/* certificate_issuance.c - what cert-manager is asked to issue is within bounds.
 * Reads:   dnsNames, commonName, duration, isCA, issuerRef and privateKey of Certificates
 * Accepts: names and issuers that are allowed, strong keys, lifetimes up to the maximum */
#include <stdint.h>
#include <string.h>

#include "policy/duration.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { NAMES, ISSUERS, MOST_HOURS, LEAST_HOURS, RSA_BITS, ALGORITHMS, AUTHORITIES };

static const struct param params_declared[] = {
	[NAMES] = { "allowedNames", PARAM_STRINGS,
		    .doc = "Globs of the DNS names, in lower case, that certificates may be for; "
			   "when absent, any within one domain." },
	[ISSUERS] = { "allowedIssuers", PARAM_STRINGS,
		      .doc = "Globs of kind/name of the issuers that may be asked, such as "
			     "ClusterIssuer/public; when absent, any." },
	[MOST_HOURS] = { "maxHours", PARAM_INT, .def = "9552", .min = 1, .max = 87600,
			 .doc = "Most hours that a certificate may be asked for, a CA's excepted; "
				"by default 398 days." },
	[LEAST_HOURS] = { "minHours", PARAM_INT, .def = "1", .min = 0, .max = 87600,
			  .doc = "Least hours." },
	[RSA_BITS] = { "minRSABits", PARAM_INT, .def = "2048", .min = 1024, .max = 8192,
		       .doc = "Least bits of an RSA key." },
	[ALGORITHMS] = { "keyAlgorithms", PARAM_STRINGS, .def = "[\"RSA\", \"ECDSA\", \"Ed25519\"]",
			 .choices = "RSA ECDSA Ed25519", .doc = "Types that the key may be of." },
	[AUTHORITIES] = { "allowAuthorities", PARAM_BOOL, .def = "true",
			  .doc = "Whether the certificate may be one of a CA." },
};

/* "*", "*.com": it would be valid for domains of others. */
static bool is_too_wide(const char *name)
{
	return strcmp(name, "*") == 0 || (strncmp(name, "*.", 2) == 0 && !strchr(name + 2, '.'));
}

static void check_name(const struct certificate *c, const char *field, const char *name,
		       const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, NAMES);

	if (is_too_wide(name))
		finding(out, &c->at, field, .value = name, .want = "a name within one domain");
	else if (allowed->set && !globs_match(allowed, name))
		finding(out, &c->at, field, .value = name, .want = says_one_of(out, allowed));
}

static void check_names(const struct certificate *c, const struct params *params,
			struct findings *out)
{
	for (size_t i = 0; i < c->dns_names.count; i++)
		check_name(c, finding_text(out, "dnsNames[%zu]", i), c->dns_names.v[i], params,
			   out);
	/* A CA's common name is no host. */
	if (*c->common_name && !c->is_ca)
		check_name(c, "commonName", c->common_name, params, out);
}

static void check_issuer(const struct certificate *c, const struct strings *allowed,
			 struct findings *out)
{
	const char *issuer = finding_text(out, "%s/%s", c->issuer_kind, c->issuer_name);

	if (allowed->set && !globs_match(allowed, issuer))
		finding(out, &c->at, "issuerRef", .value = issuer,
			.want = says_one_of(out, allowed));
}

static void check_duration(const struct certificate *c, const struct params *params,
			   struct findings *out)
{
	int64_t most = param_int(params, MOST_HOURS), least = param_int(params, LEAST_HOURS);
	int64_t seconds;
	const char *want = NULL;

	if (!*c->duration)
		return;
	if (!duration_seconds(c->duration, &seconds))
		want = "a duration of at most ten years, such as 2160h";
	else if (seconds < least * 3600)
		want = finding_text(out, "at least %sh", says_int(out, least));
	else if (!c->is_ca && seconds > most * 3600)
		want = finding_text(out, "at most %sh", says_int(out, most));
	if (want)
		finding(out, &c->at, "duration", .value = c->duration, .want = want);
}

static void check_key(const struct certificate *c, const struct params *params,
		      struct findings *out)
{
	const struct strings *algorithms = param_strings(params, ALGORITHMS);
	int64_t least = param_int(params, RSA_BITS);

	if (!strings_have(algorithms, c->key_algorithm))
		finding(out, &c->at, "privateKey.algorithm", .value = c->key_algorithm,
			.want = says_one_of(out, algorithms));
	/* Without a size cert-manager makes RSA keys of 2048 bits. */
	if (strcmp(c->key_algorithm, "RSA") == 0 && (c->key_size ? c->key_size : 2048) < least)
		finding(out, &c->at, "privateKey.size",
			.value = c->key_size ? says_int(out, c->key_size) : NULL,
			.want = finding_text(out, "at least %s", says_int(out, least)));
}

static void check(const struct certificate *c, const struct params *params, struct findings *out)
{
	check_names(c, params, out);
	check_issuer(c, param_strings(params, ISSUERS), out);
	check_duration(c, params, out);
	check_key(c, params, out);
	if (c->is_ca && !param_bool(params, AUTHORITIES))
		finding(out, &c->at, "isCA", .value = "true", .want = "absent or false");
}

const struct policy policy_certificates_certificate_issuance = {
	.id = "certificate-issuance",
	.title = "cert-manager issues certificates within bounds",
	.why = "Whoever may write a Certificate gets a key that others trust, for any name and as "
	       "long as the issuer agrees.",
	.remedy = "Ask for the names that the service has, from the issuer that is meant for it.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  secretName: shop\n  dnsNames: [shop.example.com]\n"
		"  issuerRef: {kind: ClusterIssuer, name: public}\n",
	.bad = "spec:\n  secretName: shop\n  dnsNames: [\"*.com\"]\n  duration: 87600h\n"
	       "  issuerRef: {kind: ClusterIssuer, name: public}\n",
	.maps = { NSA_SECRETS, MITRE_FORGED_CERTIFICATES },
	POLICY_PARAMS(params_declared),
	.check_certificate = check,
};
