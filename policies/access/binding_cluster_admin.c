/* SPDX-License-Identifier: Apache-2.0 */
/* binding_cluster_admin.c - few have the role that may do everything.
 * Reads:   roleRef and subjects of RoleBindings and ClusterRoleBindings
 * Accepts: other roles; the groups of administrators */
#include "policy/bootstrap.h"
#include "policy/grantee.h"

enum { ROLES, SUBJECTS };

static const struct param params_declared[] = {
	[ROLES] = { "roles", PARAM_STRINGS, .def = "[\"cluster-admin\"]",
		    .doc = "Globs of the roles that are for few: the name of a ClusterRole, "
			   "namespace/name of a Role." },
	[SUBJECTS] = { "allowedSubjects", PARAM_STRINGS,
		       .def = "[\"Group:system:masters\", \"Group:kubeadm:cluster-admins\"]",
		       .doc = "Globs of the subjects that may have them: User:name, Group:name, "
			      "ServiceAccount:namespace/name." },
};

static void check(const struct binding *binding, const struct params *params, struct findings *out)
{
	const char *role = binding_role(binding, out);

	if (binding_is_bootstrap(binding, out) || !globs_match(param_strings(params, ROLES), role))
		return;
	for_each_subject(subject, binding)
	{
		struct grantee who = grantee_of(binding, subject, out);

		if (!globs_match(param_strings(params, SUBJECTS), who.text))
			finding(out, &subject->at, "name", .value = who.text,
				.want = finding_text(out, "a role with less power than %s", role));
	}
}

const struct policy policy_access_binding_cluster_admin = {
	.id = "binding-cluster-admin",
	.title = "The role cluster-admin is for administrators",
	.why = "Who has it reads every Secret, runs on every node and undoes every rule; a pod "
	       "that has it hands it to whoever breaks in.",
	.remedy = "Bind a role with the rights that are needed; as a last resort add the subject "
		  "to allowedSubjects.",
	.severity = SEVERITY_CRITICAL,
	.good = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit}\n"
		"subjects: [{kind: ServiceAccount, name: deployer, namespace: shop}]\n",
	.bad = "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, "
	       "name: cluster-admin}\n"
	       "subjects: [{kind: ServiceAccount, name: deployer, namespace: shop}]\n",
	.maps = { CIS_CLUSTER_ADMIN, NSA_RBAC, MITRE_CLUSTER_ROLES },
	POLICY_PARAMS(params_declared),
	.check_binding = check,
};
