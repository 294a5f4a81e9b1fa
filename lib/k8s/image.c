/* SPDX-License-Identifier: Apache-2.0 */
/* image.c - image references: [registry[:port]/]path[:tag][@digest].
 *
 * One pass per part, each over a text of at most IMAGE_REFERENCE_MAX bytes. What the grammar does
 * not allow is refused, even where a runtime might take it: a policy can't judge what it can't
 * read.
 */
#include "k8s/image.h"

#include <string.h>

#define TAG_MAX	   128
#define NAME_MAX_  255 /* registry and repository, as the distribution project has it */
#define DOCKER_HUB "docker.io"
#define ALGORITHM  "abcdefghijklmnopqrstuvwxyz0123456789+._-"
#define HEX	   "0123456789abcdef"
#define LOWER	   "abcdefghijklmnopqrstuvwxyz0123456789"
#define WORD	   LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define HOST	   LOWER "ABCDEFGHIJKLMNOPQRSTUVWXYZ-."
#define DIGITS	   "0123456789"

static bool all_of(const char *s, size_t len, const char *set)
{
	return len > 0 && strspn(s, set) >= len;
}

/* Letters and digits, with single '.', one or two '_', or any run of '-' between them. */
static bool is_component(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		size_t run = strspn(s + i, LOWER);

		if (run == 0)
			return false;
		i += run;
		if (i >= len)
			return i == len;
		run = strspn(s + i, "-");
		if (run == 0 && s[i] == '.')
			run = 1;
		if (run == 0 && s[i] == '_')
			run = s[i + 1] == '_' ? 2 : 1;
		i += run;
	}
	return false;
}

static bool is_path(const char *s)
{
	for (;;) {
		size_t len = strcspn(s, "/");

		if (!is_component(s, len))
			return false;
		s += len;
		if (*s == '\0')
			return true;
		s++;
	}
}

/* No dot and no hyphen at the edges of its labels. */
static bool is_host_name(const char *s, size_t len)
{
	if (!all_of(s, len, HOST))
		return false;
	for (size_t i = 0; i < len; i++) {
		bool edge = i == 0 || i + 1 == len || s[i - 1] == '.' || s[i + 1] == '.';

		if ((s[i] == '.' || s[i] == '-') && edge)
			return false;
	}
	return true;
}

static bool is_registry(const char *s, size_t len)
{
	size_t host = strcspn(s, ":");

	if (s[0] == '[') {
		host = strcspn(s, "]") + 1;
		if (host > len || !all_of(s + 1, host - 2, "0123456789abcdefABCDEF:"))
			return false;
	} else if (host > len) {
		host = len;
	}
	if (s[0] != '[' && !is_host_name(s, host))
		return false;
	if (host == len)
		return true;
	return s[host] == ':' && all_of(s + host + 1, len - host - 1, DIGITS);
}

static bool is_tag(const char *s)
{
	size_t len = strlen(s);

	return len <= TAG_MAX && all_of(s, 1, WORD) && all_of(s, len, WORD ".-");
}

/* The registered algorithms have a length, others at least 32 digits. */
static bool is_digest(const char *s)
{
	const char *colon = strchr(s, ':');
	size_t len = colon ? strlen(colon + 1) : 0;

	if (!colon || !all_of(s, (size_t)(colon - s), ALGORITHM) || !all_of(colon + 1, len, HEX))
		return false;
	if (strncmp(s, "sha256:", 7) == 0)
		return len == 64;
	if (strncmp(s, "sha384:", 7) == 0)
		return len == 96;
	if (strncmp(s, "sha512:", 7) == 0)
		return len == 128;
	return len >= 32;
}

/* As runtimes tell a registry from the first component of a path: a dot, a colon, an upper case
 * letter, or the one name that is none of a user. */
static bool names_registry(const char *s, size_t len)
{
	static const char local[] = "localhost";

	if (len == strlen(local) && memcmp(s, local, len) == 0)
		return true;
	for (size_t i = 0; i < len; i++)
		if (strchr(".:[", s[i]) || (s[i] >= 'A' && s[i] <= 'Z'))
			return true;
	return false;
}

static void lower(char *s)
{
	for (; *s; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
}

/* Both names of Docker Hub are one registry; its images without a user are library's. */
static int settle_hub(struct arena *a, struct image *out, struct err *err)
{
	static const char *const hubs[] = { DOCKER_HUB, "index.docker.io", "registry-1.docker.io" };
	bool hub = false;

	for (size_t i = 0; i < ARRAY_LEN(hubs); i++)
		hub = hub || strcmp(out->registry, hubs[i]) == 0;
	if (!hub)
		return 0;
	out->registry = DOCKER_HUB;
	if (strchr(out->repository, '/'))
		return 0;
	out->repository = arena_printf(a, "library/%s", out->repository);
	return out->repository ? 0 : arena_error(a, err);
}

static int split_name(struct arena *a, char *name, struct image *out, struct err *err)
{
	size_t first = strcspn(name, "/");

	if (strlen(name) > NAME_MAX_)
		return err_set(err, ERR_INPUT, "the name is longer than %d bytes", NAME_MAX_);
	out->registry = DOCKER_HUB;
	out->repository = name;
	if (name[first] == '/' && names_registry(name, first)) {
		if (!is_registry(name, first))
			return err_set(err, ERR_INPUT, "the registry is no host name");
		name[first] = '\0';
		lower(name);
		out->registry = name;
		out->repository = name + first + 1;
	}
	if (!is_path(out->repository))
		return err_set(err, ERR_INPUT,
			       "the repository is not lower case letters, digits and separators");
	return settle_hub(a, out, err);
}

/* Container runtimes take it for the id of an image, or the beginning of one, before they think of
 * a repository of that name. */
static bool is_id(const char *reference)
{
	static const char algorithm[] = "sha256:";
	size_t len = strlen(algorithm);

	if (strncmp(reference, algorithm, len) != 0)
		return false;
	return all_of(reference + len, strlen(reference + len), HEX) &&
	       strlen(reference + len) <= 64;
}

int image_parse(struct arena *a, const char *reference, struct image *out, struct err *err)
{
	size_t len = strnlen(reference, IMAGE_REFERENCE_MAX + 1);
	char *name, *at, *last;

	*out = (struct image){ 0 };
	if (len > IMAGE_REFERENCE_MAX)
		return err_set(err, ERR_INPUT, "longer than %d bytes", IMAGE_REFERENCE_MAX);
	if (len == 0)
		return err_set(err, ERR_INPUT, "empty");
	if (is_id(reference)) {
		*out = (struct image){ .registry = "", .repository = "", .is_id = true };
		return 0;
	}
	name = arena_strndup(a, reference, len);
	if (!name)
		return arena_error(a, err);
	at = strchr(name, '@');
	if (at) {
		*at = '\0';
		out->digest = at + 1;
		if (!is_digest(out->digest))
			return err_set(err, ERR_INPUT, "the digest is malformed");
	}
	last = strrchr(name, '/');
	last = strchr(last ? last : name, ':');
	if (last) {
		*last = '\0';
		out->tag = last + 1;
		if (!is_tag(out->tag))
			return err_set(err, ERR_INPUT, "the tag is malformed");
	}
	return split_name(a, name, out, err);
}

const char *image_tag(const struct image *image)
{
	if (image->tag || image->digest || image->is_id)
		return image->tag;
	return "latest";
}

/* One component of a place against one of an image. */
static bool component_fits(const char *place, size_t place_len, const char *s, size_t len)
{
	if (place_len == 1 && *place == '*')
		return true;
	return place_len == len && memcmp(place, s, len) == 0;
}

/* "*.example.com" fits all names below example.com, not example.com itself. */
static bool registry_fits(const char *place, size_t place_len, const char *registry)
{
	size_t len = strlen(registry);

	if (place_len > 2 && place[0] == '*' && place[1] == '.')
		return len > place_len - 1 &&
		       memcmp(registry + len - (place_len - 1), place + 1, place_len - 1) == 0;
	return component_fits(place, place_len, registry, len);
}

bool image_within(const struct image *image, const char *place)
{
	const char *path = image->repository;
	size_t len = strcspn(place, "/");

	if (image->is_id || !registry_fits(place, len, image->registry))
		return false;
	for (place += len; *place; place += len) {
		size_t path_len = strcspn(path, "/");

		place++;
		len = strcspn(place, "/");
		if (path_len == 0 || !component_fits(place, len, path, path_len))
			return false;
		path += path_len;
		path += *path == '/';
	}
	return true;
}

static bool is_place_component(const char *s, size_t len)
{
	return (len == 1 && *s == '*') || is_component(s, len);
}

static bool is_place_registry(const char *s, size_t len)
{
	if (len == 1 && *s == '*')
		return true;
	if (len > 2 && s[0] == '*' && s[1] == '.') {
		s += 2;
		len -= 2;
	}
	for (size_t i = 0; i < len; i++)
		if (s[i] >= 'A' && s[i] <= 'Z')
			return false;
	return is_registry(s, len) && (memchr(s, '.', len) || memchr(s, ':', len) ||
				       (len == 9 && memcmp(s, "localhost", len) == 0));
}

int image_place_check(const char *place, struct err *err)
{
	size_t len = strcspn(place, "/");
	bool good = is_place_registry(place, len);

	for (const char *s = place + len; good && *s; s += len) {
		s++;
		len = strcspn(s, "/");
		good = is_place_component(s, len);
	}
	if (good)
		return 0;
	return err_set(err, ERR_INPUT,
		       "\"%.100s\" is no registry with or without a repository, like "
		       "\"quay.io/org\" or \"docker.io/library/nginx\"",
		       place);
}
