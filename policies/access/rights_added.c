/* SPDX-License-Identifier: Apache-2.0 */
/* rights_added.c - an update of a role or a binding gives nobody more than before.
 * Reads:   rules, labels and aggregationRule of roles, subjects of bindings; the old object; the
 * user
 * Accepts: all that the old rules cover, however they are cut; harmless rights, by default; what
 * named users add, and the cluster itself */
#include <string.h>

#include "policy/added.h"
#include "policy/bootstrap.h"
#include "policy/grantee.h"
#include "policy/rights.h"

enum { RIGHTS, ROLES, USERS, GROUPS };

static const struct param params_declared[] = {
	[RIGHTS] = { "rights", PARAM_STRING, .def = "\"dangerous\"", .choices = "dangerous all",
		     .doc = "Which rights may not be added to a role: those that the policies on "
			    "roles look for and wildcards, or all." },
	[ROLES] = { "roles", PARAM_STRINGS,
		    .def = "[\"cluster-admin\", \"admin\", \"edit\", \"system:*\"]",
		    .doc = "Globs of the roles whose bindings may gain no subjects: the name of a "
			   "ClusterRole, namespace/name of a Role." },
	[USERS] = { "allowedUsers", PARAM_STRINGS, .def = "[]", .exempts = true,
		    .doc = "Globs of the names of users who may add them." },
	[GROUPS] = { "allowedGroups", PARAM_STRINGS, .def = "[]", .exempts = true,
		     .doc = "Globs of the groups whose members may add them." },
};

static bool may_add(const struct request *request, const struct params *params)
{
	if (globs_match(param_strings(params, USERS), request->username))
		return true;
	for_each_string (group, request->groups)
		if (globs_match(param_strings(params, GROUPS), group))
			return true;
	return false;
}

static void check_role(const struct role *role, const struct params *params, struct findings *out)
{
	if (!role->old || role->request->offline || may_add(role->request, params) ||
	    request_is_bootstrap(role->request) || access_is_aggregation(role))
		return;
	added_rights(role->old, role, strcmp(param_string(params, RIGHTS), "all") != 0, out);
	added_aggregation(role->old, role, out);
}

static void check_binding(const struct binding *binding, const struct params *params,
			  struct findings *out)
{
	const struct request *request = binding->request;

	if (!binding->old || request->offline || may_add(request, params) ||
	    request_is_bootstrap(request))
		return;
	if (globs_match(param_strings(params, ROLES), binding_role(binding, out)))
		added_subjects(binding->old, binding, out);
}

const struct policy policy_access_rights_added = {
	.id = "rights-added",
	.title = "Updates of roles and bindings add no rights",
	.why = "A role that was harmless when it was reviewed is widened later, by a small change "
	       "that nobody looks at, for all who have it.",
	.remedy = "Have somebody who may add rights make the change, or put the right into a role "
		  "of its own.",
	.severity = SEVERITY_HIGH,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [pods], verbs: [list, get]}\n"
		"- {apiGroups: [''], resources: [services], verbs: [get]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [pods, secrets], verbs: [get, list]}\n",
	.was = "rules:\n"
	       "- {apiGroups: [''], resources: [pods], verbs: [get, list]}\n",
	.maps = { NSA_RBAC, MITRE_CLUSTER_ROLES },
	.needs = NEEDS_OLD | NEEDS_USER,
	POLICY_PARAMS(params_declared),
	.check_role = check_role,
	.check_binding = check_binding,
};
