/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_mode.c - an AppArmor profile confines what runs under it.
 * Reads:   flags, "all," and change_profile of AppArmor profiles, mode of their objects
 * Accepts: profiles that are enforced, and changes to profiles by name */
#include <string.h>

#include "policy/apparmor_rules.h"
#include "policy/policy.h"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedModes", PARAM_STRINGS, .def = "[]",
		      .choices = "complain unconfined default_allow prompt",
		      .doc = "Modes that confine nothing and may be set all the same." },
};

static bool is_allowed(const struct params *params, const char *mode)
{
	return strings_have(param_strings(params, ALLOWED), mode);
}

/* Why a flag leaves everything open, or NULL. */
static const char *want_in_place_of(const char *flag)
{
	static const struct {
		const char *flag, *want;
	} flags[] = {
		{ "complain", "absent: in this mode what is not allowed is logged, and done" },
		{ "unconfined", "absent: in this mode nothing is refused" },
		{ "default_allow", "absent: what no rule names is allowed then" },
		{ "prompt", "absent: a node has nobody who could be asked" },
	};

	for (size_t i = 0; i < ARRAY_LEN(flags); i++)
		if (strcmp(flag, flags[i].flag) == 0)
			return flags[i].want;
	return NULL;
}

static void judge_flags(const struct apparmor_profile *profile, const struct params *params,
			struct findings *out)
{
	for (size_t i = 0; i < profile->flags.count; i++) {
		const char *flag = profile->flags.v[i], *want = want_in_place_of(flag);

		if (want && !is_allowed(params, flag))
			finding(out, &profile->at, NULL,
				.value = finding_text(out, "flags=(%s)", flag), .want = want,
				.fix = "take the flag out of the profile");
	}
}

static void judge_object(const struct apparmor_spec *spec, const struct params *params,
			 struct findings *out)
{
	if (is_allowed(params, "complain"))
		return;
	if (strcasecmp(spec->mode, "Complain") == 0)
		finding(out, &spec->at, "mode", .value = spec->mode, .want = "Enforce",
			.fix = "set Enforce");
	if (spec->complain_mode.v)
		finding(out, &spec->at, "complainMode", .value = "true", .want = "absent or false",
			.fix = "remove it");
}

/* A target that leaves all confinement, or might. */
static bool is_free(const char *target)
{
	return !target || strcmp(target, "unconfined") == 0 || !target[strspn(target, "*/")];
}

static void judge_rule(const struct apparmor_case *c)
{
	const struct apparmor_rule *rule = c->rule;
	const char *target = NULL;

	if (rule->kind == APPARMOR_ALL) {
		apparmor_finding(c, "rules for what the workload does: this one allows everything",
				 "name files, network and capabilities in its place");
		return;
	}
	for (size_t i = 0; i + 1 < rule->words.count; i++)
		if (strcmp(rule->words.v[i], "->") == 0)
			target = rule->words.v[i + 1];
	if (is_free(target))
		apparmor_finding(c, "the profile that it may change to, by name",
				 "write change_profile -> NAME");
}

static void check(const struct apparmor *view, const struct params *params, struct findings *out)
{
	if (view->spec)
		judge_object(view->spec, params, out);
	for_each_apparmor_source(source, view) for_each_apparmor_profile(profile, &source->text)
		judge_flags(profile, params, out);
	apparmor_check(view, APPARMOR_BIT(ALL) | APPARMOR_BIT(CHANGE_PROFILE), params, out,
		       judge_rule);
}

const struct policy policy_profiles_apparmor_mode = {
	.id = "apparmor-mode",
	.title = "AppArmor profiles confine what runs under them",
	.why = "A profile in complain mode, or one that allows everything, looks like protection "
	       "where it is named and is none.",
	.remedy = "Load the profile in enforce mode, with rules for what the workload does.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  policy: |\n    profile app {\n      /usr/bin/app ix,\n    }\n",
	.bad = "spec:\n  policy: |\n    profile app flags=(complain) {\n      /usr/bin/app ix,\n"
	       "    }\n",
	.maps = { PSS_APPARMOR, CIS_SECURITY_CONTEXT, NSA_HARDENING, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_apparmor = check,
};
