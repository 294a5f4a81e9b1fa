/* SPDX-License-Identifier: Apache-2.0 */
/* cron_jobs.c - runs of a CronJob don't pile up.
 * Reads:   concurrencyPolicy, startingDeadlineSeconds and the history limits of CronJobs
 * Accepts: policies that are allowed; deadlines that the controller can keep; short histories */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { POLICIES, DEADLINE, HISTORY };

/* The controller looks every ten seconds: what may be late by less may never start. */
#define DEADLINE_MIN 10

static const struct param params_declared[] = {
	[POLICIES] = { "concurrencyPolicies", PARAM_STRINGS, .choices = "Allow Forbid Replace",
		       .def = "[\"Forbid\", \"Replace\"]",
		       .doc = "What concurrencyPolicy may be; absent is Allow." },
	[DEADLINE] = { "deadlineRequired", PARAM_BOOL, .def = "false",
		       .doc = "Whether startingDeadlineSeconds must be set." },
	[HISTORY] = { "maxHistory", PARAM_INT, .def = "10", .min = 0, .max = 1000,
		      .doc = "Largest number of finished jobs that are kept, of each kind." },
};

static void check_history(const struct cron_spec *cron, const char *field, struct opt_int n,
			  int64_t max, struct findings *out)
{
	if (n.v > max)
		finding(out, &cron->at, field, .value = says_int(out, n.v),
			.want = finding_text(out, "at most %d", (int)max));
}

static void check_cron(const struct cron_spec *cron, const struct params *params,
		       struct findings *out)
{
	const struct strings *policies = param_strings(params, POLICIES);
	const char *policy = *cron->concurrency_policy ? cron->concurrency_policy : "Allow";
	struct opt_int deadline = cron->starting_deadline_seconds;
	int64_t max = param_int(params, HISTORY);

	if (!strings_have(policies, policy))
		finding(out, &cron->at, "concurrencyPolicy",
			.value = *cron->concurrency_policy ? policy : NULL,
			.want = says_one_of(out, policies));
	if (deadline.set ? deadline.v < DEADLINE_MIN : param_bool(params, DEADLINE))
		finding(out, &cron->at, "startingDeadlineSeconds",
			.value = deadline.set ? says_int(out, deadline.v) : NULL,
			.want = finding_text(out, "at least %d", DEADLINE_MIN));
	check_history(cron, "successfulJobsHistoryLimit", cron->successful_jobs_history_limit, max,
		      out);
	check_history(cron, "failedJobsHistoryLimit", cron->failed_jobs_history_limit, max, out);
}

static void check(const struct workload *w, const struct params *params, struct findings *out)
{
	if (strcmp(w->request->kind.kind, "CronJob") == 0 && w->cron)
		check_cron(w->cron, params, out);
}

const struct policy policy_workload_cron_jobs = {
	.id = "cron-jobs",
	.title = "Runs of a CronJob don't pile up",
	.why = "A run that hangs is joined by the next one, and that by the next, until the "
	       "cluster is full of them.",
	.remedy = "Set concurrencyPolicy to Forbid or Replace.",
	.severity = SEVERITY_LOW,
	.kind = "CronJob",
	.good = "spec: {schedule: \"0 * * * *\", concurrencyPolicy: Forbid}\n",
	.bad = "spec: {schedule: \"0 * * * *\"}\n",
	.maps = { NSA_RESOURCES, MITRE_HIJACKING },
	POLICY_PARAMS(params_declared),
	.check_workload = check,
};
