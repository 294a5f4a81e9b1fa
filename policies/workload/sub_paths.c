/* SPDX-License-Identifier: Apache-2.0 */
/* sub_paths.c - mounts take whole volumes, or a plain path within.
 * Reads:   subPath and subPathExpr of mounts
 * Accepts: absent or empty ones; what parameters leave */
#include "policy/policy.h"

enum { SUB_PATH, EXPRESSION };

static const struct param params_declared[] = {
	[SUB_PATH] = { "subPath", PARAM_BOOL, .def = "true",
		       .doc = "Whether subPath may be used; false is for nodes that are open to "
			      "CVE-2021-25741, before v1.22.2." },
	[EXPRESSION] = { "subPathExpr", PARAM_BOOL, .def = "false",
			 .doc = "Whether subPathExpr may, whose path is made of variables when "
				"the container starts." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_container (c, pod)
		for_each_mount (m, c) {
			if (*m->sub_path && !param_bool(params, SUB_PATH))
				finding(out, &m->at, "subPath", .value = m->sub_path,
					.want = "absent");
			if (*m->sub_path_expr && !param_bool(params, EXPRESSION))
				finding(out, &m->at, "subPathExpr", .value = m->sub_path_expr,
					.want = "absent");
		}
}

const struct policy policy_workload_sub_paths = {
	.id = "sub-paths",
	.title = "Mounts take whole volumes, or a plain path within",
	.why = "The kubelet opens the path on the node; a container that turns it into a link at "
	       "the right moment was given the node's files more than once.",
	.remedy = "Mount the volume as a whole, or make a volume of what is needed.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    volumeMounts: [{name: data, mountPath: /data, subPath: shop}]\n",
	.bad = EXAMPLE_POD "    volumeMounts: [{name: d, mountPath: /d, subPathExpr: $(POD)}]\n",
	.maps = { MITRE_ESCAPE, MITRE_EXPLOITATION },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
