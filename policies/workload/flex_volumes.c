/* SPDX-License-Identifier: Apache-2.0 */
/* flex_volumes.c - which drivers of the node a flexVolume may run.
 * Reads:   volumes[*].flexVolume.driver
 * Accepts: no flexVolume; drivers that are allowed */
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of the drivers that may be used, like example.com/lvm." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);

	for_each_volume (v, pod)
		if (volume_has(v, VOLUME_FLEX_VOLUME) &&
		    !(v->flex_driver && globs_match(allowed, v->flex_driver)))
			finding(out, &v->at, "flexVolume.driver", .value = v->flex_driver,
				.want = says_one_of(out, allowed));
}

const struct policy policy_workload_flex_volumes = {
	.id = "flex-volumes",
	.title = "Pods mount by no driver that runs on the node, but those allowed",
	.why = "A flexVolume runs a program of the node as root, with options that the pod gives "
	       "it; Kubernetes has deprecated them.",
	.remedy = "Use a volume of a CSI driver.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  volumes: [{name: data, csi: {driver: csi.example.com}}]\n",
	.bad = EXAMPLE_POD "  volumes: [{name: data, flexVolume: {driver: example.com/lvm}}]\n",
	.maps = { NSA_ENFORCEMENT, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
