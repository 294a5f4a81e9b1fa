/* SPDX-License-Identifier: Apache-2.0 */
/* rights.h - the rights that give more than they seem to, and which rules of a role grant them.
 *
 * Rules are matched as Kubernetes' authorizer does: "*" in apiGroups, resources and verbs is all,
 * resource "*" with every subresource, "*" before a slash that subresource of all; "pods" is not
 * "pods/exec", and "pods" with a star behind the slash is nothing. resourceNames limit a rule to
 * objects whose name the request says, so that they leave nothing of create, list, watch and
 * deletecollection - unless one of them is "", which is what such requests have for a name.
 */
#ifndef KUBEVET_POLICY_RIGHTS_H
#define KUBEVET_POLICY_RIGHTS_H

#include "policy/policy.h"

enum rights_topic {
	RIGHTS_SECRETS,
	RIGHTS_WORKLOADS,
	RIGHTS_ESCALATION,
	RIGHTS_EXEC,
	RIGHTS_PROXY,
	RIGHTS_NODE_PROXY,
	RIGHTS_TOKENS,
	RIGHTS_CERTIFICATES,
	RIGHTS_ADMISSION,
	RIGHTS_VOLUMES,
	RIGHTS_DELETION,
	RIGHTS_CONFIG_MAPS,
	RIGHTS_NETWORK,
	RIGHTS_ENDPOINTS,
	RIGHTS_NODES,
	RIGHTS_NAMESPACES,
	RIGHTS_TOPIC_COUNT
};

/* Sets of topics; in them two that are no rights of the table. */
#define RIGHTS_BIT(topic)  (1u << (topic))
#define RIGHTS_WILDCARDS   RIGHTS_BIT(RIGHTS_TOPIC_COUNT)
#define RIGHTS_AGGREGATION RIGHTS_BIT(RIGHTS_TOPIC_COUNT + 1)

struct right {
	enum rights_topic topic;
	/* "" and "pods/exec"; behind a slash a star is any subresource. Both NULL: any resource. */
	const char *group, *resource;
	/* Separated by spaces; each of them is enough. One with a star is a glob, and no other star
	 * stands for what it matches. */
	const char *verbs;
	/* Globs, separated by spaces, of objects that are dangerous even one by one; NULL: a rule
	 * that is limited to names is fine. */
	const char *names;
	const char *lets; /* "read all Secrets": behind "no right to" */
};

/** rights_all() - the table; ends at a right without verbs. */
const struct right *rights_all(void);

/** right_granted() - whether @rule lets one use @verb, one of the right's, on more than harmless
 * objects. */
bool right_granted(const struct right *right, const char *verb, const struct access_rule *rule);

/** rights_match() - the first right that @rule grants with some verb, or NULL. */
const struct right *rights_match(const struct access_rule *rule);

/** verbs_next() - the verb at *@at of a list that is separated by spaces, copied to @verb; false at
 * its end. */
#define VERB_MAX 32
bool verbs_next(const char **at, char verb[VERB_MAX]);

/* Parameters of the policies that look for the rights of one topic: kinds, and which roles may. */
enum { RIGHTS_KINDS, RIGHTS_ROLES, RIGHTS_PARAM_COUNT };
#define RIGHTS_PARAMS(kinds)                                                                      \
	[RIGHTS_KINDS] = { "kinds", PARAM_STRINGS, .def = (kinds), .choices = "Role ClusterRole", \
			   .doc = "Kinds of roles that are looked at." },                         \
	[RIGHTS_ROLES] = { "allowedRoles", PARAM_STRINGS, .def = "[]",                            \
			   .doc = "Globs of roles that may have it: the name of a ClusterRole, "  \
				  "namespace/name of a Role." }
#define RIGHTS_IN_CLUSTER_ROLES "[\"ClusterRole\"]"
#define RIGHTS_IN_ROLES		"[\"Role\", \"ClusterRole\"]"

/** rights_find() - a finding for each rule of a role, and each thing that it lets one do of @topic.
 */
void rights_find(const struct role *role, enum rights_topic topic, struct findings *out);

/** rights_check() - the same, unless role_is_left_alone(); parameters are those above. */
void rights_check(const struct role *role, enum rights_topic topic, const struct params *params,
		  struct findings *out);

/** rule_opens_builtin() - whether some group of the rule is one of Kubernetes' own, or all. */
bool rule_opens_builtin(const struct access_rule *rule);

/** role_address() - how parameters name a role: "view", or "shop/deployer" for a Role. */
const char *role_address(const struct role *role, struct findings *out);

/** role_is_left_alone() - whether the cluster itself keeps this role with rights of these topics,
 * or it is among the allowed ones, or of another kind: by the parameters above. */
bool role_is_left_alone(const struct role *role, unsigned topics, const struct params *params,
			struct findings *out);

/** aggregates_to() - of a label that adds a ClusterRole to another one: to which ("view"); NULL for
 * other labels. */
const char *aggregates_to(const struct map_entry *label);

/** access_is_aggregation() - whether the controller that fills in aggregated ClusterRoles is at
 * work: what it copies was judged where it comes from. */
bool access_is_aggregation(const struct role *role);

#endif
