/* SPDX-License-Identifier: Apache-2.0 */
/* windows_host_process.c - no Windows container runs as a process of its node.
 *
 * Reads:   windowsOptions.hostProcess of the pod and of each container
 * Accepts: absent, false
 */
#include "policy/pod_security.h"
#include "policy/policy.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct setters bad = { 0 };

	(void)params;
	for_each_context (x, pod) {
		if (!x.common->windows || !x.common->windows->host_process.v)
			continue;
		finding(out, x.at, "securityContext.windowsOptions.hostProcess", .value = "true",
			.want = "absent or false", .fix = "remove hostProcess or set it to false");
		setters_add(out, &bad, &x);
	}
	if (setters_any(&bad))
		findings_summary(out, "hostProcess",
				 finding_text(out,
					      "%s must not set "
					      "securityContext.windowsOptions.hostProcess=true",
					      setters_print(out, &bad)));
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "windowsHostProcess",
	.versions = { { 0, check } },
};

const struct policy policy_baseline_windows_host_process = {
	.id = "baseline-windows-host-process",
	.title = "No Windows container is a process of its node",
	.why = "A host process has the node's file system, network and services, like a privileged "
	       "container on Linux.",
	.remedy = "Remove hostProcess, or set it to false.",
	.severity = SEVERITY_CRITICAL,
	.good = EXAMPLE_POD "  securityContext: {windowsOptions: {hostProcess: false}}\n",
	.bad = EXAMPLE_POD "  securityContext: {windowsOptions: {hostProcess: true}}\n",
	.maps = { CIS_HOST_PROCESS, MITRE_ESCAPE },
	.standard = &standard,
};
