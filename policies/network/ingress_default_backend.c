/* SPDX-License-Identifier: Apache-2.0 */
/* ingress_default_backend.c - an Ingress says by rules what it serves.
 * Reads:   defaultBackend, or backend as v1beta1 has it; rules
 * Accepts: no default backend; one beside rules, where that is allowed */
#include "policy/policy.h"

enum { BESIDE_RULES };

static const struct param params_declared[] = {
	[BESIDE_RULES] = { "allowBesideRules", PARAM_BOOL, .def = "true",
			   .doc = "Whether an Ingress with rules may have a default backend." },
};

/* Either shape's name; "" for a resource. */
static const char *service_of(const struct ingress_backend *backend)
{
	return *backend->service ? backend->service : backend->old_service;
}

static void judge(const struct ingress *ingress, const struct ingress_backend *backend,
		  const struct params *params, struct findings *out)
{
	if (backend && !(ingress->rules && param_bool(params, BESIDE_RULES)))
		finding(out, &backend->at, NULL, .value = service_of(backend),
			.want = ingress->rules ? "absent" : "rules with hosts in its place");
}

static void check(const struct ingress *ingress, const struct params *params, struct findings *out)
{
	judge(ingress, ingress->default_backend, params, out);
	judge(ingress, ingress->old_backend, params, out);
}

const struct policy policy_network_ingress_default_backend = {
	.id = "ingress-default-backend",
	.title = "Ingresses have no bare default backend",
	.why = "A default backend without rules gets all requests that no other Ingress takes, of "
	       "whatever host.",
	.remedy = "Use rules that name the hosts and paths of the backend.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  rules: [{host: shop.example.com}]\n",
	.bad = "spec:\n  defaultBackend: {service: {name: shop, port: {number: 80}}}\n",
	.maps = { MITRE_PUBLIC_SERVICE },
	POLICY_PARAMS(params_declared),
	.check_ingress = check,
};
