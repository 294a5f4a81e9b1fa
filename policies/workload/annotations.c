/* SPDX-License-Identifier: Apache-2.0 */
/* annotations.c - objects of any kind have the annotations that are required, and none forbidden.
 * Reads:   kind and annotations of any object; of pods and templates, too
 * Accepts: other kinds; required keys whose values match; values that match where a key is there
 *
 * Values are not shown: annotations hold all kinds of things. */
#include <string.h>

#include "policy/keys.h"
#include "policy/policy.h"

enum { KINDS, REQUIRED, VALUES, FORBIDDEN };

static const struct param params_declared[] = {
	[KINDS] = { "kinds", PARAM_STRINGS, .def = "[\"*\"]",
		    .doc = "Globs of the kinds that are judged." },
	[REQUIRED] = { "required", PARAM_MAP, .def = "{}",
		       .doc = "Keys that must be there, with globs of their values; of a workload "
			      "on the object itself." },
	[VALUES] = { "values", PARAM_MAP, .def = "{}",
		     .doc = "Keys that need not be there, with globs of what they may say." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS,
			.def = "[\"scheduler.alpha.kubernetes.io/*\", "
			       "\"security.alpha.kubernetes.io/*\"]",
			.doc = "Globs of keys that may not be there; by default some that nothing "
			       "reads any more." },
};

static bool is_judged(const struct request *request, const struct params *params)
{
	return globs_match(param_strings(params, KINDS), request->kind.kind);
}

static void check_object(const struct object *object, const struct params *params,
			 struct findings *out)
{
	const struct keys_wanted wanted = { .required = param_map(params, REQUIRED),
					    .values = param_map(params, VALUES),
					    .forbidden = param_strings(params, FORBIDDEN),
					    .hides_values = true };

	if (is_judged(object->request, params))
		keys_check(object->meta, "annotations", &object->meta->annotations, &wanted, out);
}

/* Of a Pod the metadata is the object's. */
static void check_pod(const struct pod *pod, const struct params *params, struct findings *out)
{
	static const struct map nothing;
	const struct keys_wanted wanted = { .required = &nothing,
					    .values = param_map(params, VALUES),
					    .forbidden = param_strings(params, FORBIDDEN),
					    .hides_values = true };

	if (is_judged(pod->request, params) && strcmp(pod->request->kind.kind, "Pod") != 0)
		keys_check(pod->meta, "annotations", &pod->meta->annotations, &wanted, out);
}

const struct policy policy_workload_annotations = {
	.id = "annotations",
	.title = "Objects have the annotations that are required, and none that is forbidden",
	.why = "Controllers take orders from annotations, which no schema checks: one that is "
	       "forbidden may open a door, one that is dead misleads.",
	.remedy = "Remove the annotation, or add the one that is required.",
	.severity = SEVERITY_LOW,
	.good = "metadata: {annotations: {example.com/owner: shop}}\n",
	.bad = "metadata: {annotations: {scheduler.alpha.kubernetes.io/critical-pod: \"\"}}\n",
	.maps = { NSA_ENFORCEMENT },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_pod = check_pod,
	.check_object = check_object,
};
