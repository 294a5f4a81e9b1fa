/* SPDX-License-Identifier: Apache-2.0 */
/* command_line.h - the command lines of the programs that a cluster is run by, as those programs
 * read them.
 *
 * They are told by the name of the program alone: kube-apiserver is what it is wherever it runs. A
 * flag may be --name=value, --name value or -name; the programs of Kubernetes take _ for -, and
 * etcd takes what it is not given from its environment. Quotes around a value do not count. What a
 * shell makes of a script is not known here.
 */
#ifndef KUBEVET_POLICY_COMMAND_LINE_H
#define KUBEVET_POLICY_COMMAND_LINE_H

#include "policy/policy.h"

enum program {
	PROGRAM_APISERVER,
	PROGRAM_CONTROLLER_MANAGER,
	PROGRAM_SCHEDULER,
	PROGRAM_KUBELET,
	PROGRAM_ETCD,
	PROGRAM_COUNT
};

/** program_name() - "kube-apiserver" */
const char *program_name(enum program program);

/** program_find() - which one @path names: its last component is what counts. Return: false when it
 * is none of them, or no path but an option or a variable. */
bool program_find(const char *path, size_t len, enum program *out);

/* Command and args of a container are one list here. */
struct command_line {
	const struct container *container;
	enum program program;
	size_t first, end; /* the arguments behind the program; up to "--" */
	/* A flag that is not given may still be set elsewhere: in a file, or in an environment that
	 * is not known. */
	bool has_more;
};

/** command_line_of() - the program that a container runs, itself or through a wrapper that changes
 * nothing about its flags. Return: false when it is none of ours, or one that reads a file in place
 * of its flags. */
bool command_line_of(const struct container *c, struct command_line *out);

typedef void command_line_judge(const struct command_line *line, const struct params *params,
				struct findings *out);

/** command_lines_check() - @judge for every container that runs @program. */
void command_lines_check(const struct pod *pod, enum program program, const struct params *params,
			 struct findings *out, command_line_judge *judge);

struct flag {
	const char *value; /* NULL: it is not given; not terminated */
	size_t len;
	size_t argument;	   /* index in the one list */
	const struct env_var *env; /* where it comes from, in place of an argument; or NULL */
	bool unknown;		   /* it is given, but the value stands elsewhere */
};

/** flag_next() - the next time @name is given; @f begins as { 0 }. A bare flag is "true" when
 * @is_switch, and else has the next argument as its value. Return: false behind the last. */
bool flag_next(const struct command_line *line, const char *name, bool is_switch, struct flag *f);

/** flag_last() - what counts of a flag that holds one value. */
struct flag flag_last(const struct command_line *line, const char *name);
struct flag switch_last(const struct command_line *line, const char *name);

/** flag_equals() - whether it is given and has exactly that value. */
bool flag_equals(const struct flag *f, const char *value);

/** flag_same() - whether both are given, with one value that is not empty. */
bool flag_same(const struct flag *a, const struct flag *b);

/** flag_bool(), flag_int(), flag_duration() - the value as Go reads it; a duration in microseconds.
 * Return: false when it is no such thing. */
bool flag_bool(const struct flag *f, bool *v);
bool flag_int(const struct flag *f, int64_t *v);
bool flag_duration(const struct flag *f, int64_t *us);

/** flag_text() - the value, terminated, as long as the sink lives. */
const char *flag_text(struct findings *out, const struct flag *f);

/* One item of a flag that holds a list: all times that it is given add to it. */
struct flag_item {
	struct flag flag;
	const char *value; /* not terminated */
	size_t len;
	size_t read; /* of the flag's value */
	bool begun;
};

/** flag_item_next() - items between commas; @item begins as { 0 }. Empty ones are none. */
bool flag_item_next(const struct command_line *line, const char *name, struct flag_item *item);

#define for_each_flag_item(item, line, name) \
	for (struct flag_item item = { 0 }; flag_item_next(line, name, &item);)

/** flag_has_item() - whether the list holds exactly @value. */
bool flag_has_item(const struct command_line *line, const char *name, const char *value);

/** flag_item_in() - whether @list holds the item. */
bool flag_item_in(const struct flag_item *item, const struct strings *list);

/** flag_field() - where a flag that is given as an argument stands in its container: "args[3]" */
const char *flag_field(struct findings *out, const struct command_line *line, const struct flag *f);

/** flag_finding() - finding_add() where the flag stands, with all of the argument as the value; for
 * a flag that is not given, where it would stand. Values of an environment are not shown. */
void flag_finding(struct findings *out, const struct command_line *line, const char *name,
		  const struct flag *f, const struct says *says);

enum flag_wants { FLAG_GIVEN, FLAG_ABSENT, FLAG_TRUE, FLAG_FALSE };

/* What is wanted of one flag. */
struct flag_rule {
	const char *name;
	enum flag_wants wants;
	bool otherwise;	  /* FLAG_TRUE, FLAG_FALSE: what holds when it is not given */
	const char *want; /* FLAG_GIVEN: "--tls-cert-file=FILE" */
	const char *fix;  /* or NULL */
};

/** flags_judge() - a finding for each rule that does not hold. */
void flags_judge(const struct command_line *line, const struct flag_rule *rules, size_t count,
		 struct findings *out);

/** flag_judge_range() - the number of @name, or @otherwise when it is not given, is from @min to
 * @max. */
void flag_judge_range(const struct command_line *line, const char *name, int64_t otherwise,
		      int64_t min, int64_t max, struct findings *out);

#endif
