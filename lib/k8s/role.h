/* SPDX-License-Identifier: Apache-2.0 */
/* role.h - typed, read-only view of a Role or ClusterRole. */
#ifndef KUBEVET_K8S_ROLE_H
#define KUBEVET_K8S_ROLE_H

#include "k8s/view.h"

/* A PolicyRule. An empty list of names limits nothing; any other empty list grants nothing. */
struct access_rule {
	struct at at;
	const struct access_rule *next;
	struct strings api_groups, resources, resource_names, verbs, non_resource_urls;
};

struct role_requirement {
	struct at at;
	const struct role_requirement *next;
	const char *key, *operator; /* "" when absent */
	struct strings values;
};

/* A label selector of aggregationRule; one without labels and expressions selects all. */
struct role_selector {
	struct at at;
	const struct role_selector *next;
	struct map match_labels;
	const struct role_requirement *match_expressions;
};

struct role {
	VIEW_HEAD(role); /* at: the object */
	const struct access_rule *rules;
	bool is_aggregated; /* aggregationRule is there: a controller fills in the rules */
	const struct role_selector *selectors;
};

#define for_each_access_rule(r, role) \
	for (const struct access_rule *r = (role)->rules; r && budget_step(); r = r->next)
#define for_each_role_selector(s, role) \
	for (const struct role_selector *s = (role)->selectors; s && budget_step(); s = s->next)
#define for_each_role_requirement(r, selector)                                                     \
	for (const struct role_requirement *r = (selector)->match_expressions; r && budget_step(); \
	     r = r->next)

/**
 * role_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct role *role_view(struct arena *a, const cJSON *object, struct err *err);

#endif
