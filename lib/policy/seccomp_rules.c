/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp_rules.c - rules as runtimes read them. */
#include "policy/seccomp_rules.h"

#include <string.h>

bool action_lets_through(const char *action)
{
	return strcmp(action, "SCMP_ACT_ALLOW") == 0 || strcmp(action, "SCMP_ACT_LOG") == 0;
}

bool seccomp_action_known(const char *action)
{
	static const char *const known[] = { "ALLOW",	     "ERRNO",	    "KILL",
					     "KILL_PROCESS", "KILL_THREAD", "LOG",
					     "TRAP",	     "TRACE",	    "NOTIFY" };
	static const char prefix[] = "SCMP_ACT_";

	if (strncmp(action, prefix, strlen(prefix)) != 0)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(action + strlen(prefix), known[i]) == 0)
			return true;
	return false;
}

size_t rule_call_count(const struct seccomp_rule *rule)
{
	return rule->names.count + (rule->name != NULL);
}

const char *rule_call(const struct seccomp_rule *rule, size_t i)
{
	return i < rule->names.count ? rule->names.v[i] : rule->name;
}

const char *rule_call_field(struct findings *out, const struct seccomp_rule *rule, size_t i)
{
	return i < rule->names.count ? finding_text(out, "names[%zu]", i) : "name";
}

/* Values are unsigned, and none is below 0. */
static bool always_holds(const struct seccomp_arg *arg)
{
	if (strcmp(arg->op, "SCMP_CMP_GE") == 0)
		return arg->value.v == 0;
	return strcmp(arg->op, "SCMP_CMP_MASKED_EQ") == 0 && arg->value.v == 0 &&
	       arg->value_two.v == 0;
}

bool rule_has_condition(const struct seccomp_rule *rule)
{
	for_each_seccomp_arg(arg, rule) if (!always_holds(arg)) return true;
	return false;
}

bool rule_needs_capability(const struct seccomp_rule *rule)
{
	return rule->includes && rule->includes->caps.count > 0;
}

static bool says_nothing(const struct seccomp_guard *guard)
{
	return !guard || (!guard->caps.count && !guard->arches.count && !*guard->min_kernel);
}

bool rule_is_everywhere(const struct seccomp_rule *rule)
{
	return says_nothing(rule->includes) && says_nothing(rule->excludes);
}

bool rule_names_call(const struct seccomp_rule *rule, const char *name)
{
	for (size_t i = 0; i < rule_call_count(rule); i++)
		if (strcmp(rule_call(rule, i), name) == 0)
			return true;
	return false;
}
