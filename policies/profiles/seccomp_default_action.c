/* SPDX-License-Identifier: Apache-2.0 */
/* seccomp_default_action.c - what a seccomp profile does not name is refused.
 * Reads:   defaultAction of seccomp profiles
 * Accepts: an error, a signal, the end of the thread or process; TRACE and NOTIFY when allowed */
#include "policy/policy.h"
#include "policy/says.h"
#include "policy/seccomp_rules.h"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS,
		      .def = "[\"SCMP_ACT_ERRNO\", \"SCMP_ACT_KILL\", \"SCMP_ACT_KILL_PROCESS\", "
			     "\"SCMP_ACT_KILL_THREAD\", \"SCMP_ACT_TRAP\"]",
		      .choices = "SCMP_ACT_ERRNO SCMP_ACT_KILL SCMP_ACT_KILL_PROCESS "
				 "SCMP_ACT_KILL_THREAD SCMP_ACT_TRAP SCMP_ACT_TRACE "
				 "SCMP_ACT_NOTIFY SCMP_ACT_LOG SCMP_ACT_ALLOW",
		      .doc = "Actions that may be the default; TRACE and NOTIFY leave the decision "
			     "to another process." },
};

static const char *fix_of(const char *action)
{
	if (!action_lets_through(action))
		return NULL;
	return "list what the workload calls and refuse the rest: a list of what is refused misses "
	       "calls that are new, and calls that do the same under another name";
}

static void check(const struct seccomp *s, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const char *action = s->filter->default_action;

	if (!action || !strings_have(allowed, action))
		finding(out, &s->filter->at, "defaultAction", .value = action,
			.want = says_one_of(out, allowed), .fix = action ? fix_of(action) : NULL);
}

const struct policy policy_profiles_seccomp_default_action = {
	.id = "seccomp-default-action",
	.title = "Seccomp profiles refuse what they do not name",
	.why = "A profile that allows by default has to name all that is dangerous, on every "
	       "processor and in every kernel to come.",
	.remedy = "Set defaultAction to SCMP_ACT_ERRNO and allow the calls that the workload "
		  "makes.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  defaultAction: SCMP_ACT_ERRNO\n"
		"  syscalls: [{names: [read, write, exit_group], action: SCMP_ACT_ALLOW}]\n",
	.bad = "spec:\n  defaultAction: SCMP_ACT_ALLOW\n"
	       "  syscalls: [{names: [ptrace], action: SCMP_ACT_ERRNO}]\n",
	.maps = { PSS_SECCOMP, CIS_SECCOMP, NSA_HARDENING, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_seccomp = check,
};
