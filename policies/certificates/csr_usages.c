/* SPDX-License-Identifier: Apache-2.0 */
/* csr_usages.c - usages and alternative names of a certificate request fit its signer.
 * Reads:   usages, signerName and request of certificate requests
 * Accepts: what Kubernetes documents for each of its signers; of other signers all but a CA */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"
#include "policy/signing.h"

enum { AUTHORITIES };

static const struct param params_declared[] = {
	[AUTHORITIES] = { "authoritySigners", PARAM_STRINGS, .def = "[]",
			  .doc = "Globs of signers, none of Kubernetes', that may be asked for the "
				 "certificate of a CA." },
};

#define USAGE_SIGNATURE	   "digital signature"
#define USAGE_ENCIPHERMENT "key encipherment"

/* The usage a signer is for must be there, the two of the key's may; for kubelets the signature
 * must, too. */
static const struct rule {
	const char *signer, *usage;
	bool needs_signature, needs_names, allows_names;
} rules[] = {
	{ SIGNER_CLIENT, "client auth", .allows_names = true },
	{ SIGNER_KUBELET_CLIENT, "client auth", .needs_signature = true },
	{ SIGNER_KUBELET_SERVING, "server auth", .needs_signature = true, .needs_names = true },
};

static const struct rule *rule_of(const struct certificate_request *csr)
{
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if (signing_is_for(csr, rules[i].signer))
			return &rules[i];
	return NULL;
}

static bool is_usage_of(const struct rule *rule, const char *usage)
{
	return strcmp(usage, rule->usage) == 0 || strcmp(usage, USAGE_SIGNATURE) == 0 ||
	       strcmp(usage, USAGE_ENCIPHERMENT) == 0;
}

static void check_usages(const struct certificate_request *csr, const struct rule *rule,
			 struct findings *out)
{
	for (size_t i = 0; i < csr->usages.count; i++)
		if (!is_usage_of(rule, csr->usages.v[i]))
			finding(out, &csr->at, finding_text(out, "usages[%zu]", i),
				.value = csr->usages.v[i],
				.want = finding_text(
					out, "%s, " USAGE_SIGNATURE " or " USAGE_ENCIPHERMENT,
					rule->usage));
	if (!strings_have(&csr->usages, rule->usage))
		finding(out, &csr->at, "usages", .want = rule->usage);
	if (rule->needs_signature && !strings_have(&csr->usages, USAGE_SIGNATURE))
		finding(out, &csr->at, "usages", .want = USAGE_SIGNATURE);
}

static void refuse_name(const struct certificate_request *csr, const struct x509_names *names,
			struct findings *out)
{
	if (names->count)
		finding(out, &csr->at, "request", .value = names->v[0],
			.want = finding_text(out, "no such alternative name for %s",
					     csr->signer_name));
}

static void check_names(const struct certificate_request *csr, const struct rule *rule,
			const struct x509_extensions *e, struct findings *out)
{
	if (rule->allows_names)
		return;
	refuse_name(csr, &e->emails, out);
	refuse_name(csr, &e->uris, out);
	if (rule->needs_names && e->dns.count + e->ips.count == 0)
		finding(out, &csr->at, "request", .value = "no alternative name",
			.want = "a DNS name or an address of the node");
	if (!rule->needs_names) {
		refuse_name(csr, &e->dns, out);
		refuse_name(csr, &e->ips, out);
	}
}

static bool asks_for_authority(const struct request_facts *request)
{
	const struct x509_extensions *e = &request->extensions;

	return e->is_ca || (e->has_key_usage && e->key_usage & KEY_USAGE_CERT_SIGN);
}

static void check(const struct certificate_request *csr, const struct params *params,
		  struct findings *out)
{
	const struct request_facts *request = signing_request(csr, out);
	const struct rule *rule = rule_of(csr);

	if (rule)
		check_usages(csr, rule, out);
	if (!request)
		return;
	if (rule)
		check_names(csr, rule, &request->extensions, out);
	if (asks_for_authority(request) &&
	    (rule || !globs_match(param_strings(params, AUTHORITIES), csr->signer_name)))
		finding(out, &csr->at, "request", .value = "the certificate of a CA",
			.want = "a certificate that signs no others");
}

const struct policy policy_certificates_csr_usages = {
	.id = "csr-usages",
	.title = "Usages and names of a certificate request fit its signer",
	.why = "A certificate for more than it is needed for lets its holder be a server to some "
	       "and a client to others.",
	.remedy = "Ask for the usages and names that Kubernetes documents for the signer.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  signerName: kubernetes.io/kube-apiserver-client\n"
		"  usages: [digital signature, client auth]\n  request: |\n" EXAMPLE_REQUEST,
	.bad = "spec:\n  signerName: kubernetes.io/kube-apiserver-client\n"
	       "  usages: [server auth, client auth]\n  request: |\n" EXAMPLE_REQUEST,
	.maps = { NSA_AUTHENTICATION, MITRE_FORGED_CERTIFICATES },
	POLICY_PARAMS(params_declared),
	.check_certificate_request = check,
};
