/* SPDX-License-Identifier: Apache-2.0 */
/* priority_classes.c - pods have a priority class that they may have.
 * Reads:   priorityClassName
 * Accepts: what is allowed; absent unless required */
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, FORBIDDEN, REQUIRED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[\"*\"]",
		      .doc = "Globs of the names that may be used." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[\"system-*\"]",
			.doc = "Globs of names that may not be used, even when allowed above." },
	[REQUIRED] = { "required", PARAM_BOOL, .def = "false",
		       .doc = "Whether each pod must name one." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	const char *name = pod->priority_class_name;

	if (globs_match(forbidden, name))
		finding(out, &pod->at, "priorityClassName", .value = name,
			.want = says_none_of(out, forbidden));
	else if (*name ? !globs_match(allowed, name) : param_bool(params, REQUIRED))
		finding(out, &pod->at, "priorityClassName", .value = *name ? name : NULL,
			.want = says_one_of(out, allowed));
}

const struct policy policy_workload_priority_classes = {
	.id = "priority-classes",
	.title = "Pods have a priority that they may have",
	.why = "A pod of a high priority evicts others; with one of system's it evicts those the "
	       "cluster needs.",
	.remedy = "Remove priorityClassName, or name one that is for this workload.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "  priorityClassName: low\n",
	.bad = EXAMPLE_POD "  priorityClassName: system-node-critical\n",
	.maps = { NSA_RESOURCES, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
