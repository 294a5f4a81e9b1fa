/* SPDX-License-Identifier: Apache-2.0 */
/* labels.c - pods have the labels that are required, and none that is forbidden.
 * Reads:   labels of the pod or template
 * Accepts: required ones whose values match; no forbidden key */
#include "policy/policy.h"
#include "policy/says.h"

enum { REQUIRED, FORBIDDEN };

static const struct param params_declared[] = {
	[REQUIRED] = { "required", PARAM_MAP, .def = "{\"app.kubernetes.io/name\": \"?*\"}",
		       .doc = "Keys that must be there, with globs of their values." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[]",
			.doc = "Globs of keys that may not be there." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct at list = { .up = &pod->meta->at, .key = "labels" };
	const struct strings *forbidden = param_strings(params, FORBIDDEN);

	for_each_entry (e, *param_map(params, REQUIRED)) {
		const struct at at = { .up = &list, .key = e->key };
		const char *value = map_get(&pod->meta->labels, e->key);

		if (!value || !glob_match(e->value, value))
			finding(out, &at, NULL, .value = value,
				.want = *e->value ? e->value : "an empty value");
	}
	for_each_entry (e, pod->meta->labels) {
		const struct at at = { .up = &list, .key = e->key };

		if (globs_match(forbidden, e->key))
			finding(out, &at, NULL, .value = e->value, .want = "absent");
	}
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
