/* SPDX-License-Identifier: Apache-2.0 */
/* gateway_tls.c - a Gateway serves TLS, of a version of today.
 * Reads:   protocol and tls of listeners; redirects of routes
 * Accepts: HTTP beside TLS, for redirects; both modes of TLS */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"
#include "policy/tls_version.h"

enum { REQUIRED, PROTOCOLS, MODES, MIN_VERSION, OPTIONS };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_BOOL, .def = "true",
		       .doc = "Whether a Gateway with listeners of HTTP must have one of HTTPS or "
			      "TLS too." },
	[PROTOCOLS] = { "allowedProtocols", PARAM_STRINGS,
			.doc = "Globs of the protocols that listeners may have; when absent, "
			       "any." },
	[MODES] = { "allowedModes", PARAM_STRINGS, .def = "[\"Terminate\", \"Passthrough\"]",
		    .choices = "Terminate Passthrough",
		    .doc = "Modes that the TLS of a listener may have." },
	[MIN_VERSION] = { "minVersion", PARAM_STRING, .def = "\"1.2\"", .choices = "1.2 1.3",
			  .doc = "Oldest version of TLS that an option of a listener may name." },
	[OPTIONS] = { "requiredOptions", PARAM_MAP, .def = "{}",
		      .doc = "Options that each listener that ends TLS must have, with globs of "
			     "their values: here implementations have their oldest version." },
};

static bool is_tls(const struct gateway_listener *l)
{
	return strcmp(l->protocol, "HTTPS") == 0 || strcmp(l->protocol, "TLS") == 0;
}

static void check_options(const struct gateway_tls *tls, const struct params *params,
			  struct findings *out)
{
	const struct at list = { .up = &tls->at, .key = "options" };
	const char *least = param_string(params, MIN_VERSION);

	for_each_entry (e, tls->options) {
		const struct at at = { .up = &list, .key = e->key };
		int version = tls_version(e->value);

		if (glob_match("*version*", e->key) && version && version < tls_version(least))
			finding(out, &at, NULL, .value = e->value,
				.want = finding_text(out, "TLS %s or newer", least));
	}
	for_each_entry (e, *param_map(params, OPTIONS)) {
		const struct at at = { .up = &list, .key = e->key };
		const char *value = map_get(&tls->options, e->key);

		if (!value || !glob_match(e->value, value))
			finding(out, &at, NULL, .value = value, .want = e->value);
	}
}

static void check_tls(const struct gateway_tls *tls, const struct params *params,
		      struct findings *out)
{
	const struct strings *modes = param_strings(params, MODES);
	const char *mode = *tls->mode ? tls->mode : "Terminate";

	if (!strings_have(modes, mode))
		finding(out, &tls->at, "mode", .value = *tls->mode ? tls->mode : NULL,
			.want = says_one_of(out, modes));
	if (strcmp(mode, "Terminate") != 0)
		return;
	if (!tls->certificates && !tls->options.count)
		finding(out, &tls->at, "certificateRefs", .want = "the Secret of a certificate");
	check_options(tls, params, out);
}

static void check_listener(const struct gateway_listener *l, const struct params *params,
			   struct findings *out)
{
	const struct strings *protocols = param_strings(params, PROTOCOLS);

	if (protocols->set && !globs_match(protocols, l->protocol))
		finding(out, &l->at, "protocol", .value = l->protocol,
			.want = says_one_of(out, protocols));
	if (l->tls)
		check_tls(l->tls, params, out);
	else if (is_tls(l))
		finding(out, &l->at, "tls", .want = "its mode and certificates");
}

static void check_gateway(const struct gateway *gateway, const struct params *params,
			  struct findings *out)
{
	bool plain = false, tls = false;

	for_each_listener (l, gateway) {
		check_listener(l, params, out);
		plain = plain || strcmp(l->protocol, "HTTP") == 0;
		tls = tls || is_tls(l);
	}
	if (plain && !tls && param_bool(params, REQUIRED))
		finding(out, &gateway->at, "listeners", .value = "HTTP alone",
			.want = "a listener of HTTPS or TLS");
}

static void check_filters(const struct route_filter *filters, struct findings *out)
{
	for (const struct route_filter *f = filters; f && budget_step(); f = f->next)
		if (strcmp(f->redirect_scheme, "http") == 0)
			finding(out, &f->at, "requestRedirect.scheme", .value = f->redirect_scheme,
				.want = "https");
}

static void check_route(const struct route *route, const struct params *params,
			struct findings *out)
{
	(void)params;
	for_each_route_rule (rule, route) {
		check_filters(rule->filters, out);
		for_each_route_backend (backend, rule)
			check_filters(backend->filters, out);
	}
}

const struct policy policy_network_gateway_tls = {
	.id = "gateway-tls",
	.title = "Gateways serve TLS",
	.why = "What goes over plain HTTP or an old TLS, sessions and passwords with it, can be "
	       "read and changed on its way.",
	.remedy = "Add a listener of HTTPS with certificateRefs, and leave HTTP for the redirect.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  listeners:\n"
		"  - {name: http, port: 80, protocol: HTTP}\n"
		"  - {name: https, port: 443, protocol: HTTPS,\n"
		"     tls: {certificateRefs: [{name: shop-tls}]}}\n",
	.bad = "spec:\n  listeners:\n  - {name: http, port: 80, protocol: HTTP}\n",
	.maps = { NSA_ENCRYPTION },
	POLICY_PARAMS(params_declared),
	.check_gateway = check_gateway,
	.check_route = check_route,
};
