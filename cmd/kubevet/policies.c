/* SPDX-License-Identifier: Apache-2.0 */
/* policies.c - what the const structs of the policies say, for people. */
#include "policies.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"

static const char *severity_name(enum severity severity)
{
	static const char *const names[] = { "low", "medium", "high", "critical" };

	return names[severity];
}

int cmd_policies(int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return cli_complain("policies takes no arguments");
	for (const struct policy *const *p = policies_all; *p; p++)
		printf("%-32s %-9s %s\n", (*p)->id, severity_name((*p)->severity), (*p)->title);
	return EXIT_CLEAN;
}

static void print_params(const struct policy *policy)
{
	if (policy->standard)
		puts("\nParameters:\n  version (string, default \"latest\")\n      version of the "
		     "standard: \"latest\" or \"v1.x\"");
	if (!policy->param_count)
		return;
	puts("\nParameters:");
	for (size_t i = 0; i < policy->param_count; i++) {
		const struct param *param = &policy->params[i];

		printf("  %s (%s, default %s)\n      %s\n", param->name,
		       param_type_name(param->type), param->def ? param->def : "not set",
		       param->doc);
		if (param->choices)
			printf("      one of: %s\n", param->choices);
	}
}

int cmd_explain(int argc, char **argv)
{
	if (argc != 2)
		return cli_complain("explain wants one policy; kubevet policies lists them");
	for (const struct policy *const *p = policies_all; *p; p++) {
		const struct policy *policy = *p;

		if (strcmp(policy->id, argv[1]) != 0)
			continue;
		printf("%s: %s\n\nSeverity: %s\n", policy->id, policy->title,
		       severity_name(policy->severity));
		if (policy->standard)
			printf("Standard: Pod Security %s, check %s, since v1.%d\n",
			       policy->standard->level == LEVEL_BASELINE ? "baseline"
									 : "restricted",
			       policy->standard->id, policy->standard->versions[0].from);
		printf("\nWhy: %s\nRemedy: %s\n", policy->why, policy->remedy);
		print_params(policy);
		return EXIT_CLEAN;
	}
	return cli_complain("there is no policy %s; kubevet policies lists them", argv[1]);
}
