/* SPDX-License-Identifier: Apache-2.0 */
/* service_account_automount.c - pods do not get a token only because of their account.
 * Reads:   automountServiceAccountToken of ServiceAccounts; the user
 * Accepts: false; named accounts; those that the cluster itself makes */
#include "policy/account.h"
#include "policy/policy.h"
#include "policy/says.h"

static const struct param params_declared[] = { ACCOUNT_PARAMS };

static void check(const struct service_account *account, const struct params *params,
		  struct findings *out)
{
	struct opt_bool mounts = account->automount_token;

	if (!(mounts.set && !mounts.v) && !account_is_left_alone(account, params, out))
		finding(out, &account->at, "automountServiceAccountToken",
			.value = says_bool(mounts), .want = "false");
}

const struct policy policy_access_service_account_automount = {
	.id = "service-account-automount",
	.title = "Service accounts do not mount their token into every pod",
	.why = "Few pods talk to the API server, and every other one hands its token to whoever "
	       "breaks in.",
	.remedy = "Set automountServiceAccountToken to false, and to true in the pods that need "
		  "the token.",
	.severity = SEVERITY_LOW,
	.good = "automountServiceAccountToken: false\n",
	.bad = "imagePullSecrets: [{name: registry}]\n",
	.maps = { CIS_TOKENS, NSA_TOKENS, MITRE_TOKENS },
	POLICY_PARAMS(params_declared),
	.check_service_account = check,
};
