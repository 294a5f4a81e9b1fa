/* SPDX-License-Identifier: Apache-2.0 */
/* disruption_budget.h - typed, read-only view of a PodDisruptionBudget. */
#ifndef KUBEVET_K8S_DISRUPTION_BUDGET_H
#define KUBEVET_K8S_DISRUPTION_BUDGET_H

#include "k8s/selector.h"
#include "k8s/view.h"

struct disruption_budget {
	VIEW_HEAD(disruption_budget); /* at: "spec" */
	struct int_or_string min_available, max_unavailable;
	const char *unhealthy_pod_eviction_policy; /* "" when absent: IfHealthyBudget */
	const struct selector *selector;	   /* NULL when absent: no pods */
};

/**
 * disruption_budget_view() - view of a PodDisruptionBudget's spec
 * @object: the whole object, borrowed; no spec gives an empty one
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct disruption_budget *disruption_budget_view(struct arena *a, const cJSON *object,
							    struct err *err);

#endif
