/* SPDX-License-Identifier: Apache-2.0 */
/* image.h - references of container images by their grammar: registry, repository, tag, digest.
 *
 * The grammar is that of the distribution project, with what container runtimes make of short
 * names: "nginx" is docker.io/library/nginx. A colon may open a port or a tag and a first component
 * may be a registry or not, so nothing but image_parse() should look into a reference.
 */
#ifndef KUBEVET_K8S_IMAGE_H
#define KUBEVET_K8S_IMAGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/err.h"

#define IMAGE_REFERENCE_MAX 4096 /* bytes; longer ones are refused */

struct image {
	const char *registry;	/* lower case, with its port: "docker.io", "localhost:5000" */
	const char *repository; /* "library/nginx" */
	const char *tag;	/* NULL when absent; never filled in */
	const char *digest;	/* "sha256:..."; NULL when absent */
	/* "sha256:..." alone: the id of an image that lies on the node, from wherever it came. All
	 * of the above is NULL or "" then. */
	bool is_id;
};

/**
 * image_parse() - the parts of a reference
 * @a:	 arena that owns them
 * @err: ERR_INPUT (what is wrong with it); ERR_LIMIT or ERR_MEMORY of the arena
 *
 * Return: 0 and @out is full, or -1.
 */
MUST_CHECK int image_parse(struct arena *a, const char *reference, struct image *out,
			   struct err *err);

/** image_tag() - the tag that is pulled: "latest" when there is neither tag nor digest, NULL when
 * only the digest counts, and of an id. */
const char *image_tag(const struct image *image);

/**
 * image_within() - whether an image comes from a place
 * @place: a registry or a registry with a part of the repository, component by component:
 *	   "quay.io", "quay.io/org", "docker.io/library/nginx"; "*" stands for one whole component,
 *	   or as "*.example.com" for the beginning of a registry's name; a port is part of the name.
 *	   In lower case, without tag and digest.
 *
 * An id comes from no place. "quay.io/org" holds quay.io/org/a, neither quay.io/organ/a nor
 *quay.io.example.com/org/a.
 */
bool image_within(const struct image *image, const char *place);

/** image_place_check() - whether @place is one for image_within(); for a declared parameter. */
int image_place_check(const char *place, struct err *err);

#endif
