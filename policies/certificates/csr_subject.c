/* SPDX-License-Identifier: Apache-2.0 */
/* csr_subject.c - nobody asks for a certificate in the name of Kubernetes' own.
 * Reads:   request, signerName, and who asked (username and groups)
 * Accepts: names outside of "system:"; nodes' names for nodes and those that become one
 *
 * A certificate's common name is the user, its organizations are the groups. The rules of nodes are
 * those that Kubernetes documents for its signers, and in addition a node may ask for itself alone.
 */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"
#include "policy/signing.h"

#define NODE_PREFIX "system:node:"
#define NODE_GROUP  "system:nodes"
#define MASTERS	    "system:masters"

enum { ALLOWED, BOOTSTRAPPERS };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedNames", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of users and groups below \"system:\" that may be asked for "
			     "by anyone; system:masters never is." },
	[BOOTSTRAPPERS] = { "bootstrapGroups", PARAM_STRINGS,
			    .def = "[\"system:bootstrappers\", \"system:bootstrappers:*\"]",
			    .doc = "Globs of groups whose members may ask for the certificate of "
				   "any node." },
};

static bool begins(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_for_kubelet(const struct certificate_request *csr)
{
	return signing_is_for(csr, SIGNER_KUBELET_CLIENT) ||
	       signing_is_for(csr, SIGNER_KUBELET_SERVING);
}

static bool names_node(const struct x509_subject *s)
{
	for_each_name (name, s->common_names)
		if (begins(name, NODE_PREFIX))
			return true;
	for_each_name (name, s->organizations)
		if (strcmp(name, NODE_GROUP) == 0)
			return true;
	return false;
}

/* The one name and the one group of a node. */
static bool is_node(const struct x509_subject *s)
{
	return s->common_names.count == 1 && begins(s->common_names.v[0], NODE_PREFIX) &&
	       strlen(s->common_names.v[0]) > strlen(NODE_PREFIX) && s->organizations.count == 1 &&
	       strcmp(s->organizations.v[0], NODE_GROUP) == 0;
}

static bool in_groups(const struct strings *groups, const struct strings *patterns)
{
	for_each_string (group, *groups)
		if (globs_match(patterns, group))
			return true;
	return false;
}

static bool may_ask(const struct certificate_request *csr, const struct asker *by,
		    const struct x509_subject *s, const struct params *params)
{
	if (strings_have(by->groups, NODE_GROUP) && strcmp(by->username, s->common_names.v[0]) == 0)
		return true;
	return signing_is_for(csr, SIGNER_KUBELET_CLIENT) &&
	       in_groups(by->groups, param_strings(params, BOOTSTRAPPERS));
}

static void refuse(const struct certificate_request *csr, const char *name, const char *want,
		   struct findings *out)
{
	finding(out, &csr->at, "request", .value = name, .want = want);
}

static void check_node(const struct certificate_request *csr, const struct x509_subject *s,
		       const struct params *params, struct findings *out)
{
	struct asker by;

	if (!is_for_kubelet(csr))
		refuse(csr, s->text, "no name of a node: this is no signer for kubelets", out);
	else if (!is_node(s))
		refuse(csr, s->text,
		       "the one common name " NODE_PREFIX
		       "NAME in the one organization " NODE_GROUP,
		       out);
	else if (signing_asker(csr, &by) && !may_ask(csr, &by, s, params))
		refuse(csr, s->text,
		       finding_text(out, "a node that is the requester, who is %s", by.username),
		       out);
}

static bool is_reserved(const char *name, const struct params *params)
{
	if (strcmp(name, MASTERS) == 0)
		return true;
	return begins(name, "system:") && !globs_match(param_strings(params, ALLOWED), name);
}

static bool is_of_node(const char *name)
{
	return begins(name, NODE_PREFIX) || strcmp(name, NODE_GROUP) == 0;
}

static void check_names(const struct certificate_request *csr, const struct x509_names *names,
			const struct params *params, struct findings *out)
{
	for_each_name (name, *names)
		if (!is_of_node(name) && is_reserved(name, params))
			refuse(csr, name,
			       strcmp(name, MASTERS) == 0 ? "no group that no rule applies to"
							  : "no name of Kubernetes' own",
			       out);
}

static void check(const struct certificate_request *csr, const struct params *params,
		  struct findings *out)
{
	const struct request_facts *request = signing_request(csr, out);

	if (!request)
		return;
	check_names(csr, &request->subject.common_names, params, out);
	check_names(csr, &request->subject.organizations, params, out);
	if (is_for_kubelet(csr) || names_node(&request->subject))
		check_node(csr, &request->subject, params, out);
}

const struct policy policy_certificates_csr_subject = {
	.id = "csr-subject",
	.title = "Nobody asks for a certificate in Kubernetes' own name",
	.why = "A certificate for system:masters is above all rules and can't be revoked; one for "
	       "a node reads that node's Secrets.",
	.remedy = "Ask for a name and groups of your own, and bind roles to these.",
	.severity = SEVERITY_CRITICAL,
	.good = "spec:\n  signerName: kubernetes.io/kube-apiserver-client\n  request: "
		"|\n" EXAMPLE_REQUEST,
	.bad = "spec:\n  signerName: kubernetes.io/kube-apiserver-client\n  request: |\n"
	       "    LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlHbk1Gc0NBUUF3S0RFWE1C\n"
	       "    VUdBMVVFQ2d3T2MzbHpkR1Z0T20xaGMzUmxjbk14RFRBTEJnTlZCQU1NQkdwaApibVV3S2pB\n"
	       "    RkJnTXJaWEFESVFDQ0FSMURiek9VMEdzS0FoMk9qdXNpUk5tZWZiZlIvWWM0NFRKUDNWTTRR\n"
	       "    NkFBCk1BVUdBeXRsY0FOQkFMQTEzTWdtWnlONEFzUnBvd01Ka2h5R0NhSkE2M0oyZTUyRmpW\n"
	       "    a1E3dW9Bci8rTG5JRlgKZDcwVVdIMkdxODZXQTVnYjlDSXVWZVZmYy93WWhwY0lsd2s9Ci0t\n"
	       "    LS0tRU5EIENFUlRJRklDQVRFIFJFUVVFU1QtLS0tLQo=\n",
	.maps = { CIS_MASTERS, CIS_CERTIFICATE_APPROVAL, NSA_AUTHENTICATION,
		  MITRE_FORGED_CERTIFICATES },
	POLICY_PARAMS(params_declared),
	.check_certificate_request = check,
	.needs = NEEDS_USER,
};
