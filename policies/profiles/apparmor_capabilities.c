/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_capabilities.c - an AppArmor profile leaves dangerous capabilities out.
 * Reads:   capability rules of AppArmor profiles
 * Accepts: capabilities by name that are not forbidden */
#include <string.h>

#include "policy/apparmor_rules.h"
#include "policy/capability.h"
#include "policy/policy.h"
#include "policy/says.h"

#define NEAREST_MAX 16 /* findings up to which a name is looked up: that takes a while */

enum { FORBIDDEN };

static const struct param params_declared[] = {
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .check = capability_check,
			.def = "[\"BPF\", \"DAC_OVERRIDE\", \"DAC_READ_SEARCH\", \"MAC_ADMIN\", "
			       "\"MAC_OVERRIDE\", \"PERFMON\", \"SYS_ADMIN\", \"SYS_BOOT\", "
			       "\"SYS_MODULE\", \"SYS_PTRACE\", \"SYS_RAWIO\", \"SYS_TIME\", "
			       "\"SYSLOG\"]",
			.doc = "Capabilities that may not be allowed." },
};

static void judge_name(const struct apparmor_case *c, const char *word)
{
	const char *name = capability_name(word), *nearest;

	if (!name) {
		nearest = findings_count(c->out) < NEAREST_MAX ? capability_nearest(word) : NULL;
		apparmor_finding(c, finding_text(c->out, "a capability in place of %.40s", word),
				 nearest ? finding_text(c->out, "write %s", nearest) : "remove it");
	} else if (capability_listed(param_strings(c->params, FORBIDDEN), name)) {
		apparmor_finding(c, finding_text(c->out, "no %s", name),
				 "leave it out, or deny it");
	}
}

static void judge(const struct apparmor_case *c)
{
	if (c->rule->words.count == 0)
		apparmor_finding(c, "capabilities by name: this rule allows them all",
				 "name those that the workload needs, or deny the rest");
	for_each_string (word, c->rule->words)
		judge_name(c, word);
}

static void check(const struct apparmor *view, const struct params *params, struct findings *out)
{
	apparmor_check(view, APPARMOR_BIT(CAPABILITY), params, out, judge);
}

const struct policy policy_profiles_apparmor_capabilities = {
	.id = "apparmor-capabilities",
	.title = "AppArmor profiles leave dangerous capabilities out",
	.why = "A profile is the second lock: it should hold when a pod is given a capability "
	       "that it should not have.",
	.remedy = "Name the capabilities that the workload needs, without those that rule the "
		  "node.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  policy: |\n    profile app {\n      capability net_bind_service,\n    "
		"}\n",
	.bad = "spec:\n  policy: |\n    profile app {\n      capability sys_admin,\n    }\n",
	.maps = { PSS_APPARMOR, CIS_ADDED_CAPABILITIES, CIS_SECURITY_CONTEXT, NSA_HARDENING,
		  MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_apparmor = check,
};
