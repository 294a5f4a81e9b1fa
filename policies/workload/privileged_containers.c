/* SPDX-License-Identifier: Apache-2.0 */
/* privileged_containers.c - no container is privileged.
 * Reads:   securityContext.privileged of containers; adminAccess of the devices they claim
 * Accepts: absent, null, false */
#include "policy/device_access.h"
#include "policy/says.h"

enum { NAMESPACES };

static const struct param params_declared[] = {
	[NAMESPACES] = { "adminAccessNamespaces", PARAM_STRINGS, .def = "[]",
			 .doc = "Globs of the namespaces whose ResourceClaims can have "
				"adminAccess." },
};

static void check_claim(const struct device_claim *claim, const struct params *params,
			struct findings *out)
{
	device_access_check(claim, param_strings(params, NAMESPACES), out);
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params;
	for_each_container (c, pod)
		if (c->security && c->security->privileged.v)
			finding(out, &c->at, "securityContext.privileged",
				.value = says_bool(c->security->privileged),
				.want = "absent or false");
}

const struct policy policy_workload_privileged_containers = {
	.id = "privileged-containers",
	.title = "No container is privileged",
	.why = "A privileged container has all capabilities and all devices: it is root on the "
	       "node.",
	.remedy = "Remove securityContext.privileged; add the one capability or device that is "
		  "needed.",
	.severity = SEVERITY_CRITICAL,
	.good = EXAMPLE_POD "    securityContext: {privileged: false}\n",
	.bad = EXAMPLE_POD "    securityContext: {privileged: true}\n",
	.maps = { PSS_PRIVILEGED, CIS_PRIVILEGED, NSA_ENFORCEMENT, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
	.check_device_claim = check_claim,
};
