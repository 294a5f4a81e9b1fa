/* SPDX-License-Identifier: Apache-2.0 */
/* image_tag.c - images are named by a tag that says which version it is.
 * Reads:   image of each container, reference of each image volume
 * Accepts: a tag that is not forbidden; a digest, unless a tag is required beside it; no id, which
 * says nothing of a version */
#include "policy/images.h"
#include "policy/says.h"

enum { FORBIDDEN, REQUIRE };

static const struct param params_declared[] = {
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS, .def = "[\"latest\"]",
			.doc = "Globs of tags that may not be used; an image with neither tag nor "
			       "digest has the tag latest." },
	[REQUIRE] = { "requireTag", PARAM_BOOL, .def = "false",
		      .doc = "Whether there must be a tag even where there is a digest." },
};

static void judge(const struct image_use *use, const struct params *params, struct findings *out)
{
	const struct strings *forbidden = param_strings(params, FORBIDDEN);
	const char *tag = image_tag(&use->image);

	if (use->image.is_id || (!use->image.tag && param_bool(params, REQUIRE)))
		finding(out, use->at, use->field, .value = use->reference, .want = "a tag");
	else if (tag && !use->image.digest && globs_match(forbidden, tag))
		finding(out, use->at, use->field, .value = use->reference,
			.want = finding_text(out, "a tag, %s", says_none_of(out, forbidden)));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	images_check(pod, params, out, judge);
}

const struct policy policy_supply_image_tag = {
	.id = "image-tag",
	.title = "Images are named by a tag that is not latest",
	.why = "What latest is changes from pull to pull, so that nobody can say what runs, nor go "
	       "back to what ran.",
	.remedy = "Name the version: app:1.4.2, better with its digest.",
	.severity = SEVERITY_MEDIUM,
	.good = EXAMPLE_POD "    image: registry.example.com:5000/app:1.4.2\n",
	.bad = EXAMPLE_POD "    image: registry.example.com:5000/app\n",
	.maps = { NSA_IMAGES, MITRE_IMPLANTED_IMAGE },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
