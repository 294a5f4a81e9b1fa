/* SPDX-License-Identifier: Apache-2.0 */
/* role_namespaces.c - a role does not write namespaces.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: reading and deleting; changing namespaces by name */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_NAMESPACES, params, out);
}

const struct policy policy_access_role_namespaces = {
	.id = "role-namespaces",
	.title = "Roles do not change namespaces",
	.why = "The labels of a namespace choose its Pod Security level and the "
	       "policies that apply; a Role, too, lets one change those of its own "
	       "namespace.",
	.remedy = "Name in resourceNames the namespaces that are meant.",
	.severity = SEVERITY_HIGH,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [namespaces], verbs: [get, list, watch]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [namespaces], verbs: [update, patch]}\n",
	.maps = { NSA_RBAC, MITRE_IMPAIR_DEFENSES },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
