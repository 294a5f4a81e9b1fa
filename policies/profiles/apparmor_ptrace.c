/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_ptrace.c - an AppArmor profile names whom a process may trace.
 * Reads:   ptrace rules of AppArmor profiles
 * Accepts: tracing and reading a peer by name; being traced and read */
#include <string.h>

#include "policy/apparmor_rules.h"
#include "policy/policy.h"

enum { READ };

static const struct param params_declared[] = {
	[READ] = { "allowRead", PARAM_BOOL, .def = "false",
		   .doc = "Whether the state of any process may be read, as monitoring does." },
};

static bool is_any(const char *peer)
{
	return !peer || !*peer || !peer[strspn(peer, "*/()")] || strcmp(peer, "unconfined") == 0;
}

static void judge(const struct apparmor_case *c)
{
	bool traces = apparmor_has_access(c->rule, "trace");
	bool reads = apparmor_has_access(c->rule, "read") && !param_bool(c->params, READ);

	if (is_any(apparmor_condition(c->rule, "peer")) && (traces || reads))
		apparmor_finding(c,
				 traces ? "the peer that may be traced, and so controlled"
					: "the peer that may be read",
				 "add peer=@{profile_name}, or the name of another profile");
}

static void check(const struct apparmor *view, const struct params *params, struct findings *out)
{
	apparmor_check(view, APPARMOR_BIT(PTRACE), params, out, judge);
}

const struct policy policy_profiles_apparmor_ptrace = {
	.id = "apparmor-ptrace",
	.title = "AppArmor profiles name whom a process may trace",
	.why = "Who traces a process without a profile, as of the node, does what it wants in its "
	       "place.",
	.remedy = "Give ptrace rules a peer, or leave them out.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  policy: |\n    profile app {\n"
		"      ptrace (trace, read) peer=@{profile_name},\n    }\n",
	.bad = "spec:\n  policy: |\n    profile app {\n      ptrace,\n    }\n",
	.maps = { PSS_APPARMOR, CIS_SECURITY_CONTEXT, NSA_HARDENING, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_apparmor = check,
};
