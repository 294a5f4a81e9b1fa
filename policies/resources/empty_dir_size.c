/* SPDX-License-Identifier: Apache-2.0 */
/* empty_dir_size.c - emptyDir volumes are limited.
 * Reads:   emptyDir.sizeLimit of the volumes
 * Accepts: a limit of whole bytes, up to the maximum where there is one */
#include "policy/amounts.h"

enum { MAXIMUM };

static const struct param params_declared[] = {
	[MAXIMUM] = { "maximum", PARAM_STRING, .check = quantity_check,
		      .doc = "Largest sizeLimit; when absent, any." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const char *maximum = param_string(params, MAXIMUM);
	struct quantity size, max;

	for_each_volume (v, pod) {
		const char *limit = v->empty_dir ? v->empty_dir->size_limit : NULL;
		const char *slip = limit ? amount_bytes_want("storage", limit, out) : NULL;

		if (!v->empty_dir)
			continue;
		if (slip)
			finding(out, &v->at, "emptyDir.sizeLimit", .value = limit, .want = slip);
		else if (!limit || !quantity_parse(limit, &size) || quantity_is_zero(&size))
			finding(out, &v->at, "emptyDir.sizeLimit", .value = limit,
				.want = "a quantity like 1Gi");
		else if (quantity_parse(maximum, &max) && quantity_compare(&size, &max) > 0)
			finding(out, &v->at, "emptyDir.sizeLimit", .value = limit,
				.want = finding_text(out, "at most %s", maximum));
	}
}

const struct policy policy_resources_empty_dir_size = {
	.id = "empty-dir-size",
	.title = "emptyDir volumes are limited",
	.why = "An emptyDir without a limit fills the disk of the node, or its memory, and all "
	       "pods there are evicted.",
	.remedy = "Set emptyDir.sizeLimit.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  volumes: [{name: cache, emptyDir: {sizeLimit: 1Gi}}]\n",
	.bad = EXAMPLE_POD "  volumes: [{name: cache, emptyDir: {}}]\n",
	.maps = { NSA_RESOURCES, MITRE_DENIAL },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
