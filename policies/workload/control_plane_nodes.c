/* SPDX-License-Identifier: Apache-2.0 */
/* control_plane_nodes.c - pods do not place themselves on nodes of the control plane.
 * Reads:   tolerations, nodeSelector, the terms of the required nodeAffinity
 * Accepts: tolerations of other taints; nodeSelectors with other labels; terms that lead elsewhere,
 * or away from there; a preference, which forces nothing; names of nodes, which do not say what
 * they are */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { KEYS, ALL };

static const struct param params_declared[] = {
	[KEYS] = { "keys", PARAM_STRINGS,
		   .def = "[\"node-role.kubernetes.io/control-plane\", "
			  "\"node-role.kubernetes.io/master\"]",
		   .doc = "Keys of the taints and labels of such nodes." },
	[ALL] = { "forbidTolerateAll", PARAM_BOOL, .def = "true",
		  .doc = "Whether a toleration of every taint is refused too." },
};

/* NotIn and DoesNotExist keep away. Each term is an alternative: one that leads there is enough. */
static bool leads_there(const struct selector_requirement *r, const struct strings *keys)
{
	return strings_have(keys, r->key) && strcmp(r->op, "NotIn") != 0 &&
	       strcmp(r->op, "DoesNotExist") != 0;
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *keys = param_strings(params, KEYS);

	for_each_toleration (t, pod) {
		bool all = *t->key == '\0' && strcmp(t->op, "Exists") == 0;

		if (strings_have(keys, t->key) || (all && param_bool(params, ALL)))
			finding(out, &t->at, "key", .value = *t->key ? t->key : NULL,
				.want = says_none_of(out, keys));
	}
	for_each_entry (e, pod->node_selector)
		if (strings_have(keys, e->key))
			finding(out, &pod->at, "nodeSelector", .value = e->key,
				.want = says_none_of(out, keys));
	for_each_node_term(term, pod) for_each_requirement (r, term) if (leads_there(r, keys))
		finding(out, &r->at, "key", .value = r->key, .want = says_none_of(out, keys),
			.fix = "remove the node affinity");
}

const struct policy policy_workload_control_plane_nodes = {
	.id = "control-plane-nodes",
	.title = "Pods stay off the nodes of the control plane",
	.why = "From a node of the control plane the way to its keys and to etcd is short.",
	.remedy = "Remove the toleration, the nodeSelector and the affinity; name the taints that "
		  "are "
		  "meant.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  tolerations: [{key: gpu, operator: Exists}]\n",
	.bad = EXAMPLE_POD "  tolerations: [{operator: Exists}]\n",
	.maps = { NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
