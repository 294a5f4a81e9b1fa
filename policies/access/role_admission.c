/* SPDX-License-Identifier: Apache-2.0 */
/* role_admission.c - a role does not change admission or the API itself.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: reading; changing objects by name */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_ADMISSION, params, out);
}

const struct policy policy_access_role_admission = {
	.id = "role-admission",
	.title = "Roles do not write webhooks, admission policies, API services or definitions",
	.why = "Who writes these sees and changes every request, Secrets among them, "
	       "or turns off what would refuse their own.",
	.remedy = "Name in resourceNames the objects that are meant, with update and "
		  "patch.",
	.severity = SEVERITY_HIGH,
	.good = "rules:\n"
		"- apiGroups: [admissionregistration.k8s.io]\n"
		"  resources: [mutatingwebhookconfigurations]\n"
		"  resourceNames: [shop]\n"
		"  verbs: [patch]\n",
	.bad = "rules:\n"
	       "- apiGroups: [admissionregistration.k8s.io]\n"
	       "  resources: [mutatingwebhookconfigurations]\n"
	       "  verbs: [create, update]\n",
	.maps = { CIS_WEBHOOK_CONFIGURATIONS, NSA_RBAC, MITRE_IMPAIR_DEFENSES },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
