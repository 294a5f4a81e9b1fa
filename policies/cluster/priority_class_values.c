/* SPDX-License-Identifier: Apache-2.0 */
/* priority_class_values.c - how far priority classes lift pods.
 * Reads:   name, value, globalDefault
 * Accepts: values up to the maximum; the two classes of the system; a default for all pods that
 * lifts none */
#include "policy/policy.h"
#include "policy/says.h"

enum { MAX, MAX_DEFAULT, EXEMPT, FORBIDDEN };

static const struct param params_declared[] = {
	[MAX] = { "maxValue", PARAM_INT, .def = "1000000000",
		  .doc = "Highest value; Kubernetes itself keeps what is above 1000000000." },
	[MAX_DEFAULT] = { "maxDefaultValue", PARAM_INT, .def = "0",
			  .doc = "Highest value of a class that is the default of all pods." },
	[EXEMPT] = { "systemClasses", PARAM_STRINGS,
		     .def = "[\"system-cluster-critical\", \"system-node-critical\"]",
		     .doc = "Globs of the names of classes that may have any value." },
	[FORBIDDEN] = { "forbiddenNames", PARAM_STRINGS, .def = "[\"system-*\"]",
			.doc = "Globs of names that no other class may have." },
};

static void check(const struct priority_class *c, const struct params *params, struct findings *out)
{
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	const char *name = *c->meta->name ? c->meta->name : c->request->name;
	int64_t max = param_int(params, MAX), max_default = param_int(params, MAX_DEFAULT);

	if (globs_match(param_strings(params, EXEMPT), name))
		return;
	if (globs_match(forbidden, name))
		finding(out, &c->meta->at, "name", .value = name,
			.want = says_none_of(out, forbidden));
	if (c->value > max)
		finding(out, &c->at, "value", .value = says_int(out, c->value),
			.want = finding_text(out, "%s or less", says_int(out, max)));
	if (c->global_default && c->value > max_default)
		finding(out, &c->at, "globalDefault", .value = "true",
			.want = finding_text(out, "false, or a value of %s or less",
					     says_int(out, max_default)));
}

const struct policy policy_cluster_priority_class_values = {
	.id = "priority-class-values",
	.title = "Priority classes lift pods no further than they should",
	.why = "Pods of a high priority evict others; as the default of all pods it evicts those "
	       "that were there before.",
	.remedy = "Lower the value, or remove globalDefault.",
	.severity = SEVERITY_MEDIUM,
	.good = "value: 1000\n",
	.bad = "value: 1000\nglobalDefault: true\n",
	.maps = { NSA_RESOURCES, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_priority_class = check,
};
