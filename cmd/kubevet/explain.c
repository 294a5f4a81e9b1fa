/* SPDX-License-Identifier: Apache-2.0 */
/* explain.c - all that there is to know of one policy. */
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "catalog.h"
#include "cli.h"
#include "policies.h"
#include "policy/nearest.h"

static void print_kinds(const struct policy *policy)
{
	const char *between = "";

	fputs("\nReads: ", stdout);
	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		if (!policy_reads_kind(policy, kind))
			continue;
		printf("%s%s", between, kind->kind);
		between = ", ";
	}
	printf("\nNeeds: the %s alone\n", policy_needs(policy));
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

static void print_indented(const char *title, const char *text)
{
	printf("\n%s:\n", title);
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
	printf("%s: %s\nSeverity: %s\n\nWhy: %s\nRemedy: %s\n", policy->id, policy->title,
	       severity_name(policy->severity), policy->why, policy->remedy);
	print_kinds(policy);
	print_params(policy);
	print_indented("Refused", policy->bad);
	print_indented("Accepted", policy->good);
	print_standards(policy);
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
