/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp.c - no seccomp profile is switched off; to have one is a matter of level restricted.
 *
 * Reads:   up to v1.18 annotations seccomp.security.alpha.kubernetes.io/pod and
 *          container.seccomp.security.alpha.kubernetes.io/<a container's name>; from v1.19 on
 *          seccompProfile.type of the pod and of each container
 * Accepts: absent, RuntimeDefault, Localhost; in annotations runtime/default, docker/default,
 * localhost/<profile>
 */
#include <string.h>

#include "policy/pod_security.h"
#include "policy/policy.h"

#define POD_KEY	   "seccomp.security.alpha.kubernetes.io/pod"
#define KEY_PREFIX "container.seccomp.security.alpha.kubernetes.io/"

static bool value_confines(const char *value)
{
	return strcmp(value, "runtime/default") == 0 || strcmp(value, "docker/default") == 0 ||
	       strncmp(value, "localhost/", strlen("localhost/")) == 0;
}

/* @containers is sorted: a hostile pod has many, and as many annotations. */
static bool key_counts(const char *key, const struct names *containers)
{
	if (strncmp(key, KEY_PREFIX, strlen(KEY_PREFIX)) == 0)
		return names_have(containers, key + strlen(KEY_PREFIX));
	return strcmp(key, POD_KEY) == 0;
}

static void check_annotations(const struct pod *pod, const struct params *params,
			      struct findings *out)
{
	struct at all = { .up = &pod->meta->at, .key = "annotations" };
	struct names containers = { 0 }, bad = { 0 };

	(void)params;
	for_each_container (c, pod)
		names_add(out, &containers, c->name);
	names_sort(&containers);
	for_each_entry (e, pod->meta->annotations) {
		struct at at = { .up = &all, .key = e->key };

		if (!key_counts(e->key, &containers) || value_confines(e->value))
			continue;
		finding(out, &at, NULL, .value = e->value,
			.want = "runtime/default or localhost/<profile>",
			.fix = "remove the annotation or set it to runtime/default");
		names_add(out, &bad, finding_text(out, "%s=%s", e->key, go_quote(out, e->value)));
	}
	if (!bad.count)
		return;
	names_sort(&bad);
	findings_summary(out, "seccompProfile",
			 finding_text(out, "forbidden %s %s",
				      plural("annotation", "annotations", bad.count),
				      names_join(out, &bad, ", ")));
}

static void check_fields(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct setters bad = { 0 };
	struct names types = { 0 };

	(void)params;
	for_each_context (x, pod) {
		const struct profile *profile = x.common->seccomp;

		if (!profile || profile_confines(profile))
			continue;
		finding(out, x.at, "securityContext.seccompProfile.type", .value = profile->type,
			.want = "RuntimeDefault or Localhost",
			.fix = "remove seccompProfile or set its type to RuntimeDefault");
		setters_add(out, &bad, &x);
		names_add(out, &types, profile->type);
	}
	if (!setters_any(&bad))
		return;
	names_sort_set(&types);
	findings_summary(out, "seccompProfile",
			 finding_text(out,
				      "%s must not set securityContext.seccompProfile.type to %s",
				      setters_print(out, &bad), names_quote(out, &types)));
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "seccompProfile_baseline",
	.versions = { { 0, check_annotations }, { 19, check_fields } },
};

const struct policy policy_baseline_seccomp = {
	.id = "baseline-seccomp",
	.title = "No seccomp profile is switched off",
	.why = "Unconfined opens every system call of the kernel, and with them its rarely used "
	       "and "
	       "rarely tested ones.",
	.remedy = "Remove the profile, or set its type to RuntimeDefault or Localhost.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    securityContext: {seccompProfile: {type: RuntimeDefault}}\n",
	.bad = EXAMPLE_POD "    securityContext: {seccompProfile: {type: Unconfined}}\n",
	.maps = { CIS_SECCOMP, NSA_HARDENING, MITRE_ESCAPE },
	.standard = &standard,
};
