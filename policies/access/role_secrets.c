/* SPDX-License-Identifier: Apache-2.0 */
/* role_secrets.c - a role does not read or write all Secrets.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: rules that name the Secrets in resourceNames; Roles, by default */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_SECRETS, params, out);
}

const struct policy policy_access_role_secrets = {
	.id = "role-secrets",
	.title = "Roles must limit access to Secrets to names",
	.why = "A user who can list, patch or delete a collection of Secrets reads all of them. A "
	       "user who can create one gets a token of any service account.",
	.remedy = "Name the Secrets in resourceNames with the verb get, or grant it in "
		  "a Role of their namespace.",
	.severity = SEVERITY_HIGH,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [secrets], resourceNames: [shop-tls], verbs: "
		"[get]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [secrets], verbs: [get, list]}\n",
	.maps = { CIS_SECRETS_ACCESS, NSA_RBAC, MITRE_CONTAINER_API },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
