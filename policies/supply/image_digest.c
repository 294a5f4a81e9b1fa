/* SPDX-License-Identifier: Apache-2.0 */
/* image_digest.c - images are named by their digest.
 * Reads:   image of each container, reference of each image volume
 * Accepts: a digest; images from places that are exempt; no id, which pulled by Always is a tag */
#include "policy/images.h"

enum { EXEMPT };

static const struct param params_declared[] = {
	[EXEMPT] = { "exempt", PARAM_STRINGS, .def = "[]", .check = image_place_check,
		     .doc = "Registries and repositories whose images need no digest, like "
			    "\"registry.example.com/dev\"." },
};

static void judge(const struct image_use *use, const struct params *params, struct findings *out)
{
	if (use->image.digest)
		return;
	for_each_string (place, *param_strings(params, EXEMPT))
		if (image_within(&use->image, place))
			return;
	finding(out, use->at, use->field, .value = use->reference,
		.want = "a digest, as in app:1.4.2@sha256:...");
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	images_check(pod, params, out, judge);
}

#define DIGEST "sha256:c5b1261d6d3e43071626931fc004f70149baeba2c8ec672bd4f27761f8e1ad6b"

const struct policy policy_supply_image_digest = {
	.id = "image-digest",
	.title = "Images are named by their digest",
	.why = "Who may push to a registry may move a tag; a digest can only be what it was when "
	       "it was reviewed.",
	.remedy = "Add the digest that the registry shows for the tag.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    image: app@" DIGEST "\n",
	.bad = EXAMPLE_POD "    image: app:1.4.2\n",
	.maps = { CIS_IMAGE_PROVENANCE, NSA_IMAGES, MITRE_IMPLANTED_IMAGE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
