/* SPDX-License-Identifier: Apache-2.0 */
/* authentication.h - typed, read-only view of an AuthenticationConfiguration file. */
#ifndef KUBEVET_K8S_AUTHENTICATION_H
#define KUBEVET_K8S_AUTHENTICATION_H

#include "k8s/view.h"

/* Of a claim as it is, with a prefix, or of an expression; strings are "" when absent. */
struct claim_mapping {
	struct at at;
	const char *claim, *expression;
	const char *prefix; /* NULL when absent */
};

struct claim_rule {
	struct at at;
	const struct claim_rule *next;
	const char *claim, *expression;
};

struct jwt_issuer {
	struct at at;
	const struct jwt_issuer *next;
	const char *url, *discovery_url; /* "" when absent */
	struct strings audiences;
	const struct claim_rule *claim_rules, *user_rules;
	const struct claim_mapping *username, *groups; /* NULL when absent */
};

struct anonymous_path {
	struct at at;
	const struct anonymous_path *next;
	const char *path;
};

struct authentication {
	VIEW_HEAD(authentication); /* at: the object */
	const struct jwt_issuer *issuers;
	bool has_anonymous;		    /* else the flag says it */
	bool allows_anonymous;		    /* anonymous.enabled */
	const struct anonymous_path *paths; /* of its conditions; none: all paths */
};

#define for_each_jwt_issuer(i, a) \
	for (const struct jwt_issuer *i = (a)->issuers; i && budget_step(); i = i->next)

/**
 * authentication_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct authentication *authentication_view(struct arena *a, const cJSON *object,
						      struct err *err);

#endif
