/* SPDX-License-Identifier: Apache-2.0 */
/* node_labels.c - labels and taints that decide which pods a node gets are changed by few.
 * Reads:   labels and taints of nodes, before and after; the user
 * Accepts: other labels and taints; the same as before; users that may */
#include <string.h>

#include "policy/policy.h"
#include "policy/requester.h"
#include "policy/says.h"

enum { LABELS, TAINTS, USERS, GROUPS };

static const struct param params_declared[] = {
	[LABELS] = { "labels", PARAM_STRINGS,
		     .def = "[\"node-restriction.kubernetes.io/*\", "
			    "\"*.node-restriction.kubernetes.io/*\", "
			    "\"node-role.kubernetes.io/*\"]",
		     .doc = "Globs of the keys of labels that are kept." },
	[TAINTS] = { "taints", PARAM_STRINGS,
		     .def = "[\"node-role.kubernetes.io/*\", "
			    "\"node-restriction.kubernetes.io/*\"]",
		     .doc = "Globs of the keys of taints that are kept." },
	[USERS] = { "exceptUsers", PARAM_STRINGS,
		    .def = "[\"system:serviceaccount:kube-system:node-controller\"]",
		    .exempts = true, .doc = "Globs of the users that may change them." },
	[GROUPS] = { "exceptGroups", PARAM_STRINGS,
		     .def = "[\"system:masters\", \"kubeadm:cluster-admins\"]", .exempts = true,
		     .doc = "Globs of the groups whose users may; by default those that set nodes "
			    "up." },
};

static void judge_label(const struct node *node, const char *key, const char *was, const char *now,
			struct findings *out)
{
	if (was && now && strcmp(was, now) == 0)
		return;
	says_label(out, node->meta, key,
		   &(struct says){ .value = now,
				   .want = was ? finding_text(out, "\"%s\", as it was", was)
					       : "absent, as it was" });
}

/* A node that is new had no labels. */
static void check_labels(const struct node *node, const struct strings *keys, struct findings *out)
{
	static const struct map none = { 0 };
	const struct map *was = node->old ? &node->old->meta->labels : &none;
	const struct map *now = &node->meta->labels;

	if (says_too_many(out, &node->meta->at, "labels", now->count, was->count))
		return;
	for_each_entry (e, *now)
		if (globs_match(keys, e->key))
			judge_label(node, e->key, map_get(was, e->key), e->value, out);
	for_each_entry (e, *was)
		if (globs_match(keys, e->key) && !map_get(now, e->key))
			judge_label(node, e->key, e->value, NULL, out);
}

static const char *taint_text(const struct taint *t, struct findings *out)
{
	return finding_text(out, "%s=%s:%s", t->key, t->value, t->effect);
}

static bool has_taint(const struct node *node, const struct taint *wanted)
{
	for_each_taint(t, node) if (strcmp(t->key, wanted->key) == 0 &&
				    strcmp(t->value, wanted->value) == 0 &&
				    strcmp(t->effect, wanted->effect) == 0) return true;
	return false;
}

static size_t taint_count(const struct node *node)
{
	size_t count = 0;

	for_each_taint(t, node) count++;
	return count;
}

/* Who registers a node may taint it. */
static void check_taints(const struct node *node, const struct strings *keys, struct findings *out)
{
	const struct node *old = node->old;

	if (!old || says_too_many(out, &node->at, "taints", taint_count(node), taint_count(old)))
		return;
	for_each_taint(t, node) if (globs_match(keys, t->key) && !has_taint(old, t))
		finding(out, &t->at, NULL, .value = taint_text(t, out),
			.want = "the taints that were there");
	for_each_taint(t, old) if (globs_match(keys, t->key) && !has_taint(node, t))
		finding(out, &node->at, "taints",
			.value = finding_text(out, "without %s", taint_text(t, out)),
			.want = "the taints that were there");
}

static void check(const struct node *node, const struct params *params, struct findings *out)
{
	if (node->request->offline || requester_is_any(node->request, param_strings(params, USERS),
						       param_strings(params, GROUPS)))
		return;
	check_labels(node, param_strings(params, LABELS), out);
	check_taints(node, param_strings(params, TAINTS), out);
}

const struct policy policy_cluster_node_labels = {
	.id = "node-labels",
	.title = "Labels and taints that decide where pods run are changed by few",
	.why = "A node that takes the label of others draws their pods, and secrets with them; "
	       "without its taint a control plane runs anybody's.",
	.remedy = "Have the node changed by somebody who may.",
	.severity = SEVERITY_HIGH,
	.good = "metadata: {labels: {node-role.kubernetes.io/control-plane: \"\"}}\n"
		"spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: "
		"NoSchedule}]}\n",
	.bad = "metadata: {labels: {node-role.kubernetes.io/control-plane: \"\"}}\n"
	       "spec: {}\n",
	.was = "metadata: {labels: {node-role.kubernetes.io/control-plane: \"\"}}\n"
	       "spec: {taints: [{key: node-role.kubernetes.io/control-plane, effect: "
	       "NoSchedule}]}\n",
	.maps = { NSA_WORKERS, NSA_CONTROL_PLANE, MITRE_EXPLOITATION },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_node = check,
	.needs = NEEDS_OLD | NEEDS_USER,
};
