/* SPDX-License-Identifier: Apache-2.0 */
/* disruption_budget.c - a budget leaves room to move pods.
 * Reads:   minAvailable, maxUnavailable, unhealthyPodEvictionPolicy
 * Accepts: at least one pod that may go; a policy for pods that are not ready, when required */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { BLOCKING, ALWAYS };

static const struct param params_declared[] = {
	[BLOCKING] = { "allowBlocking", PARAM_BOOL, .def = "false",
		       .doc = "Whether a budget may block all evictions." },
	[ALWAYS] = { "requireAlwaysAllow", PARAM_BOOL, .def = "false",
		     .doc = "Whether pods that are not ready must be free to go: "
			    "unhealthyPodEvictionPolicy AlwaysAllow." },
};

/* Of "50%"; -1 for what is no percentage. More than a million is that. */
static int64_t percentage(const struct int_or_string *v)
{
	size_t digits = v->is_string ? strspn(v->s, "0123456789") : 0;
	int64_t n = 0;

	if (digits == 0 || strcmp(v->s + digits, "%") != 0)
		return -1;
	for (size_t i = 0; i < digits && n < 1000000; i++)
		n = n * 10 + (v->s[i] - '0');
	return n;
}

static const char *says(const struct int_or_string *v, struct findings *out)
{
	return v->is_string ? v->s : says_int(out, v->i);
}

static bool is_nothing(const struct int_or_string *v)
{
	return v->set && (v->is_string ? percentage(v) == 0 : v->i <= 0);
}

static void check(const struct disruption_budget *b, const struct params *params,
		  struct findings *out)
{
	const char *policy = b->unhealthy_pod_eviction_policy;

	if (!param_bool(params, BLOCKING)) {
		if (is_nothing(&b->max_unavailable))
			finding(out, &b->at, "maxUnavailable",
				.value = says(&b->max_unavailable, out), .want = "1 or more");
		if (percentage(&b->min_available) >= 100)
			finding(out, &b->at, "minAvailable", .value = says(&b->min_available, out),
				.want = "less than 100%", .fix = "use maxUnavailable");
	}
	if (param_bool(params, ALWAYS) && strcmp(policy, "AlwaysAllow") != 0)
		finding(out, &b->at, "unhealthyPodEvictionPolicy", .value = *policy ? policy : NULL,
			.want = "AlwaysAllow");
}

const struct policy policy_cluster_disruption_budget = {
	.id = "disruption-budget",
	.title = "Disruption budgets leave room to move pods",
	.why = "A budget that lets no pod go stops every drain of a node, and with it the upgrade "
	       "that closes a hole.",
	.remedy = "Let at least one pod be unavailable, and run more than one.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec: {maxUnavailable: 1, selector: {matchLabels: {app: shop}}}\n",
	.bad = "spec: {maxUnavailable: 0, selector: {matchLabels: {app: shop}}}\n",
	.maps = { NSA_UPGRADING },
	POLICY_PARAMS(params_declared),
	.check_disruption_budget = check,
};
