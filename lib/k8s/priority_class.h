/* SPDX-License-Identifier: Apache-2.0 */
/* priority_class.h - typed, read-only view of a PriorityClass. */
#ifndef KUBEVET_K8S_PRIORITY_CLASS_H
#define KUBEVET_K8S_PRIORITY_CLASS_H

#include "k8s/view.h"

struct priority_class {
	VIEW_HEAD(priority_class); /* at: the object */
	int64_t value;		   /* 0 when absent */
	bool global_default;
	const char *preemption_policy; /* "" when absent: PreemptLowerPriority */
};

/**
 * priority_class_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct priority_class *priority_class_view(struct arena *a, const cJSON *object,
						      struct err *err);

#endif
