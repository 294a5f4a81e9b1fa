/* SPDX-License-Identifier: Apache-2.0 */
/* mem.c - counted allocation that fails on demand. */
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#else /* others give back what is free */
#define M_MMAP_THRESHOLD      0
#define M_TRIM_THRESHOLD      0
#define mallopt(what, amount) ((void)(what), (void)(amount))
#endif

atomic_bool mem_failing_;
static atomic_long left;
static atomic_uint_fast64_t calls;

void mem_fail_at(long n)
{
	atomic_store(&left, n);
	atomic_store(&mem_failing_, n >= 0);
}

bool mem_fail_next_(void)
{
	return atomic_fetch_sub(&left, 1) <= 0;
}

uint64_t mem_calls(void)
{
	return atomic_load_explicit(&calls, memory_order_relaxed);
}

void mem_tune(void)
{
	mallopt(M_MMAP_THRESHOLD, 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 4 * 1024 * 1024);
}

void *mem_alloc(size_t size)
{
	if (mem_should_fail())
		return NULL;
	atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
	return malloc(size ? size : 1);
}

void *mem_realloc(void *p, size_t size)
{
	if (mem_should_fail())
		return NULL;
	atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
	return realloc(p, size ? size : 1);
}

char *mem_strdup(const char *s)
{
	size_t size = strlen(s) + 1;
	char *copy = mem_alloc(size);

	return copy ? memcpy(copy, s, size) : NULL;
}

void mem_free(void *p)
{
	free(p);
}
