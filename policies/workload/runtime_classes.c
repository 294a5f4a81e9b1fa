/* SPDX-License-Identifier: Apache-2.0 */
/* runtime_classes.c - pods have a runtime class that they may have.
 * Reads:   runtimeClassName
 * Accepts: what is allowed; absent unless required */
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED, REQUIRED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[\"*\"]",
		      .doc = "Globs of the names that may be used." },
	[REQUIRED] = { "required", PARAM_BOOL, .def = "true",
		       .doc = "Whether each pod must name one." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const char *name = pod->runtime_class_name ? pod->runtime_class_name : "";

	if (*name ? !globs_match(allowed, name) : param_bool(params, REQUIRED))
		finding(out, &pod->at, "runtimeClassName", .value = *name ? name : NULL,
			.want = says_one_of(out, allowed));
}

const struct policy policy_workload_runtime_classes = {
	.id = "runtime-classes",
	.title = "Pods run in a runtime that they may use",
	.why = "A sandbox keeps a container off the kernel of its node, but only the pods that ask "
	       "for it.",
	.remedy = "Set runtimeClassName to one of those that are allowed.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  runtimeClassName: gvisor\n",
	.bad = EXAMPLE_POD "  hostNetwork: false\n",
	.maps = { NSA_HARDENING, MITRE_ESCAPE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
