/* SPDX-License-Identifier: Apache-2.0 */
/* args.h - options of a subcommand, from a table that is also its help text. */
#ifndef KUBEVET_CMD_ARGS_H
#define KUBEVET_CMD_ARGS_H

#include <stdbool.h>

struct arg {
	const char *name;   /* "--config", "-o" */
	const char *help;   /* a few words; what the value is comes first: "FILE: ..." */
	const char **value; /* gets the word behind it, or what follows "=" */
	bool *flag;	    /* instead of a value; beside one, the option may be given again, and
			     * @value is an array, zeroed, with room for each word of argv */
};

/**
 * args_take() - take the options out of @argv; what is left are the operands
 * @argc: in and out; argv[0] is the subcommand's name and stays
 * @args: ended by one without a name; may be NULL
 *
 * "--" ends the options, "-" alone is an operand. --help prints the subcommand's usage.
 *
 * Return: -1 to go on, or the exit status with which the subcommand ends here.
 */
int args_take(int *argc, char **argv, const struct arg *args);

#endif
