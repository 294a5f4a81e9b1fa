/* SPDX-License-Identifier: Apache-2.0 */
/* image_pull_policy.c - the pull policy fits the tag.
 * Reads:   image and imagePullPolicy of each container, the same of image volumes
 * Accepts: absent, which the API server fills in by the tag; one of the allowed; Always where the
 * tag may move; an id as a tag that does not */
#include <string.h>

#include "policy/images.h"
#include "policy/says.h"

enum { ALLOWED, MOVING };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS, .choices = "Always IfNotPresent Never",
		      .def = "[\"Always\", \"IfNotPresent\"]",
		      .doc = "Pull policies that may be set." },
	[MOVING] = { "movingTags", PARAM_STRINGS, .def = "[\"latest\"]",
		     .doc = "Globs of tags that must be pulled always." },
};

static void judge(const struct image_use *use, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const char *tag = image_tag(&use->image);
	bool moving = tag && !use->image.digest && globs_match(param_strings(params, MOVING), tag);

	if (*use->pull_policy == '\0')
		return;
	if (moving && strcmp(use->pull_policy, "Always") != 0)
		finding(out, use->at, use->policy_field, .value = use->pull_policy,
			.want = finding_text(out, "Always, since the tag is %s", tag));
	else if (!strings_have(allowed, use->pull_policy))
		finding(out, use->at, use->policy_field, .value = use->pull_policy,
			.want = says_one_of(out, allowed));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	images_check(pod, params, out, judge);
}

const struct policy policy_supply_image_pull_policy = {
	.id = "image-pull-policy",
	.title = "The pull policy fits the tag of the image",
	.why = "With Never or a stale latest a pod runs what happens to lie on its node, without "
	       "asking the registry whether it may have it.",
	.remedy = "Name a version and leave imagePullPolicy out, or set it to Always.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "    image: app:1.4.2\n    imagePullPolicy: IfNotPresent\n",
	.bad = EXAMPLE_POD "    image: app:1.4.2\n    imagePullPolicy: Never\n",
	.maps = { NSA_IMAGES },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
