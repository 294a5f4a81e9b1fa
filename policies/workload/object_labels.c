/* SPDX-License-Identifier: Apache-2.0 */
/* object_labels.c - objects of any kind have the labels that are required, and none forbidden.
 * Reads:   kind and labels of any object
 * Accepts: other kinds; required keys whose values match; values that match where a key is there
 *
 * What pods and templates carry is for labels to say. */
#include "policy/keys.h"
#include "policy/policy.h"

enum { KINDS, REQUIRED, VALUES, FORBIDDEN };

static const struct param params_declared[] = {
	[KINDS] = { "kinds", PARAM_STRINGS,
		    .def = "[\"Deployment\", \"StatefulSet\", \"DaemonSet\", \"CronJob\", "
			   "\"Service\", \"Ingress\"]",
		    .doc = "Globs of the kinds that are judged." },
	[REQUIRED] = { "required", PARAM_MAP, .def = "{\"app.kubernetes.io/name\": \"?*\"}",
		       .doc = "Keys that must be there, with globs of their values." },
	[VALUES] = { "values", PARAM_MAP, .def = "{}",
		     .doc = "Keys that need not be there, with globs of what they may say." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[]",
			.doc = "Globs of keys that may not be there." },
};

static void check(const struct object *object, const struct params *params, struct findings *out)
{
	const struct keys_wanted wanted = { .required = param_map(params, REQUIRED),
					    .values = param_map(params, VALUES),
					    .forbidden = param_strings(params, FORBIDDEN) };

	if (globs_match(param_strings(params, KINDS), object->request->kind.kind))
		keys_check(object->meta, "labels", &object->meta->labels, &wanted, out);
}

const struct policy policy_workload_object_labels = {
	.id = "object-labels",
	.title = "Objects have the labels that are required",
	.why = "Who owns an object, and what it costs whom, is asked when it is in the way; labels "
	       "answer.",
	.remedy = "Add the label to the object's metadata.",
	.severity = SEVERITY_LOW,
	.kind = "Deployment",
	.good = "metadata: {labels: {app.kubernetes.io/name: shop}}\n",
	.bad = "metadata: {labels: {app: shop}}\n",
	.maps = { NSA_NAMESPACES },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_object = check,
};
