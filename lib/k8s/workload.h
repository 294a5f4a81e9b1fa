/* SPDX-License-Identifier: Apache-2.0 */
/* workload.h - typed, read-only view of a controller of pods: a Deployment, StatefulSet, DaemonSet,
 * ReplicaSet, Job, CronJob .... */
#ifndef KUBEVET_K8S_WORKLOAD_H
#define KUBEVET_K8S_WORKLOAD_H

#include "k8s/selector.h"
#include "k8s/view.h"

/* strategy of a Deployment, updateStrategy of a StatefulSet or DaemonSet. */
struct rollout {
	struct at at;
	const char *type; /* "" when absent: RollingUpdate */
	struct int_or_string max_unavailable, max_surge;
};

struct spread_constraint {
	struct at at;
	const struct spread_constraint *next;
	const char *topology_key, *when_unsatisfiable;
};

/* Of a Job, or of the jobs that a CronJob makes. */
struct job_spec {
	struct at at; /* "spec", "spec.jobTemplate.spec" */
	struct opt_int backoff_limit, active_deadline_seconds, ttl_seconds_after_finished;
	struct opt_int parallelism, completions;
};

struct cron_spec {
	struct at at;				   /* "spec" */
	const char *schedule, *concurrency_policy; /* "" when absent */
	struct opt_int starting_deadline_seconds;
	struct opt_int successful_jobs_history_limit, failed_jobs_history_limit;
	bool suspend;
	const struct job_spec *job; /* NULL without a template */
};

struct workload {
	VIEW_HEAD(workload); /* at: the object */
	struct opt_int replicas, min_ready_seconds;
	const struct rollout *rollout;	 /* NULL when absent */
	const struct selector *selector; /* NULL when absent */
	struct map old_selector;	 /* of a ReplicationController, which has a map for it */
	struct map template_labels;
	/* of the pod in the template */
	const struct spread_constraint *spread_constraints;
	bool has_pod_anti_affinity;
	/* The spec read as that of a Job and of a CronJob; NULL without a spec. What kind it is the
	 * request says. */
	const struct job_spec *job;
	const struct cron_spec *cron;
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
