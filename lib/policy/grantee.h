/* SPDX-License-Identifier: Apache-2.0 */
/* grantee.h - whom a binding gives its role, as Kubernetes' authorizer reads the subjects.
 *
 * A service account is the same one whether a subject calls it by kind, or by its user name
 * "system:serviceaccount:<namespace>:<name>"; one without a namespace is of the RoleBinding's.
 */
#ifndef KUBEVET_POLICY_GRANTEE_H
#define KUBEVET_POLICY_GRANTEE_H

#include "policy/policy.h"

enum grantee_kind {
	GRANTEE_NOBODY, /* a kind that RBAC does not have */
	GRANTEE_USER,
	GRANTEE_GROUP,
	GRANTEE_ACCOUNT,
	GRANTEE_ACCOUNTS, /* all service accounts of a namespace: the group of that name */
};

struct grantee {
	enum grantee_kind kind;
	const char *ns;	  /* of accounts; "" when it can't be known */
	const char *name; /* of users and groups the whole name; "" for GRANTEE_ACCOUNTS */
	const char *text; /* how parameters and findings call it: "User:jane",
			   * "Group:system:masters", "ServiceAccount:shop/default" */
};

/** grantee_of() - who @subject is; texts belong to the sink. */
struct grantee grantee_of(const struct binding *binding, const struct bound_subject *subject,
			  struct findings *out);

/** binding_ns() - namespace of a RoleBinding; "" for a ClusterRoleBinding, or when it is unknown.
 */
const char *binding_ns(const struct binding *binding);

/** binding_role() - what it binds, as parameters name it: "view", or "shop/deployer" for a Role;
 * "" without a roleRef. */
const char *binding_role(const struct binding *binding, struct findings *out);

/* Parameters of the policies that look for certain subjects: which, and the roles they may have. */
enum { GRANTEES_REFUSED, GRANTEES_ROLES, GRANTEES_PARAM_COUNT };
#define GRANTEES_PARAMS(refused, roles)                                                           \
	[GRANTEES_REFUSED] = { "subjects", PARAM_STRINGS, .def = (refused),                       \
			       .doc = "Globs of the subjects that may not be bound: User:name, "  \
				      "Group:name, ServiceAccount:namespace/name." },             \
	[GRANTEES_ROLES] = { "allowedRoles", PARAM_STRINGS, .def = (roles),                       \
			     .doc = "Globs of roles that may be bound to them all the same: the " \
				    "name of a ClusterRole, namespace/name of a Role." }

/** grantees_check() - a finding for each subject that @params refuses; @want says what instead. */
void grantees_check(const struct binding *binding, const struct params *params, const char *want,
		    struct findings *out);

#endif
