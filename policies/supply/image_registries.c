/* SPDX-License-Identifier: Apache-2.0 */
/* image_registries.c - images come from allowed registries and repositories.
 * Reads:   image of each container, reference of each image volume
 * Accepts: what is in an allowed place, component by component, and in no forbidden one; no id,
 * which is in none */
#include "policy/images.h"
#include "policy/says.h"

enum { ALLOWED, FORBIDDEN };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .check = image_place_check,
		      .doc = "The only registries and repositories that images may come from: "
			     "\"quay.io/org\" holds quay.io/org/app, not quay.io/organ/app; "
			     "Docker Hub's nginx is docker.io/library/nginx. When absent, any." },
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .check = image_place_check,
			.def = "[\"k8s.gcr.io\", \"gcr.io/google-containers\"]",
			.doc = "Registries and repositories that images may not come from, even "
			       "when allowed above; by default those that are closed." },
};

static bool in_any(const struct image *image, const struct strings *places)
{
	for_each_string (place, *places)
		if (image_within(image, place))
			return true;
	return false;
}

static void judge(const struct image_use *use, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const struct strings *forbidden = param_strings(params, FORBIDDEN);

	if (use->image.is_id)
		finding(out, use->at, use->field, .value = use->reference,
			.want = "an image of a registry; an id is whatever lies on the node");
	else if (in_any(&use->image, forbidden))
		finding(out, use->at, use->field, .value = use->reference,
			.want = finding_text(out, "an image of %s", says_none_of(out, forbidden)));
	else if (allowed->set && !in_any(&use->image, allowed))
		finding(out, use->at, use->field, .value = use->reference,
			.want = finding_text(out, "an image of %s", says_one_of(out, allowed)));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	images_check(pod, params, out, judge);
}

const struct policy policy_supply_image_registries = {
	.id = "image-registries",
	.title = "Images come from allowed registries",
	.why = "An image of a registry that nobody answers for may hold anything, and may be gone "
	       "or another one tomorrow.",
	.remedy = "Take the image from an allowed registry, or have it copied there.",
	.severity = SEVERITY_HIGH,
	.good = EXAMPLE_POD "    image: registry.k8s.io/pause:3.10\n",
	.bad = EXAMPLE_POD "    image: k8s.gcr.io/pause:3.10\n",
	.maps = { CIS_IMAGE_PROVENANCE, NSA_IMAGES, MITRE_MALICIOUS_IMAGE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
