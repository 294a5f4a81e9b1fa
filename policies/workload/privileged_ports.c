/* SPDX-License-Identifier: Apache-2.0 */
/* privileged_ports.c - containers listen on no port that only root may open.
 * Reads:   ports[*].containerPort
 * Accepts: absent; ports in the ranges */
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_RANGES, .def = "[\"1024-\"]", .min = 1, .max = 65535,
		      .doc = "Ranges that containerPort must be in." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	size_t count;
	const struct range *ranges = param_ranges(params, ALLOWED, &count);

	for_each_container (c, pod)
		for_each_port (p, c)
			if (p->container_port && !ranges_have(ranges, count, p->container_port))
				finding(out, &p->at, "containerPort",
					.value = says_int(out, p->container_port),
					.want = says_ranges(out, ranges, count));
}

const struct policy policy_workload_privileged_ports = {
	.id = "privileged-ports",
	.title = "Containers listen on unprivileged ports",
	.why = "A port below 1024 is a reason to run as root or with a capability.",
	.remedy = "Listen on a high port, and let the Service have the low one.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    ports: [{containerPort: 8080}]\n",
	.bad = EXAMPLE_POD "    ports: [{containerPort: 80}]\n",
	.maps = { NSA_NON_ROOT },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
