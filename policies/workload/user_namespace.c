/* SPDX-License-Identifier: Apache-2.0 */
/* user_namespace.c - pods have users of their own.
 * Reads:   hostUsers of the pod
 * Accepts: false; anything on Windows, which has no such field */
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params;
	if (!pod_has_own_users(pod) && !pod_is_windows(pod))
		finding(out, &pod->at, "hostUsers", .value = says_bool(pod->host_users),
			.want = "false");
}

const struct policy policy_workload_user_namespace = {
	.id = "user-namespace",
	.title = "Pods run in a user namespace of their own",
	.why = "Without one, root in a container is the same user as root on the node.",
	.remedy = "Set hostUsers to false in the pod's spec.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  hostUsers: false\n",
	.bad = EXAMPLE_POD "  hostUsers: true\n",
	.maps = { MITRE_ESCAPE },
	.check_pod = check,
};
