/* SPDX-License-Identifier: Apache-2.0 */
/* workload.h - typed, read-only view of a controller of pods: a Deployment, StatefulSet, DaemonSet,
 * ReplicaSet, Job, CronJob .... */
#ifndef KUBEVET_K8S_WORKLOAD_H
#define KUBEVET_K8S_WORKLOAD_H

#include "k8s/view.h"

struct workload {
	VIEW_HEAD(workload); /* at: the object */
	const cJSON *node;
};

/**
 * workload_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct workload *workload_view(struct arena *a, const cJSON *object, struct err *err);

#endif
