/* SPDX-License-Identifier: Apache-2.0 */
/* role_wildcards.c - a rule says what it grants.
 * Reads:   apiGroups, resources, verbs and nonResourceURLs of Roles and ClusterRoles
 * Accepts: names; the scale subresource of all; URLs below a path; where asked for, wildcards in
 * rules of custom resources alone */
#include <string.h>

#include "policy/rights.h"

enum { CUSTOM = RIGHTS_PARAM_COUNT };

static const struct param params_declared[] = {
	RIGHTS_PARAMS(RIGHTS_IN_ROLES),
	[CUSTOM] = { "customResources", PARAM_BOOL, .def = "true",
		     .doc = "Whether rules for custom resources alone must not use wildcards in "
			    "resources and verbs either." },
};

/* Who scales workloads of any kind can't name them. */
static bool is_scale_of_all(const struct access_rule *rule)
{
	for_each_string (resource, rule->resources)
		if (strcmp(resource, "*/scale") != 0)
			return false;
	return rule->resources.count > 0;
}

static void judge(const struct access_rule *rule, const char *field, const struct strings *list,
		  const char *want, struct findings *out)
{
	if (strings_have(list, "*"))
		finding(out, &rule->at, field, .value = "*", .want = want);
}

/* Of a subresource: "*" before the slash is that of every resource. */
static void check_subresources(const struct access_rule *rule, struct findings *out)
{
	for (size_t i = 0; i < rule->resources.count; i++) {
		const char *resource = rule->resources.v[i];

		if (strncmp(resource, "*/", 2) == 0 && strcmp(resource, "*/scale") != 0)
			finding(out, &rule->at, finding_text(out, "resources[%zu]", i),
				.value = resource, .want = "the resources that are needed");
	}
}

static void check_urls(const struct access_rule *rule, struct findings *out)
{
	const struct strings *urls = &rule->non_resource_urls;

	for (size_t i = 0; i < urls->count; i++) {
		const char *url = urls->v[i];
		const char *star = url + strspn(url, "/");

		/* Any number of stars is one. */
		if (*star == '*' && star[strspn(star, "*")] == '\0')
			finding(out, &rule->at, finding_text(out, "nonResourceURLs[%zu]", i),
				.value = url, .want = "the paths that are needed");
	}
}

static void check_rule(const struct access_rule *rule, bool custom_too, struct findings *out)
{
	bool counts = custom_too || rule_opens_builtin(rule) || rule->non_resource_urls.count;

	if (!is_scale_of_all(rule))
		judge(rule, "apiGroups", &rule->api_groups, "the groups that are needed", out);
	if (counts)
		judge(rule, "resources", &rule->resources, "the resources that are needed", out);
	if (counts)
		check_subresources(rule, out);
	if (counts)
		judge(rule, "verbs", &rule->verbs, "the verbs that are needed", out);
	check_urls(rule, out);
}

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	if (role_is_left_alone(role, RIGHTS_WILDCARDS, params, out))
		return;
	for_each_access_rule(rule, role)
	{
		check_rule(rule, param_bool(params, CUSTOM), out);
	}
}

const struct policy policy_access_role_wildcards = {
	.id = "role-wildcards",
	.title = "Roles name what they grant",
	.why = "A star grants what nobody thought of, and what a later version of the cluster "
	       "brings.",
	.remedy = "Name the groups, resources and verbs that are needed.",
	.severity = SEVERITY_HIGH,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [services], verbs: [get, list, watch]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: ['*'], verbs: [get, list, watch]}\n",
	.maps = { CIS_WILDCARDS, NSA_RBAC, MITRE_CLUSTER_ROLES },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
