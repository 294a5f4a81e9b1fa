/* SPDX-License-Identifier: Apache-2.0 */
/* clock.c - the system's clocks, unless a test froze them. */
#include "base/clock.h"

#include <stdatomic.h>
#include <time.h>

static atomic_int_fast64_t frozen_mono_us = -1;
static atomic_int_fast64_t frozen_unix_s = -1;

int64_t clock_mono_us(void)
{
	int64_t frozen = atomic_load_explicit(&frozen_mono_us, memory_order_relaxed);
	struct timespec now;

	if (frozen >= 0)
		return frozen;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_unix_ms(void)
{
	int64_t frozen = atomic_load_explicit(&frozen_unix_s, memory_order_relaxed);
	struct timespec now;

	if (frozen >= 0)
		return frozen * 1000;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_unix_s(void)
{
	return clock_unix_ms() / 1000;
}

void clock_freeze(int64_t mono_us, int64_t unix_s)
{
	atomic_store(&frozen_mono_us, mono_us);
	atomic_store(&frozen_unix_s, unix_s);
}
