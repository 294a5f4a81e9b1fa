/* SPDX-License-Identifier: Apache-2.0 */
/* privileged_containers.c - no container is privileged.
 * Reads:   securityContext.privileged of containers
 * Accepts: absent, null, false */
#include "policy/policy.h"
#include "policy/says.h"

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
	.check_pod = check,
};
