/* SPDX-License-Identifier: Apache-2.0 */
/* workload.c - view of a controller of pods: a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job,
 * CronJob .... */
#include "k8s/workload.h"

#include "k8s/decode.h"

static const struct field workload_fields[] = {
	F_SELF(struct workload, node),
};
static const struct shape workload_shape = SHAPE_AT(struct workload, at, workload_fields);

struct workload *workload_view(struct arena *a, const cJSON *object, struct err *err)
{
	return decode_new(a, &workload_shape, object, "", err);
}
