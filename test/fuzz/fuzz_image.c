/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_image.c - a reference in full is the same image, and lies in its own registry and
 * repository; the second line is a place. */
#include <string.h>

#include "fuzz.h"
#include "k8s/image.h"

#define NAME_MAX_BYTES 255 /* of a registry and a repository, as they are written */
#define ARENA_MAX      ((size_t)1024 * 1024)

static bool same_or_none(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static void check_full(struct arena *a, const struct image *image)
{
	struct err err = { 0 };
	struct image again;
	const char *full =
		arena_printf(a, "%s/%s%s%s%s%s", image->registry, image->repository,
			     image->tag ? ":" : "", image->tag ? image->tag : "",
			     image->digest ? "@" : "", image->digest ? image->digest : "");

	MUST_HOLD(full != NULL);
	/* One that is known as a registry by a capital alone is none in lower case. */
	if (strlen(image->registry) + 1 + strlen(image->repository) > NAME_MAX_BYTES ||
	    strlen(full) > IMAGE_REFERENCE_MAX ||
	    (!strpbrk(image->registry, ".:[") && strcmp(image->registry, "localhost") != 0))
		return;
	MUST_HOLD(image_parse(a, full, &again, &err) == 0);
	MUST_HOLD(strcmp(image->registry, again.registry) == 0);
	MUST_HOLD(strcmp(image->repository, again.repository) == 0);
	MUST_HOLD(same_or_none(image->tag, again.tag));
	MUST_HOLD(same_or_none(image->digest, again.digest));
}

static void check_place(struct arena *a, const struct image *image, const char *place)
{
	struct err err = { 0 };
	const char *whole = arena_printf(a, "%s/%s", image->registry, image->repository);

	MUST_HOLD(image_within(image, image->registry) && image_within(image, whole));
	if (image_place_check(place, &err) == 0)
		(void)image_within(image, place);
	else
		MUST_HOLD(err.code == ERR_INPUT && err.text[0]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new(ARENA_MAX, &err);
	char *text, *place;
	struct image image;

	MUST_HOLD(a != NULL);
	text = arena_strndup(a, (const char *)data, strnlen((const char *)data, size));
	if (!text)
		return 0;
	place = strchr(text, '\n');
	if (place)
		*place++ = '\0';
	if (image_parse(a, text, &image, &err) < 0) {
		MUST_HOLD(err.code == ERR_INPUT || err.code == ERR_LIMIT);
		MUST_HOLD(err.text[0] && !strchr(err.text, '\n'));
		return 0;
	}
	if (image.is_id) {
		MUST_HOLD(!*image.registry && !*image.repository && !image.digest);
		MUST_HOLD(!image_tag(&image) && !image_within(&image, "*"));
		return 0;
	}
	MUST_HOLD(*image.registry && *image.repository);
	MUST_HOLD(image.digest || image_tag(&image));
	check_full(a, &image);
	check_place(a, &image, place ? place : "");
	return 0;
}
