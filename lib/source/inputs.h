/* SPDX-License-Identifier: Apache-2.0 */
/* inputs.h - the files that the arguments of a command stand for. */
#ifndef KUBEVET_SOURCE_INPUTS_H
#define KUBEVET_SOURCE_INPUTS_H

#include "base/arena.h"

#define INPUTS_MAX	   1000000
#define INPUTS_FOLDERS_MAX 100000 /* below one argument */

struct input {
	const char *path;  /* "-" is standard input */
	const char *fault; /* why there is nothing to read; NULL */
	bool in_folder;	   /* nobody named it */
};

struct inputs {
	size_t count;
	const struct input *v;
};

/* Endings of files that folders stand for, ended by NULL, and the same in words. */
struct endings {
	const char *const *v;
	const char *words;
};

/* *.yaml, *.yml and *.json */
extern const struct endings endings_manifests;

/**
 * inputs_find() - files as they are, folders walked, "-" for standard input
 * @a:	  owns the list; paths that were given are borrowed
 * @args: what was given, in the order of the result
 *
 * A folder stands for its files with these endings, sorted by bytes, and those of its folders. What
 * is hidden is left out, links are followed, but a folder that several ways lead to is walked once
 * for each argument, by the first of them. What can't be opened, and a
 * folder without any file, is an input with a fault, so that it is reported in its turn.
 *
 * Return: 0, or -1 (ERR_LIMIT: more than INPUTS_MAX files or INPUTS_FOLDERS_MAX folders;
 * ERR_MEMORY).
 */
MUST_CHECK int inputs_find(struct arena *a, char *const *args, size_t count,
			   const struct endings *endings, struct inputs *out, struct err *err);

#endif
