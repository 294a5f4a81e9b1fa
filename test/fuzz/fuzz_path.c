/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_path.c - paths have one normal form, which holds itself; two lines are two paths. */
#include <string.h>

#include "fuzz.h"
#include "policy/host_path.h"

#define ARENA_MAX ((size_t)4 * 1024 * 1024)

static void check_normal(struct arena *a, const char *path, const char *normal)
{
	const char *again = path_normalise(a, normal);

	MUST_HOLD(again && strcmp(normal, again) == 0);
	MUST_HOLD((path[0] == '/') == (normal[0] == '/'));
	MUST_HOLD(strlen(normal) <= strlen(path) + 1);
	MUST_HOLD(!strstr(normal, "//") && !strstr(normal, "/./"));
	MUST_HOLD(normal[0] != '/' || !strstr(normal, "/../"));
	MUST_HOLD(strcmp(normal, "/") == 0 || normal[strlen(normal) - 1] != '/');
	MUST_HOLD(path_within(normal, normal));
	if (normal[0] == '/')
		MUST_HOLD(path_within(normal, "/"));
}

/* The places of a parameter are those of a path, less names of the other system. */
static void check_places(struct findings *out, const char *one, const char *other)
{
	const struct strings texts = { true, 2, (const char *const[]){ one, other } };
	const struct host_places list = host_places(out, &texts);
	const struct host_place a = host_place(out, one), b = host_place(out, other);

	MUST_HOLD(list.count == 2 && a.windows && b.windows);
	if (a.posix) {
		MUST_HOLD(a.posix[0] == '/');
		MUST_HOLD(strcmp(host_place(out, a.posix).posix, a.posix) == 0);
		MUST_HOLD(!path_within(a.posix, "/var/run"));
	}
	/* A star in the list stands for itself too. */
	MUST_HOLD(host_places_touch(&list, &a) && host_places_hold(&list, &a));
	MUST_HOLD(host_places_touch(&list, &b) && host_places_hold(&list, &b));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new(ARENA_MAX, &err);
	struct findings *out;
	char *one, *other;
	const char *normal;

	MUST_HOLD(a != NULL);
	if (size > 65536)
		return 0;
	out = findings_new(a);
	one = arena_strndup(a, (const char *)data, strnlen((const char *)data, size));
	MUST_HOLD(out && one);
	other = strchr(one, '\n');
	if (other)
		*other++ = '\0';
	normal = path_normalise(a, one);
	MUST_HOLD(normal != NULL);
	check_normal(a, one, normal);
	check_places(out, one, other ? other : "/run");
	MUST_HOLD(!findings_spoiled(out));
	return 0;
}
