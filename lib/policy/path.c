/* SPDX-License-Identifier: Apache-2.0 */
/* path.c - normal form and containment of file paths. */
#include "policy/path.h"

#include <string.h>

static bool is_up(const char *component, size_t len)
{
	return len == 2 && component[0] == '.' && component[1] == '.';
}

/* Length of @out without its last component, never into the first @floor bytes. */
static size_t without_last(const char *out, size_t len, size_t floor)
{
	while (len > floor && out[len - 1] != '/')
		len--;
	return len > floor ? len - 1 : floor;
}

char *path_normalise(struct arena *a, const char *path)
{
	size_t root = path[0] == '/';
	char *out = arena_alloc(a, strlen(path) + 2);
	size_t len = root, floor = root; /* the first @floor bytes stay, whatever comes */

	if (!out)
		return NULL;
	out[0] = '/';
	for (path += strspn(path, "/"); *path; path += strspn(path, "/")) {
		size_t n = strcspn(path, "/");
		bool up = is_up(path, n);

		if (up && len > floor) {
			len = without_last(out, len, floor);
		} else if (!(n == 1 && *path == '.') && !(up && root)) {
			if (len > root)
				out[len++] = '/';
			memcpy(out + len, path, n);
			len += n;
			if (up)
				floor = len;
		}
		path += n;
	}
	if (len == 0)
		out[len++] = '.';
	out[len] = '\0';
	return out;
}

bool path_within(const char *path, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strcmp(prefix, "/") == 0)
		return path[0] == '/';
	return strncmp(path, prefix, len) == 0 && (path[len] == '/' || path[len] == '\0');
}
