/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - all that there is to know of one policy. */
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "catalog.h"
#include "cli.h"
#include "config/presets.h"
#include "policies.h"
#include "policy/nearest.h"

#define KINDS_BYTES_MAX 4096

static int print_kinds(const struct policy *policy)
{
	SCOPED(scoped_buf) struct buf kinds;
	const char *needs = policy_needs(policy);
	struct err err = { 0 };

	buf_init(&kinds, KINDS_BYTES_MAX);
	policy_kinds_write(&kinds, policy);
	if (buf_ok(&kinds, &err) < 0)
		return cli_complain("%s", err.text);
	printf("\nReads: %s\nOn: %s\nNeeds: the object%s%s%s\n", buf_str(&kinds),
	       policy_requests(policy), *needs ? ", " : " alone", needs,
	       *needs ? ", which a file does not have" : "");
	return EXIT_CLEAN;
}

static void print_presets(const struct policy *policy)
{
	const char *title = "\nIn presets:\n";

	for (const struct preset *preset = presets_all(); preset->name; preset++) {
		for (const struct preset_rule *rule = preset_rules(); rule->policy; rule++) {
			enum rule_mode mode = preset_mode(preset, rule);

			if (strcmp(rule->policy, policy->id) != 0 || mode == RULE_OFF)
				continue;
			printf("%s  %s: %s%s%s%s%s\n", title, preset->name, mode_name(mode),
			       rule->name ? ", as " : "", rule->name ? rule->name : "",
			       rule->params ? ", params: " : "", rule->params ? rule->params : "");
			title = "";
		}
	}
}

static void print_params(const struct policy *policy)
{
	size_t count;
	const struct param *params = policy_params(policy, &count);

	if (count)
		puts("\nParameters:");
	for (size_t i = 0; i < count; i++) {
		printf("  %s (%s, default %s)\n      %s\n", params[i].name,
		       param_type_name(params[i].type), param_default(&params[i]), params[i].doc);
		if (params[i].choices)
			printf("      One of: %s\n", params[i].choices);
	}
}

static void print_indented(const char *title, const char *kind, const char *text)
{
	printf("\n%s (%s):\n", title, kind);
	while (*text) {
		int len = (int)strcspn(text, "\n");

		printf("    %.*s\n", len, text);
		text += len + (text[len] == '\n');
	}
}

static void print_standards(const struct policy *policy)
{
	const struct standard *standard = policy->standard;

	if (standard || policy->maps[0] != REFERENCE_NONE)
		puts("\nHelps to meet:");
	if (standard)
		printf("  %s: level %s, check %s, since v1.%d\n", publication_name(PUBLISHED_PSS),
		       level_name(standard->level), standard->id, standard->versions[0].from);
	for_each_reference(item, policy) printf(
		"  %s: %s%s%s%s\n", publication_name(item->in), item->id, item->about ? " (" : "",
		item->about ? item->about : "", item->about ? ")" : "");
}

static int explain(const struct policy *policy)
{
	const struct kind *kind = policy_example_kind(policy);

	printf("%s: %s\nSeverity: %s\n\nWhy: %s\nRemedy: %s\n", policy->id, policy->title,
	       severity_name(policy->severity), policy->why, policy->remedy);
	if (print_kinds(policy) != EXIT_CLEAN)
		return EXIT_UNUSABLE;
	print_params(policy);
	if (policy->was)
		print_indented("Before", kind->kind, policy->was);
	print_indented("Refused", kind->kind, policy->bad);
	print_indented("Accepted", kind->kind, policy->good);
	print_standards(policy);
	print_presets(policy);
	return EXIT_CLEAN;
}

int cmd_explain(int argc, char **argv)
{
	int status = args_take(&argc, argv, NULL);
	const struct policy *policy;
	const char *close = NULL;

	if (status >= 0)
		return status;
	if (argc != 2)
		return cli_complain("explain wants one policy; kubevet policies lists them");
	policy = policy_find(argv[1]);
	if (policy)
		return explain(policy);
	for (const struct policy *const *p = policies_all; *p; p++)
		close = nearest_keep(argv[1], close, (*p)->id);
	return cli_complain("there is no policy %s%s%s; kubevet policies lists them", argv[1],
			    close ? ", did you mean " : "", close ? close : "");
}
