/* SPDX-License-Identifier: Apache-2.0 */
/* host_paths.c - a pod mounts nothing from the file system of its node.
 *
 * Reads:   hostPath of each volume
 * Accepts: absent
 */
#include "policy/policy.h"

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names bad = { 0 };

	(void)params;
	for_each_volume (v, pod) {
		if (!volume_has(v, VOLUME_HOST_PATH))
			continue;
		finding(out, &v->at, "hostPath", .value = v->host_path->path, .want = "absent",
			.fix = "use a volume that is not of the node, such as emptyDir");
		names_add(out, &bad, v->name);
	}
	if (bad.count)
		findings_summary(out, "hostPath volumes",
				 finding_text(out, "%s %s", plural("volume", "volumes", bad.count),
					      names_quote(out, &bad)));
}

static const struct standard standard = {
	.level = LEVEL_BASELINE,
	.id = "hostPathVolumes",
	.versions = { { 0, check } },
};

const struct policy policy_baseline_host_paths = {
	.id = "baseline-host-paths",
	.title = "The pod mounts no path of its node",
	.why = "A path of the node leads to its credentials, its container runtime and the data of "
	       "other pods; one that can be written leads to the node itself.",
	.remedy = "Use emptyDir, a ConfigMap, a Secret or a PersistentVolumeClaim instead of "
		  "hostPath.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "  volumes: [{name: data, emptyDir: {}}]\n",
	.bad = EXAMPLE_POD "  volumes: [{name: data, hostPath: {path: /srv/data}}]\n",
	.maps = { CIS_HOST_PATHS, NSA_ENFORCEMENT, MITRE_ESCAPE },
	.standard = &standard,
};
