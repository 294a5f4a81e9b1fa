/* SPDX-License-Identifier: Apache-2.0 */
/* role_proxy.c - a role does not reach pods and services through the API server.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: pods and services by name; Roles, by default */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_PROXY, params, out);
}

const struct policy policy_access_role_proxy = {
	.id = "role-proxy",
	.title = "Roles do not forward ports or proxy in all namespaces",
	.why = "Such connections come from the API server or the node, where no "
	       "network policy stops them.",
	.remedy = "Grant it in Roles of the namespaces that are meant.",
	.severity = SEVERITY_MEDIUM,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [services], verbs: [get, list]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [pods/portforward, services/proxy], verbs: ['*']}\n",
	.maps = { NSA_RBAC, MITRE_ADMINISTRATION },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
