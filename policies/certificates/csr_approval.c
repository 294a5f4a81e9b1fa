/* SPDX-License-Identifier: Apache-2.0 */
/* csr_approval.c - nobody approves a certificate request of his own.
 * Reads:   subresource approval and who writes it; username, signerName and status of certificate
 * requests
 * Accepts: approvals and denials by others, within the lists
 *
 * The server reads no status, so that there a denial of one's own request counts, too: deleting it
 * does the same. Where the status is there, an update that makes it Approved is an approval. */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { APPROVERS, EXEMPT };

static const struct param params_declared[] = {
	[APPROVERS] = { "approvers", PARAM_STRINGS,
			.doc = "Globs of names of the users that may approve; when absent, any." },
	[EXEMPT] = { "exempt", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of names of users that may approve their own requests, for "
			    "controllers that do both." },
};

static bool is_approval(const struct certificate_request *csr)
{
	const struct request *r = csr->request;

	if (r->offline || r->operation != OPERATION_UPDATE)
		return false;
	return strcmp(r->subresource, "approval") == 0 ||
	       (csr->is_approved && !(csr->old && csr->old->is_approved));
}

static void check(const struct certificate_request *csr, const struct params *params,
		  struct findings *out)
{
	const struct strings *approvers = param_strings(params, APPROVERS);
	const char *by = csr->request->username;

	if (!is_approval(csr))
		return;
	if (approvers->set && !globs_match(approvers, by))
		finding(out, &csr->at, "signerName", .value = csr->signer_name,
			.want = finding_text(out, "an approval by %s, not by %s",
					     says_one_of(out, approvers), by));
	if (strcmp(by, csr->username) == 0 && !globs_match(param_strings(params, EXEMPT), by))
		finding(out, &csr->at, "username", .value = csr->username,
			.want = "an approval by somebody else");
}

const struct policy policy_certificates_csr_approval = {
	.id = "csr-approval",
	.title = "Nobody approves a certificate request of his own",
	.why = "An approval is the one look that another person has at a certificate before it is "
	       "made.",
	.remedy = "Have somebody else approve it.",
	.severity = SEVERITY_HIGH,
	.good = "spec: {username: tom}\nstatus: {conditions: [{type: Approved, status: "
		"\"True\"}]}\n",
	.bad = "spec: {username: jane}\nstatus: {conditions: [{type: Approved, status: "
	       "\"True\"}]}\n",
	.maps = { CIS_CERTIFICATE_APPROVAL, NSA_AUTHENTICATION, MITRE_FORGED_CERTIFICATES },
	POLICY_PARAMS(params_declared),
	.check_certificate_request = check,
	.needs = NEEDS_USER | NEEDS_OLD,
	.operations = ON(UPDATE),
};
