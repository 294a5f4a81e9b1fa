/* SPDX-License-Identifier: Apache-2.0 */
/* role_volumes.c - a role does not make persistent volumes.
 * Reads:   rules of Roles and ClusterRoles
 * Accepts: reading and deleting; changing volumes by name */
#include "policy/rights.h"

static const struct param params_declared[] = { RIGHTS_PARAMS(RIGHTS_IN_CLUSTER_ROLES) };

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	rights_check(role, RIGHTS_VOLUMES, params, out);
}

const struct policy policy_access_role_volumes = {
	.id = "role-volumes",
	.title = "Roles do not make persistent volumes",
	.why = "A persistent volume may be a hostPath, and no Pod Security level "
	       "looks at it.",
	.remedy = "Have volumes made by a storage class; grant persistentvolumeclaims "
		  "instead.",
	.severity = SEVERITY_HIGH,
	.good = "rules:\n"
		"- {apiGroups: [''], resources: [persistentvolumeclaims], verbs: [create]}\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [persistentvolumes], verbs: [create]}\n",
	.maps = { CIS_VOLUME_CREATION, NSA_RBAC, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
