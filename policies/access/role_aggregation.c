/* SPDX-License-Identifier: Apache-2.0 */
/* role_aggregation.c - what is added to the roles view, edit and admin is no more than these are
 * meant to have.
 * Reads:   labels, rules and aggregationRule of ClusterRoles
 * Accepts: reading for view; what namespaces hold for edit and admin; selectors that ask for a
 * label */
#include <string.h>

#include "policy/bootstrap.h"
#include "policy/rights.h"

enum { READERS, ROLES };

static const struct param params_declared[] = {
	[READERS] = { "readers", PARAM_STRINGS, .def = "[\"view\", \"*-reader\"]",
		      .doc = "Globs of the roles that may gain nothing but get, list and watch." },
	[ROLES] = { "allowedRoles", PARAM_STRINGS, .def = "[]",
		    .doc = "Globs of the ClusterRoles that are not looked at." },
};

/* What no role that is handed out in every namespace has. */
static const enum rights_topic never[] = { RIGHTS_NODE_PROXY, RIGHTS_CERTIFICATES,
					   RIGHTS_ADMISSION,  RIGHTS_VOLUMES,
					   RIGHTS_NODES,      RIGHTS_NAMESPACES,
					   RIGHTS_ENDPOINTS,  RIGHTS_ESCALATION };
/* What the role edit has and the role view does not. */
static const enum rights_topic not_for_readers[] = { RIGHTS_SECRETS, RIGHTS_EXEC, RIGHTS_PROXY };

static bool only_asks_for_absence(const struct role_selector *s)
{
	if (s->match_labels.count)
		return false;
	for_each_role_requirement(r, s)
	{
		if (strcmp(r->operator, "NotIn") != 0 && strcmp(r->operator, "DoesNotExist") != 0)
			return false;
	}
	return true;
}

static void check_wildcards(const struct role *role, struct findings *out)
{
	for_each_access_rule(rule, role)
	{
		if (strings_have(&rule->api_groups, "*"))
			finding(out, &rule->at, "apiGroups", .value = "*",
				.want = "the groups that are needed");
		else if (rule_opens_builtin(rule) && strings_have(&rule->resources, "*"))
			finding(out, &rule->at, "resources", .value = "*",
				.want = "the resources that are needed");
	}
}

static void check_verbs(const struct role *role, struct findings *out)
{
	for_each_access_rule(rule, role) for (size_t i = 0; i < rule->verbs.count; i++)
	{
		const char *verb = rule->verbs.v[i];

		if (strcmp(verb, "get") != 0 && strcmp(verb, "list") != 0 &&
		    strcmp(verb, "watch") != 0)
			finding(out, &rule->at, finding_text(out, "verbs[%zu]", i), .value = verb,
				.want = "get, list or watch");
	}
}

static void check_rules(const struct role *role, bool for_readers, struct findings *out)
{
	check_wildcards(role, out);
	for (size_t i = 0; i < ARRAY_LEN(never); i++)
		rights_find(role, never[i], out);
	if (!for_readers)
		return;
	for (size_t i = 0; i < ARRAY_LEN(not_for_readers); i++)
		rights_find(role, not_for_readers[i], out);
	check_verbs(role, out);
}

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	bool added = false, for_readers = false;

	if (role_is_bootstrap(role, RIGHTS_AGGREGATION, out) || access_is_aggregation(role) ||
	    globs_match(param_strings(params, ROLES), role->meta->name))
		return;
	for_each_entry (e, role->meta->labels) {
		const char *to = aggregates_to(e);

		added = added || to;
		for_readers =
			for_readers || (to && globs_match(param_strings(params, READERS), to));
	}
	if (added)
		check_rules(role, for_readers, out);
	for_each_role_selector(s, role)
	{
		if (only_asks_for_absence(s))
			finding(out, &s->at, NULL, .value = "every ClusterRole",
				.want = "a label that the roles must have");
	}
}

const struct policy policy_access_role_aggregation = {
	.id = "role-aggregation",
	.title = "Aggregated roles do not widen view, edit and admin",
	.why = "A label is enough to add rules to roles that whole teams have; a selector that "
	       "asks for nothing gathers those of cluster-admin.",
	.remedy = "Put the rights into a ClusterRole without the label, and bind it to those who "
		  "need them.",
	.severity = SEVERITY_HIGH,
	.good = "metadata: {labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}\n"
		"rules:\n"
		"- {apiGroups: [shop.example.com], resources: [orders], verbs: [get, list, "
		"watch]}\n",
	.bad = "metadata: {labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}\n"
	       "rules:\n"
	       "- {apiGroups: [''], resources: [secrets], verbs: [get, list, watch]}\n",
	.maps = { NSA_RBAC, MITRE_CLUSTER_ROLES },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
