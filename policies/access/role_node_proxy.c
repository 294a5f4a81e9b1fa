/* SPDX-License-Identifier: Apache-2.0 */
/* role_node_proxy.c - a role does not reach the kubelet through the API server.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: the kubelet's narrower subresources */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_NODE_PROXY, params, out);
}

const struct policy policy_access_role_node_proxy = {
	.id = "role-node-proxy",
	.title = "Roles do not reach the API of kubelets",
	.why = "The kubelet runs commands in every container of its node, and "
	       "neither admission nor the audit log sees them; the verb get is "
	       "enough for it.",
	.remedy = "Ask for nodes/metrics, nodes/stats, nodes/log or nodes/pods, "
		  "whichever is meant.",
	.severity = SEVERITY_CRITICAL,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [nodes/metrics, nodes/stats], verbs: [get]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [nodes, nodes/proxy], verbs: [get]}\n",
	.maps = { CIS_NODE_PROXY, NSA_RBAC, MITRE_ADMINISTRATION },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
