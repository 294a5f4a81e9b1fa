/* SPDX-License-Identifier: Apache-2.0 */
/* host_path.c - one name for each place of the node.
 *
 * Names are compared component by component. Those of Linux lose their links first that are the
 * same on every node; those of Windows what Win32 takes off them before it looks.
 */
#include "policy/host_path.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define SYSTEM_DRIVE "c:"

/* A directory that is another's link on every distribution that has it. */
static const struct {
	const char *link, *target;
} links[] = {
	{ "/var/run", "/run" },	      { "/var/lock", "/run/lock" },	{ "/var/home", "/home" },
	{ "/var/roothome", "/root" }, { "/.bottlerocket/rootfs", "/" },
};

/* Length of the component that @path begins with, a slash before it. */
static size_t component(const char *path)
{
	return *path == '/' ? 1 + strcspn(path + 1, "/") : 0;
}

static bool component_is(const char *path, const char *name)
{
	size_t len = component(path);

	return len == strlen(name) + 1 && strncmp(path + 1, name, len - 1) == 0;
}

/* A number, and where @named also those of the process that asks. */
static bool is_process(const char *path, bool named)
{
	size_t len = component(path);

	if (len < 2)
		return false;
	if (named && (component_is(path, "self") || component_is(path, "thread-self")))
		return true;
	return strspn(path + 1, "0123456789") == len - 1;
}

/* Below /proc/<pid>: links that the kernel follows to wherever the process has them. */
static bool is_magic_link(const char *path)
{
	size_t len;

	if (component_is(path, "task") && is_process(path + component(path), false)) {
		path += component(path);
		path += component(path);
	}
	if (component_is(path, "root") || component_is(path, "cwd"))
		return true;
	if (!component_is(path, "fd") && !component_is(path, "map_files"))
		return false;
	len = component(path);
	return path[len] != '\0';
}

static bool leads_anywhere(const char *normal)
{
	if (path_within(normal, "/dev/fd"))
		return strlen(normal) > strlen("/dev/fd/");
	/* Of a system by ostree all deployments, the running one among them. */
	if (path_within(normal, "/sysroot") || path_within(normal, "/ostree"))
		return true;
	if (!path_within(normal, "/proc"))
		return false;
	normal += strlen("/proc");
	return is_process(normal, true) && is_magic_link(normal + component(normal));
}

/* The link that @normal begins with is taken away; NULL when it has none. */
static const char *without_link(struct findings *out, const char *normal)
{
	for (size_t i = 0; i < ARRAY_LEN(links); i++) {
		const char *rest = normal + strlen(links[i].link);

		if (!path_within(normal, links[i].link))
			continue;
		if (strcmp(links[i].target, "/") == 0)
			return *rest ? rest : "/";
		return finding_text(out, "%s%s", links[i].target, rest);
	}
	return NULL;
}

static const char *normalised(struct findings *out, const char *path)
{
	const char *normal = path_normalise(findings_arena(out), path);

	if (!normal)
		findings_spoil(out);
	return normal && *normal ? normal : "/";
}

static const char *posix_name(struct findings *out, const char *path)
{
	const char *normal = normalised(out, *path == '/' ? path : finding_text(out, "/%s", path));

	for (const char *next = normal; next; next = without_link(out, normal))
		normal = next;
	return leads_anywhere(normal) ? "/" : normal;
}

static bool is_drive(const char *path)
{
	return isalpha((unsigned char)*path) && path[1] == ':';
}

static bool is_windows_only(const char *path)
{
	return *path == '\\' || is_drive(path);
}

/* What Win32 takes off a component: a stream of the file, dots and blanks at its end. */
static size_t bare_length(const char *s, size_t len)
{
	const char *colon = memchr(s, ':', len);
	size_t bare = colon ? (size_t)(colon - s) : len;

	if (len <= 2 && strspn(s, ".") >= len)
		return len;
	while (bare && (s[bare - 1] == '.' || s[bare - 1] == ' '))
		bare--;
	return bare;
}

/* PROGRA~1: the short name of any of its neighbours. */
static bool is_short_name(const char *s, size_t len)
{
	for (size_t i = 0; i + 1 < len; i++)
		if (s[i] == '~' && isdigit((unsigned char)s[i + 1]))
			return true;
	return false;
}

/* In place: what is behind the drive or the share, without what Win32 does not see. */
static void strip_components(char *tail)
{
	char *to = tail;

	for (const char *s = tail; *s;) {
		size_t len = strcspn(s, "/"), bare = bare_length(s, len);

		if (is_short_name(s, bare))
			break;
		memmove(to, s, bare);
		to += bare;
		s += len;
		if (*s == '/')
			*to++ = *s++;
	}
	*to = '\0';
}

static const char *windows_tail(struct findings *out, const char *root, char *tail)
{
	const char *normal;

	strip_components(tail);
	normal = normalised(out, finding_text(out, "/%s", tail));
	return finding_text(out, "%s%s", root, strcmp(normal, "/") == 0 ? "" : normal);
}

static bool begins_with(const char *s, const char *word)
{
	size_t len = strlen(word);

	return strncmp(s, word, len) == 0 && (s[len] == '/' || s[len] == '\0');
}

/* Behind \\?\ or \\.\, where a volume may have any name: what is not known is a whole disk. */
static const char *of_device(struct findings *out, char *rest)
{
	rest += strspn(rest, "/");
	if (is_drive(rest))
		return windows_tail(out, (const char[]){ *rest, ':', '\0' }, rest + 2);
	if (begins_with(rest, "pipe"))
		return windows_tail(out, "./pipe", rest + strlen("pipe"));
	if (begins_with(rest, "unc"))
		return windows_tail(out, "unc", rest + strlen("unc"));
	return SYSTEM_DRIVE;
}

/* "server/share/x": pipes and admin shares are the node's own, whatever name it has there. */
static const char *of_share(struct findings *out, char *rest)
{
	char *share = rest + strcspn(rest, "/");

	share += strspn(share, "/");
	if (begins_with(share, "pipe"))
		return windows_tail(out, "./pipe", share + strlen("pipe"));
	if (isalpha((unsigned char)*share) && begins_with(share + 1, "$"))
		return windows_tail(out, (const char[]){ *share, ':', '\0' }, share + 2);
	return windows_tail(out, "unc", rest);
}

static const char *windows_name(struct findings *out, const char *path)
{
	char *copy = arena_strndup(findings_arena(out), path, strlen(path));

	if (!copy) {
		findings_spoil(out);
		return SYSTEM_DRIVE;
	}
	for (char *c = copy; *c; c++)
		*c = (char)(*c == '\\' ? '/' : tolower((unsigned char)*c));
	if (strncmp(copy, "//?", 3) == 0 || strncmp(copy, "//.", 3) == 0 ||
	    strncmp(copy, "/??", 3) == 0)
		return of_device(out, copy + 3);
	if (strncmp(copy, "//", 2) == 0)
		return of_share(out, copy + 2);
	if (is_drive(copy))
		return windows_tail(out, (const char[]){ *copy, ':', '\0' }, copy + 2);
	return windows_tail(out, SYSTEM_DRIVE, copy);
}

struct host_place host_place(struct findings *out, const char *path)
{
	return (struct host_place){
		.text = path,
		.posix = is_windows_only(path) ? NULL : posix_name(out, path),
		.windows = windows_name(out, path),
	};
}

struct host_places host_places(struct findings *out, const struct strings *paths)
{
	struct host_place *v = arena_alloc(findings_arena(out), (paths->count + 1) * sizeof(*v));

	if (!v) {
		findings_spoil(out);
		return (struct host_places){ 0 };
	}
	for (size_t i = 0; i < paths->count; i++) {
		bool windows = is_windows_only(paths->v[i]);

		v[i] = (struct host_place){ .text = paths->v[i] };
		if (windows)
			v[i].windows = windows_name(out, paths->v[i]);
		else
			v[i].posix = posix_name(out, paths->v[i]);
	}
	return (struct host_places){ paths->count, v };
}

enum relation { APART, INSIDE, HOLDS };

/* With one "*" in @pattern, which stands for any run of bytes. */
static bool component_fits(const char *pattern, size_t pattern_len, const char *s, size_t len)
{
	const char *star = memchr(pattern, '*', pattern_len);
	size_t before = star ? (size_t)(star - pattern) : pattern_len;
	size_t after = star ? pattern_len - before - 1 : 0;

	if (!star)
		return len == pattern_len && memcmp(pattern, s, len) == 0;
	return len >= before + after && memcmp(pattern, s, before) == 0 &&
	       memcmp(star + 1, s + len - after, after) == 0;
}

/* How @name lies to @entry, both normal forms of the same system. */
static enum relation relate(const char *name, const char *entry)
{
	name += strspn(name, "/");
	entry += strspn(entry, "/");
	while (*name && *entry) {
		size_t len = strcspn(name, "/"), entry_len = strcspn(entry, "/");

		if (!component_fits(entry, entry_len, name, len))
			return APART;
		name += len;
		entry += entry_len;
		name += *name == '/';
		entry += *entry == '/';
	}
	return *entry ? HOLDS : INSIDE;
}

static enum relation relate_if(const char *name, const char *entry)
{
	return name && entry ? relate(name, entry) : APART;
}

const char *host_places_hold(const struct host_places *list, const struct host_place *place)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct host_place *entry = &list->v[i];
		enum relation r = place->posix ? relate_if(place->posix, entry->posix)
					       : relate_if(place->windows, entry->windows);

		if (r == INSIDE)
			return entry->text;
	}
	return NULL;
}

const char *host_places_touch(const struct host_places *list, const struct host_place *place)
{
	for (size_t i = 0; i < list->count; i++)
		if (relate_if(place->posix, list->v[i].posix) != APART ||
		    relate_if(place->windows, list->v[i].windows) != APART)
			return list->v[i].text;
	return NULL;
}

bool host_path_is_absolute(const char *path)
{
	return *path == '/' || *path == '\\' ||
	       (is_drive(path) && (path[2] == '\\' || path[2] == '/'));
}

int host_path_check(const char *text, struct err *err)
{
	if (host_path_is_absolute(text))
		return 0;
	return err_set(err, ERR_INPUT, "\"%.100s\" is no absolute path", text);
}
