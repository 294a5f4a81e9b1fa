/* SPDX-License-Identifier: Apache-2.0 */
/* role_nodes.c - a role does not write nodes.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: reading; changing nodes by name */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_NODES, params, out);
}

const struct policy policy_access_role_nodes = {
	.id = "role-nodes",
	.title = "Roles do not change nodes or bind pods to them",
	.why = "Labels and taints of nodes keep workloads apart: who writes them "
	       "brings a pod next to any other.",
	.remedy = "Name in resourceNames the nodes that are meant, or leave it to the "
		  "kubelets.",
	.severity = SEVERITY_MEDIUM,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [nodes], verbs: [get, list, watch]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [nodes], verbs: [patch]}\n",
	.maps = { NSA_RBAC, MITRE_CLUSTER_ROLES },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
