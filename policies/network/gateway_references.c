/* SPDX-License-Identifier: Apache-2.0 */
/* gateway_references.c - Gateways and routes refer to what is in their own namespace, or in one
 * that is allowed.
 *
 * Across namespaces the target has to agree by a ReferenceGrant (certificates, backends) or by
 * allowedRoutes (parents). Both are state of the cluster that is not seen here: a finding says that
 * the reference leaves the namespace, not that it works.
 *
 * Reads:   certificateRefs and caCertificateRefs of listeners; parentRefs, backendRefs and mirrors
 * of routes Accepts: no namespace, the own one, those that are allowed */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { CERTIFICATES, BACKENDS, PARENTS };

static const struct param params_declared[] = {
	[CERTIFICATES] = { "certificateNamespaces", PARAM_STRINGS, .def = "[]",
			   .doc = "Globs of other namespaces that certificates may be in." },
	[BACKENDS] = { "backendNamespaces", PARAM_STRINGS, .def = "[]",
		       .doc = "Globs of other namespaces that backends and mirrors may be in." },
	[PARENTS] = { "parentNamespaces", PARAM_STRINGS, .def = "[\"*\"]",
		      .doc = "Globs of other namespaces that the Gateway of a route may be in." },
};

struct judge {
	const char *ns; /* the own one */
	const struct params *params;
	struct findings *out;
};

static void judge(const struct judge *j, const struct object_ref *ref, size_t list)
{
	const struct strings *allowed = param_strings(j->params, list);

	if (!ref->ns || !*ref->ns || strcmp(ref->ns, j->ns) == 0 || globs_match(allowed, ref->ns))
		return;
	finding(j->out, &ref->at, "namespace", .value = ref->ns,
		.want = allowed->count ? finding_text(j->out, "absent, or %s",
						      says_one_of(j->out, allowed))
				       : "absent");
}

static void judge_all(const struct judge *j, const struct object_ref *refs, size_t list)
{
	for_each_object_ref (ref, refs)
		judge(j, ref, list);
}

static void judge_mirrors(const struct judge *j, const struct route_filter *filters)
{
	for (const struct route_filter *f = filters; f && budget_step(); f = f->next)
		if (f->mirror)
			judge(j, f->mirror, BACKENDS);
}

static void check_gateway(const struct gateway *gateway, const struct params *params,
			  struct findings *out)
{
	const struct judge j = { gateway->request->ns, params, out };

	for_each_listener (l, gateway) {
		judge_all(&j, l->tls ? l->tls->certificates : NULL, CERTIFICATES);
		judge_all(&j, l->tls ? l->tls->client_cas : NULL, CERTIFICATES);
	}
}

static void check_route(const struct route *route, const struct params *params,
			struct findings *out)
{
	const struct judge j = { route->request->ns, params, out };

	judge_all(&j, route->parents, PARENTS);
	for_each_route_rule (rule, route) {
		judge_all(&j, rule->backends, BACKENDS);
		judge_mirrors(&j, rule->filters);
		for_each_route_backend (backend, rule)
			judge_mirrors(&j, backend->filters);
	}
}

const struct policy policy_network_gateway_references = {
	.id = "gateway-references",
	.title = "Gateways and routes stay in their namespace",
	.why = "A reference into another namespace uses its certificate or reaches its Services "
	       "from outside as soon as a grant there is wider than it was meant.",
	.remedy = "Refer to a Secret or Service of the same namespace.",
	.severity = SEVERITY_LOW,
	.good = "spec:\n  listeners:\n  - name: https\n"
		"    tls: {certificateRefs: [{name: shop-tls}]}\n",
	.bad = "spec:\n  listeners:\n  - name: https\n"
	       "    tls: {certificateRefs: [{name: shop-tls, namespace: vault}]}\n",
	.maps = { NSA_NAMESPACES },
	POLICY_PARAMS(params_declared),
	.check_gateway = check_gateway,
	.check_route = check_route,
};
