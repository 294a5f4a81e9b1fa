/* SPDX-License-Identifier: Apache-2.0 */
/* network_policy_directions.c - a network policy says which directions it governs.
 * Reads:   policyTypes, ingress, egress
 * Accepts: the required directions among policyTypes; no rules of a direction that is not governed
 */
#include "policy/policy.h"
#include "policy/says.h"

enum { REQUIRED, EXPLICIT };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_STRINGS, .def = "[\"Ingress\", \"Egress\"]",
		       .choices = "Ingress Egress",
		       .doc = "Directions that each policy must govern." },
	[EXPLICIT] = { "explicit", PARAM_BOOL, .def = "false",
		       .doc = "Whether policyTypes must be there, even where the API server fills "
			      "in the same." },
};

static bool governs(const struct network_policy *policy, const char *direction)
{
	return direction[0] == 'I' ? policy->governs_ingress : policy->governs_egress;
}

static void judge_effect(const struct network_policy *policy, const char *field,
			 const struct network_rule *rules, const char *direction,
			 struct findings *out)
{
	if (rules && !governs(policy, direction))
		finding(out, &policy->at, field, .value = "rules without effect",
			.want = finding_text(out, "%s in policyTypes, or no rules", direction));
}

static const char *types_text(const struct network_policy *policy, struct findings *out)
{
	return policy->policy_types.count ? says_one_of(out, &policy->policy_types) : NULL;
}

static void check(const struct network_policy *policy, const struct params *params,
		  struct findings *out)
{
	judge_effect(policy, "ingress", policy->ingress, "Ingress", out);
	judge_effect(policy, "egress", policy->egress, "Egress", out);
	for_each_string (direction, *param_strings(params, REQUIRED))
		if (!governs(policy, direction))
			finding(out, &policy->at, "policyTypes", .value = types_text(policy, out),
				.want = finding_text(out, "%s as well", direction),
				.fix = "without rules of its own the direction is closed then");
	if (param_bool(params, EXPLICIT) && policy->policy_types.count == 0)
		finding(out, &policy->at, "policyTypes", .want = "the directions that are meant");
}

const struct policy policy_network_network_policy_directions = {
	.id = "network-policy-directions",
	.title = "Network policies govern both directions",
	.why = "A direction that no policy of a pod governs is open, and rules of a direction that "
	       "is not governed do nothing.",
	.remedy = "List both directions in policyTypes, with rules for what is needed.",
	.severity = SEVERITY_LOW,
	.good = "spec:\n"
		"  podSelector: {}\n"
		"  policyTypes: [Ingress, Egress]\n",
	.bad = "spec:\n"
	       "  podSelector: {}\n"
	       "  policyTypes: [Ingress]\n",
	.maps = { CIS_NETWORK_POLICIES, NSA_NETWORK },
	POLICY_PARAMS(params_declared),
	.check_network_policy = check,
};
