/* SPDX-License-Identifier: Apache-2.0 */
/* csr_lifetime.c - certificates are not asked for longer than they should live.
 * Reads:   expirationSeconds and signerName of certificate requests
 * Accepts: absent, which leaves it to the signer, unless it is required; up to the maximum */
#include "policy/policy.h"
#include "policy/says.h"

enum { MOST, REQUIRED, SIGNERS };

static const struct param params_declared[] = {
	[MOST] = { "maxSeconds", PARAM_INT, .def = "31536000", .min = 600, .max = 2147483647,
		   .doc = "Most seconds that a certificate may be asked for; by default a year." },
	[REQUIRED] = { "required", PARAM_BOOL, .def = "false",
		       .doc = "Whether a lifetime must be given: signers may sign for the whole "
			      "year otherwise." },
	[SIGNERS] = { "signers", PARAM_STRINGS, .def = "[\"*\"]",
		      .doc = "Globs of the signers whose certificates this is for." },
};

static void check(const struct certificate_request *csr, const struct params *params,
		  struct findings *out)
{
	int64_t most = param_int(params, MOST);
	struct opt_int given = csr->expiration_s;
	bool fits = given.set ? given.v <= most : !param_bool(params, REQUIRED);

	if (!fits && globs_match(param_strings(params, SIGNERS), csr->signer_name))
		finding(out, &csr->at, "expirationSeconds",
			.value = given.set ? says_int(out, given.v) : NULL,
			.want = finding_text(out, "at most %s", says_int(out, most)));
}

const struct policy policy_certificates_csr_lifetime = {
	.id = "csr-lifetime",
	.title = "Certificates are not asked for longer than they should live",
	.why = "A client's certificate can't be revoked: whoever has it is let in until it ends.",
	.remedy = "Ask for a shorter lifetime and renew the certificate.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec: {signerName: kubernetes.io/kube-apiserver-client, expirationSeconds: "
		"86400}\n",
	.bad = "spec: {signerName: kubernetes.io/kube-apiserver-client, expirationSeconds: "
	       "315360000}\n",
	.maps = { NSA_AUTHENTICATION, MITRE_FORGED_CERTIFICATES },
	POLICY_PARAMS(params_declared),
	.check_certificate_request = check,
};
