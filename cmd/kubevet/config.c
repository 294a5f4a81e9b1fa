/* SPDX-License-Identifier: Apache-2.0 */
/* config.c - check a configuration file as the server would read it, and show the built-in one. */
#include "config/config.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "policies.h"

#define CONFIG_ARENA_MAX ((size_t)64 * 1024 * 1024)

static int check(const char *path)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	const struct config_fault *faults = NULL;
	const struct config *config;
	struct err err = { 0 };
	size_t count = 0;

	a = arena_new(CONFIG_ARENA_MAX, &err);
	if (!a)
		return cli_complain("%s", err.text);
	config = config_load(a, policies_all, path, &faults);
	for (const struct config_fault *f = faults; f; f = f->next, count++)
		fprintf(stderr, "%s\n", f->text);
	if (!config)
		return cli_complain("%s: %zu %s", path, count, count == 1 ? "fault" : "faults");
	printf("%s: good, %zu %s\n", path, config->rule_count,
	       config->rule_count == 1 ? "rule" : "rules");
	return EXIT_CLEAN;
}

int cmd_config(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "check") == 0)
		return check(argv[2]);
	if (argc == 2 && strcmp(argv[1], "default") == 0) {
		fputs(config_builtin_text(), stdout);
		return EXIT_CLEAN;
	}
	return cli_complain("config wants: check FILE, or default");
}
