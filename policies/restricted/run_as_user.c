/* SPDX-License-Identifier: Apache-2.0 */
/* run_as_user.c - neither the pod nor a container asks for user 0.
 *
 * Reads:   runAsUser of the pod and of each container; hostUsers from v1.35 on
 * Accepts: absent, anything but 0; from v1.35 on 0 too in a pod that has its own users
 */
#include "policy/pod_security.h"
#include "policy/policy.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct setters bad = { 0 };

	(void)params;
	for_each_context (x, pod) {
		if (!x.common->run_as_user.set || x.common->run_as_user.v != 0)
			continue;
		finding(out, x.at, "securityContext.runAsUser", .value = "0",
			.want = "absent or not 0", .fix = "choose another user than root");
		setters_add(out, &bad, &x);
	}
	if (setters_any(&bad))
		findings_summary(
			out, "runAsUser=0",
			finding_text(out, "%s must not set runAsUser=0", setters_print(out, &bad)));
}

static void check_own_users(const struct pod *pod, const struct params *params,
			    struct findings *out)
{
	if (!pod_has_own_users(pod))
		check(pod, params, out);
}

static const struct standard standard = {
	.level = LEVEL_RESTRICTED,
	.id = "runAsUser",
	.versions = { { 23, check }, { 35, check_own_users } },
};

const struct policy policy_restricted_run_as_user = {
	.id = "restricted-run-as-user",
	.title = "Nothing asks to run as root",
	.why = "Root in a container is root on its node for every flaw of the kernel or the "
	       "runtime.",
	.remedy = "Remove runAsUser, or set it to another user than 0.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  securityContext: {runAsUser: 1000}\n",
	.bad = EXAMPLE_POD "  securityContext: {runAsUser: 0}\n",
	.maps = { CIS_ROOT, NSA_NON_ROOT, MITRE_ESCAPE },
	.standard = &standard,
};
