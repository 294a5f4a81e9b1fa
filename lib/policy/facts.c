/* SPDX-License-Identifier: Apache-2.0 */
/* facts.c - a table by maker and address, open addressing, in the arena of the review. */
#include "policy/facts.h"

#include <stdint.h>

#include "policy/facts_table.h"

#define FIRST_CAP 16 /* a power of two */

static size_t slot_of(fact_make *make, const void *of, size_t cap)
{
	uint64_t key = (uint64_t)(uintptr_t)of * 31 + (uint64_t)(uintptr_t)make;

	return (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & (cap - 1);
}

/* Where the fact is, or would be; there is always an empty place. */
static struct fact *find(const struct facts *f, fact_make *make, const void *of)
{
	size_t i = slot_of(make, of, f->cap);

	while (f->v[i].made && (f->v[i].make != make || f->v[i].of != of))
		i = (i + 1) & (f->cap - 1);
	return &f->v[i];
}

static bool grow(struct facts *f, struct arena *a)
{
	struct facts larger = { .cap = f->cap ? 2 * f->cap : FIRST_CAP, .count = f->count };

	larger.v = arena_zalloc(a, larger.cap * sizeof(*larger.v));
	if (!larger.v)
		return false;
	for (size_t i = 0; i < f->cap; i++)
		if (f->v[i].made)
			*find(&larger, f->v[i].make, f->v[i].of) = f->v[i];
	*f = larger;
	return true;
}

const void *fact_of(struct findings *out, fact_make *make, const void *of, size_t len)
{
	struct facts *f = findings_facts(out);
	struct arena *a = findings_arena(out);
	const void *made;
	struct fact *at;

	if ((f->count + 1) * 4 > f->cap * 3 && !grow(f, a)) {
		findings_spoil(out);
		return NULL;
	}
	at = find(f, make, of);
	if (at->made)
		return at->made;
	made = make(a, of, len);
	if (!made) {
		findings_spoil(out);
		return NULL;
	}
	*at = (struct fact){ make, of, made };
	f->count++;
	return made;
}
