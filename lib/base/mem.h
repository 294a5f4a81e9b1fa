/* SPDX-License-Identifier: Apache-2.0 */
/* mem.h - every allocation of our own code goes through here.
 *
 * Two things come of that: tests make the n-th one fail, and the benchmark counts the calls that
 * reach the system's allocator. Thread-safe.
 */
#ifndef KUBEVET_BASE_MEM_H
#define KUBEVET_BASE_MEM_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/scoped.h"

/**
 * mem_tune() - what a large request needed goes back to the system after it; for a server, before
 * threads start
 *
 * Blocks of 1 MiB and more are mapped each for itself, and 4 MiB at the end of a heap may stay, so
 * that an ordinary request neither maps nor gives back anything.
 */
void mem_tune(void);

/** mem_alloc() - malloc(), counted. Return: uninitialised memory for mem_free(), or NULL. */
MUST_CHECK void *mem_alloc(size_t size);

/** mem_realloc() - realloc(), counted; on NULL the old block stays valid. */
MUST_CHECK void *mem_realloc(void *p, size_t size);

/** mem_strdup() - a copy of @s for mem_free(), or NULL. */
MUST_CHECK char *mem_strdup(const char *s);

/** mem_free() - frees what the functions above returned; NULL is fine. */
void mem_free(void *p);

/**
 * mem_fail_at() - from now on the @n-th allocation (0 is the next) and all after it fail; negative:
 * none do
 *
 * For tests. Pieces of an arena count as allocations too, so that each place that can run out is
 * walked.
 */
void mem_fail_at(long n);

/* Whether mem_fail_at() is in force: looked at for every piece of an arena, so without a call. */
extern atomic_bool mem_failing_;
bool mem_fail_next_(void);

/** mem_should_fail() - counts one allocation down; true when it has to fail. Called by arena and
 * buf. */
static inline bool mem_should_fail(void)
{
	return UNLIKELY(atomic_load_explicit(&mem_failing_, memory_order_relaxed)) &&
	       mem_fail_next_();
}

/** mem_calls() - how many times the system's allocator was called since the start. */
uint64_t mem_calls(void);

#endif
