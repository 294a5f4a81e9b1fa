/* SPDX-License-Identifier: Apache-2.0 */
/* check_image.c - the parts of image references, and where images come from. */
#include "k8s/image.h"

#include <string.h>

#include "base/mem.h"
#include "support.h"

#define HEX_64 "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define SHA    "sha256:" HEX_64
#define A_16   "aaaaaaaaaaaaaaaa"
#define A_128  A_16 A_16 A_16 A_16 A_16 A_16 A_16 A_16

/* @want: registry, repository, tag, digest with a space between; "-" is absent. */
static const struct {
	const char *reference, *want;
} references[] = {
	{ "nginx", "docker.io library/nginx - -" },
	{ "nginx:1.27", "docker.io library/nginx 1.27 -" },
	{ "nginx@" SHA, "docker.io library/nginx - " SHA },
	{ "nginx:1.27@" SHA, "docker.io library/nginx 1.27 " SHA },
	{ "org/app", "docker.io org/app - -" },
	{ "docker.io/nginx", "docker.io library/nginx - -" },
	{ "docker.io/org/app:v1", "docker.io org/app v1 -" },
	{ "index.docker.io/nginx", "docker.io library/nginx - -" },
	{ "registry-1.docker.io/org/app", "docker.io org/app - -" },
	{ "Docker.IO/nginx", "docker.io library/nginx - -" },
	{ "quay.io/org/app", "quay.io org/app - -" },
	{ "QUAY.io/org/app", "quay.io org/app - -" },
	{ "localhost/app", "localhost app - -" },
	{ "localhost:5000/app", "localhost:5000 app - -" },
	{ "localhost:5000/app:5000", "localhost:5000 app 5000 -" },
	{ "registry:5000/app", "registry:5000 app - -" },
	{ "registry:5000", "docker.io library/registry 5000 -" },
	{ "[::1]:5000/app:v1", "[::1]:5000 app v1 -" },
	{ "[2001:db8::1]/app", "[2001:db8::1] app - -" },
	{ "192.0.2.1:443/a/b/c:x", "192.0.2.1:443 a/b/c x -" },
	{ "a__b/c.d-e--f_g:T.a_g-1", "docker.io a__b/c.d-e--f_g T.a_g-1 -" },
	{ SHA, "  - -" },
	{ "sha256:abc", "  - -" },
	{ "sha256:" HEX_64 "0", "docker.io library/sha256 " HEX_64 "0 -" },
	{ "sha256:ABC", "docker.io library/sha256 ABC -" },
	{ "sha256:v1", "docker.io library/sha256 v1 -" },
	{ "sha256", "docker.io library/sha256 - -" },
	{ "docker.io/sha256:abc", "docker.io library/sha256 abc -" },
	{ "sha256:abc@" SHA, "docker.io library/sha256 abc " SHA },
	{ "app:" A_128, "docker.io library/app " A_128 " -" },
	{ "app@sha512:" HEX_64 HEX_64, "docker.io library/app - sha512:" HEX_64 HEX_64 },
	{ "app:" A_128 "a", "! the tag is malformed" },
	{ "", "! empty" },
	{ ":v1", "! the repository is not lower case letters, digits and separators" },
	{ "app:", "! the tag is malformed" },
	{ "app:-x", "! the tag is malformed" },
	{ "app:a b", "! the tag is malformed" },
	{ "app:a:b", "! the tag is malformed" },
	{ "app@", "! the digest is malformed" },
	{ "app@" HEX_64, "! the digest is malformed" },
	{ "app@sha256:abc", "! the digest is malformed" },
	{ "app@" SHA "0", "! the digest is malformed" },
	{ "app@" SHA "@" SHA, "! the digest is malformed" },
	{ "app@sha256:G" HEX_64, "! the digest is malformed" },
	{ "App", "! the repository is not lower case letters, digits and separators" },
	{ "org//app", "! the repository is not lower case letters, digits and separators" },
	{ "/app", "! the repository is not lower case letters, digits and separators" },
	{ "app/", "! the repository is not lower case letters, digits and separators" },
	{ "a___b", "! the repository is not lower case letters, digits and separators" },
	{ "a..b/", "! the registry is no host name" },
	{ "a-", "! the repository is not lower case letters, digits and separators" },
	{ " nginx", "! the repository is not lower case letters, digits and separators" },
	{ "nginx\n", "! the repository is not lower case letters, digits and separators" },
	{ "quay.io/../org/app",
	  "! the repository is not lower case letters, digits and separators" },
	{ "https://quay.io/app", "! the registry is no host name" },
	{ "quay.io:/app", "! the registry is no host name" },
	{ "quay.io:x/app", "! the registry is no host name" },
	{ "-a.b/app", "! the registry is no host name" },
	{ "[::1/app", "! the registry is no host name" },
	{ "[]/app", "! the registry is no host name" },
	{ "user@quay.io/app", "! the digest is malformed" },
	{ A_128 "/" A_128, "! the name is longer than 255 bytes" },
};

static const char *or_dash(const char *s)
{
	return s ? s : "-";
}

START_TEST(each_reference)
{
	struct image image;
	struct err err = { 0 };
	const char *got;

	if (image_parse(test_arena(), references[_i].reference, &image, &err) < 0)
		got = arena_printf(test_arena(), "! %s", err.text);
	else
		got = arena_printf(test_arena(), "%s %s %s %s", image.registry, image.repository,
				   or_dash(image.tag), or_dash(image.digest));
	ck_assert_msg(same(got, references[_i].want), "%s: got %s", references[_i].reference, got);
}
END_TEST

START_TEST(too_long)
{
	char text[IMAGE_REFERENCE_MAX + 2];
	struct image image;
	struct err err = { 0 };

	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert_int_eq(image_parse(test_arena(), text, &image, &err), -1);
	ck_assert_int_eq(err.code, ERR_INPUT);
}
END_TEST

static const struct {
	const char *reference, *tag;
} tags[] = {
	{ "a", "latest" },  { "a:latest", "latest" }, { "a:v1", "v1" },
	{ "a@" SHA, NULL }, { "a:v1@" SHA, "v1" },    { SHA, NULL },
};

START_TEST(each_tag)
{
	struct image image;
	struct err err = { 0 };

	ck_assert_int_eq(image_parse(test_arena(), tags[_i].reference, &image, &err), 0);
	ck_assert_msg(same(image_tag(&image), tags[_i].tag), "%s", tags[_i].reference);
}
END_TEST

static const struct {
	const char *reference, *place;
	bool want;
} places[] = {
	{ "quay.io/org/app", "quay.io", true },
	{ SHA, "*", false },
	{ SHA, "docker.io", false },
	{ SHA, "docker.io/library/sha256", false },
	{ "quay.io/sha256:abc", "quay.io", true },
	{ "quay.io/org/app", "quay.io/org", true },
	{ "quay.io/org/app:v1", "quay.io/org/app", true },
	{ "quay.io/org/app", "quay.io/org/app/x", false },
	{ "quay.io/organ/app", "quay.io/org", false },
	{ "quay.io.example.com/org/app", "quay.io", false },
	{ "quay.io:443/org/app", "quay.io", false },
	{ "quay.io:443/org/app", "quay.io:443/org", true },
	{ "docker.io/quay.io/app", "quay.io", false },
	{ "nginx", "docker.io/library/nginx", true },
	{ "nginx", "docker.io/library", true },
	{ "org/nginx", "docker.io/library", false },
	{ "a.example.com/app", "*.example.com", true },
	{ "a.b.example.com/app", "*.example.com", true },
	{ "example.com/app", "*.example.com", false },
	{ "badexample.com/app", "*.example.com", false },
	{ "quay.io/org/app", "*", true },
	{ "quay.io/org/app", "quay.io/*/app", true },
	{ "quay.io/org/app", "*/org", true },
	{ "quay.io/org/x/app", "quay.io/*/app", false },
	{ "quay.io/app", "quay.io/*/*", false },
};

START_TEST(each_place)
{
	struct image image;
	struct err err = { 0 };

	ck_assert_int_eq(image_place_check(places[_i].place, &err), 0);
	ck_assert_int_eq(image_parse(test_arena(), places[_i].reference, &image, &err), 0);
	ck_assert_msg(image_within(&image, places[_i].place) == places[_i].want, "%s in %s",
		      places[_i].reference, places[_i].place);
}
END_TEST

static const char *const no_places[] = { "",
					 "nginx",
					 "quay.io/",
					 "quay.io/org*",
					 "Quay.io",
					 "quay.io/app:v1",
					 "library/nginx",
					 "quay.io//a",
					 "q*.io",
					 "*.",
					 "https://quay.io" };

START_TEST(each_no_place)
{
	struct err err = { 0 };

	ck_assert_msg(image_place_check(no_places[_i], &err) < 0, "%s", no_places[_i]);
}
END_TEST

START_TEST(without_memory)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct image image;
	struct err err = { 0 };
	int failed = -1;

	for (long n = 0; failed && n < 10; n++) {
		mem_fail_at(-1);
		arena_free(a);
		a = arena_new(10000, &err);
		ck_assert_ptr_nonnull(a);
		mem_fail_at(n);
		failed = image_parse(a, "nginx", &image, &err);
		ck_assert(!failed || err.code == ERR_MEMORY);
	}
	mem_fail_at(-1);
	ck_assert_int_eq(failed, 0);
}
END_TEST

int main(void)
{
	return run_tables("image", (const struct table[]){
					   { "references", each_reference, ARRAY_LEN(references) },
					   { "too long", too_long, 1 },
					   { "tags", each_tag, ARRAY_LEN(tags) },
					   { "places", each_place, ARRAY_LEN(places) },
					   { "no places", each_no_place, ARRAY_LEN(no_places) },
					   { "memory", without_memory, 1 },
					   { 0 },
				   });
}
