/* SPDX-License-Identifier: Apache-2.0 */
/* network_policy_allow_all.c - no rule of a network policy lets everybody in, or out to everywhere.
 * Reads:   from and to of the rules of each direction that the policy governs; their ports
 * Accepts: no rules; peers that are some pods, namespaces or ranges; rules of a few ports; ranges
 * that can be read */
#include "policy/network_breadth.h"

static const struct param params_declared[] = { BREADTH_PARAMS };

struct side {
	enum direction direction;
	const struct network_rule *rules;
	const char *field, *peers; /* "ingress", "from" */
	struct ip_reach joint;	   /* of all blocks that are not too much by themselves */
};

static bool is_open(const struct network_rule *r, const struct params *params,
		    const struct side *side)
{
	struct breadth_ports ports = { 0 };

	for_each_network_port(p, r)
	{
		struct port_use use = network_port_use(p);

		breadth_note_port(&ports, &use, params, side->direction);
	}
	return breadth_is_open(&ports, params);
}

static void judge_block(const struct ip_block *block, const struct params *params,
			struct side *side, struct findings *out)
{
	struct ip_reach reach = { 0 };
	const char *breadth;

	ip_reach_add(out, &reach, block->cidr, &block->except);
	breadth = breadth_of(out, &reach, params, side->direction);
	if (breadth)
		finding(out, &block->at, "cidr", .value = block->cidr,
			.want = finding_text(out, "a range that is not %s", breadth));
	else
		ip_reach_join(out, &side->joint, &reach);
}

static void judge_peer(const struct network_peer *p, const struct params *params, struct side *side,
		       struct findings *out)
{
	if (p->ip_block)
		judge_block(p->ip_block, params, side, out);
	if (p->namespaces && breadth_all_namespaces(p->namespaces, params) &&
	    (!p->pods || breadth_all_pods(p->pods, params)) &&
	    !breadth_allows_cluster(params, side->direction))
		finding(out, &p->at, "namespaceSelector",
			.value = selector_says(out, p->namespaces),
			.want = "labels of the namespaces that are meant",
			.fix = "select namespaces, or pods within them");
	if (!p->ip_block && !p->namespaces && !p->pods)
		finding(out, &p->at, NULL, .value = "{}",
			.want = "an ipBlock, a podSelector or a namespaceSelector");
}

static void check_ranges(const struct network_rule *r, struct findings *out)
{
	for_each_network_peer(p, r)
	{
		const struct ip_block *block = p->ip_block;

		if (!block)
			continue;
		breadth_check_range(&block->at, "cidr", block->cidr, out);
		for (size_t i = 0; i < block->except.count; i++)
			breadth_check_range(&block->at, finding_text(out, "except[%zu]", i),
					    block->except.v[i], out);
	}
}

static void judge_side(const struct network_policy *policy, struct side *side,
		       const struct params *params, struct findings *out)
{
	const char *breadth;

	if (!breadth_judges(params, side->direction))
		return;
	for_each_network_rule(r, side->rules)
	{
		check_ranges(r, out);
		if (!is_open(r, params, side))
			continue;
		if (!r->peers)
			finding(out, &r->at, side->peers, .want = "the peers that are meant",
				.fix = "an empty list, too, is everybody");
		for_each_network_peer(p, r) judge_peer(p, params, side, out);
	}
	breadth = breadth_of(out, &side->joint, params, side->direction);
	if (breadth)
		finding(out, &policy->at, side->field,
			.value = finding_text(out, "ranges that together are %s", breadth),
			.want = "fewer addresses");
}

static void check(const struct network_policy *policy, const struct params *params,
		  struct findings *out)
{
	struct side ingress = { .direction = DIRECTION_INGRESS,
				.rules = policy->ingress,
				.field = "ingress",
				.peers = "from" };
	struct side egress = { .direction = DIRECTION_EGRESS,
			       .rules = policy->egress,
			       .field = "egress",
			       .peers = "to" };

	if (policy->governs_ingress)
		judge_side(policy, &ingress, params, out);
	if (policy->governs_egress)
		judge_side(policy, &egress, params, out);
}

const struct policy policy_network_network_policy_allow_all = {
	.id = "network-policy-allow-all",
	.title = "No rule of a network policy is for everybody",
	.why = "Policies add up: one rule for everybody opens what all others keep closed, however "
	       "it is written.",
	.remedy = "Name the pods, namespaces, ranges or ports that are meant.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n"
		"  podSelector: {matchLabels: {app: shop}}\n"
		"  policyTypes: [Ingress]\n"
		"  ingress:\n"
		"  - from: [{namespaceSelector: {matchLabels: {team: shop}}}]\n",
	.bad = "spec:\n"
	       "  podSelector: {matchLabels: {app: shop}}\n"
	       "  policyTypes: [Ingress]\n"
	       "  ingress: [{}]\n",
	.maps = { CIS_NETWORK_POLICIES, NSA_NETWORK, MITRE_SCANNING },
	POLICY_PARAMS(params_declared),
	.check_network_policy = check,
};
