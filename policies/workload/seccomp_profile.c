/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp_profile.c - which seccomp profiles may be set, and whether one must be.
 * Reads:   securityContext.seccompProfile of pod and containers; annotations
 *          seccomp.security.alpha.kubernetes.io/pod and
 * container.seccomp.security.alpha.kubernetes.io/<container> Accepts: RuntimeDefault, Localhost;
 * none at all unless required */
#include "policy/policy.h"
#include "policy/profile.h"

static const struct profile *profile_of(const struct security_common *common)
{
	return common->seccomp;
}

static bool has_profile(const struct security_common *common)
{
	return common->seccomp != NULL;
}

/* Kubernetes ignores the annotations since 1.27: they must not say anything bad, but where a
 * profile is required only the field is one. */
static const struct profile_style style = {
	.field = "seccompProfile",
	.of = profile_of,
	.has = has_profile,
	.pod_annotation = "seccomp.security.alpha.kubernetes.io/pod",
	.container_annotation = "container.seccomp.security.alpha.kubernetes.io/",
	.old_default = "docker/default",
	.localhost_is_path = true,
	.debuggable = true,
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	profiles_check(&style, pod, params, out);
}

const struct policy policy_workload_seccomp_profile = {
	.id = "seccomp-profile",
	.title = "Seccomp profiles are of an allowed type and name",
	.why = "Without seccomp a container may use every system call, and with it every flaw of "
	       "the kernel.",
	.remedy = "Set securityContext.seccompProfile.type to RuntimeDefault, or to Localhost with "
		  "an allowed profile, and remove annotations that say otherwise.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "  securityContext: {seccompProfile: {type: RuntimeDefault}}\n",
	.bad = EXAMPLE_POD "  securityContext: {seccompProfile: {type: Unconfined}}\n",
	.maps = { PSS_SECCOMP, CIS_SECCOMP, NSA_HARDENING, MITRE_ESCAPE },
	.params = profile_params,
	.param_count = PROFILE_PARAMS_DEBUGGABLE,
	.check_pod = check,
};
