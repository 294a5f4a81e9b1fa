/* SPDX-License-Identifier: Apache-2.0 */
/* replicas.c - workloads have as many pods as keep them going.
 * Reads:   replicas of controllers
 * Accepts: numbers within bounds; absent, which is one, where one is enough; zero by parameter;
 * other kinds
 *
 * An autoscaler changes the number by the scale subresource, which is not judged. */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { MINIMUM, MAXIMUM, ZERO, KINDS };

static const struct param params_declared[] = {
	[MINIMUM] = { "minimum", PARAM_INT, .def = "2", .min = 0, .max = INT32_MAX,
		      .doc = "Least number of pods." },
	[MAXIMUM] = { "maximum", PARAM_INT, .def = "1000", .min = 0, .max = INT32_MAX,
		      .doc = "Largest number of pods." },
	[ZERO] = { "zero", PARAM_BOOL, .def = "true",
		   .doc = "Whether there may be none at all: what is switched off." },
	[KINDS] = { "kinds", PARAM_STRINGS, .def = "[\"Deployment\"]",
		    .doc = "Globs of the kinds that are judged." },
};

static void check(const struct workload *w, const struct params *params, struct findings *out)
{
	int64_t min = param_int(params, MINIMUM), max = param_int(params, MAXIMUM);
	int64_t n = w->replicas.set ? w->replicas.v : 1;

	if (!globs_match(param_strings(params, KINDS), w->request->kind.kind) ||
	    (n == 0 && param_bool(params, ZERO)) || (n >= min && n <= max))
		return;
	finding(out, &w->at, "spec.replicas", .value = w->replicas.set ? says_int(out, n) : NULL,
		.want = n < min ? finding_text(out, "at least %d", (int)min)
				: finding_text(out, "at most %d", (int)max));
}

const struct policy policy_workload_replicas = {
	.id = "replicas",
	.title = "Workloads have as many pods as keep them going",
	.why = "A single pod is away whenever its node is drained or its image rolled out; a "
	       "thousand by mistake take the cluster.",
	.remedy = "Set replicas to two or more, with a PodDisruptionBudget.",
	.severity = SEVERITY_LOW,
	.kind = "Deployment",
	.good = "spec: {replicas: 3}\n",
	.bad = "spec: {replicas: 1}\n",
	.maps = { NSA_RESOURCES, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_workload = check,
};
