/* SPDX-License-Identifier: Apache-2.0 */
/* proc_mount.c - /proc keeps the masks that the runtime puts on it.
 *
 * Reads:   procMount of each container; hostUsers from v1.35 on
 * Accepts: absent, Default; from v1.35 on anything in a pod that has its own users
 */
#include "policy/pod_security.h"
#include "policy/policy.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params;
	proc_mount_check(pod, out);
}

static void check_own_users(const struct pod *pod, const struct params *params,
			    struct findings *out)
{
	if (!pod_has_own_users(pod))
		check(pod, params, out);
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "procMount",
	.versions = { { 0, check }, { 35, check_own_users } },
};

const struct policy policy_baseline_proc_mount = {
	.id = "baseline-proc-mount",
	.title = "Containers keep the default masks over /proc, unless the pod has its own users",
	.why = "An unmasked /proc shows and changes settings of the node's kernel.",
	.remedy = "Remove procMount, or set hostUsers to false.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    securityContext: {procMount: Default}\n",
	.bad = EXAMPLE_POD "    securityContext: {procMount: Unmasked}\n",
	.maps = { MITRE_ESCAPE },
	.standard = &standard,
};
