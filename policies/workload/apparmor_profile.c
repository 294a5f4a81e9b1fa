/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_profile.c - which AppArmor profiles may be set, and whether one must be.
 * Reads:   securityContext.appArmorProfile of pod and containers; annotations
 *          container.apparmor.security.beta.kubernetes.io/<container>
 * Accepts: RuntimeDefault, Localhost; none at all unless required */
#include "policy/policy.h"
#include "policy/profile.h"

static const struct profile *profile_of(const struct security_common *common)
{
	return common->apparmor;
}

static bool has_profile(const struct security_common *common)
{
	return common->apparmor != NULL;
}

/* The kubelet falls back to the annotation where the container has no field. */
static const struct profile_style style = {
	.field = "appArmorProfile",
	.of = profile_of,
	.has = has_profile,
	.container_annotation = "container.apparmor.security.beta.kubernetes.io/",
	.annotations_work = true,
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	profiles_check(&style, pod, params, out);
}

const struct policy policy_workload_apparmor_profile = {
	.id = "apparmor-profile",
	.title = "AppArmor profiles are of an allowed type and name",
	.why = "Without AppArmor a process that breaks out of its container meets one barrier "
	       "less.",
	.remedy = "Set securityContext.appArmorProfile.type to RuntimeDefault, or to Localhost "
		  "with an allowed profile, and remove annotations that say otherwise.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    securityContext: {appArmorProfile: {type: RuntimeDefault}}\n",
	.bad = EXAMPLE_POD "    securityContext: {appArmorProfile: {type: Unconfined}}\n",
	.maps = { PSS_APPARMOR, NSA_HARDENING, MITRE_ESCAPE },
	POLICY_PARAMS(profile_params),
	.check_pod = check,
};
