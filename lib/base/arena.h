/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h - memory that is released all at once, with a cap that is set at birth.
 *
 * One arena serves one review: document, views, findings and answer texts all live in it, and
 * arena_reset() ends them together. The cap is what bounds a review's memory, whatever its bytes
 * say. One thread at a time.
 */
#ifndef KUBEVET_BASE_ARENA_H
#define KUBEVET_BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/scoped.h"

struct arena;

/**
 * arena_new() - an empty arena
 * @cap: most bytes it will ever hold, bookkeeping included
 * @err: ERR_MEMORY when the result is NULL
 *
 * Return: the arena, for arena_free().
 */
MUST_CHECK struct arena *arena_new(size_t cap, struct err *err);

/** arena_free() - releases the arena and all that was taken from it; NULL is fine. */
void arena_free(struct arena *a);

/** scoped_arena() - arena_free() for SCOPED. */
void scoped_arena(struct arena **a);

/** arena_reset() - forgets all that was taken; keeps the first block, gives the others back to the
 * system. */
void arena_reset(struct arena *a);

/**
 * arena_alloc() - @size bytes, aligned for any type, not cleared
 *
 * Return: the memory, valid until reset or free, or NULL when the cap or the system's memory is
 * reached (arena_full() tells which).
 */
MUST_CHECK void *arena_alloc(struct arena *a, size_t size);

/** arena_zalloc() - the same, cleared. */
MUST_CHECK void *arena_zalloc(struct arena *a, size_t size);

/** arena_strndup() - a NUL-terminated copy of @len bytes at @s. */
MUST_CHECK char *arena_strndup(struct arena *a, const char *s, size_t len);

/** arena_printf(), arena_vprintf() - formatted text, or NULL. */
MUST_CHECK char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
MUST_CHECK char *arena_vprintf(struct arena *a, const char *fmt, va_list args) PRINTF_LIKE(2, 0);

/** arena_has_room() - whether @size bytes more are below the cap; if not, that counts as an
 * allocation that was refused. For refusing early what would be refused late. */
MUST_CHECK bool arena_has_room(struct arena *a, size_t size);

/** arena_full() - true once an allocation was refused because of the cap (since the last reset). */
bool arena_full(const struct arena *a);

/** arena_used() - bytes taken from the system at the moment. */
size_t arena_used(const struct arena *a);

/** arena_error() - fills @err with why the last allocation failed: ERR_LIMIT or ERR_MEMORY. Return:
 * -1. */
int arena_error(const struct arena *a, struct err *err);

#endif
