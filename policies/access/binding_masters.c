/* SPDX-License-Identifier: Apache-2.0 */
/* binding_masters.c - nothing is bound to the group that may do everything anyway.
 * Reads:   subjects and roleRef of RoleBindings and ClusterRoleBindings
 * Accepts: all other subjects */
#include "policy/grantee.h"

static const struct param params_declared[] = {
	GRANTEES_PARAMS("[\"Group:system:masters\"]", "[]"),
};

static void check(const struct binding *binding, const struct params *params, struct findings *out)
{
	grantees_check(binding, params, "a group of your own", out);
}

const struct policy policy_access_binding_masters = {
	.id = "binding-masters",
	.title = "Roles are not bound to system:masters",
	.why = "The API server lets this group do everything before it looks at "
	       "roles: such a binding grants nothing, and says that the group is "
	       "in use.",
	.remedy = "Bind a group of your own, and keep certificates of system:masters "
		  "for emergencies.",
	.severity = SEVERITY_HIGH,
	.good = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
		"subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: shop-team}]\n",
	.bad = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
	       "subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: "
	       "'system:masters'}]\n",
	.maps = { CIS_MASTERS, NSA_RBAC, MITRE_CLUSTER_ROLES },
	POLICY_PARAMS(params_declared),
	.check_binding = check,
};
