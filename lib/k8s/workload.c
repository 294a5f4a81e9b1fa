/* SPDX-License-Identifier: Apache-2.0 */
/* workload.c - view of a controller of pods: a Deployment, StatefulSet, DaemonSet, ReplicaSet, Job,
 * CronJob .... */
#include "k8s/workload.h"

#include <string.h>

#include "k8s/shapes.h"

static const struct field rolling_fields[] = {
	F_INT_OR_STRING("maxUnavailable", struct rollout, max_unavailable),
	F_INT_OR_STRING("maxSurge", struct rollout, max_surge),
};
static const struct shape rolling_shape = SHAPE(struct rollout, rolling_fields);

static const struct field rollout_fields[] = {
	F_STRING("type", struct rollout, type),
	F_INT_OR_STRING(NULL, struct rollout, max_unavailable),
	F_INT_OR_STRING(NULL, struct rollout, max_surge),
	F_INLINE("rollingUpdate", rolling_shape),
};
static const struct shape rollout_shape = SHAPE_AT(struct rollout, at, rollout_fields);

static const struct field job_fields[] = {
	F_OPT_INT64("backoffLimit", struct job_spec, backoff_limit),
	F_OPT_INT64("activeDeadlineSeconds", struct job_spec, active_deadline_seconds),
	F_OPT_INT64("ttlSecondsAfterFinished", struct job_spec, ttl_seconds_after_finished),
	F_OPT_INT64("parallelism", struct job_spec, parallelism),
	F_OPT_INT64("completions", struct job_spec, completions),
};
static const struct shape job_shape = SHAPE_AT(struct job_spec, at, job_fields);

static const struct field job_template_fields[] = {
	F_OBJECT("spec", struct cron_spec, job, struct job_spec, job_shape),
};
static const struct shape job_template_shape = SHAPE(struct cron_spec, job_template_fields);

static const struct field cron_fields[] = {
	F_STRING("schedule", struct cron_spec, schedule),
	F_STRING("concurrencyPolicy", struct cron_spec, concurrency_policy),
	F_OPT_INT64("startingDeadlineSeconds", struct cron_spec, starting_deadline_seconds),
	F_OPT_INT64("successfulJobsHistoryLimit", struct cron_spec, successful_jobs_history_limit),
	F_OPT_INT64("failedJobsHistoryLimit", struct cron_spec, failed_jobs_history_limit),
	F_BOOL("suspend", struct cron_spec, suspend),
	F_INLINE("jobTemplate", job_template_shape),
};
static const struct shape cron_shape = SHAPE_AT(struct cron_spec, at, cron_fields);

static const struct field template_meta_fields[] = {
	F_MAP("labels", struct workload, template_labels),
};
static const struct shape template_meta_shape = SHAPE(struct workload, template_meta_fields);

static const struct field spread_constraint_fields[] = {
	F_STRING("topologyKey", struct spread_constraint, topology_key),
	F_STRING("whenUnsatisfiable", struct spread_constraint, when_unsatisfiable),
};
static const struct shape spread_constraint_shape =
	SHAPE_INDEXED(struct spread_constraint, spread_constraint_fields);

static const struct field affinity_fields[] = {
	F_HAS("podAntiAffinity", struct workload, has_pod_anti_affinity),
};
static const struct shape affinity_shape = SHAPE(struct workload, affinity_fields);

static const struct field template_spec_fields[] = {
	F_INLINE("affinity", affinity_shape),
	F_LIST("topologySpreadConstraints", struct workload, spread_constraints,
	       struct spread_constraint, spread_constraint_shape),
};
static const struct shape template_spec_shape = SHAPE(struct workload, template_spec_fields);

static const struct field template_fields[] = {
	F_INLINE("metadata", template_meta_shape),
	F_INLINE("spec", template_spec_shape),
};
static const struct shape template_shape = SHAPE(struct workload, template_fields);

#define SPEC_FIELDS                                                                            \
	F_OPT_INT64("replicas", struct workload, replicas),                                    \
		F_OPT_INT64("minReadySeconds", struct workload, min_ready_seconds),            \
		F_OBJECT("strategy", struct workload, rollout, struct rollout, rollout_shape), \
		F_OBJECT("updateStrategy", struct workload, rollout, struct rollout,           \
			 rollout_shape),                                                       \
		F_INLINE("template", template_shape)

static const struct field spec_fields[] = {
	SPEC_FIELDS,
	F_OBJECT("selector", struct workload, selector, struct selector, selector_shape),
};
static const struct shape spec_shape = SHAPE(struct workload, spec_fields);

#define WORKLOAD_FIELDS(shape)                                                      \
	F_SELF(struct workload, node), F_INLINE("spec", shape),                     \
		F_OBJECT("spec", struct workload, job, struct job_spec, job_shape), \
		F_OBJECT("spec", struct workload, cron, struct cron_spec, cron_shape)

static const struct field workload_fields[] = { WORKLOAD_FIELDS(spec_shape) };
static const struct shape workload_shape = SHAPE_AT(struct workload, at, workload_fields);

static const struct field old_spec_fields[] = {
	SPEC_FIELDS,
	F_MAP("selector", struct workload, old_selector),
};
static const struct shape old_spec_shape = SHAPE(struct workload, old_spec_fields);

static const struct field old_workload_fields[] = { WORKLOAD_FIELDS(old_spec_shape) };
static const struct shape old_workload_shape = SHAPE_AT(struct workload, at, old_workload_fields);

struct workload *workload_view(struct arena *a, const cJSON *object, struct err *err)
{
	const char *kind = json_string(json_get(object, "kind"));
	bool old = kind && strcmp(kind, "ReplicationController") == 0;

	return decode_new(a, old ? &old_workload_shape : &workload_shape, object, "", err);
}
