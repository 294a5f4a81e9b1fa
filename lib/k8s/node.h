/* SPDX-License-Identifier: Apache-2.0 */
/* node.h - typed, read-only view of a Node. */
#ifndef KUBEVET_K8S_NODE_H
#define KUBEVET_K8S_NODE_H

#include "k8s/view.h"

struct taint {
	struct at at;
	const struct taint *next;
	const char *key, *value, *effect; /* "" when absent */
};

struct node {
	VIEW_HEAD(node); /* at: "spec" */
	bool unschedulable;
	const char *provider_id; /* "" when absent */
	const struct taint *taints;
};

#define for_each_taint(t, n) \
	for (const struct taint *t = (n)->taints; t && budget_step(); t = t->next)

/**
 * node_view() - view of a Node's spec
 * @object: the whole object, borrowed; no spec gives an empty one
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct node *node_view(struct arena *a, const cJSON *object, struct err *err);

#endif
