/* SPDX-License-Identifier: Apache-2.0 */
/* host_probes.c - probes and lifecycle handlers call the pod itself and no other host.
 *
 * Reads:   host of httpGet and tcpSocket in the three probes and the two lifecycle handlers of each
 * container Accepts: absent, ""; 127.0.0.1 is the node's own and therefore not accepted
 */
#include "policy/policy.h"

static void check_action(const struct handler *handler, const char *field,
			 const struct host_action *action, struct names *hosts,
			 struct findings *out)
{
	if (!action || !*action->host)
		return;
	finding(out, &handler->at, field, .value = action->host, .want = "absent",
		.fix = "remove host, the pod's own address is the default");
	names_add(out, hosts, action->host);
}

/* Return: whether any of its handlers names a host. */
static bool check_container(const struct container *c, struct names *hosts, struct findings *out)
{
	const struct handler *handlers[5];
	size_t count = container_handlers(c, handlers), before = hosts->count;

	for (size_t i = 0; i < count; i++) {
		check_action(handlers[i], "httpGet.host", handlers[i]->http_get, hosts, out);
		check_action(handlers[i], "tcpSocket.host", handlers[i]->tcp_socket, hosts, out);
	}
	return hosts->count > before;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names bad = { 0 }, hosts = { 0 };

	(void)params;
	for_each_container (c, pod)
		if (check_container(c, &hosts, out))
			names_add(out, &bad, c->name);
	if (!bad.count)
		return;
	names_sort_set(&bad); /* upstream sorts containers in this check only */
	names_sort_set(&hosts);
	findings_summary(out, "probe or lifecycle host",
			 finding_text(out, "%s %s %s %s", containers_phrase(out, &bad),
				      plural("uses", "use", bad.count),
				      plural("probe or lifecycle host", "probe or lifecycle hosts",
					     hosts.count),
				      names_quote(out, &hosts)));
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "hostProbesAndHostLifecycle",
	.versions = { { 34, check } },
};

const struct policy policy_baseline_host_probes = {
	.id = "baseline-host-probes",
	.title = "Probes and lifecycle handlers name no host",
	.why = "The kubelet makes these calls from the node, so a host turns it into a proxy to "
	       "what only the node can reach.",
	.remedy = "Remove host from httpGet and tcpSocket; the pod's own address is the default.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    livenessProbe: {httpGet: {path: /healthz, port: 8080}}\n",
	.bad = EXAMPLE_POD "    livenessProbe: {httpGet: {host: 10.0.0.1, path: /, port: 80}}\n",
	.standard = &standard,
};
