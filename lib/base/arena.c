/* SPDX-License-Identifier: Apache-2.0 */
/* arena.c - bump allocation in blocks that double up to a limit.
 *
 * The first block holds an ordinary review (a 20 KB Pod needs about 90 KB in all), so that in
 * steady state no review reaches the system's allocator. A block is cut off at the cap, so the cap
 * is exact.
 */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

/* Under AddressSanitizer what is not handed out is poisoned, with a gap behind each allocation. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POISON
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define POISON
#endif

#ifdef POISON
#include <sanitizer/asan_interface.h>
#define GAP ALIGN
#else
#define GAP				      ((size_t)0)
#define ASAN_POISON_MEMORY_REGION(at, size)   ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

#define ALIGN	  _Alignof(max_align_t)
#define BLOCK_MIN ((size_t)192 * 1024)
#define BLOCK_MAX ((size_t)4 * 1024 * 1024)

struct block {
	struct block *next;
	size_t size; /* bytes in data */
	max_align_t data[];
};

struct arena {
	size_t cap, used;
	size_t next_size;
	bool full;
	struct block *blocks; /* newest first */
	char *at, *end;	      /* free part of the newest */
};

struct arena *arena_new(size_t cap, struct err *err)
{
	struct arena *a = mem_alloc(sizeof(*a));

	if (!a) {
		err_memory(err);
		return NULL;
	}
	*a = (struct arena){ .cap = cap, .next_size = BLOCK_MIN };
	return a;
}

static void free_blocks(struct block *b, const struct block *keep)
{
	while (b && b != keep) {
		struct block *next = b->next;

		ASAN_UNPOISON_MEMORY_REGION(b->data, b->size);
		mem_free(b);
		b = next;
	}
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	free_blocks(a->blocks, NULL);
	mem_free(a);
}

void scoped_arena(struct arena **a)
{
	arena_free(*a);
}

void arena_reset(struct arena *a)
{
	struct block *first = a->blocks;

	while (first && first->next)
		first = first->next;
	free_blocks(a->blocks, first);
	a->blocks = first;
	a->used = first ? sizeof(*first) + first->size : 0;
	a->at = first ? (char *)first->data : NULL;
	a->end = first ? a->at + first->size : NULL;
	a->next_size = BLOCK_MIN;
	a->full = false;
	if (first)
		ASAN_POISON_MEMORY_REGION(first->data, first->size);
}

/* A new block of at least @size bytes becomes the newest. The first is always of the least size, so
 * that one large request does not make the memory kept between reviews large. */
static bool grow(struct arena *a, size_t size)
{
	size_t want = size > a->next_size ? size : a->next_size;
	size_t room = a->cap > a->used + sizeof(struct block)
			      ? a->cap - a->used - sizeof(struct block)
			      : 0;
	struct block *b;

	if (size > room) {
		a->full = true;
		return false;
	}
	if (want > room)
		want = room;
	if (!a->blocks && want > BLOCK_MIN && room >= BLOCK_MIN + sizeof(*b) + size) {
		if (!grow(a, BLOCK_MIN))
			return false;
	}
	b = mem_alloc(sizeof(*b) + want);
	if (!b)
		return false;
	b->next = a->blocks;
	b->size = want;
	a->blocks = b;
	a->used += sizeof(*b) + want;
	a->at = (char *)b->data;
	a->end = a->at + want;
	ASAN_POISON_MEMORY_REGION(b->data, want);
	if (a->next_size < BLOCK_MAX)
		a->next_size *= 2;
	return true;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t whole;
	void *p;

	if (UNLIKELY(size > SIZE_MAX - ALIGN - GAP)) {
		a->full = true;
		return NULL;
	}
	/* Nothing is something, too: NULL means failure. */
	whole = ((size ? size : 1) + GAP + ALIGN - 1) & ~(ALIGN - 1);
	if (UNLIKELY(mem_should_fail()))
		return NULL;
	if (UNLIKELY((size_t)(a->end - a->at) < whole) && !grow(a, whole))
		return NULL;
	p = a->at;
	a->at += whole;
	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return p;
}

void *arena_zalloc(struct arena *a, size_t size)
{
	void *p = arena_alloc(a, size);

	return p ? memset(p, 0, size) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t len)
{
	char *copy = len < SIZE_MAX ? arena_alloc(a, len + 1) : NULL;

	if (!copy)
		return NULL;
	memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *arena_vprintf(struct arena *a, const char *fmt, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = len < 0 ? NULL : arena_alloc(a, (size_t)len + 1);
	if (text)
		vsnprintf(text, (size_t)len + 1, fmt, args);
	return text;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = arena_vprintf(a, fmt, args);
	va_end(args);
	return text;
}

bool arena_has_room(struct arena *a, size_t size)
{
	size_t left = (size_t)(a->end - a->at) + (a->cap > a->used ? a->cap - a->used : 0);

	if (size > left)
		a->full = true;
	return size <= left;
}

bool arena_full(const struct arena *a)
{
	return a->full;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

int arena_error(const struct arena *a, struct err *err)
{
	if (a->full)
		return err_set(err, ERR_LIMIT, "needs more than %zu bytes of memory", a->cap);
	return err_memory(err);
}
