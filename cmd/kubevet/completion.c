/* SPDX-License-Identifier: Apache-2.0 */
/* completion.c - scripts for the shells, made from the table of subcommands.
 *
 * What completes behind a subcommand is read from its usage text, so that there is nothing to keep
 * in step: "[--config FILE] [-o text|json] check FILE | default".
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "cli.h"
#include "config/presets.h"
#include "policies.h"

/* One word of a usage text. */
struct token {
	const char *text;
	size_t len;
	bool option; /* begins with "-" */
	bool value;  /* belongs to the option before it */
};

/* The next word of @usage, which moves on; false at the end. */
static bool next_token(const char **usage, struct token *t)
{
	const char *start = *usage + strspn(*usage, " []|.");
	bool after_option =
		t->option && start > t->text && start[-1] == ' ' && start == t->text + t->len + 1;

	t->text = start;
	t->len = strcspn(start, " []");
	t->option = *start == '-';
	t->value = after_option && !t->option;
	*usage = start + t->len;
	return t->len > 0;
}

/* What to do with each word that completes. */
typedef void word_fn(const char *word, size_t len);

static bool is_word(const struct token *t, const char *word)
{
	return t->len == strlen(word) && memcmp(t->text, word, t->len) == 0;
}

/* In a usage text these stand for the ids of all policies, and the names of all presets. */
static bool is_policy(const struct token *t)
{
	return is_word(t, "POLICY");
}

static bool is_preset(const struct token *t)
{
	return is_word(t, "PRESET");
}

static bool is_named(const struct token *t)
{
	return is_policy(t) || is_preset(t);
}

static void each_choice(const struct token *t, word_fn *fn)
{
	const char *text = t->text, *end = text + t->len;

	for (const struct policy *const *p = policies_all; is_policy(t) && *p; p++)
		fn((*p)->id, strlen((*p)->id));
	for (const struct preset *p = presets_all(); is_preset(t) && p->name; p++)
		fn(p->name, strlen(p->name));
	while (!is_named(t) && text < end) {
		size_t n = strcspn(text, "| []");

		if (isalpha((unsigned char)*text))
			fn(text, n);
		text += n + 1;
	}
}

/* Options and choices of a usage text; the values of options are left out. */
static void each_word(const char *usage, word_fn *fn)
{
	struct token t = { 0 };

	while (next_token(&usage, &t)) {
		if (t.option)
			fn(t.text, t.len);
		else if (!t.value && (islower((unsigned char)*t.text) || is_named(&t)))
			each_choice(&t, fn);
	}
}

static bool has_choices(const struct token *value)
{
	return value->value && (is_named(value) || memchr(value->text, '|', value->len));
}

static void print_word(const char *word, size_t len)
{
	printf(" %.*s", (int)len, word);
}

/* One branch of a case for each option that has choices: what stands around them is the shell's. */
static void print_values(const char *usage, const char *before, const char *behind)
{
	struct token t = { 0 }, option = { 0 };

	while (next_token(&usage, &t)) {
		if (has_choices(&t)) {
			printf("\t\t%.*s) %s", (int)option.len, option.text, before);
			each_choice(&t, print_word);
			printf("%s ;;\n", behind);
		}
		option = t;
	}
}

static void print_names(void)
{
	for (const struct subcommand *s = subcommands; s->name; s++)
		printf(" %s", s->name);
}

static void bash(void)
{
	puts("# bash completion for kubevet: source it, or put it into a folder of "
	     "bash-completion.\n"
	     "_kubevet()\n{\n\tlocal word=${COMP_WORDS[COMP_CWORD]} "
	     "before=${COMP_WORDS[COMP_CWORD - 1]}\n"
	     "\tif [ \"$COMP_CWORD\" -eq 1 ]; then");
	fputs("\t\tCOMPREPLY=($(compgen -W \"", stdout);
	print_names();
	puts(" --help --version\" -- \"$word\"))\n\t\treturn\n\tfi\n\tcase ${COMP_WORDS[1]} in");
	for (const struct subcommand *s = subcommands; s->name; s++) {
		printf("\t%s)\n\t\tcase $before in\n", s->name);
		print_values(s->args, "COMPREPLY=($(compgen -W \"", "\" -- \"$word\"))");
		fputs("\t\t*) COMPREPLY=($(compgen -W \"", stdout);
		each_word(s->args, print_word);
		puts(" --help\" -- \"$word\")) ;;\n\t\tesac\n\t\t;;");
	}
	puts("\tesac\n}\ncomplete -o default -F _kubevet kubevet");
}

/* A text between single quotes, in any of the shells. */
static void print_quoted(const char *text)
{
	for (; *text; text++)
		if (*text == '\'')
			fputs("’", stdout);
		else
			putchar(*text);
}

static void zsh(void)
{
	puts("#compdef kubevet\n# zsh completion for kubevet: put it into a folder of $fpath as "
	     "_kubevet.\n"
	     "_kubevet() {\n\tlocal -a commands\n\tif (( CURRENT == 2 )); then\n\t\tcommands=(");
	for (const struct subcommand *s = subcommands; s->name; s++) {
		printf("\t\t\t'%s:", s->name);
		print_quoted(s->help);
		puts("'");
	}
	puts("\t\t)\n\t\t_describe command commands\n\t\treturn\n\tfi\n\tcase $words[2] in");
	for (const struct subcommand *s = subcommands; s->name; s++) {
		printf("\t%s)\n\t\tcase $words[CURRENT-1] in\n", s->name);
		print_values(s->args, "compadd --", "");
		fputs("\t\t*) compadd -- --help", stdout);
		each_word(s->args, print_word);
		puts("; _files ;;\n\t\tesac\n\t\t;;");
	}
	puts("\tesac\n}\ncompdef _kubevet kubevet");
}

/* The condition and the option, as fish spells them: -l config, -s o. */
static void fish_option(const struct subcommand *s, const struct token *option)
{
	int dashes = option->len > 2 ? 2 : 1;

	printf("complete -c kubevet -n '__fish_seen_subcommand_from %s' -%c %.*s", s->name,
	       dashes == 2 ? 'l' : 's', (int)option->len - dashes, option->text + dashes);
}

static void fish_words(const struct subcommand *s)
{
	const char *usage = s->args;
	struct token t = { 0 }, option = { 0 };

	while (next_token(&usage, &t)) {
		if (t.option) {
			fish_option(s, &t);
			putchar('\n');
		}
		if (has_choices(&t)) {
			fish_option(s, &option);
			fputs(" -x -a '", stdout);
			each_choice(&t, print_word);
			puts("'");
		}
		option = t;
	}
}

static void print_operand(const char *word, size_t len)
{
	if (*word != '-')
		print_word(word, len);
}

static void fish(void)
{
	puts("# fish completion for kubevet: put it into ~/.config/fish/completions/kubevet.fish.\n"
	     "complete -c kubevet -n __fish_use_subcommand -f -l help\n"
	     "complete -c kubevet -n __fish_use_subcommand -f -l version");
	for (const struct subcommand *s = subcommands; s->name; s++) {
		printf("complete -c kubevet -n __fish_use_subcommand -f -a %s -d '", s->name);
		print_quoted(s->help);
		puts("'");
		fish_words(s);
		printf("complete -c kubevet -n '__fish_seen_subcommand_from %s' -a '", s->name);
		each_word(s->args, print_operand);
		puts("'");
	}
}

int cmd_completion(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*print)(void);
	} shells[] = { { "bash", bash }, { "zsh", zsh }, { "fish", fish } };
	int status = args_take(&argc, argv, NULL);

	if (status >= 0)
		return status;
	for (size_t i = 0; argc == 2 && i < sizeof(shells) / sizeof(shells[0]); i++) {
		if (strcmp(argv[1], shells[i].name) == 0) {
			shells[i].print();
			return EXIT_CLEAN;
		}
	}
	return cli_complain("completion wants one of: bash, zsh, fish");
}
