/* SPDX-License-Identifier: Apache-2.0 */
/* autoscaler.h - typed, read-only view of a HorizontalPodAutoscaler. */
#ifndef KUBEVET_K8S_AUTOSCALER_H
#define KUBEVET_K8S_AUTOSCALER_H

#include "k8s/view.h"

struct scale_target {
	const char *api_version, *kind, *name; /* "" when absent */
};

struct autoscaler {
	VIEW_HEAD(autoscaler);		   /* at: "spec" */
	struct opt_int min_replicas;	   /* 1 when absent */
	int64_t max_replicas;		   /* 0 when absent */
	const struct scale_target *target; /* scaleTargetRef; NULL when absent */
};

/**
 * autoscaler_view() - view of a HorizontalPodAutoscaler's spec
 * @object: the whole object, borrowed; no spec gives an empty one
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct autoscaler *autoscaler_view(struct arena *a, const cJSON *object,
					      struct err *err);

#endif
