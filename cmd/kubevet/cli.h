/* SPDX-License-Identifier: Apache-2.0 */
/* cli.h - the subcommands of kubevet. */
#ifndef KUBEVET_CMD_CLI_H
#define KUBEVET_CMD_CLI_H

/* Exit statuses of all subcommands. */
#define EXIT_CLEAN    0
#define EXIT_FINDINGS 1
#define EXIT_UNUSABLE 2 /* unusable input or configuration, or wrong usage */

#define ERRORS_SHOWN 100 /* of one file of input; the rest is counted */

struct subcommand {
	/* Shell completion reads the arguments too: options begin with "-", what stands behind one
	 * is its value, choices are words in lower case with "|" between them. */
	const char *name, *args, *help;
	const char *examples; /* lines of a help text */
	/* argv[0] is the subcommand's name. Return: an exit status. */
	int (*run)(int argc, char **argv);
};

/* All of them, ended by one without a name. */
extern const struct subcommand subcommands[];

int cmd_check(int argc, char **argv);
int cmd_policies(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_docs(int argc, char **argv);
int cmd_config(int argc, char **argv);
int cmd_webhook(int argc, char **argv);
int cmd_completion(int argc, char **argv);
int cmd_replay(int argc, char **argv);

/** cli_complain() - "kubevet: text" on standard error. Return: EXIT_UNUSABLE. */
int cli_complain(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
