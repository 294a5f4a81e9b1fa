/* SPDX-License-Identifier: Apache-2.0 */
/* inputs.c - walking folders. */
#include "source/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDERS_DEEP 64
#define SEEN_LEAST   64 /* a power of two */

const struct endings endings_manifests = { (const char *const[]){ ".yaml", ".yml", ".json", NULL },
					   "*.yaml, *.yml or *.json" };

/* A folder, however it was reached. */
struct seen {
	dev_t device;
	ino_t inode;
	bool used;
};

struct walk {
	struct arena *a;
	const struct endings *endings;
	struct input *v;
	size_t count, room;
	struct seen *seen; /* a hash table, at most half full */
	size_t seen_count, seen_room;
	unsigned depth; /* folders around what is walked; 0: an argument */
	struct err *err;
};

static int add(struct walk *w, const char *path, const char *fault)
{
	if (w->count == INPUTS_MAX)
		return err_set(w->err, ERR_LIMIT, "more than %d files", INPUTS_MAX);
	if (w->count == w->room) {
		size_t room = w->room ? 2 * w->room : 64;
		struct input *v = arena_alloc(w->a, room * sizeof(*v));

		if (!v)
			return arena_error(w->a, w->err);
		if (w->count)
			memcpy(v, w->v, w->count * sizeof(*v));
		w->v = v;
		w->room = room;
	}
	w->v[w->count++] = (struct input){ path, fault, w->depth > 0 };
	return 0;
}

static int add_fault(struct walk *w, const char *path, int number)
{
	const char *text = arena_printf(w->a, "%s", strerror(number));

	return text ? add(w, path, text) : arena_error(w->a, w->err);
}

static bool is_wanted(const struct walk *w, const char *name)
{
	size_t len = strlen(name);

	for (const char *const *ending = w->endings->v; *ending; ending++)
		if (len > strlen(*ending) && strcmp(name + len - strlen(*ending), *ending) == 0)
			return true;
	return false;
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct names {
	const char **v;
	size_t count, room;
};

static int add_name(struct walk *w, struct names *names, const char *name)
{
	if (names->count == INPUTS_MAX)
		return err_set(w->err, ERR_LIMIT, "more than %d files in a folder", INPUTS_MAX);
	if (names->count == names->room) {
		size_t room = names->room ? 2 * names->room : 32;
		const char **v = arena_alloc(w->a, room * sizeof(*v));

		if (!v)
			return arena_error(w->a, w->err);
		if (names->count)
			memcpy(v, names->v, names->count * sizeof(*v));
		names->v = v;
		names->room = room;
	}
	names->v[names->count] = arena_strndup(w->a, name, strlen(name));
	return names->v[names->count++] ? 0 : arena_error(w->a, w->err);
}

/* Return: 0, -1 as inputs_find(), or 1 with errno when the folder can't be read. */
static int list(struct walk *w, const char *path, struct names *names)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int result = 0, fault;

	if (!dir)
		return 1;
	errno = 0;
	while (result == 0 && (entry = readdir(dir))) {
		if (entry->d_name[0] != '.')
			result = add_name(w, names, entry->d_name);
		errno = 0;
	}
	fault = errno;
	closedir(dir);
	errno = fault;
	if (result == 0 && fault)
		return 1;
	if (names->count)
		qsort(names->v, names->count, sizeof(*names->v), by_bytes);
	return result;
}

static struct seen *slot_of(struct seen *seen, size_t room, const struct seen *folder)
{
	uint64_t hash = ((uint64_t)folder->inode + (uint64_t)folder->device * 31) *
			UINT64_C(0x9e3779b97f4a7c15);
	size_t i = (size_t)(hash >> 32) & (room - 1);

	while (seen[i].used && (seen[i].inode != folder->inode || seen[i].device != folder->device))
		i = (i + 1) & (room - 1);
	return &seen[i];
}

static int make_room(struct walk *w)
{
	size_t room = w->seen_room ? 2 * w->seen_room : SEEN_LEAST;
	struct seen *seen;

	if (2 * (w->seen_count + 1) <= w->seen_room)
		return 0;
	seen = arena_zalloc(w->a, room * sizeof(*seen));
	if (!seen) {
		arena_error(w->a, w->err);
		return -1;
	}
	for (size_t i = 0; i < w->seen_room; i++)
		if (w->seen[i].used)
			*slot_of(seen, room, &w->seen[i]) = w->seen[i];
	w->seen = seen;
	w->seen_room = room;
	return 0;
}

/* Return: 1 when it is new, 0, or -1 as inputs_find(). */
static int visit(struct walk *w, const struct stat *st)
{
	struct seen folder = { st->st_dev, st->st_ino, true }, *slot;

	if (make_room(w) < 0)
		return -1;
	slot = slot_of(w->seen, w->seen_room, &folder);
	if (slot->used)
		return 0;
	if (w->seen_count == INPUTS_FOLDERS_MAX)
		return err_set(w->err, ERR_LIMIT, "more than %d folders", INPUTS_FOLDERS_MAX);
	*slot = folder;
	w->seen_count++;
	return 1;
}

static int add_folder(struct walk *w, const char *path, const struct stat *st);

static int add_entry(struct walk *w, const char *folder, const char *name)
{
	const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
	char *path = arena_printf(w->a, "%s%s%s", folder, slash, name);
	struct stat st;

	if (!path)
		return arena_error(w->a, w->err);
	if (stat(path, &st) < 0)
		return is_wanted(w, name) ? add_fault(w, path, errno) : 0;
	if (S_ISDIR(st.st_mode))
		return add_folder(w, path, &st);
	return S_ISREG(st.st_mode) && is_wanted(w, name) ? add(w, path, NULL) : 0;
}

static int walk_folder(struct walk *w, const char *path)
{
	struct names names = { 0 };
	int result = list(w, path, &names);

	if (result > 0)
		return add_fault(w, path, errno);
	for (size_t i = 0; i < names.count && result == 0; i++)
		result = add_entry(w, path, names.v[i]);
	return result;
}

static int add_folder(struct walk *w, const char *path, const struct stat *st)
{
	int result;

	if (w->depth == FOLDERS_DEEP)
		return add(w, path, "folders are nested too deep");
	result = visit(w, st);
	if (result <= 0)
		return result;
	w->depth++;
	result = walk_folder(w, path);
	w->depth--;
	return result;
}

static int add_empty(struct walk *w, const char *path)
{
	const char *text = arena_printf(w->a, "no %s in this folder", w->endings->words);

	return text ? add(w, path, text) : arena_error(w->a, w->err);
}

static int add_argument(struct walk *w, const char *path)
{
	size_t before = w->count;
	struct stat st;

	if (strcmp(path, "-") == 0)
		return add(w, path, NULL);
	if (!*path)
		return add(w, path, "an empty name");
	if (stat(path, &st) < 0)
		return add_fault(w, path, errno);
	if (!S_ISDIR(st.st_mode))
		return add(w, path, NULL);
	w->seen_count = 0;
	if (w->seen_room)
		memset(w->seen, 0, w->seen_room * sizeof(*w->seen));
	if (add_folder(w, path, &st) < 0)
		return -1;
	return w->count > before ? 0 : add_empty(w, path);
}

int inputs_find(struct arena *a, char *const *args, size_t count, const struct endings *endings,
		struct inputs *out, struct err *err)
{
	struct walk w = { .a = a, .endings = endings, .err = err };

	for (size_t i = 0; i < count; i++)
		if (add_argument(&w, args[i]) < 0)
			return -1;
	*out = (struct inputs){ w.count, w.v };
	return 0;
}
