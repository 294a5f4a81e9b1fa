/* SPDX-License-Identifier: Apache-2.0 */
/* certificate_issuance.c - what cert-manager is asked to issue is within bounds.
 * Reads:   all names, the subject, duration, isCA, issuerRef and privateKey of Certificates; the
 * same of CertificateRequests, whose names and key are in their PEM
 * Accepts: names and issuers that are allowed, strong keys, lifetimes up to the maximum */
#include <stdint.h>
#include <string.h>

#include "policy/distinguished_name.h"
#include "policy/duration.h"
#include "policy/ip.h"
#include "policy/policy.h"
#include "policy/signing.h"
#include "policy/says.h"
#include "crypto/x509.h"

enum {
	NAMES,
	WILDCARDS,
	ADDRESSES,
	URIS,
	EMAILS,
	OTHER_NAMES,
	ORGANIZATIONS,
	ISSUERS,
	MOST_HOURS,
	LEAST_HOURS,
	RSA_BITS,
	ALGORITHMS,
	AUTHORITIES
};

#define ELSE_NONE " If not set: none where allowedNames is set, else any."

static const struct param params_declared[] = {
	[NAMES] = { "allowedNames", PARAM_STRINGS,
		    .doc = "Globs of the DNS names, in lower case, that certificates may be for; "
			   "when absent, any within one domain." },
	[WILDCARDS] = { "allowedWildcards", PARAM_STRINGS,
			.doc = "Globs, in lower case, of the wildcard names that certificates can "
			       "have, which must match allowedNames, too." ELSE_NONE },
	[ADDRESSES] = { "allowedIPs", PARAM_STRINGS, .check = cidr_check,
			.doc = "IP ranges that ipAddresses must be in." ELSE_NONE },
	[URIS] = { "allowedURIs", PARAM_STRINGS,
		   .doc = "Globs of uris, such as spiffe://cluster.local/ns/shop/*." ELSE_NONE },
	[EMAILS] = { "allowedEmails", PARAM_STRINGS, .doc = "Globs of emailAddresses." ELSE_NONE },
	[OTHER_NAMES] = { "allowedOtherNames", PARAM_STRINGS,
			  .doc = "Globs of the values of otherNames." ELSE_NONE },
	[ORGANIZATIONS] = { "allowedOrganizations", PARAM_STRINGS,
			    .doc = "Globs of subject.organizations. If not set: any that does not "
				   "begin with \"system:\"." },
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

/* One object to judge: a Certificate says each name in a field of its own, a CertificateRequest all
 * in its request. */
struct asked {
	const struct at *at;
	const struct params *params;
	struct findings *out;
	bool in_request, is_ca;
};

typedef const char *name_want(const struct asked *asked, size_t param, const char *name);

static void refuse(const struct asked *asked, const char *field, const char *value,
		   const char *want)
{
	finding(asked->out, asked->at, asked->in_request ? "request" : field, .value = value,
		.want = want);
}

static void check_each(const struct asked *asked, const char *field, const struct strings *names,
		       size_t param, name_want *want_of)
{
	for (size_t i = 0; i < names->count; i++) {
		const char *want = want_of(asked, param, names->v[i]);

		if (want)
			refuse(asked, finding_text(asked->out, "%s[%zu]", field, i), names->v[i],
			       want);
	}
}

/* What is not allowed by a list of its own is not where names are limited at all. */
static bool is_open(const struct asked *asked, const struct strings *allowed)
{
	return !allowed->set && !param_strings(asked->params, NAMES)->set;
}

/* "*", "*.com": it would be valid for domains of others. */
static bool is_too_wide(const char *name)
{
	return strcmp(name, "*") == 0 || (strncmp(name, "*.", 2) == 0 && !strchr(name + 2, '.'));
}

static bool wildcard_fits(const struct asked *asked, const char *name)
{
	const struct strings *wildcards = param_strings(asked->params, WILDCARDS);

	return !strchr(name, '*') || is_open(asked, wildcards) || globs_match(wildcards, name);
}

static const char *want_of_host(const struct asked *asked, size_t param, const char *name)
{
	const struct strings *allowed = param_strings(asked->params, param);

	if (is_too_wide(name))
		return "a name within one domain";
	if (!wildcard_fits(asked, name))
		return "a name without a wildcard, or one of allowedWildcards";
	if (allowed->set && !globs_match(allowed, name))
		return says_one_of(asked->out, allowed);
	/* A user name of Kubernetes' own, where certificates are for clients. */
	return strncmp(name, "system:", 7) == 0 && !allowed->set ? "a name of a host" : NULL;
}

static const char *want_of_text(const struct asked *asked, size_t param, const char *name)
{
	const struct strings *allowed = param_strings(asked->params, param);

	return is_open(asked, allowed) || globs_match(allowed, name)
		       ? NULL
		       : says_one_of(asked->out, allowed);
}

static const char *want_of_address(const struct asked *asked, size_t param, const char *name)
{
	const struct strings *allowed = param_strings(asked->params, param);
	struct cidr range;
	struct ip ip;

	if (!ip_parse(name, &ip))
		return "an IP address";
	if (is_open(asked, allowed))
		return NULL;
	for_each_string (text, *allowed)
		if (cidr_parse(text, &range) && cidr_has(&range, &ip))
			return NULL;
	return says_one_of(asked->out, allowed);
}

static const char *want_of_organization(const struct asked *asked, size_t param, const char *name)
{
	const struct strings *allowed = param_strings(asked->params, param);

	if (allowed->set)
		return globs_match(allowed, name) ? NULL : says_one_of(asked->out, allowed);
	return strncmp(name, "system:", 7) == 0 ? "no group of Kubernetes' own" : NULL;
}

/* A CA's common name is no host. */
static void check_common_name(const struct asked *asked, const char *field, const char *name)
{
	const char *want = *name && !asked->is_ca ? want_of_host(asked, NAMES, name) : NULL;

	if (want)
		refuse(asked, field, name, want);
}

static void check_literal(const struct asked *asked, const char *subject)
{
	struct dn_attribute attribute;
	const char *want;
	int read;

	while ((read = dn_next(&subject, &attribute, asked->out)) > 0) {
		if (attribute.type == DN_COMMON_NAME)
			check_common_name(asked, "literalSubject", attribute.value);
		if (attribute.type != DN_ORGANIZATION)
			continue;
		want = want_of_organization(asked, ORGANIZATIONS, attribute.value);
		if (want)
			refuse(asked, "literalSubject", attribute.value, want);
	}
	if (read < 0)
		refuse(asked, "literalSubject", "a name that cannot be read",
		       "a distinguished name as in RFC 4514, such as CN=shop.example.com,O=Shop");
}

static void check_issuer(const struct asked *asked, const char *kind, const char *name)
{
	const struct strings *allowed = param_strings(asked->params, ISSUERS);
	const char *issuer = finding_text(asked->out, "%s/%s", kind, name);

	if (allowed->set && !globs_match(allowed, issuer))
		finding(asked->out, asked->at, "issuerRef", .value = issuer,
			.want = says_one_of(asked->out, allowed));
}

static void check_duration(const struct asked *asked, const char *duration)
{
	int64_t most = param_int(asked->params, MOST_HOURS);
	int64_t least = param_int(asked->params, LEAST_HOURS), seconds;
	struct findings *out = asked->out;
	const char *want = NULL;

	if (!*duration)
		return;
	if (!duration_seconds(duration, &seconds))
		want = "a duration of at most ten years, such as 2160h";
	else if (seconds < least * 3600)
		want = finding_text(out, "at least %sh", says_int(out, least));
	else if (!asked->is_ca && seconds > most * 3600)
		want = finding_text(out, "at most %sh", says_int(out, most));
	if (want)
		finding(out, asked->at, "duration", .value = duration, .want = want);
}

static void check_authority(const struct asked *asked, bool in_spec)
{
	if (!asked->is_ca || param_bool(asked->params, AUTHORITIES))
		return;
	if (in_spec)
		finding(asked->out, asked->at, "isCA", .value = "true", .want = "absent or false");
	else
		refuse(asked, "isCA", "the certificate of a CA", "a certificate of no CA");
}

/* Without a size cert-manager makes RSA keys of 2048 bits. */
static void check_key(const struct asked *asked, const char *algorithm, int64_t size)
{
	const struct strings *algorithms = param_strings(asked->params, ALGORITHMS);
	int64_t least = param_int(asked->params, RSA_BITS);
	struct findings *out = asked->out;

	if (!strings_have(algorithms, algorithm))
		refuse(asked, "privateKey.algorithm", algorithm, says_one_of(out, algorithms));
	if (strcmp(algorithm, "RSA") == 0 && (size ? size : 2048) < least)
		refuse(asked, "privateKey.size", size ? says_int(out, size) : NULL,
		       finding_text(out, "at least %s", says_int(out, least)));
}

static void check(const struct certificate *c, const struct params *params, struct findings *out)
{
	const struct asked asked = { &c->at, params, out, .is_ca = c->is_ca };
	const char *want;

	check_each(&asked, "dnsNames", &c->dns_names, NAMES, want_of_host);
	check_each(&asked, "ipAddresses", &c->ip_addresses, ADDRESSES, want_of_address);
	check_each(&asked, "uris", &c->uris, URIS, want_of_text);
	check_each(&asked, "emailAddresses", &c->emails, EMAILS, want_of_text);
	check_each(&asked, "uriSANs", &c->uri_sans, URIS, want_of_text);
	check_each(&asked, "emailSANs", &c->email_sans, EMAILS, want_of_text);
	check_each(&asked, "organization", &c->old_organizations, ORGANIZATIONS,
		   want_of_organization);
	for (const struct other_name *n = c->other_names; n && budget_step(); n = n->next) {
		want = want_of_text(&asked, OTHER_NAMES, n->value);
		if (want)
			finding(out, &n->at, "utf8Value", .value = n->value, .want = want);
	}
	check_common_name(&asked, "commonName", c->common_name);
	check_each(&asked, "subject.organizations", &c->organizations, ORGANIZATIONS,
		   want_of_organization);
	check_literal(&asked, c->literal_subject);
	check_issuer(&asked, c->issuer_kind, c->issuer_name);
	check_duration(&asked, c->duration);
	check_key(&asked, c->key_algorithm, c->key_size);
	check_authority(&asked, c->is_ca);
}

static struct strings strings_of(const struct x509_names *names)
{
	return (struct strings){ .set = true, .count = names->count, .v = names->v };
}

static const char *algorithm_of(const struct key_facts *key)
{
	static const char *const names[] = { [KEY_OTHER] = "a key of another type",
					     [KEY_RSA] = "RSA",
					     [KEY_EC] = "ECDSA",
					     [KEY_ED25519] = "Ed25519",
					     [KEY_ED448] = "Ed448" };

	return names[key->type];
}

static void check_pem(const struct asked *asked, const struct request_facts *r)
{
	const struct x509_extensions *e = &r->extensions;
	const struct strings dns = strings_of(&e->dns), ips = strings_of(&e->ips);
	const struct strings uris = strings_of(&e->uris), emails = strings_of(&e->emails);
	const struct strings groups = strings_of(&r->subject.organizations);

	check_each(asked, "", &dns, NAMES, want_of_host);
	check_each(asked, "", &ips, ADDRESSES, want_of_address);
	check_each(asked, "", &uris, URIS, want_of_text);
	check_each(asked, "", &emails, EMAILS, want_of_text);
	check_each(asked, "", &groups, ORGANIZATIONS, want_of_organization);
	for_each_name (name, r->subject.common_names)
		check_common_name(asked, "", name);
	if (e->other_names && !is_open(asked, param_strings(asked->params, OTHER_NAMES)))
		refuse(asked, "", finding_text(asked->out, "%zu other names", e->other_names),
		       "no other names, whose values are not read here");
	check_key(asked, algorithm_of(&r->key), r->key.bits);
	if (r->key.usable && !request_is_signed(r))
		refuse(asked, "", "a signature by another key",
		       "the signature of the key that is in it");
}

static void check_request(const struct cert_manager_request *c, const struct params *params,
			  struct findings *out)
{
	const struct request_facts *r = signing_request_facts(c->pem, c->pem_len, out);
	struct asked asked = { &c->at, params, out, .in_request = true, .is_ca = c->is_ca };

	check_issuer(&asked, c->issuer_kind, c->issuer_name);
	if (!r)
		return;
	if (r->fault) {
		refuse(&asked, "", r->fault, "one certificate request in PEM");
	} else {
		asked.is_ca = asked.is_ca || r->extensions.is_ca;
		check_pem(&asked, r);
	}
	check_duration(&asked, c->duration);
	check_authority(&asked, c->is_ca);
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
	.kind = "Certificate",
	.maps = { NSA_SECRETS, MITRE_FORGED_CERTIFICATES },
	POLICY_PARAMS(params_declared),
	.check_certificate = check,
	.check_cert_manager_request = check_request,
};
