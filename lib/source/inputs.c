/* SPDX-License-Identifier: Apache-2.0 */
/* inputs.c - walking folders. */
#include "source/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDERS_DEEP 64

const struct endings endings_manifests = { (const char *const[]){ ".yaml", ".yml", ".json", NULL },
					   "*.yaml, *.yml or *.json" };

struct walk {
	struct arena *a;
	const struct endings *endings;
	struct input *v;
	size_t count, room;
	struct err *err;
};

/* The folders around what is walked, to notice circles. */
struct folder {
	const struct folder *up;
	dev_t device;
	ino_t inode;
	unsigned depth;
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
	w->v[w->count++] = (struct input){ path, fault };
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

static bool in_circle(const struct folder *up, const struct stat *st)
{
	for (; up; up = up->up)
		if (up->device == st->st_dev && up->inode == st->st_ino)
			return true;
	return false;
}

static int add_folder(struct walk *w, const char *path, const struct stat *st,
		      const struct folder *up);

static int add_entry(struct walk *w, const char *folder, const char *name, const struct folder *up)
{
	const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
	char *path = arena_printf(w->a, "%s%s%s", folder, slash, name);
	struct stat st;

	if (!path)
		return arena_error(w->a, w->err);
	if (stat(path, &st) < 0)
		return is_wanted(w, name) ? add_fault(w, path, errno) : 0;
	if (S_ISDIR(st.st_mode))
		return in_circle(up, &st) ? 0 : add_folder(w, path, &st, up);
	return S_ISREG(st.st_mode) && is_wanted(w, name) ? add(w, path, NULL) : 0;
}

static int add_folder(struct walk *w, const char *path, const struct stat *st,
		      const struct folder *up)
{
	struct folder here = { up, st->st_dev, st->st_ino, up ? up->depth + 1 : 1 };
	struct names names = { 0 };
	int result;

	if (here.depth > FOLDERS_DEEP)
		return add(w, path, "folders are nested too deep");
	result = list(w, path, &names);
	if (result > 0)
		return add_fault(w, path, errno);
	for (size_t i = 0; i < names.count && result == 0; i++)
		result = add_entry(w, path, names.v[i], &here);
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
	if (add_folder(w, path, &st, NULL) < 0)
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
