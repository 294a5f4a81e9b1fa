/* SPDX-License-Identifier: Apache-2.0 */
/* role_workloads.c - a role does not make or change pods everywhere.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: reading; changing pods by name; Roles, by default */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_WORKLOADS, params, out);
}

const struct policy policy_access_role_workloads = {
	.id = "role-workloads",
	.title = "Roles do not run pods in all namespaces",
	.why = "Who makes pods runs them under any service account of the namespace, "
	       "and takes that account's rights and Secrets.",
	.remedy = "Grant it in Roles of the namespaces that are meant.",
	.severity = SEVERITY_MEDIUM,
	.good = "rules:\n"
		"- {apiGroups: [apps], resources: [deployments], verbs: [get, list, watch]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [apps], resources: [deployments], verbs: [create, update]}\n",
	.maps = { CIS_POD_CREATION, NSA_RBAC, MITRE_DEPLOYMENT },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
