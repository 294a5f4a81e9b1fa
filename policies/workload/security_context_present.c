/* SPDX-License-Identifier: Apache-2.0 */
/* security_context_present.c - somebody thought of what a container may do.
 * Reads:   securityContext of pod and containers
 * Accepts: one of them with anything in it, or each container's own by parameter; {} says nothing
 */
#include "policy/policy.h"

enum { OF_CONTAINERS };

static const struct param params_declared[] = {
	[OF_CONTAINERS] = { "ofContainers", PARAM_BOOL, .def = "false",
			    .doc = "Whether each container must have one of its own; else the "
				   "pod's will do." },
};

static bool has_context(const cJSON *node)
{
	const cJSON *context = json_get(node, "securityContext");

	return context && context->child;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	if (!param_bool(params, OF_CONTAINERS) && has_context(pod->node))
		return;
	for_each_container (c, pod)
		if (!has_context(c->node))
			finding(out, &c->at, "securityContext", .want = "one that is not empty");
}

const struct policy policy_workload_security_context_present = {
	.id = "security-context-present",
	.title = "Containers have a security context",
	.why = "Without one a container runs as whatever its image says, mostly root, with all "
	       "defaults.",
	.remedy = "Set securityContext: runAsNonRoot, allowPrivilegeEscalation, capabilities, "
		  "seccompProfile.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    securityContext: {runAsNonRoot: true}\n",
	.bad = EXAMPLE_POD "    securityContext: {}\n",
	.maps = { CIS_SECURITY_CONTEXT, NSA_ENFORCEMENT },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
