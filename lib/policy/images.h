/* SPDX-License-Identifier: Apache-2.0 */
/* images.h - the images that a pod runs and mounts: one walk for the policies that judge them. */
#ifndef KUBEVET_POLICY_IMAGES_H
#define KUBEVET_POLICY_IMAGES_H

#include "k8s/image.h"
#include "policy/policy.h"

/* One image, of a container or of an image volume. */
struct image_use {
	const struct at *at;
	const char *field;	  /* of the reference, below @at */
	const char *policy_field; /* of the pull policy */
	const char *reference;	  /* as it is written */
	const char *pull_policy;  /* "" when absent */
	struct image image;
};

struct parsed_image {
	struct image image;
	const char *fault; /* what is wrong with the reference; NULL: nothing */
};

/** image_parsed() - the parts of a reference in the object. Return: them, or NULL when memory ran
 * out (the sink knows). */
const struct parsed_image *image_parsed(const char *reference, struct findings *out);

typedef void image_judge(const struct image_use *use, const struct params *params,
			 struct findings *out);

/**
 * images_check() - @judge for every image of a pod
 *
 * A reference that can't be read is a finding. An absent one is none: the API server wants it where
 * it is needed, and lets templates be completed later.
 */
void images_check(const struct pod *pod, const struct params *params, struct findings *out,
		  image_judge *judge);

#endif
