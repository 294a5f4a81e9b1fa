/* SPDX-License-Identifier: Apache-2.0 */
/* role_deletion.c - a role does not delete traces or data everywhere.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: deleting by name; Roles, by default */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_DELETION, params, out);
}

const struct policy policy_access_role_deletion = {
	.id = "role-deletion",
	.title = "Roles do not delete events, data or namespaces",
	.why = "Deleted events hide what was done; deleted namespaces and volumes "
	       "are gone with all that was in them.",
	.remedy = "Grant it in Roles of the namespaces that are meant, or name the "
		  "objects in resourceNames.",
	.severity = SEVERITY_MEDIUM,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [events], verbs: [create, patch]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [events, namespaces], verbs: [delete]}\n",
	.maps = { NSA_RBAC, MITRE_INDICATOR_REMOVAL, MITRE_DESTRUCTION },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
