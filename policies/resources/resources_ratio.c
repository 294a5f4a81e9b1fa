/* SPDX-License-Identifier: Apache-2.0 */
/* resources_ratio.c - limits are not much higher than requests.
 * Reads:   resources of containers and of the pod
 * Accepts: no limit; no request, which is the limit then; a limit within the ratio, exactly */
#include "policy/amounts.h"

enum { MAXIMUM };

static const struct param params_declared[] = {
	[MAXIMUM] = { "maximum", PARAM_MAP, .check = quantity_check,
		      .def = "{\"cpu\": \"20\", \"memory\": \"4\"}",
		      .doc = "How many times the request a limit may be, for each resource named; "
			     "\"1\" asks for both to be the same." },
};

static void judge(const struct resources *r, const struct params *params, struct findings *out)
{
	for_each_entry (e, *param_map(params, MAXIMUM)) {
		struct quantity limit, request, ratio;

		if (amount_get(r, "limits", e->key, out, &limit) &&
		    amount_get(r, "requests", e->key, out, &request) &&
		    quantity_parse(e->value, &ratio) &&
		    quantity_over_ratio(&limit, &request, &ratio))
			finding(out, &r->at, finding_text(out, "limits.%s", e->key),
				.value = amount_text(r, "limits", e->key),
				.want = finding_text(out, "at most %s times the request, %s",
						     e->value, amount_text(r, "requests", e->key)));
	}
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	amounts_check(pod, params, out, judge);
}

const struct policy policy_resources_resources_ratio = {
	.id = "resources-ratio",
	.title = "Limits are near to requests",
	.why = "A node is filled by requests; when many containers go to limits far above them, "
	       "some are killed, and not those that took too much.",
	.remedy = "Raise the request or lower the limit.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    resources: {requests: {memory: 1Gi}, limits: {memory: 2Gi}}\n",
	.bad = EXAMPLE_POD "    resources: {requests: {memory: 64Mi}, limits: {memory: 2Gi}}\n",
	.maps = { NSA_RESOURCES, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
