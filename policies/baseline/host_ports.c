/* SPDX-License-Identifier: Apache-2.0 */
/* host_ports.c - a container takes no port of its node.
 *
 * Reads:   ports[*].hostPort of each container
 * Accepts: absent, 0
 */
#include "policy/policy.h"

/* Return: whether the container takes any. */
static bool check_container(const struct container *c, struct names *ports, struct findings *out)
{
	size_t before = ports->count;

	for_each_port (port, c) {
		const char *number;

		if (port->host_port == 0)
			continue;
		number = finding_text(out, "%lld", (long long)port->host_port);
		finding(out, &port->at, "hostPort", .value = number, .want = "absent or 0",
			.fix = "remove hostPort and publish the port with a Service");
		names_add(out, ports, number);
	}
	return ports->count > before;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names bad = { 0 }, ports = { 0 };

	(void)params;
	for_each_container (c, pod)
		if (check_container(c, &ports, out))
			names_add(out, &bad, c->name);
	if (!bad.count)
		return;
	names_sort_set(&ports); /* as text: 1000 before 80 */
	findings_summary(out, "hostPort",
			 finding_text(out, "%s %s %s %s", containers_phrase(out, &bad),
				      plural("uses", "use", bad.count),
				      plural("hostPort", "hostPorts", ports.count),
				      names_join(out, &ports, ", ")));
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "hostPorts",
	.versions = { { 0, check } },
};

const struct policy policy_baseline_host_ports = {
	.id = "baseline-host-ports",
	.title = "Containers take no port of the node",
	.why = "A host port is reachable past NetworkPolicy and can take the place of a service of "
	       "the node.",
	.remedy = "Remove hostPort and publish the port with a Service.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    ports: [{containerPort: 8080}]\n",
	.bad = EXAMPLE_POD "    ports: [{containerPort: 8080, hostPort: 8080}]\n",
	.maps = { CIS_HOST_PORTS, NSA_ENFORCEMENT },
	.standard = &standard,
};
