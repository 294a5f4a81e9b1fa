/* SPDX-License-Identifier: Apache-2.0 */
/* admin_network_policy_allow_all.c - no rule of an administrator's network policy allows everybody.
 * Reads:   action, from and to of the rules; their ports and protocols; the tier
 * Accepts: Deny and Pass; peers that are some pods, namespaces, ranges or names; rules of a few
 * ports */
#include <string.h>

#include "policy/network_breadth.h"

enum { TIERS = BREADTH_PARAM_COUNT };

static const struct param params_declared[] = {
	BREADTH_PARAMS,
	[TIERS] = { "tiers", PARAM_STRINGS, .def = "[\"Admin\", \"Baseline\"]",
		    .choices = "Admin Baseline",
		    .doc = "Tiers to look at: an AdminNetworkPolicy is of Admin, a "
			   "BaselineAdminNetworkPolicy of Baseline." },
};

struct side {
	enum direction direction;
	const struct admin_rule *rules;
	const char *field;
	struct ip_reach joint;
};

static bool allows(const struct admin_rule *r)
{
	return strcmp(r->action, "Allow") == 0 || strcmp(r->action, "Accept") == 0;
}

static bool is_open(const struct admin_rule *r, const struct params *params,
		    const struct side *side)
{
	struct breadth_ports ports = { 0 };

	for_each_admin_port(p, r)
	{
		struct port_use use = admin_port_use(p);

		breadth_note_port(&ports, &use, params, side->direction);
	}
	return breadth_is_open(&ports, params);
}

static bool is_all_pods(const struct namespaced_pods *pods, const struct params *params)
{
	return (!pods->namespaces || breadth_all_namespaces(pods->namespaces, params)) &&
	       (!pods->pods || breadth_all_pods(pods->pods, params));
}

static const char *pods_say(const struct namespaced_pods *pods, struct findings *out)
{
	if (pods->namespaces && !selector_is_empty(pods->namespaces))
		return selector_says(out, pods->namespaces);
	return pods->pods ? selector_says(out, pods->pods) : "{}";
}

static void judge_networks(const struct admin_peer *p, const struct params *params,
			   struct side *side, struct findings *out)
{
	static const struct strings none = { 0 };

	for (size_t i = 0; i < p->networks.count; i++) {
		struct ip_reach reach = { 0 };
		const char *breadth;

		ip_reach_add(out, &reach, p->networks.v[i], &none);
		breadth = breadth_of(out, &reach, params, side->direction);
		if (breadth)
			finding(out, &p->at, finding_text(out, "networks[%zu]", i),
				.value = p->networks.v[i],
				.want = finding_text(out, "a range that is not %s", breadth));
		else
			ip_reach_join(out, &side->joint, &reach);
	}
}

static void judge_peer(const struct admin_peer *p, const struct params *params, struct side *side,
		       struct findings *out)
{
	bool cluster = breadth_allows_cluster(params, side->direction);

	if (p->namespaces && breadth_all_namespaces(p->namespaces, params) && !cluster)
		finding(out, &p->at, "namespaces", .value = selector_says(out, p->namespaces),
			.want = "labels of the namespaces that are meant");
	if (p->pods && is_all_pods(p->pods, params) && !cluster)
		finding(out, &p->at, "pods", .value = pods_say(p->pods, out),
			.want = "labels of the pods or namespaces that are meant");
	judge_networks(p, params, side, out);
	for (size_t i = 0; i < p->domain_names.count; i++)
		if (strcmp(p->domain_names.v[i], "*") == 0)
			finding(out, &p->at, finding_text(out, "domainNames[%zu]", i), .value = "*",
				.want = "names, or a domain");
}

static void check_ranges(const struct admin_rule *r, struct findings *out)
{
	for_each_admin_peer(p, r) for (size_t i = 0; i < p->networks.count; i++)
		breadth_check_range(&p->at, finding_text(out, "networks[%zu]", i), p->networks.v[i],
				    out);
}

static void judge_side(const struct admin_network_policy *policy, struct side *side,
		       const struct params *params, struct findings *out)
{
	const char *breadth;

	if (!breadth_judges(params, side->direction))
		return;
	for_each_admin_rule(r, side->rules)
	{
		check_ranges(r, out);
		if (!allows(r) || !is_open(r, params, side))
			continue;
		for_each_admin_peer(p, r) judge_peer(p, params, side, out);
	}
	breadth = breadth_of(out, &side->joint, params, side->direction);
	if (breadth)
		finding(out, &policy->at, side->field,
			.value = finding_text(out, "networks that together are %s", breadth),
			.want = "fewer addresses");
}

static const char *tier_of(const struct admin_network_policy *policy)
{
	const char *kind = policy->request->kind.kind;

	if (*policy->tier)
		return policy->tier;
	return strcmp(kind, "BaselineAdminNetworkPolicy") == 0 ? "Baseline" : "Admin";
}

static void check(const struct admin_network_policy *policy, const struct params *params,
		  struct findings *out)
{
	struct side ingress = { .direction = DIRECTION_INGRESS,
				.rules = policy->ingress,
				.field = "ingress" };
	struct side egress = { .direction = DIRECTION_EGRESS,
			       .rules = policy->egress,
			       .field = "egress" };

	if (!strings_have(param_strings(params, TIERS), tier_of(policy)))
		return;
	judge_side(policy, &ingress, params, out);
	judge_side(policy, &egress, params, out);
}

const struct policy policy_network_admin_network_policy_allow_all = {
	.id = "admin-network-policy-allow-all",
	.title = "No rule of an administrator's network policy allows everybody",
	.why = "It is asked before the network policies of namespaces, so that what it allows they "
	       "can't refuse.",
	.remedy = "Name the namespaces, pods, networks or ports that are meant, or Pass to leave "
		  "it to them.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n"
		"  priority: 10\n"
		"  subject: {namespaces: {}}\n"
		"  ingress:\n"
		"  - {action: Allow, from: [{namespaces: {matchLabels: {team: monitoring}}}]}\n",
	.bad = "spec:\n"
	       "  priority: 10\n"
	       "  subject: {namespaces: {}}\n"
	       "  ingress: [{action: Allow, from: [{namespaces: {}}]}]\n",
	.maps = { CIS_NETWORK_POLICIES, NSA_NETWORK, MITRE_SCANNING },
	POLICY_PARAMS(params_declared),
	.check_admin_network_policy = check,
};
