/* SPDX-License-Identifier: Apache-2.0 */
/* privilege_escalation.c - no process gains more privileges than its parent.
 * Reads:   securityContext.allowPrivilegeEscalation of containers
 * Accepts: false; absent only when not required, or on Windows, which has no such field */
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { REQUIRED };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_BOOL, .def = "true",
		       .doc = "Whether each container must set it; absent means true to "
			      "Kubernetes." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	bool required = param_bool(params, REQUIRED) && !pod_is_windows(pod);

	for_each_container (c, pod) {
		struct opt_bool allow = { 0 };

		if (c->security)
			allow = c->security->allow_privilege_escalation;
		if (allow.v || (required && !allow.set))
			finding(out, &c->at, "securityContext.allowPrivilegeEscalation",
				.value = says_bool(allow), .want = "false");
	}
}

const struct policy policy_workload_privilege_escalation = {
	.id = "privilege-escalation",
	.title = "Containers do not allow privilege escalation",
	.why = "With it a setuid program in the image turns an ordinary user into root.",
	.remedy = "Set securityContext.allowPrivilegeEscalation to false.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    securityContext: {allowPrivilegeEscalation: false}\n",
	.bad = EXAMPLE_POD "    securityContext: {allowPrivilegeEscalation: true}\n",
	.maps = { PSS_PRIVILEGE_ESCALATION, CIS_PRIVILEGE_ESCALATION, NSA_ENFORCEMENT,
		  MITRE_EXPLOITATION },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
