/* SPDX-License-Identifier: Apache-2.0 */
/* job_limits.c - jobs end, give up, and are cleared away.
 * Reads:   ttlSecondsAfterFinished, backoffLimit, activeDeadlineSeconds and parallelism of Jobs
 * and of the jobs of CronJobs
 * Accepts: values within bounds; no time to live for what a CronJob clears away itself */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { TTL, BACKOFF, DEADLINE, DEADLINE_MAX, PARALLELISM };

static const struct param params_declared[] = {
	[TTL] = { "maxTtlSeconds", PARAM_INT, .def = "604800", .min = 0, .max = INT32_MAX,
		  .doc = "Longest time that a finished Job stays; a week by default." },
	[BACKOFF] = { "maxBackoffLimit", PARAM_INT, .def = "20", .min = 0, .max = INT32_MAX,
		      .doc = "Largest number of tries; 6 when absent." },
	[DEADLINE] = { "deadlineRequired", PARAM_BOOL, .def = "false",
		       .doc = "Whether activeDeadlineSeconds must be set." },
	[DEADLINE_MAX] = { "maxDeadlineSeconds", PARAM_INT, .def = "2592000", .min = 1,
			   .max = INT32_MAX,
			   .doc = "Longest time a job may run where it says how long; thirty "
				  "days by default." },
	[PARALLELISM] = { "maxParallelism", PARAM_INT, .def = "1000", .min = 1, .max = INT32_MAX,
			  .doc = "Largest number of pods at a time." },
};

static void check_maximum(const struct at *at, const char *field, struct opt_int n, int64_t max,
			  struct findings *out)
{
	if (n.set && n.v > max)
		finding(out, at, field, .value = says_int(out, n.v),
			.want = finding_text(out, "at most %d", (int)max));
}

static void check_job(const struct job_spec *job, const struct params *params, struct findings *out)
{
	const struct at *at = &job->at;

	check_maximum(at, "backoffLimit", job->backoff_limit, param_int(params, BACKOFF), out);
	check_maximum(at, "parallelism", job->parallelism, param_int(params, PARALLELISM), out);
	check_maximum(at, "activeDeadlineSeconds", job->active_deadline_seconds,
		      param_int(params, DEADLINE_MAX), out);
	check_maximum(at, "ttlSecondsAfterFinished", job->ttl_seconds_after_finished,
		      param_int(params, TTL), out);
	if (param_bool(params, DEADLINE) && !job->active_deadline_seconds.set)
		finding(out, at, "activeDeadlineSeconds", .want = "a time");
}

static bool is_owned(const struct meta *meta)
{
	for (const struct owner *o = meta->owners; o && budget_step(); o = o->next)
		if (o->controller.v)
			return true;
	return false;
}

static void check(const struct workload *w, const struct params *params, struct findings *out)
{
	const char *kind = w->request->kind.kind;

	if (strcmp(kind, "CronJob") == 0 && w->cron && w->cron->job)
		check_job(w->cron->job, params, out);
	if (strcmp(kind, "Job") != 0 || !w->job)
		return;
	check_job(w->job, params, out);
	if (!w->job->ttl_seconds_after_finished.set && !is_owned(w->meta))
		finding(out, &w->job->at, "ttlSecondsAfterFinished",
			.want = finding_text(out, "at most %d", (int)param_int(params, TTL)));
}

const struct policy policy_workload_job_limits = {
	.id = "job-limits",
	.title = "Jobs end, give up, and are cleared away",
	.why = "Finished jobs keep their pods and logs for ever; one that never gives up fills "
	       "the cluster with attempts.",
	.remedy = "Set ttlSecondsAfterFinished, and backoffLimit within bounds.",
	.severity = SEVERITY_LOW,
	.kind = "Job",
	.good = "spec: {ttlSecondsAfterFinished: 3600, backoffLimit: 3}\n",
	.bad = "spec: {backoffLimit: 3}\n",
	.maps = { NSA_RESOURCES, MITRE_HIJACKING },
	POLICY_PARAMS(params_declared),
	.check_workload = check,
};
