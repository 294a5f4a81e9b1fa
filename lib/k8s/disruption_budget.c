/* SPDX-License-Identifier: Apache-2.0 */
/* disruption_budget.c - view of a PodDisruptionBudget's spec. */
#include "k8s/disruption_budget.h"

#include "k8s/shapes.h"

static const struct field budget_fields[] = {
	F_INT_OR_STRING("minAvailable", struct disruption_budget, min_available),
	F_INT_OR_STRING("maxUnavailable", struct disruption_budget, max_unavailable),
	F_STRING("unhealthyPodEvictionPolicy", struct disruption_budget,
		 unhealthy_pod_eviction_policy),
	F_OBJECT("selector", struct disruption_budget, selector, struct selector, selector_shape),
};
static const struct shape budget_shape = SHAPE_AT(struct disruption_budget, at, budget_fields);

struct disruption_budget *disruption_budget_view(struct arena *a, const cJSON *object,
						 struct err *err)
{
	return decode_new(a, &budget_shape, json_get(object, "spec"), "spec", err);
}
