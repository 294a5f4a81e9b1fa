/* SPDX-License-Identifier: Apache-2.0 */
/* host_ports.c - which ports of the node containers may take.
 * Reads:   ports[*].hostPort of containers; ports[*].containerPort in the node's network
 * Accepts: absent, null, 0 */
#include "policy/policy.h"
#include "policy/says.h"

/* Whoever looks for a hostPort then finds none. */
#define HOST_NETWORK_FIX \
	"with hostNetwork every containerPort is a port of the node: remove hostNetwork"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_RANGES, .def = "[]", .min = 1, .max = 65535,
		      .doc = "Ranges of node ports that may be taken." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	size_t count;
	const struct range *allowed = param_ranges(params, ALLOWED, &count);

	for_each_container (c, pod)
		for_each_port (p, c) {
			/* The API server copies containerPort there, but only once the pod is made.
			 */
			bool implied = p->host_port == 0 && pod->host_network;
			int64_t taken = implied ? p->container_port : p->host_port;

			if (taken != 0 && !ranges_have(allowed, count, taken))
				finding(out, &p->at, implied ? "containerPort" : "hostPort",
					.value = says_int(out, taken),
					.want = says_ranges(out, allowed, count),
					.fix = pod->host_network ? HOST_NETWORK_FIX : NULL);
		}
}

const struct policy policy_workload_host_ports = {
	.id = "host-ports",
	.title = "Containers take no port of the node but the allowed ones",
	.why = "A port of the node is reachable past NetworkPolicy and pins the pod to nodes where "
	       "it is free.",
	.remedy = "Remove hostPort and publish the port with a Service.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    ports: [{containerPort: 8080}]\n",
	.bad = EXAMPLE_POD "    ports: [{containerPort: 8080, hostPort: 8080}]\n",
	.maps = { PSS_HOST_PORTS, CIS_HOST_PORTS, NSA_ENFORCEMENT },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
