/* SPDX-License-Identifier: Apache-2.0 */
/* node.h - typed, read-only view of a Node. */
#ifndef KUBEVET_K8S_NODE_H
#define KUBEVET_K8S_NODE_H

#include "k8s/view.h"

struct node {
	VIEW_HEAD(node); /* at: the object */
	const cJSON *node;
};

/**
 * node_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct node *node_view(struct arena *a, const cJSON *object, struct err *err);

#endif
