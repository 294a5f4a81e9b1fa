/* SPDX-License-Identifier: Apache-2.0 */
/* probes.c - containers tell whether they live and are ready.
 * Reads:   livenessProbe, readinessProbe and startupProbe of containers, and of init containers
 * that go on running; restartPolicy Accepts: a probe that says what to do; other init containers,
 * ephemeral ones, pods that end */
#include <string.h>

#include "policy/policy.h"

enum { REQUIRED };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_STRINGS,
		       .choices = "livenessProbe readinessProbe startupProbe",
		       .def = "[\"livenessProbe\", \"readinessProbe\"]",
		       .doc = "Probes that each container must have, in pods that run on." },
};

static bool runs_on(const struct pod *pod, const struct container *c)
{
	bool pod_ends = *pod->restart_policy && strcmp(pod->restart_policy, "Always") != 0;

	if (c->list == CONTAINER_INIT)
		return strcmp(c->restart_policy, "Always") == 0;
	return c->list == CONTAINER_MAIN && !pod_ends;
}

static const struct handler *probe_of(const struct container *c, const char *name)
{
	if (strcmp(name, "livenessProbe") == 0)
		return c->liveness;
	return strcmp(name, "readinessProbe") == 0 ? c->readiness : c->startup;
}

static bool acts(const struct handler *h)
{
	return h && (h->http_get || h->tcp_socket || h->exec_command || h->has_grpc);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_container (c, pod) {
		if (!runs_on(pod, c))
			continue;
		for_each_string (name, *param_strings(params, REQUIRED))
			if (!acts(probe_of(c, name)))
				finding(out, &c->at, name,
					.want = "one of httpGet, tcpSocket, exec, grpc");
	}
}

const struct policy policy_workload_probes = {
	.id = "probes",
	.title = "Containers tell whether they live and are ready",
	.why = "Without probes a hung container stays, and a starting one gets requests that it "
	       "can not answer.",
	.remedy = "Add a livenessProbe and a readinessProbe, different ones.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    livenessProbe: {tcpSocket: {port: 8080}}\n"
			    "    readinessProbe: {httpGet: {port: 8080, path: /ready}}\n",
	.bad = EXAMPLE_POD "    livenessProbe: {tcpSocket: {port: 8080}}\n",
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
