/* SPDX-License-Identifier: Apache-2.0 */
/* route_hostnames.c - a route serves the hosts that it may.
 * Reads:   hostnames of HTTPRoutes, GRPCRoutes, TLSRoutes; where they redirect to
 * Accepts: none, which leaves it to the listener; host names; domains of the namespace where there
 * are any */
#include <string.h>

#include "policy/hosts.h"
#include "policy/says.h"

enum { REDIRECTS = HOSTS_PARAM_COUNT, NEED_HOSTNAMES };

static const struct param params_declared[] = {
	HOSTS_PARAMS("[]", "true"),
	[REDIRECTS] = { "redirectDomains", PARAM_STRINGS, .check = hosts_domain_check,
			.doc = "Domains, as in allowed, that requests may be redirected to; when "
			       "absent, any." },
	[NEED_HOSTNAMES] = { "requireHostnames", PARAM_BOOL, .def = "false",
			     .doc = "Whether a route must name its hosts; else it gets all of its "
				    "listener. Routes of TCP and UDP have none." },
};

static bool has_hostnames(const struct route *route)
{
	const char *kind = route->request->kind.kind;

	return strcmp(kind, "TCPRoute") != 0 && strcmp(kind, "UDPRoute") != 0;
}

static void check_redirects(const struct route_filter *filters, const struct params *params,
			    struct findings *out)
{
	const struct strings *domains = param_strings(params, REDIRECTS);

	for (const struct route_filter *f = filters; f && domains->set && budget_step();
	     f = f->next)
		if (*f->redirect_hostname && !hosts_in(f->redirect_hostname, domains))
			finding(out, &f->at, "requestRedirect.hostname",
				.value = f->redirect_hostname,
				.want = finding_text(out, "a host in %s",
						     says_one_of(out, domains)));
}

static void check(const struct route *route, const struct params *params, struct findings *out)
{
	if (!route->hostnames.count && param_bool(params, NEED_HOSTNAMES) && has_hostnames(route))
		finding(out, &route->at, "hostnames", .want = "the hosts that it serves");
	for (size_t i = 0; i < route->hostnames.count; i++) {
		const char *host = route->hostnames.v[i];
		const char *want = hosts_want(host, route->request, params, out);

		if (want)
			finding(out, &route->at, finding_text(out, "hostnames[%zu]", i),
				.value = host, .want = want);
	}
	for_each_route_rule (rule, route) {
		check_redirects(rule->filters, params, out);
		for_each_route_backend (backend, rule)
			check_redirects(backend->filters, params, out);
	}
}

const struct policy policy_network_route_hostnames = {
	.id = "route-hostnames",
	.title = "Routes serve the hosts that they may",
	.why = "A route with a wildcard or with somebody else's name takes over requests that were "
	       "meant for others.",
	.remedy = "Name the hosts in full, in a domain that belongs to the namespace.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  hostnames: [shop.example.com]\n",
	.bad = "spec:\n  hostnames: [\"*.example.com\"]\n",
	.maps = { MITRE_PUBLIC_SERVICE },
	POLICY_PARAMS(params_declared),
	.check_route = check,
};
