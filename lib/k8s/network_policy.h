/* SPDX-License-Identifier: Apache-2.0 */
/* network_policy.h - typed, read-only view of a NetworkPolicy. */
#ifndef KUBEVET_K8S_NETWORK_POLICY_H
#define KUBEVET_K8S_NETWORK_POLICY_H

#include "k8s/view.h"

struct network_policy {
	VIEW_HEAD(network_policy); /* at: the object */
	const cJSON *node;
};

/**
 * network_policy_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct network_policy *network_policy_view(struct arena *a, const cJSON *object,
						      struct err *err);

#endif
