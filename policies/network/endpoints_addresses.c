/* SPDX-License-Identifier: Apache-2.0 */
/* endpoints_addresses.c - a Service leads to no node's own addresses, cloud metadata or control
 * plane (CVE-2021-25740: who proxies to a Service reaches what its Endpoints say).
 * Reads:   addresses of Endpoints and EndpointSlices
 * Accepts: ordinary addresses and names; the Service of the API server itself */
#include <string.h>

#include "policy/external_name.h"
#include "policy/ip.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { FORBIDDEN, CLUSTER_DOMAIN };

static const struct param params_declared[] = {
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[]", .check = cidr_check,
			.doc = "Addresses and CIDR ranges that may not be led to: those of the "
			       "control plane and of the nodes." },
	[CLUSTER_DOMAIN] = { "clusterDomain", PARAM_STRING, .def = "\"cluster.local\"",
			     .doc = "The cluster's DNS domain, which no name may lead into." },
};

static const char *want_address(const char *text, const struct params *params, struct findings *out)
{
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	const char *special;
	struct cidr range;
	struct ip ip;

	if (!ip_parse_any(text, &ip))
		return "an address";
	special = ip_special(&ip);
	if (special)
		return finding_text(out, "not %s", special);
	for_each_string (r, *forbidden)
		if (cidr_parse(r, &range) && cidr_has(&range, &ip))
			return says_none_of(out, forbidden);
	return NULL;
}

static const char *want_name(const char *text, const struct params *params, struct findings *out)
{
	char host[HOST_NAME_MAX_BYTES + 1], domain[HOST_NAME_MAX_BYTES + 1];
	const char *fault;

	if (!host_normalise(text, host) ||
	    !host_normalise(param_string(params, CLUSTER_DOMAIN), domain))
		return "a host name";
	fault = host_fault(host, domain);
	return fault ? finding_text(out, "not %s", fault) : NULL;
}

/* The API server keeps the addresses of its own Service. */
static bool is_api_server(const struct endpoints *e)
{
	const char *service = map_get(&e->meta->labels, "kubernetes.io/service-name");

	if (strcmp(e->request->ns, "default") != 0)
		return false;
	return strcmp(service ? service : e->meta->name, "kubernetes") == 0;
}

static void check_list(const struct endpoint_address *list, const struct params *params,
		       struct findings *out)
{
	for_each_address (a, list) {
		const char *want = want_address(a->ip, params, out);

		if (want)
			finding(out, &a->at, "ip", .value = a->ip, .want = want);
	}
}

static void check(const struct endpoints *view, const struct params *params, struct findings *out)
{
	bool names = strcmp(view->address_type, "FQDN") == 0;

	if (is_api_server(view))
		return;
	for_each_subset (s, view) {
		check_list(s->addresses, params, out);
		check_list(s->not_ready, params, out);
	}
	for_each_endpoint (e, view)
		for (size_t i = 0; i < e->addresses.count; i++) {
			const char *text = e->addresses.v[i];
			const char *want = names ? want_name(text, params, out)
						 : want_address(text, params, out);

			if (want)
				finding(out, &e->at, finding_text(out, "addresses[%zu]", i),
					.value = text, .want = want);
		}
}

const struct policy policy_network_endpoints_addresses = {
	.id = "endpoints-addresses",
	.title = "Endpoints lead to pods, not to nodes or metadata",
	.why = "An Ingress or a proxy connects to whatever the Endpoints of a Service say, from "
	       "where it runs: past NetworkPolicy to a node, its metadata or the control plane.",
	.remedy = "Give the Service a selector, or name the addresses of the system outside that "
		  "it stands for.",
	.severity = SEVERITY_HIGH,
	.good = "subsets: [{addresses: [{ip: 10.1.2.3}], ports: [{port: 443}]}]\n",
	.bad = "subsets: [{addresses: [{ip: 169.254.169.254}], ports: [{port: 80}]}]\n",
	.maps = { MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.check_endpoints = check,
};
