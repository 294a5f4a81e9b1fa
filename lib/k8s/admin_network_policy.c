/* SPDX-License-Identifier: Apache-2.0 */
/* admin_network_policy.c - view of an AdminNetworkPolicy, BaselineAdminNetworkPolicy or
 * ClusterNetworkPolicy. */
#include "k8s/admin_network_policy.h"

#include "k8s/decode.h"

static const struct field admin_network_policy_fields[] = {
	F_SELF(struct admin_network_policy, node),
};
static const struct shape admin_network_policy_shape =
	SHAPE_AT(struct admin_network_policy, at, admin_network_policy_fields);

struct admin_network_policy *admin_network_policy_view(struct arena *a, const cJSON *object,
						       struct err *err)
{
	return decode_new(a, &admin_network_policy_shape, object, "", err);
}
