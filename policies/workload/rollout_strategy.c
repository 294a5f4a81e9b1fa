/* SPDX-License-Identifier: Apache-2.0 */
/* rollout_strategy.c - a new version does not take all pods of the old one away at once.
 * Reads:   strategy or updateStrategy, maxUnavailable, minReadySeconds and replicas of Deployments,
 * StatefulSets and DaemonSets
 * Accepts: absent ones, which roll; types that may be; Recreate of a single pod; maxUnavailable up
 * to the maximum, as a part or a number
 *
 * Without replicas an autoscaler says how many pods there are: it is no single one then, and a
 * number of them is no part that could be told. */
#include <stdlib.h>
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { TYPES, UNAVAILABLE, READY };

static const struct param params_declared[] = {
	[TYPES] = { "types", PARAM_STRINGS, .choices = "RollingUpdate Recreate OnDelete",
		    .def = "[\"RollingUpdate\", \"OnDelete\"]", .doc = "Strategies that may be." },
	[UNAVAILABLE] = { "maxUnavailable", PARAM_INT, .def = "50", .min = 0, .max = 100,
			  .doc = "Largest part of the pods, in percent, that may be away at a "
				 "time." },
	[READY] = { "minReadySeconds", PARAM_INT, .def = "0", .min = 0, .max = 3600,
		    .doc = "How long at least a new pod must be ready until it counts." },
};

/* "25%" as 25; -1 when it is no percentage of up to three digits. */
static int64_t percent_of(const char *text)
{
	size_t len = strspn(text, "0123456789");

	return len && len < 4 && strcmp(text + len, "%") == 0 ? strtol(text, NULL, 10) : -1;
}

static bool is_too_much(const struct workload *w, struct int_or_string v, int64_t max)
{
	if (!v.set)
		return false;
	if (v.is_string)
		return percent_of(v.s) < 0 || percent_of(v.s) > max;
	/* One at a time is as little as there can be. */
	return v.i > 1 && w->replicas.set && w->replicas.v > 0 && v.i > w->replicas.v * max / 100;
}

/* A single pod is away for a moment either way, and its volume may be for one at a time. */
static bool is_single(const struct workload *w, const char *type)
{
	return strcmp(type, "Recreate") == 0 && w->replicas.set && w->replicas.v <= 1;
}

static void check_rollout(const struct workload *w, const struct params *params,
			  struct findings *out)
{
	const struct strings *types = param_strings(params, TYPES);
	const struct rollout *r = w->rollout;
	int64_t max = param_int(params, UNAVAILABLE);

	if (*r->type && !strings_have(types, r->type) && !is_single(w, r->type))
		finding(out, &r->at, "type", .value = r->type, .want = says_one_of(out, types),
			.fix = !w->replicas.set && strcmp(r->type, "Recreate") == 0
				       ? "use RollingUpdate, or set replicas to 1 if there is "
					 "never "
					 "more than one pod"
				       : NULL);
	if (is_too_much(w, r->max_unavailable, max))
		finding(out, &r->at, "rollingUpdate.maxUnavailable",
			.value = r->max_unavailable.is_string ? r->max_unavailable.s
							      : says_int(out, r->max_unavailable.i),
			.want = finding_text(out, "at most %d%% of the pods", (int)max));
}

static void check(const struct workload *w, const struct params *params, struct findings *out)
{
	const char *kind = w->request->kind.kind;
	int64_t ready = param_int(params, READY);

	if (strcmp(kind, "Deployment") != 0 && strcmp(kind, "StatefulSet") != 0 &&
	    strcmp(kind, "DaemonSet") != 0)
		return;
	if (w->rollout)
		check_rollout(w, params, out);
	if (w->min_ready_seconds.v < ready)
		finding(out, &w->at, "spec.minReadySeconds",
			.value = w->min_ready_seconds.set ? says_int(out, w->min_ready_seconds.v)
							  : NULL,
			.want = finding_text(out, "at least %d", (int)ready));
}

const struct policy policy_workload_rollout_strategy = {
	.id = "rollout-strategy",
	.title = "A new version does not take all pods of the old one away",
	.why = "When all pods are replaced at once, everybody sees the new version fail.",
	.remedy = "Use RollingUpdate with a small maxUnavailable.",
	.severity = SEVERITY_LOW,
	.kind = "Deployment",
	.good = "spec:\n  strategy: {rollingUpdate: {maxUnavailable: 25%}}\n",
	.bad = "spec:\n  strategy: {rollingUpdate: {maxUnavailable: 100%}}\n",
	.maps = { NSA_RESOURCES, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_workload = check,
};
