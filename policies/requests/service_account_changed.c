/* SPDX-License-Identifier: Apache-2.0 */
/* service_account_changed.c - an update gives a workload no other service account.
 * Reads:   serviceAccountName of the pod or template, before and after; user and groups
 * Accepts: the same account, an absent name being default; accounts that any workload may change
 * to; allowed users */
#include <string.h>

#include "policy/policy.h"
#include "policy/requester.h"
#include "policy/says.h"

enum { ALLOWED, USERS, GROUPS };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[\"default\"]",
		      .doc = "Globs of accounts that a workload may change to." },
	[USERS] = { "allowedUsers", PARAM_STRINGS, .def = "[]", .exempts = true,
		    .doc = "Globs of users who may change it to any." },
	[GROUPS] = { "allowedGroups", PARAM_STRINGS, .def = "[]", .exempts = true,
		     .doc = "Globs of groups whose members may." },
};

static const char *account_of(const struct pod *pod)
{
	return *pod->service_account_name ? pod->service_account_name : "default";
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const char *now = account_of(pod), *was;

	if (!pod->old || pod->request->offline)
		return;
	was = account_of(pod->old);
	if (strcmp(now, was) == 0 || globs_match(param_strings(params, ALLOWED), now) ||
	    requester_is_any(pod->request, param_strings(params, USERS),
			     param_strings(params, GROUPS)))
		return;
	finding(out, &pod->at, "serviceAccountName", .value = now, .want = was);
}

const struct policy policy_requests_service_account_changed = {
	.id = "service-account-changed",
	.title = "An update gives a workload no other service account",
	.why = "Who may edit a Deployment but grant nothing gets the rights of any account in the "
	       "namespace by naming it.",
	.remedy = "Leave serviceAccountName as it is, or make a new workload where it is reviewed.",
	.severity = SEVERITY_MEDIUM,
	.was = EXAMPLE_POD "  serviceAccountName: app\n",
	.good = EXAMPLE_POD "  serviceAccountName: app\n",
	.bad = EXAMPLE_POD "  serviceAccountName: operator\n",
	.maps = { NSA_TOKENS, MITRE_TOKENS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
	.needs = NEEDS_OLD | NEEDS_USER,
	.operations = ON(UPDATE),
};
