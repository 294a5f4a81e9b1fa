/* SPDX-License-Identifier: Apache-2.0 */
/* binding_authenticated.c - roles are not for everybody who has an account.
 * Reads:   subjects and roleRef of RoleBindings and ClusterRoleBindings
 * Accepts: named users, groups and accounts; the roles that the cluster itself gives to all */
#include "policy/grantee.h"

static const struct param params_declared[] = {
	GRANTEES_PARAMS(
		"[\"Group:system:authenticated\", \"Group:system:serviceaccounts\"]",
		"[\"system:basic-user\", \"system:discovery\", \"system:public-info-viewer\", "
		"\"system:service-account-issuer-discovery\"]"),
};

static void check(const struct binding *binding, const struct params *params, struct findings *out)
{
	grantees_check(binding, params, "the users, groups or service accounts that are meant",
		       out);
}

const struct policy policy_access_binding_authenticated = {
	.id = "binding-authenticated",
	.title = "Roles are not bound to all users or all service accounts",
	.why = "Every pod has an account, and on some clouds everybody with an "
	       "account there is authenticated.",
	.remedy = "Bind the users, groups or service accounts that are meant.",
	.severity = SEVERITY_HIGH,
	.good = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
		"subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: shop-team}]\n",
	.bad = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
	       "subjects:\n"
	       "- {apiGroup: rbac.authorization.k8s.io, kind: Group, name: "
	       "'system:authenticated'}\n",
	.maps = { NSA_AUTHENTICATION, NSA_RBAC, MITRE_CLUSTER_ROLES },
	POLICY_PARAMS(params_declared),
	.check_binding = check,
};
