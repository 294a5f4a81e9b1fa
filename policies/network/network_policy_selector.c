/* SPDX-License-Identifier: Apache-2.0 */
/* network_policy_selector.c - what a network policy allows, it allows to pods that it names.
 *
 * An empty podSelector is right where a policy closes a namespace, and for what all pods need: to
 * ask for names, to speak with each other. Elsewhere it opens pods that nobody thought of, those of
 * tomorrow too.
 *
 * Reads:   podSelector; the rules of each direction that the policy governs
 * Accepts: a selector that is not empty; no rules; rules of the allowed ports, or of peers of the
 * namespace itself */
#include "policy/policy.h"
#include "policy/port_use.h"

enum { PORTS, SAME_NAMESPACE };

static const struct param params_declared[] = {
	[PORTS] = { "allowedPorts", PARAM_STRINGS, .def = "[\"53\"]", .check = port_entry_check,
		    .doc = "Ports that may be opened for all pods of a namespace: \"53\", "
			   "\"UDP/53\", \"8000-8010\", \"dns\"." },
	[SAME_NAMESPACE] = { "allowSameNamespace", PARAM_BOOL, .def = "true",
			     .doc = "Whether all pods may be opened to pods of their namespace." },
};

static bool has_only_listed_ports(const struct network_rule *r, const struct strings *list)
{
	for_each_network_port(p, r)
	{
		struct port_use use = network_port_use(p);

		if (!port_use_is_listed(&use, list))
			return false;
	}
	return r->ports != NULL;
}

static bool is_of_same_namespace(const struct network_rule *r)
{
	for_each_network_peer(p, r) if (p->ip_block || p->namespaces || !p->pods) return false;
	return r->peers != NULL;
}

/* The first rule that does more, as its place shows what to look at. */
static const struct network_rule *first_wide(const struct network_rule *rules,
					     const struct params *params)
{
	for_each_network_rule(r,
			      rules) if (!has_only_listed_ports(r, param_strings(params, PORTS)) &&
					 !(param_bool(params, SAME_NAMESPACE) &&
					   is_of_same_namespace(r))) return r;
	return NULL;
}

static void judge(const struct network_rule *rules, const struct params *params,
		  struct findings *out)
{
	const struct network_rule *wide = first_wide(rules, params);

	if (wide)
		finding(out, &wide->at, NULL, .value = "a rule for all pods of the namespace",
			.want = "a podSelector of the pods that are meant",
			.fix = "fill spec.podSelector");
}

static void check(const struct network_policy *policy, const struct params *params,
		  struct findings *out)
{
	if (!selector_is_empty(&policy->pods) && !selector_only_excludes(&policy->pods, false))
		return;
	if (policy->governs_ingress)
		judge(policy->ingress, params, out);
	if (policy->governs_egress)
		judge(policy->egress, params, out);
}

const struct policy policy_network_network_policy_selector = {
	.id = "network-policy-selector",
	.title = "Network policies open only pods that they name",
	.why = "An empty podSelector opens every pod of the namespace, those that nobody thought "
	       "of "
	       "and those of tomorrow too.",
	.remedy = "Name the pods in spec.podSelector; keep the empty one for policies that close.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n"
		"  podSelector: {}\n"
		"  policyTypes: [Ingress, Egress]\n",
	.bad = "spec:\n"
	       "  podSelector: {}\n"
	       "  ingress:\n"
	       "  - from: [{namespaceSelector: {matchLabels: {team: shop}}}]\n",
	.maps = { CIS_NETWORK_POLICIES, NSA_NETWORK, MITRE_SCANNING },
	POLICY_PARAMS(params_declared),
	.check_network_policy = check,
};
