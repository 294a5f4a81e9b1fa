/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor.c - AppArmor must confine each container as the runtime does by default, or tighter.
 *
 * Reads:   appArmorProfile.type of the pod and of each container; annotations
 *          container.apparmor.security.beta.kubernetes.io/<anything>, whether or not a container
 * has that name Accepts: absent, RuntimeDefault, Localhost; in annotations "", runtime/default,
 * localhost/<profile>
 */
#include <string.h>

#include "policy/pod_security.h"
#include "policy/policy.h"

#define PREFIX "container.apparmor.security.beta.kubernetes.io/"

static void check_fields(const struct pod *pod, struct setters *bad, struct names *types,
			 struct findings *out)
{
	for_each_context (x, pod) {
		const struct profile *profile = x.common->apparmor;

		if (!profile || profile_confines(profile))
			continue;
		finding(out, x.at, "securityContext.appArmorProfile.type", .value = profile->type,
			.want = "RuntimeDefault or Localhost",
			.fix = "remove appArmorProfile or set its type to RuntimeDefault");
		setters_add(out, bad, &x);
		names_add(out, types, profile->type);
	}
	names_sort_set(types);
}

static bool value_confines(const char *value)
{
	return !*value || strcmp(value, "runtime/default") == 0 ||
	       strncmp(value, "localhost/", strlen("localhost/")) == 0;
}

static void check_annotations(const struct meta *meta, struct names *bad, struct findings *out)
{
	struct at all = { .up = &meta->at, .key = "annotations" };

	for_each_entry (e, meta->annotations) {
		struct at at = { .up = &all, .key = e->key };

		if (strncmp(e->key, PREFIX, strlen(PREFIX)) != 0 || value_confines(e->value))
			continue;
		finding(out, &at, NULL, .value = e->value,
			.want = "runtime/default or localhost/<profile>",
			.fix = "remove the annotation");
		names_add(out, bad, finding_text(out, "%s=%s", e->key, go_quote(out, e->value)));
	}
	names_sort(bad);
}

static const char *setters(const struct setters *fields, const struct names *annotations,
			   struct findings *out)
{
	return finding_text(
		out, "%s%s%s", setters_print(out, fields),
		setters_any(fields) && annotations->count ? " and " : "",
		annotations->count ? plural("annotation", "annotations", annotations->count) : "");
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct setters fields = { 0 };
	struct names values = { 0 }, annotations = { 0 };

	(void)params;
	check_fields(pod, &fields, &values, out);
	check_annotations(pod->meta, &annotations, out);
	for (size_t i = 0; i < annotations.count; i++)
		names_add(out, &values, annotations.v[i]);
	if (!values.count)
		return;
	findings_summary(
		out,
		plural("forbidden AppArmor profile", "forbidden AppArmor profiles", values.count),
		finding_text(out, "%s must not set AppArmor profile type to %s",
			     setters(&fields, &annotations, out), names_quote(out, &values)));
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "appArmorProfile",
	.versions = { { 0, check } },
};

const struct policy policy_baseline_apparmor = {
	.id = "baseline-apparmor",
	.title = "AppArmor confines containers as by default, or tighter",
	.why = "Without its AppArmor profile a container may write to kernel interfaces and mount "
	       "file systems, which are first steps to its node.",
	.remedy = "Remove the profile, or set its type to RuntimeDefault or Localhost.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    securityContext: {appArmorProfile: {type: RuntimeDefault}}\n",
	.bad = EXAMPLE_POD "    securityContext: {appArmorProfile: {type: Unconfined}}\n",
	.maps = { NSA_HARDENING, MITRE_ESCAPE },
	.standard = &standard,
};
