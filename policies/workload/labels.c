/* SPDX-License-Identifier: Apache-2.0 */
/* labels.c - pods have the labels that are required, and none that is forbidden.
 * Reads:   labels of the pod or template
 * Accepts: required ones whose values match; no forbidden key */
#include "policy/keys.h"
#include "policy/policy.h"

enum { REQUIRED, FORBIDDEN };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_MAP, .def = "{\"app.kubernetes.io/name\": \"?*\"}",
		       .doc = "Keys that must be there, with globs of their values." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[]",
			.doc = "Globs of keys that may not be there." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct keys_wanted wanted = { .required = param_map(params, REQUIRED),
					    .forbidden = param_strings(params, FORBIDDEN) };

	keys_check(pod->meta, "labels", &pod->meta->labels, &wanted, out);
}

const struct policy policy_workload_labels = {
	.id = "labels",
	.title = "Pods have the labels that are required",
	.why = "Who owns a pod, and what it belongs to, is asked when it misbehaves; labels "
	       "answer.",
	.remedy = "Add the label to the metadata of the pod or the template.",
	.severity = SEVERITY_LOW,
	.good = "metadata: {labels: {app.kubernetes.io/name: shop}}\n",
	.bad = "metadata: {labels: {app: shop}}\n",
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
