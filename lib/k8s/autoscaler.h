/* SPDX-License-Identifier: Apache-2.0 */
/* autoscaler.h - typed, read-only view of a HorizontalPodAutoscaler. */
#ifndef KUBEVET_K8S_AUTOSCALER_H
#define KUBEVET_K8S_AUTOSCALER_H

#include "k8s/view.h"

struct autoscaler {
	VIEW_HEAD(autoscaler); /* at: the object */
	const cJSON *node;
};

/**
 * autoscaler_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct autoscaler *autoscaler_view(struct arena *a, const cJSON *object,
					      struct err *err);

#endif
