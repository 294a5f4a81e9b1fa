/* SPDX-License-Identifier: Apache-2.0 */
/* privilege_escalation.c - no process in a container may gain more than its parent had.
 *
 * Reads:   allowPrivilegeEscalation of each container; spec.os from v1.25 on
 * Accepts: false, and only when it is said; from v1.25 on anything in a Windows pod
 */
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names bad = { 0 };

	(void)params;
	for_each_container (c, pod) {
		struct opt_bool allow = { 0 };

		if (c->security)
			allow = c->security->allow_privilege_escalation;
		if (allow.set && !allow.v)
			continue;
		finding(out, &c->at, "securityContext.allowPrivilegeEscalation",
			.value = allow.set ? "true" : NULL, .want = "false",
			.fix = "set allowPrivilegeEscalation to false");
		names_add(out, &bad, c->name);
	}
	if (bad.count)
		findings_summary(
			out, "allowPrivilegeEscalation != false",
			finding_text(out,
				     "%s must set securityContext.allowPrivilegeEscalation=false",
				     containers_phrase(out, &bad)));
}

static void check_linux(const struct pod *pod, const struct params *params, struct findings *out)
{
	if (!pod_declares_windows(pod))
		check(pod, params, out);
}

static const struct standard standard = {
	.level = LEVEL_RESTRICTED,
	.id = "allowPrivilegeEscalation",
	.versions = { { 8, check }, { 25, check_linux } },
};

const struct policy policy_restricted_privilege_escalation = {
	.id = "restricted-privilege-escalation",
	.title = "Containers forbid privilege escalation",
	.why = "Otherwise a set-uid program in the image makes root of any user, with all "
	       "capabilities that the container has.",
	.remedy = "Set allowPrivilegeEscalation to false in each container.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    securityContext: {allowPrivilegeEscalation: false}\n",
	.bad = EXAMPLE_POD "    securityContext: {allowPrivilegeEscalation: true}\n",
	.maps = { CIS_PRIVILEGE_ESCALATION, NSA_ENFORCEMENT, MITRE_EXPLOITATION },
	.standard = &standard,
};
