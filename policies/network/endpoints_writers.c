/* SPDX-License-Identifier: Apache-2.0 */
/* endpoints_writers.c - Endpoints and EndpointSlices are written by controllers (CVE-2021-25740).
 * Reads:   who asks, and whether addresses or ports change
 * Accepts: users that are allowed; updates that leave addresses and ports as they are */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedUsers", PARAM_STRINGS,
		      .def = "[\"system:serviceaccount:kube-system:*\", "
			     "\"system:kube-controller-manager\", \"system:apiserver\"]",
		      .exempts = true, .doc = "Globs of the users that may write them." },
};

static bool same_ports(const struct endpoint_port *a, const struct endpoint_port *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (a->port != b->port || strcmp(a->name, b->name) != 0 ||
		    strcmp(a->protocol, b->protocol) != 0)
			return false;
	return !a && !b;
}

static bool same_list(const struct endpoint_address *a, const struct endpoint_address *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (strcmp(a->ip, b->ip) != 0)
			return false;
	return !a && !b;
}

static bool same_subsets(const struct endpoint_subset *a, const struct endpoint_subset *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (!same_list(a->addresses, b->addresses) ||
		    !same_list(a->not_ready, b->not_ready) || !same_ports(a->ports, b->ports))
			return false;
	return !a && !b;
}

static bool same_strings(const struct strings *a, const struct strings *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++)
		if (strcmp(a->v[i], b->v[i]) != 0)
			return false;
	return a->count == b->count;
}

static bool same_endpoints(const struct endpoint *a, const struct endpoint *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (!same_strings(&a->addresses, &b->addresses))
			return false;
	return !a && !b;
}

/* A slice belongs to a Service by its label. */
static bool same_service(const struct endpoints *a, const struct endpoints *b)
{
	const char *now = map_get(&a->meta->labels, "kubernetes.io/service-name");
	const char *then = map_get(&b->meta->labels, "kubernetes.io/service-name");

	return strcmp(now ? now : "", then ? then : "") == 0;
}

static bool leads_elsewhere(const struct endpoints *view)
{
	const struct endpoints *old = view->old;

	if (!old)
		return view->subsets || view->endpoints;
	return !same_service(view, old) || !same_subsets(view->subsets, old->subsets) ||
	       !same_endpoints(view->endpoints, old->endpoints) ||
	       !same_ports(view->ports, old->ports);
}

static void check(const struct endpoints *view, const struct params *params, struct findings *out)
{
	const struct request *request = view->request;
	const struct strings *allowed = param_strings(params, ALLOWED);

	if (request->offline || globs_match(allowed, request->username) || !leads_elsewhere(view))
		return;
	finding(out, &view->at, view->endpoints ? "endpoints" : "subsets",
		.value = finding_text(out, "written by %s",
				      *request->username ? request->username : "nobody known"),
		.want = finding_text(out, "a controller: %s", says_one_of(out, allowed)));
}

const struct policy policy_network_endpoints_writers = {
	.id = "endpoints-writers",
	.title = "Endpoints are written by controllers",
	.why = "Who writes the Endpoints of a Service leads those who trust it, the Ingress "
	       "controller among them, to an address of his choice, also in other namespaces.",
	.remedy = "Give the Service a selector and leave its Endpoints to the cluster; allow the "
		  "controllers that need to write some.",
	.severity = SEVERITY_MEDIUM,
	.good = "subsets: []\n",
	.bad = "subsets: [{addresses: [{ip: 10.1.2.3}], ports: [{port: 443}]}]\n",
	.maps = { MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.needs = NEEDS_OLD | NEEDS_USER,
	.check_endpoints = check,
};
