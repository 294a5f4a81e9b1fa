/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_text.h - AppArmor's language, as far as one can judge it without a kernel and without
 * the files that it includes.
 *
 * Profiles, hats and profiles in profiles become a list, each with its rules; blocks of "if" and of
 * qualifiers are looked into. A rule of a kind that is not known is kept as such, so that newer
 * versions of the language can be read.
 */
#ifndef KUBEVET_K8S_APPARMOR_TEXT_H
#define KUBEVET_K8S_APPARMOR_TEXT_H

#include "k8s/field.h"

#define APPARMOR_TEXT_MAX      ((size_t)1024 * 1024)
#define APPARMOR_RULES_MAX     20000
#define APPARMOR_PROFILES_MAX  1000
#define APPARMOR_VARIABLES_MAX 200
#define APPARMOR_WORDS_MAX     1000 /* of a rule */
#define APPARMOR_DEEP	       16   /* blocks in blocks */

enum apparmor_kind {
	APPARMOR_OTHER,
	APPARMOR_FILE,
	APPARMOR_LINK,
	APPARMOR_NETWORK,
	APPARMOR_CAPABILITY,
	APPARMOR_PTRACE,
	APPARMOR_SIGNAL,
	APPARMOR_MOUNT,
	APPARMOR_REMOUNT,
	APPARMOR_UMOUNT,
	APPARMOR_PIVOT_ROOT,
	APPARMOR_UNIX,
	APPARMOR_DBUS,
	APPARMOR_CHANGE_PROFILE,
	APPARMOR_USERNS,
	APPARMOR_MQUEUE,
	APPARMOR_IO_URING,
	APPARMOR_RLIMIT,
	APPARMOR_ALL, /* "all,": everything */
	APPARMOR_INCLUDE,
	APPARMOR_ABI,
	APPARMOR_ALIAS,
	APPARMOR_VARIABLE,
};

struct apparmor_rule {
	struct at at;
	const struct apparmor_rule *next;
	enum apparmor_kind kind;
	bool deny, audit, owner;
	const char *text;     /* as written, blanks squeezed */
	struct strings words; /* behind qualifiers and keyword, without quotes; what is between
			       * brackets is one word: "set=(term, kill)" */
	const char *path, *perms, *target; /* of files: "/bin/a px -> b"; "" when absent */
	unsigned line, column;
};

struct apparmor_profile {
	struct at at;
	const struct apparmor_profile *next;
	const char *name; /* "outer//inner"; "" for rules that stand in none */
	struct strings flags;
	const struct apparmor_rule *rules;
	unsigned line, column;
};

/* "@{name}=value ...", the values of "+=" being another one. */
struct apparmor_variable {
	const struct apparmor_variable *next;
	const char *name; /* with the brackets: "@{name}" */
	struct strings values;
};

struct apparmor_text {
	const struct apparmor_profile *profiles;
	const struct apparmor_variable *variables;
};

#define for_each_apparmor_profile(p, t) \
	for (const struct apparmor_profile *p = (t)->profiles; p && budget_step(); p = p->next)
#define for_each_apparmor_rule(r, p) \
	for (const struct apparmor_rule *r = (p)->rules; r && budget_step(); r = r->next)

/**
 * apparmor_parse() - profiles of a text
 * @a:	  owns the result; the text may go
 * @text: need not end in NUL
 * @at:	  the place of all rules and profiles, borrowed; NULL: they are profiles[name].rules[i] of
 * their document
 *
 * Return: 0, or -1 (ERR_INPUT, the text begins "LINE:COLUMN: "; ERR_LIMIT, ERR_MEMORY).
 */
MUST_CHECK int apparmor_parse(struct arena *a, const char *text, size_t len, const struct at *at,
			      struct apparmor_text *out, struct err *err);

/** apparmor_opens() - whether a line that is neither blank nor a comment could be the first of a
 * text in AppArmor's language. "#include" is no comment. */
bool apparmor_opens(const char *line, size_t len);

#endif
