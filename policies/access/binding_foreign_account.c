/* SPDX-License-Identifier: Apache-2.0 */
/* binding_foreign_account.c - a namespace's roles are for its own accounts, and for groups.
 * Reads:   subjects and roleRef of RoleBindings
 * Accepts: service accounts of the same namespace, and of named ones; groups; users unless
 * forbidden; bindings whose namespace is not known */
#include <string.h>

#include "policy/bootstrap.h"
#include "policy/grantee.h"

enum { NAMESPACES, ROLES, USERS };

static const struct param params_declared[] = {
	[NAMESPACES] = { "allowedNamespaces", PARAM_STRINGS, .def = "[\"kube-system\"]",
			 .doc = "Globs of namespaces whose service accounts may be bound "
				"everywhere." },
	[ROLES] = { "allowedRoles", PARAM_STRINGS,
		    .def = "[\"kube-system/extension-apiserver-authentication-reader\"]",
		    .doc = "Globs of roles that may be bound to accounts of all namespaces: the "
			   "name of a ClusterRole, namespace/name of a Role." },
	[USERS] = { "users", PARAM_BOOL, .def = "true",
		    .doc = "Whether single users may be bound, except those of Kubernetes "
			   "itself." },
};

static void judge(const struct bound_subject *subject, const struct grantee *who, const char *ns,
		  const struct params *params, struct findings *out)
{
	bool is_account = who->kind == GRANTEE_ACCOUNT || who->kind == GRANTEE_ACCOUNTS;

	if (is_account && *ns && *who->ns && strcmp(who->ns, ns) != 0 &&
	    !globs_match(param_strings(params, NAMESPACES), who->ns))
		finding(out, &subject->at, NULL, .value = who->text,
			.want = finding_text(out, "an account of namespace %s", ns));
	if (who->kind == GRANTEE_USER && !param_bool(params, USERS) &&
	    strncmp(who->name, "system:", 7) != 0)
		finding(out, &subject->at, NULL, .value = who->text, .want = "a group");
}

static void check(const struct binding *binding, const struct params *params, struct findings *out)
{
	const char *ns = binding_ns(binding);

	/* In a file the namespace is often left to whoever applies it. */
	if (binding->request->offline && !*binding->meta->ns)
		ns = "";
	if (binding_is_bootstrap(binding, out) ||
	    globs_match(param_strings(params, ROLES), binding_role(binding, out)))
		return;
	for_each_subject(subject, binding)
	{
		struct grantee who = grantee_of(binding, subject, out);

		judge(subject, &who, ns, params, out);
	}
}

const struct policy policy_access_binding_foreign_account = {
	.id = "binding-foreign-account",
	.title = "Roles of a namespace are bound to its own service accounts",
	.why = "Who rules another namespace rules its accounts, and through them this one; users "
	       "who leave a team keep what was bound to them by name.",
	.remedy = "Make a service account in the namespace of the binding, or bind a group.",
	.severity = SEVERITY_MEDIUM,
	.good = "metadata: {namespace: example}\n"
		"roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
		"subjects: [{kind: ServiceAccount, name: shop}]\n",
	.bad = "metadata: {namespace: example}\n"
	       "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}\n"
	       "subjects: [{kind: ServiceAccount, name: deployer, namespace: build}]\n",
	.maps = { NSA_RBAC, MITRE_CLUSTER_ROLES },
	POLICY_PARAMS(params_declared),
	.check_binding = check,
};
