/* SPDX-License-Identifier: Apache-2.0 */
/* topology_spread.c - the pods of a workload are not all on one node.
 * Reads:   replicas; topologySpreadConstraints and affinity.podAntiAffinity of the template
 * Accepts: one of both; workloads of a single pod by their replicas, which an autoscaler may change
 * where they are absent; other kinds */
#include <string.h>

#include "policy/policy.h"

enum { KINDS, KEYS };

static const struct param params_declared[] = {
	[KINDS] = { "kinds", PARAM_STRINGS, .def = "[\"Deployment\", \"StatefulSet\"]",
		    .doc = "Globs of the kinds that are judged." },
	[KEYS] = { "topologyKeys", PARAM_STRINGS, .def = "[\"*\"]",
		   .doc = "Globs of keys that constraints may spread by, like "
			  "topology.kubernetes.io/zone; with another list than this one "
			  "anti-affinity does not do." },
};

static bool takes_any(const struct strings *keys)
{
	return keys->count == 1 && strcmp(keys->v[0], "*") == 0;
}

static bool is_spread(const struct workload *w, const struct strings *keys)
{
	if (w->has_pod_anti_affinity && takes_any(keys))
		return true;
	for (const struct spread_constraint *s = w->spread_constraints; s && budget_step();
	     s = s->next)
		if (globs_match(keys, s->topology_key))
			return true;
	return false;
}

static void check(const struct workload *w, const struct params *params, struct findings *out)
{
	bool is_single = w->replicas.set && w->replicas.v <= 1;

	if (!is_single && globs_match(param_strings(params, KINDS), w->request->kind.kind) &&
	    !is_spread(w, param_strings(params, KEYS)))
		finding(out, &w->at, "spec.template.spec.topologySpreadConstraints",
			.want = "a constraint, or podAntiAffinity",
			.fix = w->replicas.set
				       ? NULL
				       : "set topologySpreadConstraints, or replicas to 1 if "
					 "there is never more than one pod");
}

const struct policy policy_workload_topology_spread = {
	.id = "topology-spread",
	.title = "The pods of a workload are not all on one node",
	.why = "Several pods on one node fail together; that they are several helps only when "
	       "they are apart.",
	.remedy = "Set topologySpreadConstraints by kubernetes.io/hostname or by zone.",
	.severity = SEVERITY_LOW,
	.kind = "Deployment",
	.good = "spec:\n  replicas: 3\n  template:\n    spec:\n      topologySpreadConstraints:\n"
		"      - {topologyKey: kubernetes.io/hostname, maxSkew: 1,\n"
		"         whenUnsatisfiable: ScheduleAnyway}\n",
	.bad = "spec: {replicas: 3, template: {spec: {}}}\n",
	.maps = { NSA_RESOURCES, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_workload = check,
};
