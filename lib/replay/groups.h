/* SPDX-License-Identifier: Apache-2.0 */
/* groups.h - counts by name, with a few examples each, in bounded memory. */
#ifndef KUBEVET_REPLAY_GROUPS_H
#define KUBEVET_REPLAY_GROUPS_H

#include "base/arena.h"

#define GROUPS_MAX   10000
#define EXAMPLES_MAX 3

struct group {
	const char *name;
	size_t count;
	const char *examples[EXAMPLES_MAX]; /* those that came first; NULL: no more */
};

struct groups {
	struct arena *a;
	struct group *v;
	size_t count;
	size_t *slots;
	size_t others; /* what came when there was no room for another name */
};

/** groups_init() - empty; @a owns all that is in it. Return: 0, or -1. */
MUST_CHECK int groups_init(struct groups *g, struct arena *a, struct err *err);

/** groups_add() - one more of that name; both texts are copied. */
void groups_add(struct groups *g, const char *name, const char *example);

/** groups_sort() - the most frequent first, then by name; the last call. */
void groups_sort(struct groups *g);

#endif
