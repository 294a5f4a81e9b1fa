/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp_syscalls.c - a seccomp profile says what its author meant.
 * Reads:   names, actions, arguments, errnoRet and flags of seccomp profiles
 * Accepts: names that some Linux has; actions, operators and flags that runtimes know; each call
 * with one meaning */
#include <string.h>

#include "policy/nearest.h"
#include "policy/policy.h"
#include "policy/says.h"
#include "policy/seccomp_rules.h"
#include "policy/syscalls.h"

#define ARGS_MAX    6  /* of a call */
#define NEAREST_MAX 16 /* names for which one is looked up: that takes a while */

enum { FURTHER, ACTIONS, FLAGS };

static const struct param params_declared[] = {
	[FURTHER] = { "furtherCalls", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of calls that are known beside those of Linux, as for a kernel "
			     "of one's own." },
	[ACTIONS] = { "allowedActions", PARAM_STRINGS,
		      .def = "[\"SCMP_ACT_ALLOW\", \"SCMP_ACT_ERRNO\", \"SCMP_ACT_KILL\", "
			     "\"SCMP_ACT_KILL_PROCESS\", \"SCMP_ACT_KILL_THREAD\", "
			     "\"SCMP_ACT_LOG\", \"SCMP_ACT_TRAP\", \"SCMP_ACT_NOTIFY\"]",
		      .choices = "SCMP_ACT_ERRNO SCMP_ACT_KILL SCMP_ACT_KILL_PROCESS "
				 "SCMP_ACT_KILL_THREAD SCMP_ACT_TRAP SCMP_ACT_TRACE "
				 "SCMP_ACT_NOTIFY SCMP_ACT_LOG SCMP_ACT_ALLOW",
		      .doc = "Actions that rules may have; with SCMP_ACT_TRACE a process of the "
			     "container itself can decide." },
	[FLAGS] = { "allowedFlags", PARAM_STRINGS,
		    .def = "[\"SECCOMP_FILTER_FLAG_TSYNC\", \"SECCOMP_FILTER_FLAG_LOG\", "
			   "\"SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV\"]",
		    .choices = "SECCOMP_FILTER_FLAG_TSYNC SECCOMP_FILTER_FLAG_LOG "
			       "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV "
			       "SECCOMP_FILTER_FLAG_SPEC_ALLOW",
		    .doc = "Flags of the filter; SECCOMP_FILTER_FLAG_SPEC_ALLOW gives up the "
			   "processor's protection against Spectre." },
};

/* What holds for a call without conditions, from the first rule that says so. */
struct settled {
	const struct seccomp_rule *by;
};

struct judge {
	const struct params *params;
	struct findings *out;
	struct settled calls[SYSCALL_COUNT];
	size_t looked_up;
};

static const char *fix_of_name(struct judge *j, const char *name)
{
	const char *nearest = j->looked_up++ < NEAREST_MAX ? syscall_nearest(name) : NULL;

	return nearest ? finding_text(j->out, "write %s", nearest) : "remove it";
}

static void judge_unknown(struct judge *j, const struct seccomp_rule *rule, size_t i)
{
	const char *name = rule_call(rule, i);

	if (!globs_match(param_strings(j->params, FURTHER), name))
		finding(j->out, &rule->at, rule_call_field(j->out, rule, i), .value = name,
			.want = "the name of a system call", .fix = fix_of_name(j, name));
}

static const char *place_of(struct judge *j, const struct seccomp_rule *rule)
{
	const char *place = at_print(findings_arena(j->out), &rule->at, NULL);

	if (!place)
		findings_spoil(j->out);
	return place ? place : "";
}

/* @by settled the call already, whatever @rule says of it. */
static void judge_again(struct judge *j, const struct seccomp_rule *rule, size_t i,
			const struct seccomp_rule *by)
{
	const char *fix = "remove it here or there", *want;

	if (by == rule)
		want = "each call once";
	else if (strcmp(by->action, rule->action) != 0)
		want = finding_text(j->out,
				    "one action for the call; %s has %.40s without a "
				    "condition",
				    place_of(j, by), by->action);
	else if (rule_has_condition(rule))
		want = finding_text(j->out, "a condition that counts; %s has the call without one",
				    place_of(j, by));
	else
		want = finding_text(j->out, "the call once; it is in %s", place_of(j, by));
	finding(j->out, &rule->at, rule_call_field(j->out, rule, i), .value = rule_call(rule, i),
		.want = want, .fix = fix);
}

static void judge_names(struct judge *j, const struct seccomp_rule *rule)
{
	if (rule_call_count(rule) == 0)
		finding(j->out, &rule->at, "names", .want = "the calls that the rule is for",
			.fix = "name them, or remove the rule");
	for (size_t i = 0; i < rule_call_count(rule); i++) {
		int number = syscall_find(rule_call(rule, i));

		if (number < 0)
			judge_unknown(j, rule, i);
		else if (j->calls[number].by && j->calls[number].by != rule &&
			 rule_is_everywhere(rule))
			judge_again(j, rule, i, j->calls[number].by);
	}
}

static void settle(struct judge *j, const struct seccomp_rule *rule)
{
	if (rule_has_condition(rule) || !rule_is_everywhere(rule))
		return;
	for (size_t i = 0; i < rule_call_count(rule); i++) {
		int number = syscall_find(rule_call(rule, i));

		if (number < 0)
			continue;
		if (j->calls[number].by == rule)
			judge_again(j, rule, i, rule);
		else if (!j->calls[number].by)
			j->calls[number].by = rule;
	}
}

static bool is_operator(const char *op)
{
	static const char *const known[] = { "SCMP_CMP_NE",	  "SCMP_CMP_LT", "SCMP_CMP_LE",
					     "SCMP_CMP_EQ",	  "SCMP_CMP_GE", "SCMP_CMP_GT",
					     "SCMP_CMP_MASKED_EQ" };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(op, known[i]) == 0)
			return true;
	return false;
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static void judge_arg(struct judge *j, const struct seccomp_arg *arg)
{
	bool masked = strcmp(arg->op, "SCMP_CMP_MASKED_EQ") == 0;

	if (!is_operator(arg->op))
		finding(j->out, &arg->at, "op", .value = or_null(arg->op),
			.want = "SCMP_CMP_EQ, NE, LT, LE, GT, GE or MASKED_EQ",
			.fix = "name one of these");
	if (arg->index.v < 0 || arg->index.v >= ARGS_MAX)
		finding(j->out, &arg->at, "index", .value = says_int(j->out, arg->index.v),
			.want = "0 to 5", .fix = "count arguments from 0");
	if (masked && (arg->value_two.v & ~arg->value.v) != 0)
		finding(j->out, &arg->at, "valueTwo", .value = says_int(j->out, arg->value_two.v),
			.want = "bits that are also in value, which is the mask",
			.fix = "put the mask into value and what it must leave into valueTwo");
	if (!masked && arg->value_two.v != 0)
		finding(j->out, &arg->at, "valueTwo", .value = says_int(j->out, arg->value_two.v),
			.want = "absent: SCMP_CMP_MASKED_EQ alone reads it", .fix = "remove it");
}

static void judge_rule(struct judge *j, const struct seccomp_rule *rule, bool is_file)
{
	const struct strings *actions = param_strings(j->params, ACTIONS);
	const struct int_or_string *number = &rule->errno_ret;

	if (!strings_have(actions, rule->action))
		finding(j->out, &rule->at, "action", .value = or_null(rule->action),
			.want = says_one_of(j->out, actions));
	if (is_file && strcmp(rule->action, "SCMP_ACT_ERRNO") == 0 && number->set &&
	    !number->is_string && number->i == 0)
		finding(j->out, &rule->at, "errnoRet", .value = "0",
			.want = "the number of an error: with 0 the call seems to have succeeded",
			.fix = "set 1 (EPERM) or 38 (ENOSYS)");
	for_each_seccomp_arg(arg, rule) judge_arg(j, arg);
}

static void check(const struct seccomp *s, const struct params *params, struct findings *out)
{
	const struct strings *flags = param_strings(params, FLAGS);
	struct judge j = { .params = params, .out = out };

	for (size_t i = 0; i < s->filter->flags.count; i++)
		if (!strings_have(flags, s->filter->flags.v[i]))
			finding(out, &s->filter->at, finding_text(out, "flags[%zu]", i),
				.value = s->filter->flags.v[i], .want = says_one_of(out, flags));
	for_each_seccomp_rule(rule, s->filter)
	{
		judge_rule(&j, rule, s->is_file);
		settle(&j, rule);
	}
	for_each_seccomp_rule(rule, s->filter) judge_names(&j, rule);
}

const struct policy policy_profiles_seccomp_syscalls = {
	.id = "seccomp-syscalls",
	.title = "Seccomp profiles say what was meant",
	.why = "Runtimes skip a call whose name they do not know, so a misspelt one is neither "
	       "refused nor allowed; of two rules for a call only one counts.",
	.remedy = "Correct the name, action or operator, and leave each call one rule without "
		  "conditions.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  defaultAction: SCMP_ACT_ERRNO\n"
		"  syscalls: [{names: [read, write, exit_group], action: SCMP_ACT_ALLOW}]\n",
	.bad = "spec:\n  defaultAction: SCMP_ACT_ERRNO\n"
	       "  syscalls: [{names: [read, wirte, exit_group], action: SCMP_ACT_ALLOW}]\n",
	.maps = { PSS_SECCOMP, CIS_SECCOMP, NSA_HARDENING },
	POLICY_PARAMS(params_declared),
	.check_seccomp = check,
};
