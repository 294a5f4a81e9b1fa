/* SPDX-License-Identifier: Apache-2.0 */
/* docs.c - the reference of policies and configuration, as Markdown. */
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "catalog.h"
#include "cli.h"
#include "config/keys.h"
#include "policies.h"

static void kinds(const struct policy *policy)
{
	const char *between = "";

	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		if (!policy_reads_kind(policy, kind))
			continue;
		printf("%s%s", between, kind->kind);
		between = ", ";
	}
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

static void policy_section(const struct policy *policy)
{
	printf("\n## %s\n\n%s. Severity: %s. Reads: ", policy->id, policy->title,
	       severity_name(policy->severity));
	kinds(policy);
	printf(".\n\n%s\n\n%s\n", policy->why, policy->remedy);
	params(policy);
	printf("\nRefused:\n\n```yaml\n%s```\n\nAccepted:\n\n```yaml\n%s```\n", policy->bad,
	       policy->good);
	standards(policy);
}

static void policies_page(void)
{
	puts("# Policies\n\n"
	     "<!-- Made by `kubevet docs policies`; do not edit. -->\n\n"
	     "What kubevet checks. Those named `baseline-` and `restricted-` are the Pod Security "
	     "Standards, which the levels of a\nnamespace choose; all of them can also be rules of "
	     "their own in the [configuration](configuration.md). Every policy\nneeds the object "
	     "alone. Its examples are judged by the tests.\n\n"
	     "| policy | severity | holds |\n|---|---|---|");
	for (const struct policy *const *p = policies_all; *p; p++) {
		printf("| [%s](#%s) | %s | ", (*p)->id, (*p)->id, severity_name((*p)->severity));
		cell((*p)->title);
		puts(" |");
	}
	for (const struct policy *const *p = policies_all; *p; p++)
		policy_section(*p);
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
