/* SPDX-License-Identifier: Apache-2.0 */
/* main.c - kubevet, the command line: a table of subcommands. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "json/json.h"

static const struct subcommand subcommands[] = {
	{ "review", "[--config FILE] [FILE]...",
	  "judge captured AdmissionReviews as the server would, one answer a line", cmd_review },
	{ "policies", "", "list the policies", cmd_policies },
	{ "explain", "POLICY", "what a policy wants, why, and its parameters", cmd_explain },
	{ "config", "check FILE | default",
	  "check a configuration file; print the built-in configuration", cmd_config },
};

int cli_complain(const char *fmt, ...)
{
	va_list args;

	fputs("kubevet: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	return EXIT_UNUSABLE;
}

static void usage(FILE *out)
{
	fputs("kubevet - what kubevetd would say, without a cluster\n\nUsage: kubevet COMMAND "
	      "[ARGUMENTS]\n\nCommands:\n",
	      out);
	for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++)
		fprintf(out, "  %s%s%s\n      %s\n", subcommands[i].name,
			*subcommands[i].args ? " " : "", subcommands[i].args, subcommands[i].help);
	fputs("\nOptions:\n  --help     this text\n  --version  print the version\n\n"
	      "Exit status: 0 clean, 1 something was denied, 2 unusable input, configuration or "
	      "usage.\n",
	      out);
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "";

	json_init();
	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		usage(stdout);
		return EXIT_CLEAN;
	}
	if (strcmp(name, "--version") == 0) {
		puts("kubevet " KUBEVET_VERSION);
		return EXIT_CLEAN;
	}
	for (size_t i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++)
		if (strcmp(name, subcommands[i].name) == 0)
			return subcommands[i].run(argc - 1, argv + 1);
	if (*name)
		cli_complain("there is no command %s", name);
	usage(stderr);
	return EXIT_UNUSABLE;
}
