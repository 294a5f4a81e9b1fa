/* SPDX-License-Identifier: Apache-2.0 */
/* resources_maximum.c - no container asks for more than there is for one.
 * Reads:   resources of containers and of the pod
 * Accepts: absent; quantities up to the maximum, exactly compared */
#include "policy/amounts.h"

enum { LIMITS, REQUESTS };

static const struct param params_declared[] = {
	[LIMITS] = { "limits", PARAM_MAP, .check = quantity_check,
		     .def = "{\"cpu\": \"32\", \"memory\": \"128Gi\"}",
		     .doc = "Largest limit of each resource named." },
	[REQUESTS] = { "requests", PARAM_MAP, .check = quantity_check,
		       .def = "{\"cpu\": \"32\", \"memory\": \"128Gi\"}",
		       .doc = "Largest request of each resource named." },
};

static void judge_kind(const struct resources *r, const char *kind, const struct map *largest,
		       struct findings *out)
{
	for_each_entry (e, *largest) {
		struct quantity q, max;

		if (amount_get(r, kind, e->key, out, &q) && quantity_parse(e->value, &max) &&
		    quantity_compare(&q, &max) > 0)
			finding(out, &r->at, finding_text(out, "%s.%s", kind, e->key),
				.value = amount_text(r, kind, e->key),
				.want = finding_text(out, "at most %s", e->value));
	}
}

static void judge(const struct resources *r, const struct params *params, struct findings *out)
{
	judge_kind(r, "limits", param_map(params, LIMITS), out);
	judge_kind(r, "requests", param_map(params, REQUESTS), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	amounts_check(pod, params, out, judge);
}

const struct policy policy_resources_resources_maximum = {
	.id = "resources-maximum",
	.title = "No container asks for more than its share",
	.why = "A request of a whole node pushes others out, and a limit that large limits "
	       "nothing.",
	.remedy = "Ask for what the container uses, or for a higher maximum where it is due.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    resources: {limits: {cpu: \"2\", memory: 4Gi}}\n",
	.bad = EXAMPLE_POD "    resources: {limits: {cpu: \"64\", memory: 4Gi}}\n",
	.maps = { NSA_RESOURCES, MITRE_HIJACKING, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
