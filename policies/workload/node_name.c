/* SPDX-License-Identifier: Apache-2.0 */
/* node_name.c - workloads leave the choice of a node to the scheduler.
 * Reads:   nodeName
 * Accepts: absent, null, empty; names that are allowed */
#include "policy/policy.h"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of names of nodes that may be chosen." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	if (*pod->node_name && !globs_match(param_strings(params, ALLOWED), pod->node_name))
		finding(out, &pod->at, "nodeName", .value = pod->node_name, .want = "absent");
}

const struct policy policy_workload_node_name = {
	.id = "node-name",
	.title = "The scheduler chooses the node",
	.why = "A pod with nodeName goes past the scheduler, and so past taints and all it weighs.",
	.remedy = "Use nodeSelector or affinity in place of nodeName.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  nodeSelector: {disk: ssd}\n",
	.bad = EXAMPLE_POD "  nodeName: node-1\n",
	.maps = { NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
