/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp.c - every container has a seccomp profile, of its own or of the pod.
 *
 * Reads:   seccompProfile.type of the pod and of each container; spec.os from v1.25 on
 * Accepts: RuntimeDefault or Localhost in the pod or in each container, and nothing else anywhere;
 * from v1.25 on anything in a Windows pod
 */
#include "policy/pod_os.h"
#include "policy/pod_security.h"
#include "policy/policy.h"

#define FIELD "securityContext.seccompProfile.type"
#define WANT  "RuntimeDefault or Localhost"

/* Return: who sets another type, and in @types what. */
static struct setters set_other(const struct pod *pod, struct names *types, struct findings *out)
{
	struct setters bad = { 0 };

	for_each_context (x, pod) {
		const struct profile *profile = x.common->seccomp;

		if (!profile || profile_confines(profile))
			continue;
		finding(out, x.at, FIELD, .value = profile->type, .want = WANT,
			.fix = "set the type to RuntimeDefault");
		setters_add(out, &bad, &x);
		names_add(out, types, profile->type);
	}
	names_sort_set(types);
	return bad;
}

/* Return: containers without profile in a pod without profile. */
static struct names unset(const struct pod *pod, struct findings *out)
{
	struct names bad = { 0 };

	if (pod->security && pod->security->common.seccomp)
		return bad;
	for_each_container (c, pod) {
		if (c->security && c->security->common.seccomp)
			continue;
		finding(out, &c->at, FIELD, .want = WANT,
			.fix = "set the type to RuntimeDefault, for the container or for the pod");
		names_add(out, &bad, c->name);
	}
	return bad;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names types = { 0 };
	struct setters bad = set_other(pod, &types, out);
	struct names silent = unset(pod, out);
	const char *detail;

	(void)params;
	if (setters_any(&bad))
		detail = finding_text(out, "%s must not set %s to %s", setters_print(out, &bad),
				      FIELD, names_quote(out, &types));
	else if (silent.count)
		detail = finding_text(
			out, "pod or %s must set %s to \"RuntimeDefault\" or \"Localhost\"",
			containers_phrase(out, &silent), FIELD);
	else
		return;
	findings_summary(out, "seccompProfile", detail);
}

static void check_linux(const struct pod *pod, const struct params *params, struct findings *out)
{
	if (!pod_declares_windows(pod))
		check(pod, params, out);
}

static const struct standard standard = {
	.level = LEVEL_RESTRICTED,
	.id = "seccompProfile_restricted",
	.overrides = "seccompProfile_baseline",
	.versions = { { 19, check }, { 25, check_linux } },
};

const struct policy policy_restricted_seccomp = {
	.id = "restricted-seccomp",
	.title = "Every container has a seccomp profile",
	.why = "Without one all system calls of the kernel are open, and with them its rarely used "
	       "and rarely tested ones.",
	.remedy = "Set seccompProfile.type to RuntimeDefault for the pod.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  securityContext: {seccompProfile: {type: RuntimeDefault}}\n",
	.bad = EXAMPLE_POD,
	.maps = { CIS_SECCOMP, NSA_HARDENING, MITRE_ESCAPE },
	.standard = &standard,
};
