/* SPDX-License-Identifier: Apache-2.0 */
/* disruption_budget.c - view of a PodDisruptionBudget. */
#include "k8s/disruption_budget.h"

#include "k8s/decode.h"

static const struct field disruption_budget_fields[] = {
	F_SELF(struct disruption_budget, node),
};
static const struct shape disruption_budget_shape =
	SHAPE_AT(struct disruption_budget, at, disruption_budget_fields);

struct disruption_budget *disruption_budget_view(struct arena *a, const cJSON *object,
						 struct err *err)
{
	return decode_new(a, &disruption_budget_shape, object, "", err);
}
