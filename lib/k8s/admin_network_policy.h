/* SPDX-License-Identifier: Apache-2.0 */
/* admin_network_policy.h - typed, read-only view of an AdminNetworkPolicy,
 * BaselineAdminNetworkPolicy or ClusterNetworkPolicy. */
#ifndef KUBEVET_K8S_ADMIN_NETWORK_POLICY_H
#define KUBEVET_K8S_ADMIN_NETWORK_POLICY_H

#include "k8s/view.h"

struct admin_network_policy {
	VIEW_HEAD(admin_network_policy); /* at: the object */
	const cJSON *node;
};

/**
 * admin_network_policy_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct admin_network_policy *admin_network_policy_view(struct arena *a,
								  const cJSON *object,
								  struct err *err);

#endif
