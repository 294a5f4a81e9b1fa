/* SPDX-License-Identifier: Apache-2.0 */
/* restart_policies.c - pods are started again when they fail, but those of jobs.
 * Reads:   restartPolicy
 * Accepts: absent, which is Always; policies that are allowed; Jobs, CronJobs and their pods */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, JOBS };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .choices = "Always OnFailure Never",
		      .def = "[\"Always\", \"OnFailure\"]", .doc = "What restartPolicy may be." },
	[JOBS] = { "jobs", PARAM_STRINGS, .choices = "OnFailure Never",
		   .def = "[\"OnFailure\", \"Never\"]", .doc = "What it may be in jobs." },
};

static bool is_of_job(const struct pod *pod)
{
	const char *kind = pod->request->kind.kind;

	if (strcmp(kind, "Job") == 0 || strcmp(kind, "CronJob") == 0)
		return true;
	for (const struct owner *o = pod->meta->owners; o && budget_step(); o = o->next)
		if (o->controller.v && strcmp(o->kind, "Job") == 0)
			return true;
	return false;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const char *policy = *pod->restart_policy ? pod->restart_policy : "Always";
	const struct strings *allowed = param_strings(params, is_of_job(pod) ? JOBS : ALLOWED);

	if (!strings_have(allowed, policy))
		finding(out, &pod->at, "restartPolicy",
			.value = *pod->restart_policy ? pod->restart_policy : NULL,
			.want = says_one_of(out, allowed));
}

const struct policy policy_workload_restart_policies = {
	.id = "restart-policies",
	.title = "Pods are started again when they fail",
	.why = "A service whose pod is not started again stays away after its first fault.",
	.remedy = "Remove restartPolicy, or make a Job of what ends.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  restartPolicy: Always\n",
	.bad = EXAMPLE_POD "  restartPolicy: Never\n",
	.maps = { NSA_RESOURCES },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
