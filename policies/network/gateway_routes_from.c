/* SPDX-License-Identifier: Apache-2.0 */
/* gateway_routes_from.c - not every namespace attaches its routes to a Gateway.
 * Reads:   allowedRoutes.namespaces of listeners, allowedListeners.namespaces
 * Accepts: what is allowed; absent, which is Same for routes and None for sets of listeners; a
 * selector that selects something */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[\"Same\", \"Selector\", \"None\"]",
		      .choices = "All Same Selector None",
		      .doc = "Where routes, and sets of listeners, may come from; a Selector of "
			     "all "
			     "namespaces counts as All." },
};

static void judge(const struct gateway_from *from, const struct strings *allowed,
		  struct findings *out)
{
	bool is_selector;

	if (!from || !*from->from)
		return;
	is_selector = strcmp(from->from, "Selector") == 0;
	if (!strings_have(allowed, from->from))
		finding(out, &from->at, "from", .value = from->from,
			.want = says_one_of(out, allowed));
	else if (is_selector && from->selector && !strings_have(allowed, "All") &&
		 (selector_is_of_all_namespaces(from->selector) ||
		  selector_only_excludes(from->selector, true)))
		finding(out, &from->at, "selector", .value = "all namespaces",
			.want = "labels of those that are meant");
}

static void check(const struct gateway *gateway, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);

	for_each_listener (l, gateway)
		judge(l->allowed_routes, allowed, out);
	judge(gateway->allowed_listeners, allowed, out);
}

const struct policy policy_network_gateway_routes_from = {
	.id = "gateway-routes-from",
	.title = "Gateways take routes of chosen namespaces",
	.why = "Where all namespaces may attach routes, each of them can claim a host or path of "
	       "another one and gets its requests.",
	.remedy = "Use Same, or a Selector with a label that tenants can't set.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  listeners:\n  - name: https\n"
		"    allowedRoutes:\n      namespaces:\n        from: Selector\n"
		"        selector: {matchLabels: {gateway: shared}}\n",
	.bad = "spec:\n  listeners:\n  - name: https\n"
	       "    allowedRoutes: {namespaces: {from: All}}\n",
	.maps = { MITRE_PUBLIC_SERVICE },
	POLICY_PARAMS(params_declared),
	.check_gateway = check,
};
