/* SPDX-License-Identifier: Apache-2.0 */
/* autoscaler_bounds.c - between which numbers of pods an autoscaler moves.
 * Reads:   minReplicas, maxReplicas
 * Accepts: bounds in their ranges, apart by at least the required number */
#include "policy/policy.h"
#include "policy/says.h"

enum { MIN, MAX, SPREAD };

static const struct param params_declared[] = {
	[MIN] = { "minReplicas", PARAM_RANGES, .min = 0, .max = INT32_MAX,
		  .doc = "Ranges of minReplicas, which is 1 when absent; when this is absent, "
			 "any." },
	[MAX] = { "maxReplicas", PARAM_RANGES, .min = 0, .max = INT32_MAX,
		  .doc = "Ranges of maxReplicas; when absent, any." },
	[SPREAD] = { "leastSpread", PARAM_INT, .def = "1", .min = 0, .max = INT32_MAX,
		     .doc = "Least difference of the two: with 0 they may be equal, so that "
			    "nothing is scaled." },
};

static void judge(const struct autoscaler *a, const char *field, int64_t n, bool said,
		  const struct params *params, size_t param, struct findings *out)
{
	size_t count;
	const struct range *ranges = param_ranges(params, param, &count);

	if (param_set(params, param) && !ranges_have(ranges, count, n))
		finding(out, &a->at, field, .value = said ? says_int(out, n) : NULL,
			.want = says_ranges(out, ranges, count));
}

static void check(const struct autoscaler *a, const struct params *params, struct findings *out)
{
	int64_t min = a->min_replicas.set ? a->min_replicas.v : 1;
	int64_t spread = param_int(params, SPREAD);

	judge(a, "minReplicas", min, a->min_replicas.set, params, MIN, out);
	judge(a, "maxReplicas", a->max_replicas, true, params, MAX, out);
	/* A minimum that no maximum is above is too much, without the sum running over. */
	if (min > a->max_replicas || a->max_replicas - (min < 0 ? 0 : min) < spread)
		finding(out, &a->at, "maxReplicas", .value = says_int(out, a->max_replicas),
			.want = min > INT32_MAX ? "more than minReplicas"
						: finding_text(out, "%s or more",
							       says_int(out, min + spread)));
}

const struct policy policy_cluster_autoscaler_bounds = {
	.id = "autoscaler-bounds",
	.title = "Autoscalers have room to scale, and bounds",
	.why = "Without room between its bounds an autoscaler does nothing; without a bound one "
	       "workload takes all there is.",
	.remedy = "Set minReplicas and maxReplicas to what the workload needs at night and on its "
		  "busiest day.",
	.severity = SEVERITY_LOW,
	.good = "spec: {minReplicas: 2, maxReplicas: 5}\n",
	.bad = "spec: {minReplicas: 2, maxReplicas: 2}\n",
	.maps = { NSA_RESOURCES, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_autoscaler = check,
};
