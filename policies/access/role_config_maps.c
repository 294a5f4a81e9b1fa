/* SPDX-License-Identifier: Apache-2.0 */
/* role_config_maps.c - a role does not change what the cluster itself is configured by.
 * Reads:   rules of Roles and ClusterRoles; the namespace of a Role
 * Accepts: making and reading; changing config maps by name, except those of Kubernetes; Roles
 * outside of the named namespaces */
#include "policy/rights.h"

#include <string.h>

enum { NAMESPACES = RIGHTS_PARAM_COUNT };

static const struct param params_declared[] = {
	RIGHTS_PARAMS(RIGHTS_IN_ROLES),
	[NAMESPACES] = { "namespaces", PARAM_STRINGS, .def = "[\"kube-system\"]",
			 .doc = "Globs of the namespaces whose Roles are looked at; ClusterRoles "
				"reach all." },
};

static void check(const struct role *role, const struct params *params, struct findings *out)
{
	const char *ns = *role->meta->ns ? role->meta->ns : role->request->ns;

	if (strcmp(role->request->kind.kind, "Role") == 0 &&
	    !globs_match(param_strings(params, NAMESPACES), ns))
		return;
	rights_check(role, RIGHTS_CONFIG_MAPS, params, out);
}

const struct policy policy_access_role_config_maps = {
	.id = "role-config-maps",
	.title = "Roles do not change the cluster's own config maps",
	.why = "DNS, node configuration and, in some clouds, who is an administrator are config "
	       "maps of kube-system: who changes these has the cluster.",
	.remedy = "Name the config maps in resourceNames, or grant it in a Role of another "
		  "namespace.",
	.severity = SEVERITY_HIGH,
	.good = "rules:\n"
		"- apiGroups: ['']\n"
		"  resources: [configmaps]\n"
		"  resourceNames: [shop-leader]\n"
		"  verbs: [update]\n",
	.bad = "rules:\n"
	       "- {apiGroups: [''], resources: [configmaps], verbs: [update]}\n",
	.maps = { NSA_RBAC, MITRE_CLUSTER_ROLES, MITRE_ADVERSARY_IN_THE_MIDDLE },
	POLICY_PARAMS(params_declared),
	.check_role = check,
};
