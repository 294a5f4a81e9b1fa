/* SPDX-License-Identifier: Apache-2.0 */
/* csr_signer.c - certificates are asked for from signers that are allowed.
 * Reads:   signerName of certificate requests
 * Accepts: the signers that Kubernetes documents and those of other domains */
#include "policy/policy.h"
#include "policy/says.h"
#include "policy/signing.h"

enum { ALLOWED, FORBIDDEN };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS,
		      .doc = "Globs of the signers that may be asked; when absent, any that there "
			     "is." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[\"" SIGNER_LEGACY "\"]",
			.doc = "Globs of signers that may not be asked, even when allowed above; "
			       "by default the one that promises nothing." },
};

/* The domain is Kubernetes' own, so others under it don't exist or are somebody else's. */
static bool is_unknown(const struct certificate_request *csr)
{
	static const char *const known[] = { SIGNER_CLIENT, SIGNER_KUBELET_CLIENT,
					     SIGNER_KUBELET_SERVING, SIGNER_LEGACY };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (signing_is_for(csr, known[i]))
			return false;
	return glob_match("kubernetes.io/*", csr->signer_name);
}

static void check(const struct certificate_request *csr, const struct params *params,
		  struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	const char *want = NULL;

	if (!*csr->signer_name)
		want = "the signer that is meant";
	else if (globs_match(forbidden, csr->signer_name))
		want = says_none_of(out, forbidden);
	else if (allowed->set && !globs_match(allowed, csr->signer_name))
		want = says_one_of(out, allowed);
	else if (!allowed->set && is_unknown(csr))
		want = "a signer that Kubernetes documents, or one of another domain";
	if (want)
		finding(out, &csr->at, "signerName",
			.value = *csr->signer_name ? csr->signer_name : NULL, .want = want);
}

const struct policy policy_certificates_csr_signer = {
	.id = "csr-signer",
	.title = "Certificates are asked for from allowed signers",
	.why = "What a certificate is good for depends on who signs it; the old signer of before "
	       "v1 promised nothing and signed everything.",
	.remedy = "Name the signer that fits: " SIGNER_CLIENT " for users.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec: {signerName: kubernetes.io/kube-apiserver-client}\n",
	.bad = "spec: {signerName: kubernetes.io/legacy-unknown}\n",
	.maps = { NSA_AUTHENTICATION, MITRE_FORGED_CERTIFICATES },
	POLICY_PARAMS(params_declared),
	.check_certificate_request = check,
};
