/* SPDX-License-Identifier: Apache-2.0 */
/* role_escalation.c - a role does not go past the limits of RBAC.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: bind and impersonate of named objects that have little power */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_ESCALATION, params, out);
}

const struct policy policy_access_role_escalation = {
	.id = "role-escalation",
	.title = "Roles do not bind, escalate or impersonate",
	.why = "These verbs lift the rule that nobody grants or uses more rights "
	       "than they have.",
	.remedy = "Remove the verb, or name in resourceNames the roles and users that "
		  "are meant.",
	.severity = SEVERITY_CRITICAL,
	.good = "rules:\n"
		"- apiGroups: [rbac.authorization.k8s.io]\n"
		"  resources: [clusterroles]\n"
		"  resourceNames: [view]\n"
		"  verbs: [bind]\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [users, groups], verbs: [impersonate]}\n",
	.maps = { CIS_ESCALATION, NSA_RBAC, MITRE_CLUSTER_ROLES },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
