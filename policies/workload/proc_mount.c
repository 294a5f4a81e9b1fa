/* SPDX-License-Identifier: Apache-2.0 */
/* proc_mount.c - how much of /proc containers see.
 * Reads:   securityContext.procMount of containers; hostUsers
 * Accepts: absent, Default */
#include "policy/pod_security.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, EXEMPT_USER_NAMESPACES };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[\"Default\"]",
		      .choices = "Default Unmasked", .doc = "Values that procMount may have." },
	[EXEMPT_USER_NAMESPACES] = { "exemptUserNamespaces", PARAM_BOOL, .def = "false",
				     .doc = "Whether pods with hostUsers false are left alone: "
					    "they need Unmasked for containers of their own." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);

	if (param_bool(params, EXEMPT_USER_NAMESPACES) && pod_has_own_users(pod))
		return;
	for_each_container (c, pod)
		if (c->security && c->security->proc_mount &&
		    !strings_have(allowed, c->security->proc_mount))
			finding(out, &c->at, "securityContext.procMount",
				.value = c->security->proc_mount,
				.want = says_one_of(out, allowed));
}

const struct policy policy_workload_proc_mount = {
	.id = "proc-mount",
	.title = "Containers see the masked /proc",
	.why = "An unmasked /proc shows and changes settings of the node's kernel.",
	.remedy = "Remove securityContext.procMount.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    securityContext: {procMount: Default}\n",
	.bad = EXAMPLE_POD "    securityContext: {procMount: Unmasked}\n",
	.maps = { PSS_PROC_MOUNT, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
