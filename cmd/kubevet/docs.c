/* SPDX-License-Identifier: Apache-2.0 */
/* docs.c - the reference of policies and configuration, as Markdown. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "catalog.h"
#include "cli.h"
#include "config/keys.h"
#include "config/presets.h"
#include "policies.h"

#define KINDS_BYTES_MAX 4096

static void kinds(const struct policy *policy)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, KINDS_BYTES_MAX);
	policy_kinds_write(&text, policy);
	fputs(buf_str(&text), stdout);
}

/* "|" ends a cell, "<" may begin a tag. */
static void cell(const char *text)
{
	for (; *text; text++) {
		if (*text == '|')
			putchar('\\');
		if (*text == '<')
			fputs("&lt;", stdout);
		else
			putchar(*text);
	}
}

static void params(const struct policy *policy)
{
	size_t count;
	const struct param *p = policy_params(policy, &count);

	if (!count)
		return;
	puts("\n| parameter | type | default | |\n|---|---|---|---|");
	for (size_t i = 0; i < count; i++) {
		printf("| `%s` | %s | ", p[i].name, param_type_name(p[i].type));
		if (p[i].def)
			printf("`%s` | ", p[i].def);
		else
			fputs("not set | ", stdout);
		cell(p[i].doc);
		if (p[i].choices)
			printf(" One of: %s.", p[i].choices);
		puts(" |");
	}
}

static void standards(const struct policy *policy)
{
	const struct standard *standard = policy->standard;

	if (!standard && policy->maps[0] == REFERENCE_NONE)
		return;
	puts("\nHelps to meet:\n");
	if (standard)
		printf("- %s: level %s, check `%s`, since v1.%d\n", publication_name(PUBLISHED_PSS),
		       level_name(standard->level), standard->id, standard->versions[0].from);
	for_each_reference(item, policy) printf(
		"- %s: %s%s%s%s\n", publication_name(item->in), item->id, item->about ? " (" : "",
		item->about ? item->about : "", item->about ? ")" : "");
}

/* What is not as most are: other requests, and what a file does not have. */
static void unusual(const struct policy *policy)
{
	const char *needs = policy_needs(policy);

	if (!policy_is_usual(policy))
		printf(" On: %s.", policy_requests(policy));
	if (*needs)
		printf(" Needs beside the object: %s.", needs);
}

/* "hardened (deny), nsa (warn, as runtime-sockets)" */
static void in_presets(const struct policy *policy)
{
	const char *between = "\nIn presets: ";

	for (const struct preset *preset = presets_all(); preset->name; preset++) {
		for (const struct preset_rule *rule = preset_rules(); rule->policy; rule++) {
			enum rule_mode mode = preset_mode(preset, rule);

			if (strcmp(rule->policy, policy->id) != 0 || mode == RULE_OFF)
				continue;
			printf("%s%s (%s%s%s)", between, preset->name, mode_name(mode),
			       rule->name ? ", as " : "", rule->name ? rule->name : "");
			between = ", ";
		}
	}
	if (strcmp(between, ", ") == 0)
		puts(".");
}

static void example(const char *title, const char *text)
{
	printf("\n%s:\n\n```yaml\n%s```\n", title, text);
}

static void policy_section(const struct policy *policy)
{
	printf("\n### %s\n\n%s. Severity: %s. Reads: ", policy->id, policy->title,
	       severity_name(policy->severity));
	kinds(policy);
	putchar('.');
	unusual(policy);
	printf("\n\n%s\n\n%s\n", policy->why, policy->remedy);
	params(policy);
	printf("\nExamples, of kind %s.", policy_example_kind(policy)->kind);
	if (policy->was)
		example(" Before", policy->was);
	else
		putchar('\n');
	example("Refused", policy->bad);
	example("Accepted", policy->good);
	standards(policy);
	in_presets(policy);
}

static size_t subject_count(const struct subject_title *subject)
{
	size_t count = 0;

	for (size_t i = 0; policies_all[i]; i++)
		count += strcmp(policies_sets[i], subject->set) == 0;
	return count;
}

/* The anchor that a heading gets. */
static void anchor(const char *title)
{
	for (; *title; title++) {
		if (*title == ' ')
			putchar('-');
		else if (isalnum((unsigned char)*title))
			putchar(tolower((unsigned char)*title));
	}
}

static void subject_line(const struct subject_title *subject)
{
	size_t count = subject_count(subject);

	if (!count)
		return;
	printf("- [%s](#", subject->title);
	anchor(subject->title);
	printf("): %zu\n", count);
}

static void subject_section(const struct subject_title *subject)
{
	if (!subject_count(subject))
		return;
	printf("\n## %s\n\n| policy | severity | reads | holds |\n|---|---|---|---|\n",
	       subject->title);
	for (size_t i = 0; policies_all[i]; i++) {
		const struct policy *policy = policies_all[i];

		if (strcmp(policies_sets[i], subject->set) != 0)
			continue;
		printf("| [%s](#%s) | %s | %s | ", policy->id, policy->id,
		       severity_name(policy->severity), policy_view_name(policy));
		cell(policy->title);
		puts(" |");
	}
	for (size_t i = 0; policies_all[i]; i++)
		if (strcmp(policies_sets[i], subject->set) == 0)
			policy_section(policies_all[i]);
}

static void policies_page(void)
{
	puts("# Policies\n\n"
	     "<!-- Made by `kubevet docs policies`; do not edit. -->\n\n"
	     "What kubevet checks. Those named `baseline-` and `restricted-` are the Pod Security "
	     "Standards, which the levels of a\nnamespace choose; all of them can also be rules of "
	     "their own in the [configuration](configuration.md), one by one or by\npreset. "
	     "[coverage.md](coverage.md) finds the policy for a practice known from elsewhere.\n\n"
	     "Most policies need the object alone, and judge it when it is created or updated. "
	     "Where it says so, a policy needs the\nobject as it was before an update, or the user "
	     "who asks: only the server knows them, so that `kubevet check` on files\nnotes such a "
	     "policy as not evaluated. All examples are judged by the tests, with the parameters' "
	     "defaults.\n");
	for (const struct subject_title *subject = subjects_all(); subject->set; subject++)
		subject_line(subject);
	for (const struct subject_title *subject = subjects_all(); subject->set; subject++)
		subject_section(subject);
}

static bool preset_has_rules(const struct preset *preset)
{
	for (const struct preset_rule *rule = preset_rules(); rule->policy; rule++)
		if (preset_mode(preset, rule) != RULE_OFF)
			return true;
	return false;
}

static void preset_heads(void)
{
	puts("\n## Presets\n\n"
	     "`preset: hardened` turns on a group of rules; a list of names turns on several, and "
	     "where two have the same rule, the\nstricter mode holds. A rule of yours with the "
	     "same name holds in place of the preset's, as a whole, also with `mode: off`;\nall "
	     "others are added. `kubevet policies --preset NAME` prints one, with `-o yaml` to be "
	     "copied and changed, and\n`kubevet check --preset NAME` judges by it without a "
	     "file.\n\n"
	     "| preset | what it is for | Pod Security is enforced at |\n|---|---|---|");
	for (const struct preset *preset = presets_all(); preset->name; preset++)
		printf("| `%s` | %s | %s |\n", preset->name, preset->about,
		       preset->enforce == LEVEL_PRIVILEGED ? "podSecurity.defaults"
							   : level_name(preset->enforce));
	puts("\nA level that a preset asks for holds unless the file has `podSecurity.defaults`. "
	     "Rules marked ° hold in all namespaces\nbut those of "
	     "`podSecurity.exemptions.namespaces`, as the standard itself does.\n\n"
	     "What is on without a file is what nobody writes on purpose: it is told, never "
	     "refused, and a cluster in good order\nhears nothing. Refusing is for the standard's "
	     "baseline, and for who asks for more by a preset or a rule.");
}

static void preset_row(const struct preset_rule *rule)
{
	const struct policy *policy = policy_find(rule->policy);

	printf("| [%s](policies.md#%s)%s | ", preset_rule_name(rule), rule->policy,
	       rule->of_pods ? " °" : "");
	cell(rule->title ? rule->title : policy->title);
	if (rule->params) {
		fputs(" `", stdout);
		cell(rule->params);
		putchar('`');
	}
	for (const struct preset *preset = presets_all(); preset->name; preset++) {
		enum rule_mode mode = preset_mode(preset, rule);

		if (preset_has_rules(preset))
			printf(" | %s", mode == RULE_OFF ? "" : mode_name(mode));
	}
	puts(" |");
}

static void preset_table(void)
{
	fputs("\n| rule | holds, and parameters |", stdout);
	for (const struct preset *preset = presets_all(); preset->name; preset++)
		if (preset_has_rules(preset))
			printf(" %s |", preset->name);
	fputs("\n|---|---|", stdout);
	for (const struct preset *preset = presets_all(); preset->name; preset++)
		if (preset_has_rules(preset))
			fputs("---|", stdout);
	putchar('\n');
	for (const struct preset_rule *rule = preset_rules(); rule->policy; rule++)
		preset_row(rule);
}

static void key_form(const struct config_key *key)
{
	fputs(key_form_name(key->form), stdout);
	for (const char *word = key->form == FORM_CHOICE ? key->choices : ""; *word;) {
		int len = (int)strcspn(word, " ");

		printf("%s`%.*s`", word == key->choices ? " " : ", ", len, word);
		word += len + (word[len] == ' ');
	}
}

static void configuration_page(void)
{
	puts("# Configuration\n\n"
	     "<!-- Made by `kubevet docs configuration`; do not edit. -->\n\n"
	     "`kubevetd --config FILE` and `kubevet --config FILE` read one YAML or JSON document. "
	     "What it leaves out is as in the\nbuilt-in configuration below. Unknown keys, wrong "
	     "types and a key that stands twice are errors, with file and line:\n"
	     "`kubevet config check FILE`. Editors read `kubevet config schema`. "
	     "`kubevet config show --namespace NAME` tells what\ncomes of it for one namespace. "
	     "Policies and their parameters are in [policies.md](policies.md).\n\n"
	     "The file must be a regular file (or a link to one) with `apiVersion`, `kind` and at "
	     "least one other key. An empty file,\none that was cut off after its first lines, and "
	     "a pipe are rejected at the start and on a reload: the configuration in\nforce stays. "
	     "A file that was cut off between two rules cannot be told from one with fewer rules: "
	     "replace files by renaming,\nand watch the log for `rules in force`, which a reload "
	     "writes with the number of rules, and of rules that deny, before and\nafter (as a "
	     "warning when there are fewer).\n\n"
	     "| key | value | without it | |\n|---|---|---|---|");
	for (const struct config_key *key = config_keys(); key->path; key++) {
		printf("| `%s` | ", key->path);
		key_form(key);
		printf(" | %s | ", key->required ? "an error" : key->def ? key->def : "");
		cell(key->doc);
		puts(" |");
	}
	printf("\nPatterns know `*` (any run) and `?` (one character); all else is itself.\n\n"
	       "Limits: 1 MiB, %d rules, %d entries of a list.\n\n"
	       "## The built-in configuration\n\n```yaml\n%s```\n",
	       CONFIG_RULES_MAX, CONFIG_LIST_MAX, config_builtin_text());
	preset_heads();
	preset_table();
}

/* A text as mdoc reads it: no request at the start of a line, no escape. */
static void mdoc(const char *text)
{
	for (const char *c = text; *c; c++) {
		if (*c == '\\')
			fputs("\\e", stdout);
		else if ((*c == '.' || *c == '\'') && (c == text || c[-1] == '\n'))
			printf("\\&%c", *c);
		else if (c[0] == '.' && c[1] == ' ') {
			puts("."); /* a sentence begins on a line of its own */
			c++;
		} else
			putchar(*c);
	}
	putchar('\n');
}

static void man_key(const struct config_key *key)
{
	printf(".It Ic %s Pq %s", key->path, key_form_name(key->form));
	if (key->form == FORM_CHOICE)
		printf(" %s", key->choices);
	putchar('\n');
	mdoc(key->doc);
	if (key->required)
		puts("It must be there.");
	else if (key->def)
		printf("Without it: %s.\n", key->def);
}

static void man_page(void)
{
	puts(".\\\" SPDX-License-Identifier: Apache-2.0\n"
	     ".\\\" Made by kubevet docs kubevet.yaml.5; do not edit.\n"
	     ".Dd November 25, 2026\n.Dt KUBEVET.YAML 5\n.Os\n"
	     ".Sh NAME\n.Nm kubevet.yaml\n.Nd configuration of kubevet and kubevetd\n"
	     ".Sh DESCRIPTION\n"
	     "One YAML or JSON document, checked in full before it is used.\n"
	     "What it leaves out is as in the built-in configuration, which\n"
	     ".Ql kubevet config default\nprints.\n"
	     "Unknown keys, wrong types and a key that stands twice are errors.\n"
	     "The file must be a regular file (or a link to one) with apiVersion, kind and at "
	     "least "
	     "one other key: an emptied file is an error.\n"
	     ".Pp\nPatterns know\n.Ql *\n(any run) and\n.Ql \\&?\n(one character).\n"
	     ".Bl -tag -width Ds");
	for (const struct config_key *key = config_keys(); key->path; key++)
		man_key(key);
	printf(".El\n.Pp\nLimits: 1 MiB, %d rules, %d entries of a list.\n"
	       ".Sh EXAMPLES\n.Bd -literal -offset indent\n"
	       "apiVersion: kubevet.dev/v1\nkind: Config\nmode: enforce\n"
	       "podSecurity:\n  defaults:\n    enforce: restricted\n"
	       "rules:\n- policy: service-type\n  mode: warn\n"
	       "  match: {namespaces: [\"shop-*\"]}\n.Ed\n"
	       ".Sh SEE ALSO\n.Xr kubevet 1 ,\n.Xr kubevetd 8\n",
	       CONFIG_RULES_MAX, CONFIG_LIST_MAX);
}

int cmd_docs(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} pages[] = {
		{ "policies", policies_page },
		{ "configuration", configuration_page },
		{ "kubevet.yaml.5", man_page },
	};
	int status = args_take(&argc, argv, NULL);

	if (status >= 0)
		return status;
	if (argc == 1) {
		policies_page();
		putchar('\n');
		configuration_page();
		return EXIT_CLEAN;
	}
	for (size_t i = 0; argc == 2 && i < ARRAY_LEN(pages); i++) {
		if (strcmp(argv[1], pages[i].name) == 0) {
			pages[i].print();
			return EXIT_CLEAN;
		}
	}
	return cli_complain(
		"docs wants policies, configuration, kubevet.yaml.5, or nothing for the "
		"first two");
}
