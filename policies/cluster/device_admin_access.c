/* SPDX-License-Identifier: Apache-2.0 */
/* device_admin_access.c - a claim gets no access of an administrator to devices.
 * Reads:   devices.requests of ResourceClaims and ResourceClaimTemplates, of all versions
 * Accepts: absent, false; namespaces that are allowed */
#include "policy/device_access.h"

enum { NAMESPACES };

static const struct param params_declared[] = {
	[NAMESPACES] = { "allowedNamespaces", PARAM_STRINGS, .def = "[]",
			 .doc = "Globs of the namespaces whose claims can have adminAccess." },
};

static void check(const struct device_claim *claim, const struct params *params,
		  struct findings *out)
{
	device_access_check(claim, param_strings(params, NAMESPACES), out);
}

const struct policy policy_cluster_device_admin_access = {
	.id = "device-admin-access",
	.title = "ResourceClaims must not request administrator access to devices",
	.why = "A pod with adminAccess uses devices that are allocated to other pods, and reads "
	       "what these left in them.",
	.remedy = "Remove adminAccess, or add the namespace to allowedNamespaces.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  devices:\n    requests:\n"
		"    - {name: gpu, exactly: {deviceClassName: gpu.example.com}}\n",
	.bad = "spec:\n  devices:\n    requests:\n"
	       "    - {name: gpu, exactly: {deviceClassName: gpu.example.com, adminAccess: "
	       "true}}\n",
	.maps = { NSA_NON_ROOT },
	POLICY_PARAMS(params_declared),
	.check_device_claim = check,
};
