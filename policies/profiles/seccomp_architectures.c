/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp_architectures.c - a seccomp profile holds on every architecture that it names.
 * Reads:   architectures, archMap, and the rules for clone and sockets of seccomp profiles
 * Accepts: architectures that libseccomp has, each once; those that must be there
 *
 * A call by way of an architecture that is not named ends the process, whatever the default action
 * is: so a profile for SCMP_ARCH_X86_64 alone leaves nothing open to 32-bit programs or x32, and
 * a companion that is missing is no finding unless it is required. Two things are holes. On s390
 * the flags of clone are argument 1, not 0. And where sockets are also made by socketcall, whose
 * arguments are in memory, a condition on the arguments of socket can be gone around. */
#include <string.h>

#include "policy/nearest.h"
#include "policy/policy.h"
#include "policy/says.h"
#include "policy/seccomp_rules.h"

#define PREFIX	    "SCMP_ARCH_"
#define NEAREST_MAX 16 /* findings up to which a name is looked up: that takes a while */

enum { REQUIRED, FORBIDDEN };

/* What makes sockets by socketcall, and what has the flags of clone elsewhere. */
static const struct arch {
	const char *name;
	bool has_socketcall, swaps_clone;
} archs[] = {
	{ "NATIVE", false, false },   { "X86", true, false },	    { "X86_64", false, false },
	{ "X32", false, false },      { "ARM", false, false },	    { "AARCH64", false, false },
	{ "MIPS", true, false },      { "MIPS64", false, false },   { "MIPS64N32", false, false },
	{ "MIPSEL", true, false },    { "MIPSEL64", false, false }, { "MIPSEL64N32", false, false },
	{ "PPC", true, false },	      { "PPC64", true, false },	    { "PPC64LE", true, false },
	{ "S390", true, true },	      { "S390X", true, true },	    { "PARISC", false, false },
	{ "PARISC64", false, false }, { "RISCV64", false, false },  { "LOONGARCH64", false, false },
	{ "M68K", true, false },      { "SH", true, false },	    { "SHEB", true, false },
};

static const struct arch *arch_find(const char *name)
{
	if (strncmp(name, PREFIX, strlen(PREFIX)) != 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_LEN(archs); i++)
		if (strcmp(name + strlen(PREFIX), archs[i].name) == 0)
			return &archs[i];
	return NULL;
}

static int check_name(const char *text, struct err *err)
{
	return arch_find(text) ? 0 : err_set(err, ERR_INPUT, "libseccomp has no such architecture");
}

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_STRINGS, .def = "[]", .check = check_name,
		       .doc = "Architectures that must be named, as SCMP_ARCH_X86 for nodes that "
			      "run 32-bit programs." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[]",
			.doc = "Globs of architectures that may not be named, as SCMP_ARCH_X32." },
};

struct judge {
	const struct seccomp_filter *filter;
	const struct params *params;
	struct findings *out;
	bool seen[ARRAY_LEN(archs)], has_socketcall, swaps_clone;
};

static const char *fix_of(struct findings *out, const char *name)
{
	const char *nearest = NULL, *text = name;

	if (strncmp(name, PREFIX, strlen(PREFIX)) == 0)
		text += strlen(PREFIX);
	for (size_t i = 0; i < ARRAY_LEN(archs) && findings_count(out) < NEAREST_MAX; i++)
		nearest = nearest_keep(text, nearest, archs[i].name);
	return nearest ? finding_text(out, "write " PREFIX "%s", nearest) : "remove it";
}

static void judge_name(struct judge *j, const struct at *at, const char *field, const char *name)
{
	const struct strings *forbidden = param_strings(j->params, FORBIDDEN);
	const struct arch *arch = arch_find(name);

	if (!arch) {
		finding(j->out, at, field, .value = name, .want = "an architecture of libseccomp",
			.fix = fix_of(j->out, name));
		return;
	}
	if (globs_match(forbidden, name))
		finding(j->out, at, field, .value = name, .want = says_none_of(j->out, forbidden),
			.fix = "remove it");
	j->seen[arch - archs] = true;
	j->has_socketcall = j->has_socketcall || arch->has_socketcall;
	j->swaps_clone = j->swaps_clone || arch->swaps_clone;
}

static void judge_list(struct judge *j)
{
	const struct seccomp_filter *f = j->filter;

	for (size_t i = 0; i < f->architectures.count; i++) {
		const char *name = f->architectures.v[i];
		const char *field = finding_text(j->out, "architectures[%zu]", i);
		const struct arch *arch = arch_find(name);

		if (arch && j->seen[arch - archs])
			finding(j->out, &f->at, field, .value = name,
				.want = "each architecture once", .fix = "remove it");
		judge_name(j, &f->at, field, name);
	}
}

static void judge_map(struct judge *j)
{
	for_each_seccomp_arch(a, j->filter)
	{
		judge_name(j, &a->at, "architecture", a->architecture);
		for (size_t i = 0; i < a->subs.count; i++)
			judge_name(j, &a->at, finding_text(j->out, "subArchitectures[%zu]", i),
				   a->subs.v[i]);
	}
}

static void judge_required(struct judge *j)
{
	for_each_string (name, *param_strings(j->params, REQUIRED)) {
		const struct arch *arch = arch_find(name);

		if (!arch || !j->seen[arch - archs])
			finding(j->out, &j->filter->at, "architectures",
				.want = finding_text(j->out, "%s among them", name),
				.fix = "add it");
	}
}

static bool holds_on_s390(const struct seccomp_rule *rule)
{
	const struct seccomp_guard *in = rule->includes, *ex = rule->excludes;

	if (in && in->arches.count)
		return strings_have(&in->arches, "s390") || strings_have(&in->arches, "s390x");
	return !ex || !(strings_have(&ex->arches, "s390") && strings_have(&ex->arches, "s390x"));
}

static void judge_clone(struct judge *j, const struct seccomp_rule *rule)
{
	if (!j->swaps_clone || !holds_on_s390(rule) || !action_lets_through(rule->action) ||
	    !rule_names_call(rule, "clone"))
		return;
	for_each_seccomp_arg(arg, rule) if (arg->index.v == 0)
		finding(j->out, &arg->at, "index", .value = "0",
			.want = "1 on s390, where argument 0 of clone is the stack",
			.fix = "make a profile of its own for s390, or leave its "
			       "architectures out");
}

static void judge_sockets(struct judge *j)
{
	const struct seccomp_rule *by = NULL;
	bool has_condition = false, is_free = false;

	for_each_seccomp_rule(rule, j->filter)
	{
		bool lets_through = action_lets_through(rule->action);

		if (lets_through && !by && !rule_has_condition(rule) &&
		    rule_names_call(rule, "socketcall"))
			by = rule;
		if (!rule_names_call(rule, "socket"))
			continue;
		has_condition = has_condition || rule_has_condition(rule);
		is_free = is_free || (lets_through && !rule_has_condition(rule) &&
				      !rule_needs_capability(rule));
	}
	if (!by || !has_condition || is_free || !j->has_socketcall)
		return;
	for (size_t i = 0; i < rule_call_count(by); i++)
		if (strcmp(rule_call(by, i), "socketcall") == 0)
			finding(j->out, &by->at, rule_call_field(j->out, by, i),
				.value = "socketcall",
				.want = "not to be let through: it makes the sockets that the "
					"conditions on socket leave out",
				.fix = "remove it; 32-bit programs have had socket itself since "
				       "Linux 4.3");
}

static void check(const struct seccomp *s, const struct params *params, struct findings *out)
{
	struct judge j = { .filter = s->filter, .params = params, .out = out };

	judge_list(&j);
	judge_map(&j);
	judge_required(&j);
	for_each_seccomp_rule(rule, s->filter) judge_clone(&j, rule);
	judge_sockets(&j);
}

const struct policy policy_profiles_seccomp_architectures = {
	.id = "seccomp-architectures",
	.title = "Seccomp profiles hold on the architectures they name",
	.why = "A runtime refuses a profile with an architecture that it does not know, and on "
	       "some architectures the same call has its arguments elsewhere or another way in.",
	.remedy = "Name the architectures of the nodes, and leave out rules that do not hold "
		  "there.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  defaultAction: SCMP_ACT_ERRNO\n  architectures: [SCMP_ARCH_X86_64]\n"
		"  syscalls: [{names: [read, write, exit_group], action: SCMP_ACT_ALLOW}]\n",
	.bad = "spec:\n  defaultAction: SCMP_ACT_ERRNO\n  architectures: [SCMP_ARCH_AMD64]\n"
	       "  syscalls: [{names: [read, write, exit_group], action: SCMP_ACT_ALLOW}]\n",
	.maps = { PSS_SECCOMP, CIS_SECCOMP, NSA_HARDENING },
	POLICY_PARAMS(params_declared),
	.check_seccomp = check,
};
