/* SPDX-License-Identifier: Apache-2.0 */
/* args.c - options by name, exactly: no abbreviations, so that new options break no script. */
#include "args.h"

#include <stdio.h>
#include <string.h>

#include "cli.h"

#define USAGE_COLUMNS 88

/* One way to call it, in lines that fit a screen; what is in brackets stays together. */
static void print_way(const char *name, const char *args, size_t len)
{
	int indent = printf("kubevet %s", name), column = indent;
	size_t i = 0;

	while (i < len) {
		size_t start = i;
		int depth = 0, word;

		for (; i < len && (depth > 0 || args[i] != ' '); i++)
			depth += (args[i] == '[') - (args[i] == ']');
		word = (int)(i - start);
		if (column > indent && column + 1 + word > USAGE_COLUMNS)
			column = printf("\n       %*s", indent, "") - 8;
		column += printf(" %.*s", word, args + start);
		i += i < len;
	}
	putchar('\n');
}

/* Ways to call it are apart by " | "; within brackets that is a choice. */
static void print_ways(const struct subcommand *s)
{
	const char *start = s->args, *end = start;
	int depth = 0;

	for (; *end; end++) {
		depth += (*end == '[') - (*end == ']');
		if (depth == 0 && strncmp(end, " | ", 3) == 0) {
			print_way(s->name, start, (size_t)(end - start));
			fputs("       ", stdout);
			start = end + 3;
		}
	}
	print_way(s->name, start, strlen(start));
}

static int usage(const char *name, const struct arg *args)
{
	const char *examples = "";

	for (const struct subcommand *s = subcommands; s->name; s++) {
		if (strcmp(s->name, name) != 0)
			continue;
		fputs("Usage: ", stdout);
		print_ways(s);
		printf("\n%c%s.\n", s->help[0] - 'a' + 'A', s->help + 1);
		examples = s->examples;
	}
	if (args && args->name)
		puts("\nOptions:");
	for (const struct arg *arg = args; arg && arg->name; arg++)
		printf("  %-18s %s\n", arg->name, arg->help);
	printf("\nExamples:\n%s", examples);
	return EXIT_CLEAN;
}

/* The row of the option in @word, which may be "--name=value"; NULL when there is none. */
static const struct arg *find(const struct arg *args, const char *word)
{
	size_t len = strncmp(word, "--", 2) == 0 ? strcspn(word, "=") : strlen(word);

	for (const struct arg *arg = args; arg && arg->name; arg++)
		if (strlen(arg->name) == len && memcmp(arg->name, word, len) == 0)
			return arg;
	return NULL;
}

/* Return: how many words the option took, or 0 after a complaint. */
static int take(const struct arg *arg, char **words, int left)
{
	const char *inside = strncmp(words[0], "--", 2) == 0 ? strchr(words[0], '=') : NULL;
	const char **value = arg->value;

	if (arg->flag && !arg->value) {
		if (inside) {
			cli_complain("%s takes no value", arg->name);
			return 0;
		}
		*arg->flag = true;
		return 1;
	}
	if (!inside && left < 2) {
		cli_complain("%s wants a value", arg->name);
		return 0;
	}
	while (arg->flag && *value)
		value++;
	*value = inside ? inside + 1 : words[1];
	return inside ? 1 : 2;
}

int args_take(int *argc, char **argv, const struct arg *args)
{
	int kept = 1, i = 1;

	while (i < *argc) {
		const struct arg *arg;
		int taken;

		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		if (argv[i][0] != '-' || !argv[i][1]) {
			argv[kept++] = argv[i++];
			continue;
		}
		if (strcmp(argv[i], "--help") == 0)
			return usage(argv[0], args);
		arg = find(args, argv[i]);
		if (!arg)
			return cli_complain("%s has no option %s", argv[0], argv[i]);
		taken = take(arg, argv + i, *argc - i);
		if (!taken)
			return EXIT_UNUSABLE;
		i += taken;
	}
	while (i < *argc)
		argv[kept++] = argv[i++];
	*argc = kept;
	return -1;
}
