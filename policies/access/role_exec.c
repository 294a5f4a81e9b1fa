/* SPDX-License-Identifier: Apache-2.0 */
/* role_exec.c - a role does not run commands in containers everywhere.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: pods by name; Roles, by default */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_EXEC, params, out);
}

const struct policy policy_access_role_exec = {
	.id = "role-exec",
	.title = "Roles do not run commands in pods of all namespaces",
	.why = "Who runs commands in a container has all that the container has: its "
	       "Secrets, its token, its network.",
	.remedy = "Grant it in Roles of the namespaces that are meant, for as long as "
		  "it is needed.",
	.severity = SEVERITY_HIGH,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [pods, pods/log], verbs: [get, list]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [pods/exec], verbs: [create]}\n",
	.maps = { NSA_RBAC, MITRE_ADMINISTRATION },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
