/* SPDX-License-Identifier: Apache-2.0 */
/* naked_pods.c - pods are made by a controller.
 * Reads:   ownerReferences, annotations and name of a new Pod
 * Accepts: an owner that is the controller; mirrors of static pods; names that are allowed;
 * templates, which are a controller's */
#include <string.h>

#include "policy/policy.h"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedNames", PARAM_STRINGS, .def = "[\"node-debugger-*\"]",
		      .doc = "Globs of the names of pods that may stand alone." },
};

static bool has_controller(const struct meta *meta)
{
	for (const struct owner *o = meta->owners; o && budget_step(); o = o->next)
		if (o->controller.v)
			return true;
	return false;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct meta *meta = pod->meta;
	const char *name = *meta->name ? meta->name : meta->generate_name;

	if (strcmp(pod->request->kind.kind, "Pod") != 0 || has_controller(meta) ||
	    map_get(&meta->annotations, "kubernetes.io/config.mirror") ||
	    globs_match(param_strings(params, ALLOWED), name))
		return;
	finding(out, &meta->at, "ownerReferences", .want = "a controller");
}

const struct policy policy_workload_naked_pods = {
	.id = "naked-pods",
	.title = "Pods are made by a controller",
	.why = "Nobody starts a lone pod again when its node goes away, and nobody knows who made "
	       "it.",
	.remedy = "Make a Deployment, StatefulSet, DaemonSet or Job of it.",
	.severity = SEVERITY_LOW,
	.good = "metadata:\n  ownerReferences:\n"
		"  - {kind: ReplicaSet, name: shop-1, uid: u-1, controller: true}\n",
	.bad = EXAMPLE_POD,
	.maps = { MITRE_DEPLOYMENT },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
	.operations = ON(CREATE),
};
