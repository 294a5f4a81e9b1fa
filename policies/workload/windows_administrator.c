/* SPDX-License-Identifier: Apache-2.0 */
/* windows_administrator.c - Windows containers do not run as their administrator.
 * Reads:   windowsOptions.runAsUserName of the pod and of each container
 * Accepts: absent, null, every other name; names compare without case, as Windows does */
#include <string.h>

#include "policy/pod_security.h"
#include "policy/policy.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params;
	for_each_context (x, pod) {
		const struct windows_options *windows = x.common->windows;
		const char *name = windows ? windows->run_as_user_name : NULL;

		if (name && strcasecmp(name, "ContainerAdministrator") == 0)
			finding(out, x.at, "securityContext.windowsOptions.runAsUserName",
				.value = name, .want = "another user");
	}
}

const struct policy policy_workload_windows_administrator = {
	.id = "windows-administrator",
	.title = "Windows containers do not run as their administrator",
	.why = "ContainerAdministrator is to a Windows container what root is to a Linux one: it "
	       "may "
	       "change all that is in it.",
	.remedy = "Set runAsUserName to ContainerUser, or to a user that the image makes.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    securityContext:\n      windowsOptions:\n"
			    "        runAsUserName: ContainerUser\n",
	.bad = EXAMPLE_POD "    securityContext:\n      windowsOptions:\n"
			   "        runAsUserName: ContainerAdministrator\n",
	.check_pod = check,
};
