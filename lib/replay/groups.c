/* SPDX-License-Identifier: Apache-2.0 */
/* groups.c - a table of names with open addressing. */
#include "replay/groups.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS 32768 /* a power of two, more than three times GROUPS_MAX */

int groups_init(struct groups *g, struct arena *a, struct err *err)
{
	*g = (struct groups){ .a = a };
	g->v = arena_alloc(a, GROUPS_MAX * sizeof(*g->v));
	g->slots = arena_zalloc(a, SLOTS * sizeof(*g->slots));
	return g->v && g->slots ? 0 : arena_error(a, err);
}

static size_t hash(const char *name)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	return (size_t)(h >> 32 ^ h) % SLOTS;
}

/* The slot that has the name, or where it goes: slots hold an index from 1. */
static size_t *slot_of(const struct groups *g, const char *name)
{
	size_t i = hash(name);

	while (g->slots[i] && strcmp(g->v[g->slots[i] - 1].name, name) != 0)
		i = (i + 1) % SLOTS;
	return &g->slots[i];
}

static struct group *group_of(struct groups *g, const char *name)
{
	size_t *slot = slot_of(g, name);
	const char *copy;

	if (*slot)
		return &g->v[*slot - 1];
	copy = g->count < GROUPS_MAX ? arena_strndup(g->a, name, strlen(name)) : NULL;
	if (!copy)
		return NULL;
	g->v[g->count] = (struct group){ .name = copy };
	*slot = ++g->count;
	return &g->v[g->count - 1];
}

void groups_add(struct groups *g, const char *name, const char *example)
{
	struct group *group = group_of(g, name);

	if (!group) {
		g->others++;
		return;
	}
	if (group->count < EXAMPLES_MAX)
		group->examples[group->count] = arena_strndup(g->a, example, strlen(example));
	group->count++;
}

static int by_count(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->count != y->count)
		return x->count < y->count ? 1 : -1;
	return strcmp(x->name, y->name);
}

void groups_sort(struct groups *g)
{
	if (g->count)
		qsort(g->v, g->count, sizeof(*g->v), by_count);
}
