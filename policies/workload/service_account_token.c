/* SPDX-License-Identifier: Apache-2.0 */
/* service_account_token.c - pods get no token of their service account that they do not ask for.
 * Reads:   automountServiceAccountToken of the pod
 * Accepts: false; service accounts that are exempt */
#include "policy/policy.h"
#include "policy/says.h"

enum { EXEMPT };

static const struct param params_declared[] = {
	[EXEMPT] = { "exemptServiceAccounts", PARAM_STRINGS, .def = "[]",
		     .doc = "Globs of the service accounts whose pods speak to the API server." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct opt_bool mount = pod->automount_service_account_token;

	if (mount.set && !mount.v)
		return;
	if (!globs_match(param_strings(params, EXEMPT), pod->service_account_name))
		finding(out, &pod->at, "automountServiceAccountToken", .value = says_bool(mount),
			.want = "false");
}

const struct policy policy_workload_service_account_token = {
	.id = "service-account-token",
	.title = "Pods get no token that they do not use",
	.why = "Whoever breaks into a container may speak to the API server with the token that "
	       "is mounted there.",
	.remedy = "Set automountServiceAccountToken to false; mount a projected token where one "
		  "is needed.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  automountServiceAccountToken: false\n",
	.bad = EXAMPLE_POD "  serviceAccountName: app\n",
	.maps = { CIS_TOKENS, NSA_TOKENS, MITRE_TOKENS },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
