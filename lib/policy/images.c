/* SPDX-License-Identifier: Apache-2.0 */
/* images.c - the walk over all images of a pod. */
#include "policy/images.h"

#include <string.h>

#include "policy/facts.h"

static const void *make_image(struct arena *a, const void *of, size_t len)
{
	struct parsed_image *parsed = arena_zalloc(a, sizeof(*parsed));
	struct err err = { 0 };

	(void)len;
	if (!parsed || image_parse(a, of, &parsed->image, &err) == 0)
		return parsed;
	parsed->fault = err.code == ERR_INPUT ? arena_strndup(a, err.text, strlen(err.text)) : NULL;
	return parsed->fault ? parsed : NULL;
}

const struct parsed_image *image_parsed(const char *reference, struct findings *out)
{
	return fact_of(out, make_image, reference, 0);
}

static void judge_one(struct image_use *use, const struct params *params, struct findings *out,
		      image_judge *judge)
{
	const struct parsed_image *parsed;

	if (*use->reference == '\0')
		return;
	parsed = image_parsed(use->reference, out);
	if (!parsed)
		return;
	use->image = parsed->image;
	if (!parsed->fault)
		judge(use, params, out);
	else
		finding(out, use->at, use->field, .value = use->reference,
			.want = "a reference of an image", .fix = parsed->fault);
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
