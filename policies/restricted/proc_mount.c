/* SPDX-License-Identifier: Apache-2.0 */
/* proc_mount.c - /proc keeps the masks that the runtime puts on it, whatever users the pod has.
 *
 * Reads:   procMount of each container
 * Accepts: absent, Default
 */
#include "policy/pod_security.h"
#include "policy/policy.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params;
	proc_mount_check(pod, out);
}

static const struct standard standard = {
	.level = LEVEL_RESTRICTED,
	.id = "procMount_restricted",
	.overrides = "procMount",
	.versions = { { 35, check } },
};

const struct policy policy_restricted_proc_mount = {
	.id = "restricted-proc-mount",
	.title = "Containers keep the default masks over /proc",
	.why = "An unmasked /proc shows and changes settings of the node's kernel.",
	.remedy = "Remove procMount.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    securityContext: {procMount: Default}\n",
	.bad = EXAMPLE_POD "    securityContext: {procMount: Unmasked}\n",
	.maps = { MITRE_ESCAPE },
	.standard = &standard,
};
