/* SPDX-License-Identifier: Apache-2.0 */
/* role_network.c - a role does not write network objects everywhere.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: reading; changing objects by name; Roles, by default */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_NETWORK, params, out);
	rights_check(role, RIGHTS_ENDPOINTS, params, out);
}

const struct policy policy_access_role_network = {
	.id = "role-network",
	.title = "Roles do not change network policies, ingresses or endpoints everywhere",
	.why = "Who writes these opens what was closed, publishes what was inside, "
	       "or has the traffic of others sent elsewhere.",
	.remedy = "Grant it in Roles of the namespaces that are meant.",
	.severity = SEVERITY_MEDIUM,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [endpoints], verbs: [get, list, watch]}\n",
	.bad = "rules:\n"
	       "- apiGroups: [networking.k8s.io]\n"
	       "  resources: [networkpolicies]\n"
	       "  verbs: [create, delete]\n",
	.maps = { NSA_RBAC, MITRE_ADVERSARY_IN_THE_MIDDLE, MITRE_IMPAIR_DEFENSES },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
