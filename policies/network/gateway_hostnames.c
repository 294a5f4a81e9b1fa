/* SPDX-License-Identifier: Apache-2.0 */
/* gateway_hostnames.c - the listeners of a Gateway are for hosts that they may serve.
 * Reads:   hostname of listeners
 * Accepts: none, where routes say it; host names; wildcards below a domain of two labels; domains
 * of the namespace where there are any */
#include "policy/hosts.h"

static const struct param params_declared[] = { HOSTS_PARAMS("[\"*.?*.?*\"]", "true") };

static void check(const struct gateway *gateway, const struct params *params, struct findings *out)
{
	for_each_listener (l, gateway) {
		const char *host = l->hostname ? l->hostname : "";
		const char *want = hosts_want(host, gateway->request, params, out);

		if (want)
			finding(out, &l->at, "hostname", .value = l->hostname, .want = want);
	}
}

const struct policy policy_network_gateway_hostnames = {
	.id = "gateway-hostnames",
	.title = "Gateways listen for the hosts that they may serve",
	.why = "A listener for more hosts than it needs lets a route claim names that belong to "
	       "somebody else.",
	.remedy = "Name the host, or a wildcard of a domain of your own.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  listeners:\n"
		"  - {name: https, port: 443, protocol: HTTPS, hostname: shop.example.com}\n",
	.bad = "spec:\n  listeners:\n"
	       "  - {name: https, port: 443, protocol: HTTPS, hostname: \"*.com\"}\n",
	.maps = { MITRE_PUBLIC_SERVICE },
	POLICY_PARAMS(params_declared),
	.check_gateway = check,
};
