/* SPDX-License-Identifier: Apache-2.0 */
/* images.c - the walk over all images of a pod. */
#include "policy/images.h"

static void judge_one(struct image_use *use, const struct params *params, struct findings *out,
		      image_judge *judge)
{
	struct err err;

	if (*use->reference == '\0')
		return;
	if (image_parse(findings_arena(out), use->reference, &use->image, &err) == 0)
		judge(use, params, out);
	else if (err.code == ERR_INPUT)
		finding(out, use->at, use->field, .value = use->reference,
			.want = "a reference of an image",
			.fix = finding_text(out, "%s", err.text));
	else
		findings_spoil(out);
}

void images_check(const struct pod *pod, const struct params *params, struct findings *out,
		  image_judge *judge)
{
	for_each_container (c, pod) {
		struct image_use use = { .at = &c->at,
					 .field = "image",
					 .policy_field = "imagePullPolicy",
					 .reference = c->image,
					 .pull_policy = c->image_pull_policy };

		judge_one(&use, params, out, judge);
	}
	for_each_volume (v, pod) {
		struct image_use use = { .at = &v->at,
					 .field = "image.reference",
					 .policy_field = "image.pullPolicy",
					 .reference = v->image_reference,
					 .pull_policy = v->image_pull_policy };

		if (v->image_reference)
			judge_one(&use, params, out, judge);
	}
}
