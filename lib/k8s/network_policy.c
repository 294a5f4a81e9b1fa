/* SPDX-License-Identifier: Apache-2.0 */
/* network_policy.c - view of a NetworkPolicy. */
#include "k8s/network_policy.h"

#include "k8s/decode.h"

static const struct field network_policy_fields[] = {
	F_SELF(struct network_policy, node),
};
static const struct shape network_policy_shape =
	SHAPE_AT(struct network_policy, at, network_policy_fields);

struct network_policy *network_policy_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &network_policy_shape, object, "", err);
}
