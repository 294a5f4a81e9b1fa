/* SPDX-License-Identifier: Apache-2.0 */
/* role_tokens.c - a role does not have tokens of any service account made.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: service accounts by name */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_TOKENS, params, out);
}

const struct policy policy_access_role_tokens = {
	.id = "role-tokens",
	.title = "Roles limit the service accounts they have tokens made for",
	.why = "A token of an account is all of its rights, also for somebody who "
	       "has none of them.",
	.remedy = "Name the service accounts in resourceNames.",
	.severity = SEVERITY_HIGH,
	.good = "rules:\n"
		"- apiGroups: ['']\n"
		"  resources: [serviceaccounts/token]\n"
		"  resourceNames: [shop]\n"
		"  verbs: [create]\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [serviceaccounts/token], verbs: [create]}\n",
	.maps = { CIS_TOKEN_CREATION, NSA_RBAC, MITRE_TOKENS },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
