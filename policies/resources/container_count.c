/* SPDX-License-Identifier: Apache-2.0 */
/* container_count.c - a pod has not too many containers.
 * Reads:   how many containers and init containers there are
 * Accepts: as many as allowed; ephemeral containers are not counted */
#include "policy/policy.h"
#include "policy/says.h"

enum { MAXIMUM };

static const struct param params_declared[] = {
	[MAXIMUM] = { "maximum", PARAM_INT, .def = "10", .min = 1, .max = 1000,
		      .doc = "Most containers and init containers of a pod, in all." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	int64_t count = (int64_t)(pod->init_count + pod->main_count);
	int64_t maximum = param_int(params, MAXIMUM);

	if (count > maximum)
		finding(out, &pod->at, "containers",
			.value = finding_text(out, "%lld containers", (long long)count),
			.want = finding_text(out, "at most %lld", (long long)maximum));
}

const struct policy policy_resources_container_count = {
	.id = "container-count",
	.title = "A pod has not too many containers",
	.why = "All containers of a pod start, move and fail together, and each costs the node "
	       "processes and memory.",
	.remedy = "Make several workloads of it.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  - name: sidecar\n",
	.bad = "spec:\n  containers: [{name: a}, {name: b}, {name: c}, {name: d}, {name: e}, "
	       "{name: f},\n"
	       "    {name: g}, {name: h}, {name: i}, {name: j}, {name: k}]\n",
	.maps = { NSA_RESOURCES, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
