/* SPDX-License-Identifier: Apache-2.0 */
/* budget.c - steps in slices: the clock is looked at between two of them.
 *
 * What runs is left by longjmp(), which is the only way out of a loop that does not look at what
 * its iterator says. Checks own nothing but memory of the arena, so nothing is lost by it.
 */
#include "base/budget.h"

#include <setjmp.h>

#include "base/clock.h"

#define SLICE INT64_C(4096)

enum spent { NOT_SPENT, SPENT_STEPS, SPENT_TIME };

/* The thread's. */
static _Thread_local struct {
	bool limited, runs;
	enum spent spent;
	int64_t count, left; /* @left: behind the current slice */
	int64_t used;
	int64_t until_us;
	jmp_buf out; /* while @runs */
} now;

_Thread_local int64_t budget_slice;

void budget_until(int64_t mono_us)
{
	now.until_us = mono_us;
}

/* Takes the next slice; what was overdrawn is charged to it. */
static void refill(void)
{
	int64_t size = now.left < SLICE ? now.left : SLICE;

	if (now.until_us && clock_mono_us() >= now.until_us)
		now.spent = SPENT_TIME;
	now.left -= size;
	budget_slice += size;
	while (budget_slice < 0 && now.left > 0) {
		size = now.left < -budget_slice ? now.left : -budget_slice;
		now.left -= size;
		budget_slice += size;
	}
	if (!now.spent && budget_slice < 0)
		now.spent = SPENT_STEPS;
}

void budget_begin(int64_t count)
{
	now.limited = true;
	now.runs = false;
	now.spent = NOT_SPENT;
	now.count = now.left = count;
	now.used = 0;
	budget_slice = 0;
	refill();
}

bool budget_more(void)
{
	if (!now.limited) {
		budget_slice = INT64_MAX / 2;
		return true;
	}
	if (!now.spent)
		refill();
	if (!now.spent)
		return true;
	budget_slice = 0;
	if (now.runs) {
		now.runs = false;
		longjmp(now.out, 1); // NOLINT(cert-err52-cpp): see above
	}
	return false;
}

int64_t budget_used(void)
{
	return now.limited ? now.count - now.left - budget_slice : now.used;
}

int budget_end(struct err *err)
{
	enum spent spent = now.spent;

	now.used = budget_used();
	now.limited = false;
	now.spent = NOT_SPENT;
	if (spent == SPENT_TIME)
		return err_set(err, ERR_TIME, "it was not done at the request's deadline");
	if (spent == SPENT_STEPS)
		return err_set(err, ERR_LIMIT, "it takes more than %lld steps",
			       (long long)now.count);
	return 0;
}

void budget_run(void (*run)(void *ctx), void *ctx)
{
	if (now.limited && now.spent)
		return;
	now.runs = now.limited;
	if (!now.runs || setjmp(now.out) == 0) // NOLINT(cert-err52-cpp): see above
		run(ctx);
	now.runs = false;
}
