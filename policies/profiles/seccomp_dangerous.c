/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp_dangerous.c - a seccomp profile lets no dangerous call through.
 * Reads:   rules of seccomp profiles, and the default action
 * Accepts: dangerous calls that are refused, that are for certain capabilities or arguments alone,
 * or that are allowed by name; clone and unshare when their flags leave new user namespaces out */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"
#include "policy/seccomp_rules.h"
#include "policy/syscalls.h"

#define NEW_USER   0x10000000 /* flags of clone and unshare */
#define THREAD	   0x00010000 /* a thread can't have a namespace of its own */
#define NAMED_MAX  6
#define DANGER_MAX 128

enum { ALLOWED, GUARDS };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of dangerous calls that may be let through." },
	[GUARDS] = { "guardsHold", PARAM_BOOL, .def = "true",
		     .doc = "Whether what rules of a file say in includes holds, as with CRI-O "
			    "and Docker; containerd ignores it in a Localhost profile and applies "
			    "the rule to all." },
};

static bool is_tame_value(const struct seccomp_arg *arg)
{
	int64_t mask = arg->value.v, left = arg->value_two.v;

	if (strcmp(arg->op, "SCMP_CMP_EQ") == 0)
		return !(mask & NEW_USER) || (mask & THREAD);
	if (strcmp(arg->op, "SCMP_CMP_MASKED_EQ") != 0)
		return false;
	return ((mask & NEW_USER) && !(left & NEW_USER)) || ((mask & THREAD) && (left & THREAD));
}

/* Where the flags are: on s390 stack and flags of clone change places. */
static int64_t flags_index(const struct seccomp_rule *rule, const char *call)
{
	const struct seccomp_guard *on = rule->includes;

	return on && strcmp(call, "clone") == 0 &&
	       (strings_have(&on->arches, "s390") || strings_have(&on->arches, "s390x"));
}

static bool leaves_user_namespaces_out(const struct seccomp_rule *rule, const char *call)
{
	int64_t index = flags_index(rule, call);

	for_each_seccomp_arg(arg,
			     rule) if (arg->index.v == index && is_tame_value(arg)) return true;
	return false;
}

static bool has_condition(const struct seccomp_rule *rule, const char *call)
{
	/* The flags of clone3 are in memory, which no filter reads. */
	if (strcmp(call, "clone3") == 0)
		return false;
	if (strcmp(call, "clone") == 0 || strcmp(call, "unshare") == 0)
		return leaves_user_namespaces_out(rule, call);
	return rule_has_condition(rule);
}

static bool is_guarded(const struct seccomp_rule *rule, const struct syscall_danger *danger,
		       const struct params *params)
{
	if (!param_bool(params, GUARDS))
		return false;
	return rule_needs_capability(rule) ||
	       (danger->traces && rule->includes && *rule->includes->min_kernel);
}

static void judge_call(const struct seccomp_rule *rule, size_t i, const struct params *params,
		       struct findings *out)
{
	const char *name = rule_call(rule, i);
	const struct syscall_danger *danger = syscall_danger(name);
	const char *want = "a condition, or not to be let through";

	if (!danger || has_condition(rule, name) || is_guarded(rule, danger, params) ||
	    globs_match(param_strings(params, ALLOWED), name))
		return;
	if (strcmp(name, "clone") == 0)
		want = "the condition that flags & 0x10000000 is 0, or not to be let through";
	if (strcmp(name, "clone3") == 0)
		want = "SCMP_ACT_ERRNO with errnoRet 38, so that programs fall back on clone";
	finding(out, &rule->at, rule_call_field(out, rule, i), .value = name,
		.want = finding_text(out, "%s: it %s", want, danger->why),
		.fix = "leave it out, or give the rule a condition");
}

/* "bpf, mount, ptrace and 12 more" */
static const char *text_of(const struct names *left, struct findings *out)
{
	struct names first = *left;
	const char *text;

	if (first.count > NAMED_MAX)
		first.count = NAMED_MAX;
	text = names_join(out, &first, ", ");
	return left->count > first.count
		       ? finding_text(out, "%s and %zu more", text, left->count - first.count)
		       : text;
}

/* With a default that lets through, what counts is what the rules refuse. */
static void check_default(const struct seccomp_filter *filter, const struct params *params,
			  struct findings *out)
{
	bool refused[DANGER_MAX] = { false };
	struct names left = { 0 };
	size_t count;
	const struct syscall_danger *all = syscall_dangers(&count);

	for_each_seccomp_rule(rule, filter) for (size_t i = 0; i < rule_call_count(rule); i++)
	{
		const struct syscall_danger *danger = syscall_danger(rule_call(rule, i));

		if (danger && danger - all < DANGER_MAX && !rule_has_condition(rule) &&
		    !action_lets_through(rule->action))
			refused[danger - all] = true;
	}
	for (size_t i = 0; i < count && i < DANGER_MAX; i++)
		if (!refused[i] && !globs_match(param_strings(params, ALLOWED), all[i].name))
			names_add(out, &left, all[i].name);
	if (left.count)
		finding(out, &filter->at, "defaultAction", .value = filter->default_action,
			.want = finding_text(out, "SCMP_ACT_ERRNO, as no rule refuses %s",
					     text_of(&left, out)));
}

static void check(const struct seccomp *s, const struct params *params, struct findings *out)
{
	const char *action = s->filter->default_action;

	if (action && action_lets_through(action))
		check_default(s->filter, params, out);
	for_each_seccomp_rule(
		rule,
		s->filter) if (action_lets_through(rule->action)) for (size_t i = 0;
								       i < rule_call_count(rule);
								       i++)
		judge_call(rule, i, params, out);
}

const struct policy policy_profiles_seccomp_dangerous = {
	.id = "seccomp-dangerous",
	.title = "Seccomp profiles let no dangerous call through",
	.why = "Most ways out of a container go through a few dozen system calls that ordinary "
	       "programs never make.",
	.remedy = "Take the call out of the profile, or give the rule a condition on arguments or "
		  "capabilities.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  defaultAction: SCMP_ACT_ERRNO\n"
		"  syscalls: [{names: [read, write, exit_group], action: SCMP_ACT_ALLOW}]\n",
	.bad = "spec:\n  defaultAction: SCMP_ACT_ERRNO\n"
	       "  syscalls: [{names: [read, write, bpf], action: SCMP_ACT_ALLOW}]\n",
	.maps = { PSS_SECCOMP, CIS_SECCOMP, NSA_HARDENING, MITRE_ESCAPE, MITRE_EXPLOITATION },
	POLICY_PARAMS(params_declared),
	.check_seccomp = check,
};
