/* SPDX-License-Identifier: Apache-2.0 */
/* api_service_tls.c - the API server knows whom it hands requests to.
 * Reads:   service, insecureSkipTLSVerify, caBundle
 * Accepts: APIs of the API server itself; a certificate that is verified; allowed ones */
#include "policy/ca_injection.h"
#include "policy/policy.h"

enum { ALLOWED, NEED_CA, INJECTORS };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedInsecure", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of the names of API services whose certificate need not be "
			     "verified: \"v1beta1.metrics.k8s.io\"." },
	[NEED_CA] = { "requireCABundle", PARAM_BOOL, .def = "false",
		      .doc = "Whether each must come with the CA that its certificate is of, or "
			     "ask for one, in place of those of the system." },
	[INJECTORS] = PARAM_CA_INJECTORS,
};

static void check(const struct api_service *s, const struct params *params, struct findings *out)
{
	const char *name = *s->meta->name ? s->meta->name : s->request->name;

	if (!s->service)
		return;
	if (s->insecure_skip_tls_verify) {
		if (!globs_match(param_strings(params, ALLOWED), name))
			finding(out, &s->at, "insecureSkipTLSVerify", .value = "true",
				.want = "absent or false", .fix = "set caBundle");
	} else if (param_bool(params, NEED_CA) && !*s->ca_bundle &&
		   !ca_is_injected(s->meta, param_strings(params, INJECTORS))) {
		finding(out, &s->at, "caBundle", .want = "the CA of the service's certificate");
	}
}

const struct policy policy_cluster_api_service_tls = {
	.id = "api-service-tls",
	.title = "The API server verifies whom it hands requests to",
	.why = "Who stands in for the service gets users' requests with their names and groups, "
	       "and "
	       "answers what he likes.",
	.remedy = "Set caBundle, or have it filled in, and remove insecureSkipTLSVerify.",
	.severity = SEVERITY_HIGH,
	.good = "spec: {group: a.example, version: v1, service: {namespace: a, name: api}}\n",
	.bad = "spec:\n"
	       "  group: a.example\n"
	       "  version: v1\n"
	       "  service: {namespace: a, name: api}\n"
	       "  insecureSkipTLSVerify: true\n",
	.maps = { NSA_CONTROL_PLANE, NSA_ENCRYPTION },
	POLICY_PARAMS(params_declared),
	.check_api_service = check,
};
