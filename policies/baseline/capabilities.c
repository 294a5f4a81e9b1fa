/* SPDX-License-Identifier: Apache-2.0 */
/* capabilities.c - containers add no capability beyond the runtime's default set.
 *
 * Reads:   capabilities.add of each container, exactly as written: no CAP_ in front, case counts
 * Accepts: absent, the default set
 */
#include "policy/pod_security.h"
#include "policy/policy.h"

static const char *const allowed[] = {
	"AUDIT_WRITE",	    "CHOWN",   "DAC_OVERRIDE", "FOWNER",  "FSETID", "KILL",	  "MKNOD",
	"NET_BIND_SERVICE", "SETFCAP", "SETGID",       "SETPCAP", "SETUID", "SYS_CHROOT", NULL,
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const char *added = capabilities_added(pod, allowed, "none beyond the default set", out);

	(void)params;
	if (added)
		findings_summary(out, "non-default capabilities", added);
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "capabilities_baseline",
	.versions = { { 0, check } },
};

const struct policy policy_baseline_capabilities = {
	.id = "baseline-capabilities",
	.title = "Containers add no capability beyond the default set",
	.why = "Capabilities such as SYS_ADMIN, NET_ADMIN or SYS_PTRACE are power over the node or "
	       "over its other containers.",
	.remedy = "Remove the capability from capabilities.add.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    securityContext: {capabilities: {add: [NET_BIND_SERVICE]}}\n",
	.bad = EXAMPLE_POD "    securityContext: {capabilities: {add: [SYS_ADMIN]}}\n",
	.maps = { CIS_ADDED_CAPABILITIES, NSA_ENFORCEMENT, MITRE_ESCAPE },
	.standard = &standard,
};
