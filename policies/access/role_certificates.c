/* SPDX-License-Identifier: Apache-2.0 */
/* role_certificates.c - a role does not approve or sign certificates of the cluster.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: signers by name that are not Kubernetes' own */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_CERTIFICATES, params, out);
}

const struct policy policy_access_role_certificates = {
	.id = "role-certificates",
	.title = "Roles do not approve or sign what the API server trusts",
	.why = "A certificate is a user: who has one approved chooses name and "
	       "groups, and nothing takes it back.",
	.remedy = "Name in resourceNames the signers that are meant, none of "
		  "kubernetes.io.",
	.severity = SEVERITY_CRITICAL,
	.good = "rules:\n"
		"- apiGroups: [certificates.k8s.io]\n"
		"  resources: [signers]\n"
		"  resourceNames: ['issuers.example.com/*']\n"
		"  verbs: [sign]\n",
	.bad = "rules:\n"
	       "- {apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve]}\n",
	.maps = { CIS_CERTIFICATE_APPROVAL, NSA_RBAC, MITRE_FORGED_CERTIFICATES },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
