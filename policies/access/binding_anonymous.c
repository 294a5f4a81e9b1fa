/* SPDX-License-Identifier: Apache-2.0 */
/* binding_anonymous.c - nobody has a role without being authenticated.
 * Reads:   subjects and roleRef of RoleBindings and ClusterRoleBindings
 * Accepts: named users, groups and accounts; the roles that the cluster itself gives to all */
#include "policy/grantee.h"

static const struct param params_declared[] = {
	GRANTEES_PARAMS("[\"User:system:anonymous\", \"Group:system:unauthenticated\"]",
			"[\"system:public-info-viewer\", "
			"\"kube-public/kubeadm:bootstrap-signer-clusterinfo\"]"),
};

static void check(const struct binding *binding, const struct params *params, struct findings *out)
{
	grantees_check(binding, params, "a subject that the API server has authenticated", out);
}

const struct policy policy_access_binding_anonymous = {
	.id = "binding-anonymous",
	.title = "Anonymous requests have no rights",
	.why = "Whoever reaches the API server has the rights of these two, "
	       "without a password or a token.",
	.remedy = "Bind the users, groups or service accounts that are meant.",
	.severity = SEVERITY_CRITICAL,
	.good = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
		"subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: shop-team}]\n",
	.bad = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
	       "subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: "
	       "'system:anonymous'}]\n",
	.maps = { NSA_AUTHENTICATION, NSA_RBAC, MITRE_CLUSTER_ROLES },
	POLICY_PARAMS(params_declared),
	.check_binding = check,
};
