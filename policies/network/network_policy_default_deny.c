/* SPDX-License-Identifier: Apache-2.0 */
/* network_policy_default_deny.c - what closes a namespace stays.
 *
 * A policy denies a direction by default when it governs it for all pods and has no rules there.
 *
 * Reads:   podSelector, policyTypes, rules; what an update replaces; the user
 * Accepts: updates that leave each direction denied, deletion of other policies, both by the users
 * that may: those of Kubernetes that empty a namespace which goes away */
#include "policy/policy.h"
#include "policy/requester.h"

enum { USERS, GROUPS };

static const struct param params_declared[] = {
	[USERS] = { "exceptUsers", PARAM_STRINGS,
		    .def = "[\"system:serviceaccount:kube-system:namespace-controller\"]",
		    .exempts = true, .doc = "Globs of the users that may do it." },
	[GROUPS] = { "exceptGroups", PARAM_STRINGS, .def = "[]", .exempts = true,
		     .doc = "Globs of the groups whose users may do it." },
};

static bool denies(const struct network_policy *policy, bool governs,
		   const struct network_rule *rules)
{
	return governs && !rules && selector_is_empty(&policy->pods);
}

/* What is there instead of no rules, for the place and the value. */
static void judge(const struct network_policy *now, const char *direction, const char *field,
		  bool governs, const struct network_rule *rules, struct findings *out)
{
	const char *want = finding_text(out, "%s denied for all pods, as it was", direction);

	if (!governs)
		finding(out, &now->at, "policyTypes", .value = "not governed", .want = want);
	else if (rules)
		finding(out, &now->at, field, .value = "rules", .want = want,
			.fix = "allow it in a policy of its own");
	else if (!selector_is_empty(&now->pods))
		finding(out, &now->at, "podSelector", .value = "some pods", .want = want);
}

static void check_deletion(const struct network_policy *policy, struct findings *out)
{
	if (denies(policy, policy->governs_ingress, policy->ingress))
		finding(out, &policy->at, NULL, .value = "deleted",
			.want = "Ingress denied for all pods, as it was");
	if (denies(policy, policy->governs_egress, policy->egress))
		finding(out, &policy->at, NULL, .value = "deleted",
			.want = "Egress denied for all pods, as it was");
}

static void check(const struct network_policy *policy, const struct params *params,
		  struct findings *out)
{
	const struct network_policy *old = policy->old;

	if (policy->request->offline ||
	    requester_is_any(policy->request, param_strings(params, USERS),
			     param_strings(params, GROUPS)))
		return;
	if (policy->request->operation == OPERATION_DELETE)
		check_deletion(policy, out);
	if (!old)
		return;
	if (denies(old, old->governs_ingress, old->ingress))
		judge(policy, "Ingress", "ingress", policy->governs_ingress, policy->ingress, out);
	if (denies(old, old->governs_egress, old->egress))
		judge(policy, "Egress", "egress", policy->governs_egress, policy->egress, out);
}

const struct policy policy_network_network_policy_default_deny = {
	.id = "network-policy-default-deny",
	.title = "Network policies that close a namespace stay",
	.why = "Without it every pod that no other policy selects is open, and nobody sees the "
	       "difference.",
	.remedy = "Allow what is needed in a policy of its own, and leave this one.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n"
		"  podSelector: {}\n"
		"  policyTypes: [Ingress, Egress]\n",
	.bad = "spec:\n"
	       "  podSelector: {}\n"
	       "  policyTypes: [Ingress, Egress]\n"
	       "  egress: [{}]\n",
	.was = "spec:\n"
	       "  podSelector: {}\n"
	       "  policyTypes: [Ingress, Egress]\n",
	.maps = { CIS_NETWORK_POLICIES, NSA_NETWORK, MITRE_DISABLING },
	POLICY_PARAMS(params_declared),
	.check_network_policy = check,
	.needs = NEEDS_OLD | NEEDS_USER,
	.operations = ON(UPDATE) | ON(DELETE),
};
