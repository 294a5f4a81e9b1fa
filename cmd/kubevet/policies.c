/* SPDX-License-Identifier: Apache-2.0 */
/* policies.c - the list of policies, whole or filtered, for people and for programs. */
#include "policies.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "args.h"
#include "catalog.h"
#include "cli.h"
#include "config/presets.h"

#define LIST_BYTES_MAX ((size_t)16 * 1024 * 1024)

struct filter {
	int severity; /* the least one */
	const char *kind, *standard;
	const struct preset *preset;
};

/* Widths of the columns whose words vary. */
struct widths {
	int id, reads;
};

static bool has_kind(const struct policy *policy, const char *pattern)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (policy_reads_kind(policy, kind) && match_names(pattern, kind))
			return true;
	return false;
}

/* @name is a publication ("cis"), a level ("restricted") or an item ("5.2.2"). */
static bool has_standard(const struct policy *policy, const char *name)
{
	if (policy->standard && (strcasecmp(name, publication_key(PUBLISHED_PSS)) == 0 ||
				 strcasecmp(name, level_name(policy->standard->level)) == 0))
		return true;
	for_each_reference(item, policy) if (strcasecmp(name, publication_key(item->in)) == 0 ||
					     strcasecmp(name, item->id) == 0 ||
					     (item->in == PUBLISHED_PSS &&
					      strcasestr(item->about, name))) return true;
	return false;
}

static bool in_preset(const struct policy *policy, const struct preset *preset)
{
	for (const struct preset_rule *rule = preset_rules(); rule->policy; rule++)
		if (strcmp(rule->policy, policy->id) == 0 && preset_mode(preset, rule) != RULE_OFF)
			return true;
	return false;
}

static bool passes(const struct policy *policy, const struct filter *filter)
{
	return (int)policy->severity >= filter->severity &&
	       (!filter->preset || in_preset(policy, filter->preset)) &&
	       (!filter->kind || has_kind(policy, filter->kind)) &&
	       (!filter->standard || has_standard(policy, filter->standard));
}

static void print_row(const struct policy *policy, struct widths w)
{
	const char *needs = policy_needs(policy);

	printf("%-*s %-8s %-*s  %s", w.id, policy->id, severity_name(policy->severity), w.reads,
	       policy_view_name(policy), policy->title);
	if (!policy_is_usual(policy))
		printf(" (on %s)", policy_requests(policy));
	if (*needs)
		printf(" [%s]", needs);
	putchar('\n');
}

static void widen(int *width, const char *text)
{
	int len = (int)strlen(text);

	*width = len > *width ? len : *width;
}

static struct widths widths_of(const struct filter *filter)
{
	struct widths w = { (int)strlen("POLICY"), (int)strlen("READS") };

	for (const struct policy *const *p = policies_all; *p; p++) {
		if (!passes(*p, filter))
			continue;
		widen(&w.id, (*p)->id);
		widen(&w.reads, policy_view_name(*p));
	}
	return w;
}

static void add_member(struct buf *out, const char *key, const char *value)
{
	json_write_string(out, key);
	buf_addc(out, ':');
	json_write_string(out, value);
	buf_addc(out, ',');
}

/* "a, b" as a list. */
static void add_words(struct buf *out, const char *key, const char *list)
{
	const char *between = "";

	json_write_string(out, key);
	buf_adds(out, ":[");
	while (*list) {
		size_t len = strcspn(list, ",");

		buf_addf(out, "%s\"%.*s\"", between, (int)len, list);
		between = ",";
		list += len + strspn(list + len, ", ");
	}
	buf_adds(out, "],");
}

static void add_kinds(struct buf *out, const struct policy *policy)
{
	const char *between = "";

	buf_adds(out, "\"kinds\":[");
	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		if (!policy_reads_kind(policy, kind))
			continue;
		buf_addf(out, "%s\"%s%s%s\"", between, kind->group, *kind->group ? "/" : "",
			 kind->kind);
		between = ",";
	}
	buf_adds(out, "],");
}

static void add_references(struct buf *out, const struct policy *policy)
{
	const char *between = "";

	buf_adds(out, "\"standards\":[");
	if (policy->standard) {
		buf_addf(out,
			 "{\"in\":\"%s\",\"level\":\"%s\",\"check\":\"%s\",\"since\":\"v1.%d\"}",
			 publication_key(PUBLISHED_PSS), level_name(policy->standard->level),
			 policy->standard->id, policy->standard->versions[0].from);
		between = ",";
	}
	for_each_reference(item, policy)
	{
		buf_addf(out, "%s{\"in\":\"%s\",\"id\":", between, publication_key(item->in));
		json_write_string(out, item->id);
		buf_addc(out, '}');
		between = ",";
	}
	buf_addc(out, ']');
}

static void add_json(struct buf *out, const struct policy *policy)
{
	buf_addc(out, '{');
	add_member(out, "id", policy->id);
	add_member(out, "set", policy_set(policy));
	add_member(out, "title", policy->title);
	add_member(out, "severity", severity_name(policy->severity));
	add_kinds(out, policy);
	add_words(out, "requests", policy_requests(policy));
	add_words(out, "needs", policy_needs(policy));
	add_member(out, "why", policy->why);
	add_member(out, "remedy", policy->remedy);
	add_references(out, policy);
	buf_addc(out, '}');
}

static int end_list(struct buf *out)
{
	struct err err = { 0 };

	buf_adds(out, "]\n");
	if (buf_ok(out, &err) < 0)
		return cli_complain("%s", err.text);
	fputs(buf_str(out), stdout);
	return EXIT_CLEAN;
}

static int print_json(const struct filter *filter)
{
	SCOPED(scoped_buf) struct buf out;
	const char *between = "";

	buf_init(&out, LIST_BYTES_MAX);
	buf_addc(&out, '[');
	for (const struct policy *const *p = policies_all; *p; p++) {
		if (!passes(*p, filter))
			continue;
		buf_adds(&out, between);
		add_json(&out, *p);
		between = ",\n";
	}
	return end_list(&out);
}

static bool is_whole(const struct filter *filter)
{
	return !filter->kind && !filter->standard && filter->severity == SEVERITY_LOW;
}

static void print_subject(const struct subject_title *subject, const struct filter *filter,
			  struct widths w)
{
	bool first = is_whole(filter);

	for (const struct policy *const *p = policies_all; *p; p++) {
		if (strcmp(policy_set(*p), subject->set) != 0 || !passes(*p, filter))
			continue;
		if (first)
			printf("\n%s\n", subject->title);
		first = false;
		print_row(*p, w);
	}
}

/* The whole list has headings; what is filtered is short, and has none for the sake of grep. */
static int print_text(const struct filter *filter)
{
	struct widths w = widths_of(filter);

	printf("%-*s %-8s %-*s  %s\n", w.id, "POLICY", "SEVERITY", w.reads, "READS", "HOLDS");
	for (const struct subject_title *subject = subjects_all(); subject->set; subject++)
		print_subject(subject, filter, w);
	return EXIT_CLEAN;
}

/* A name that nothing has would give an empty list, which reads like "nothing to worry about". */
static int check_filter(const struct filter *filter)
{
	for (const struct policy *const *p = policies_all; *p; p++)
		if ((!filter->kind || has_kind(*p, filter->kind)) &&
		    (!filter->standard || has_standard(*p, filter->standard)))
			return EXIT_CLEAN;
	if (filter->kind && filter->standard)
		return cli_complain("no policy of %s reads %s", filter->standard, filter->kind);
	if (filter->kind)
		return cli_complain("no policy reads %s", filter->kind);
	return cli_complain("no policy is of standard %s", filter->standard);
}

static int parse_severity(const char *text, int *severity)
{
	for (int i = SEVERITY_LOW; i <= SEVERITY_CRITICAL; i++) {
		if (strcmp(text, severity_name((enum severity)i)) == 0) {
			*severity = i;
			return EXIT_CLEAN;
		}
	}
	return cli_complain("--severity is low, medium, high or critical, not %s", text);
}

/* A preset's rules; those of policies that do not pass are left out. */
#define for_each_preset_rule(rule, policy, filter)                                      \
	for (const struct preset_rule *rule = preset_rules(); (rule)->policy; (rule)++) \
		for (const struct policy *policy = rule_policy(rule, filter); policy; policy = NULL)

static const struct policy *rule_policy(const struct preset_rule *rule, const struct filter *filter)
{
	const struct policy *policy = policy_find(rule->policy);

	return policy && preset_mode(filter->preset, rule) != RULE_OFF && passes(policy, filter)
		       ? policy
		       : NULL;
}

static const char *rule_title(const struct preset_rule *rule, const struct policy *policy)
{
	return rule->title ? rule->title : policy->title;
}

static int print_preset_text(const struct filter *filter)
{
	int width = (int)strlen("RULE");

	for_each_preset_rule(rule, policy, filter) widen(&width, preset_rule_name(rule));
	printf("%-5s  %-*s  %-8s  %s\n", "MODE", width, "RULE", "SEVERITY", "HOLDS");
	for_each_preset_rule(rule, policy, filter)
	{
		printf("%-5s  %-*s  %-8s  %s\n", mode_name(preset_mode(filter->preset, rule)),
		       width, preset_rule_name(rule), severity_name(policy->severity),
		       rule_title(rule, policy));
		if (rule->name)
			printf("       %-*s policy: %s\n", width, "", policy->id);
		if (rule->params)
			printf("       %-*s params: %s\n", width, "", rule->params);
	}
	if (filter->preset->enforce != LEVEL_PRIVILEGED)
		printf("\nPod Security is enforced at level %s unless podSecurity.defaults says "
		       "otherwise.\n",
		       level_name(filter->preset->enforce));
	return EXIT_CLEAN;
}

static int print_preset_json(const struct filter *filter)
{
	SCOPED(scoped_buf) struct buf out;
	const char *between = "";

	buf_init(&out, LIST_BYTES_MAX);
	buf_addc(&out, '[');
	for_each_preset_rule(rule, policy, filter)
	{
		buf_addf(&out, "%s{", between);
		add_member(&out, "policy", policy->id);
		add_member(&out, "name", preset_rule_name(rule));
		add_member(&out, "mode", mode_name(preset_mode(filter->preset, rule)));
		buf_addf(&out, "\"params\":%s}", rule->params ? rule->params : "{}");
		between = ",\n";
	}
	return end_list(&out);
}

/* As it would stand in a configuration, to be copied and changed. */
static int print_preset_yaml(const struct filter *filter)
{
	printf("# kubevet's preset %s: %s.\napiVersion: kubevet.dev/v1\nkind: Config\nrules:\n",
	       filter->preset->name, filter->preset->about);
	for_each_preset_rule(rule, policy, filter)
	{
		printf("# %s.\n- policy: %s\n", rule_title(rule, policy), policy->id);
		if (rule->name)
			printf("  name: %s\n", rule->name);
		printf("  mode: %s\n", mode_name(preset_mode(filter->preset, rule)));
		if (rule->params)
			printf("  params: %s\n", rule->params);
		if (rule->of_pods)
			puts("  match: {excludeNamespaces: [kube-system]}");
	}
	return EXIT_CLEAN;
}

static void list_presets(FILE *out)
{
	int width = 0;

	for (const struct preset *preset = presets_all(); preset->name; preset++)
		widen(&width, preset->name);
	for (const struct preset *preset = presets_all(); preset->name; preset++)
		fprintf(out, "%-*s  %s\n", width, preset->name, preset->about);
}

/* Return: EXIT_CLEAN, or EXIT_UNUSABLE after a complaint. */
static int find_preset(const char *name, const struct preset **out)
{
	const char *nearest;

	*out = name ? preset_find(name) : NULL;
	if (!name || *out)
		return EXIT_CLEAN;
	nearest = preset_nearest(name);
	cli_complain("there is no preset %s%s%s; there are:", name,
		     nearest ? ", did you mean " : "", nearest ? nearest : "");
	list_presets(stderr);
	return EXIT_UNUSABLE;
}

static int print_list(const struct filter *filter, const char *output)
{
	if (strcmp(output, "json") == 0)
		return filter->preset ? print_preset_json(filter) : print_json(filter);
	if (strcmp(output, "text") == 0)
		return filter->preset ? print_preset_text(filter) : print_text(filter);
	if (strcmp(output, "yaml") == 0 && filter->preset)
		return print_preset_yaml(filter);
	if (strcmp(output, "yaml") == 0)
		return cli_complain("-o yaml is for a --preset");
	return cli_complain("-o is text, json or yaml, not %s", output);
}

int cmd_policies(int argc, char **argv)
{
	const char *severity = "low", *output = "text", *preset = NULL;
	struct filter filter = { 0 };
	const struct arg args[] = {
		{ "--severity", "LEVEL: only policies of at least this severity", &severity, NULL },
		{ "--kind", "KIND: only policies that read it: Pod, apps/Deployment, Service",
		  &filter.kind, NULL },
		{ "--standard",
		  "NAME: only policies that help to meet it: baseline, restricted, pss, cis, nsa, "
		  "mitre, or an item such as 5.2.2 or T1611",
		  &filter.standard, NULL },
		{ "--preset",
		  "PRESET: its rules, each with mode and parameters; without a name, the presets",
		  &preset, NULL },
		{ "-o", "text or json; yaml of a preset, as it would stand in a configuration",
		  &output, NULL },
		{ 0 },
	};
	int status;

	if (argc == 2 && strcmp(argv[1], "--preset") == 0) {
		list_presets(stdout);
		return EXIT_CLEAN;
	}
	status = args_take(&argc, argv, args);
	if (status >= 0)
		return status;
	if (argc > 1)
		return cli_complain("policies takes no operand; explain tells more of one policy");
	if (parse_severity(severity, &filter.severity) != EXIT_CLEAN ||
	    check_filter(&filter) != EXIT_CLEAN ||
	    find_preset(preset, &filter.preset) != EXIT_CLEAN)
		return EXIT_UNUSABLE;
	return print_list(&filter, output);
}
