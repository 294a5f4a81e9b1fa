/* SPDX-License-Identifier: Apache-2.0 */
/* check_presets.c - presets are what their table says, and what a file says itself wins. */
#include <string.h>

#include "base/mem.h"
#include "config/presets.h"
#include "policies.h"
#include "support.h"

static const char *const modes[] = { "deny", "warn", "audit", "off" };

static const struct config *config_of(const char *presets, const char **fault)
{
	const char *text = whole_config(presets);
	const struct config_fault *faults = NULL;
	const struct config *config =
		config_parse(test_arena(), policies_all, "k.yaml", text, strlen(text), &faults);

	*fault = faults ? faults->text : NULL;
	return config;
}

static const struct config *good(const char *text)
{
	const char *fault;
	const struct config *config = config_of(text, &fault);

	ck_assert_msg(config != NULL, "%s: %s", text, fault);
	return config;
}

static const struct rule *rule_of(const struct config *config, const char *name)
{
	const struct rule *found = NULL;

	for (size_t i = 0; i < config->rule_count; i++) {
		if (strcmp(config->rules[i].name, name) != 0)
			continue;
		ck_assert_msg(!found, "two rules %s", name);
		found = &config->rules[i];
	}
	return found;
}

static int preset_count(void)
{
	int n = 0;

	while (presets_all()[n].name)
		n++;
	return n;
}

static int row_count(void)
{
	int n = 0;

	while (preset_rules()[n].policy)
		n++;
	return n;
}

/* A preset gives exactly the rules of its column. */
START_TEST(each_preset)
{
	const struct preset *preset = &presets_all()[_i];
	const char *text = arena_printf(test_arena(), "preset: %s", preset->name);
	const struct config *config = good(text);
	size_t count = 0;

	ck_assert_int_le(preset_count(), PRESETS_MAX);
	ck_assert(preset->about && *preset->about);
	ck_assert_ptr_eq(preset_find(preset->name), preset);
	for (const struct preset_rule *row = preset_rules(); row->policy; row++) {
		const struct rule *rule = rule_of(config, preset_rule_name(row));
		enum rule_mode mode = preset_mode(preset, row);

		ck_assert_msg(!rule == (mode == RULE_OFF), "%s: %s", preset->name,
			      preset_rule_name(row));
		if (!rule)
			continue;
		count++;
		ck_assert_str_eq(rule->policy->id, row->policy);
		ck_assert_msg(rule->mode == mode && rule->line == 1 && !rule->replaces &&
				      strcmp(rule->preset, preset->name) == 0,
			      "%s: %s", preset->name, rule->name);
	}
	ck_assert_uint_eq(config->rule_count, count);
	ck_assert(config->pod_security.defaults.enforce.level >= preset->enforce);
}
END_TEST

/* Names are apart, every row is in some preset, and modes stop where the presets do. */
START_TEST(each_row)
{
	const struct preset_rule *row = &preset_rules()[_i];
	bool used = false;

	for (int i = 0; i < PRESETS_MAX; i++) {
		used = used || row->modes[i] != RULE_OFF;
		ck_assert_msg(i < preset_count() || row->modes[i] == RULE_OFF,
			      "%s: a mode for a preset that is not there", preset_rule_name(row));
	}
	ck_assert_msg(used, "%s is in no preset", preset_rule_name(row));
	for (int i = 0; i < _i; i++)
		ck_assert_str_ne(preset_rule_name(&preset_rules()[i]), preset_rule_name(row));
}
END_TEST

/* The built-in one refuses nothing: nobody asked for it. */
START_TEST(default_tells)
{
	for (const struct preset_rule *row = preset_rules(); row->policy; row++)
		ck_assert_msg(preset_mode(preset_default(), row) != RULE_DENY, "%s",
			      preset_rule_name(row));
	ck_assert_int_eq(preset_default()->enforce, LEVEL_PRIVILEGED);
}
END_TEST

static const struct {
	const char *name, *text, *rule, *want; /* want: mode, preset, what it replaces, line */
} mixes[] = {
	{ "one", "preset: hardened", "service-type", "deny hardened - 1" },
	{ "a list", "preset:\n- default\n- hardened", "service-type", "deny hardened - 3" },
	{ "the stricter one, first too", "preset:\n- hardened\n- default", "service-type",
	  "deny hardened - 2" },
	{ "of equal ones the first", "preset: [hardened, nsa]", "service-type",
	  "deny hardened - 1" },
	{ "none", "preset: []", "service-type", NULL },
	{ "built in", "mode: enforce", "service-type", "warn default - 0" },
	{ "rules alone", "rules: [{policy: sysctls}]", "service-type", NULL },
	{ "rules beside", "preset: default\nrules: [{policy: sysctls}]", "service-type",
	  "warn default - 1" },
	{ "rules beside, theirs", "preset: default\nrules: [{policy: sysctls}]", "sysctls",
	  "deny - - 2" },
	{ "by hand", "preset: hardened\nrules:\n- {policy: service-type, mode: audit}",
	  "service-type", "audit - hardened 3" },
	{ "by hand, before", "rules:\n- {policy: service-type, mode: audit}\npreset: hardened",
	  "service-type", "audit - hardened 2" },
	{ "off by hand", "preset: hardened\nrules:\n- {policy: service-type, mode: off}",
	  "service-type", "off - hardened 3" },
	{ "another name leaves it", "preset: hardened\nrules:\n- {policy: service-type, name: x}",
	  "service-type", "deny hardened - 1" },
	{ "by its own name",
	  "preset: default\nrules:\n- {policy: host-paths, name: runtime-sockets, mode: off}",
	  "runtime-sockets", "off - default 3" },
	{ "not by the policy's", "preset: default\nrules:\n- {policy: host-paths, mode: off}",
	  "runtime-sockets", "warn default - 1" },
	{ "no rules at all", "preset: pod-security", "service-type", NULL },
};

START_TEST(each_mix)
{
	const struct rule *rule = rule_of(good(mixes[_i].text), mixes[_i].rule);
	const char *got = rule ? arena_printf(test_arena(), "%s %s %s %d", modes[rule->mode],
					      rule->preset ? rule->preset : "-",
					      rule->replaces ? rule->replaces : "-", rule->line)
			       : NULL;

	ck_assert_msg(same(got, mixes[_i].want), "%s: got %s", mixes[_i].name, got);
}
END_TEST

static const struct {
	const char *text, *want;
	bool raised;
} levels[] = {
	{ "preset: default", "baseline restricted restricted", false },
	{ "preset: nsa", "baseline restricted restricted", false },
	{ "preset: hardened", "restricted restricted restricted", true },
	{ "preset: [default, hardened]", "restricted restricted restricted", true },
	{ "preset: hardened\npodSecurity: {controllers: deny}", "restricted restricted restricted",
	  true },
	{ "preset: hardened\npodSecurity: {defaults: null}", "restricted restricted restricted",
	  true },
	{ "preset: hardened\npodSecurity: {defaults: {enforce: baseline}}",
	  "baseline privileged privileged", false },
	{ "preset: []", "baseline restricted restricted", false },
};

START_TEST(each_level)
{
	const struct config *config = good(levels[_i].text);
	const struct standard_set *set = &config->pod_security.defaults;

	ck_assert_str_eq(arena_printf(test_arena(), "%s %s %s", level_name(set->enforce.level),
				      level_name(set->audit.level), level_name(set->warn.level)),
			 levels[_i].want);
	ck_assert_msg(!config->raised_by != levels[_i].raised, "%s", levels[_i].text);
}
END_TEST

/* Who exempts a namespace from the standard exempts it from what presets say of pods. */
START_TEST(exempt)
{
	const struct config *config = good("preset: hardened\n"
					   "podSecurity: {exemptions: {namespaces: [storage]}}\n");
	const struct rule *of_pods = rule_of(config, "read-only-root-filesystem");
	const struct rule *other = rule_of(config, "service-type");

	ck_assert(of_pods && other);
	ck_assert_uint_eq(of_pods->match.exclude_namespaces.count, 1);
	ck_assert_str_eq(of_pods->match.exclude_namespaces.v[0], "storage");
	ck_assert_uint_eq(other->match.exclude_namespaces.count, 0);
}
END_TEST

static const struct {
	const char *text, *fault;
} refusals[] = {
	{ "preset: hardend",
	  "k.yaml:1: preset: there is no preset \"hardend\"; did you mean \"hardened\"?" },
	{ "preset: zzzzzzzz", "k.yaml:1: preset: there is no preset \"zzzzzzzz\"" },
	{ "preset: Hardened",
	  "k.yaml:1: preset: there is no preset \"Hardened\"; did you mean \"hardened\"?" },
	{ "preset:\n- nsa\n- cis\n- nsa", "k.yaml:4: preset[2]: \"nsa\" is listed twice" },
	{ "preset: 1", "k.yaml:1: preset: want a string or a list of strings, got a number" },
	{ "preset:", "k.yaml:1: preset: want a string or a list of strings, got null" },
	{ "preset: ''", "k.yaml:1: preset: must not be empty" },
	{ "preset: [nsa, {}]", "k.yaml:1: preset[1]: want a string, got an object" },
	{ "preset: nsa\nrules: [{policy: nothing}]",
	  "k.yaml:2: rules[0].policy: there is no policy \"nothing\"" },
};

START_TEST(each_refusal)
{
	const char *fault;

	ck_assert(!config_of(refusals[_i].text, &fault));
	ck_assert_msg(same(fault, refusals[_i].fault), "%s: got %s", refusals[_i].text, fault);
}
END_TEST

START_TEST(no_memory)
{
	/* A short one, as it is read once for each allocation. */
	const char *text = whole_config("preset: [pod-security, control-plane]\n"
					"rules: [{policy: scheduler-serving, mode: off}]");
	bool done = false;

	for (long n = 0; !done; n++) {
		SCOPED(scoped_arena) struct arena *a = arena_new(1 << 22, &(struct err){ 0 });
		const struct config_fault *faults = NULL;
		const struct config *config;

		mem_fail_at(n);
		config = config_parse(a, policies_all, "k.yaml", text, strlen(text), &faults);
		mem_fail_at(-1);
		ck_assert_msg(!config == !!faults, "allocation %ld", n);
		done = config != NULL;
		ck_assert_int_lt(n, 100000);
	}
}
END_TEST

int main(void)
{
	return run_tables("presets", (const struct table[]){
					     { "presets", each_preset, preset_count() },
					     { "rows", each_row, row_count() },
					     { "default", default_tells, 1 },
					     { "mixes", each_mix, ARRAY_LEN(mixes) },
					     { "levels", each_level, ARRAY_LEN(levels) },
					     { "exempt", exempt, 1 },
					     { "refusals", each_refusal, ARRAY_LEN(refusals) },
					     { "memory", no_memory, 1 },
					     { 0 },
				     });
}
