/* SPDX-License-Identifier: Apache-2.0 */
/* binding_default_account.c - the account that pods have by default gets no role.
 * Reads:   subjects and roleRef of RoleBindings and ClusterRoleBindings
 * Accepts: all other subjects, however the default account is called */
#include "policy/grantee.h"

static const struct param params_declared[] = {
	GRANTEES_PARAMS("[\"ServiceAccount:*/default\"]", "[]"),
};

static void check(const struct binding *binding, const struct params *params, struct findings *out)
{
	grantees_check(binding, params, "a service account of the workload's own", out);
}

const struct policy policy_access_binding_default_account = {
	.id = "binding-default-account",
	.title = "Roles are not bound to default service accounts",
	.why = "Every pod that names no account runs under this one, and has what "
	       "it may do.",
	.remedy = "Make a service account for the workload, and bind that.",
	.severity = SEVERITY_MEDIUM,
	.good = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
		"subjects: [{kind: ServiceAccount, name: shop, namespace: shop}]\n",
	.bad = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
	       "subjects: [{kind: ServiceAccount, name: default, namespace: shop}]\n",
	.maps = { CIS_DEFAULT_ACCOUNT, NSA_RBAC, MITRE_DEFAULT_ACCOUNTS },
	POLICY_PARAMS(params_declared),
	.check_binding = check,
};
