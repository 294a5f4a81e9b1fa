/* SPDX-License-Identifier: Apache-2.0 */
/* budget.h - how long a judgement may take, whatever a policy does.
 *
 * Work is counted in steps: one for each element that an iterator of a view gives, and more for
 * what a helper does with long lists and texts. budget_step() is part of every iterator, so a
 * policy that loops cannot forget it. When the steps or the time are used up, budget_run() ends the
 * function that runs, in the middle of it, and the engine makes an error of it: what was not judged
 * to its end is never allowed. Steps are the same on every machine; the time is the request's.
 *
 * A step may end the function that runs, so whoever takes one holds nothing that must be given
 * back: no buf, no lock, nothing of a library's (a comparison within qsort() takes none).
 *
 * The budget is the thread's. Outside of budget_begin() and budget_end() there is none: a step
 * costs nothing then and ends nothing.
 */
#ifndef KUBEVET_BASE_BUDGET_H
#define KUBEVET_BASE_BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/scoped.h"

/* Of one judgement: over ten times what a body of 8 MiB, the most that is accepted by default,
 * takes with preset hardened; a test measures it. */
#define BUDGET_STEPS (INT64_C(1000) * 1000 * 1000)

extern _Thread_local int64_t budget_slice; /* steps until budget_more() looks at the clock */

/** budget_more() - for budget_step() alone. */
bool budget_more(void);

/** budget_step() - whether there is budget for one more; within budget_run() it does not come back
 * when there is none. */
static inline bool budget_step(void)
{
	return LIKELY(--budget_slice >= 0) || budget_more();
}

/** budget_steps() - the same for @n. */
static inline bool budget_steps(size_t n)
{
	budget_slice -= n < INT64_MAX / 2 ? (int64_t)n : INT64_MAX / 2;
	return LIKELY(budget_slice >= 0) || budget_more();
}

/** budget_until() - what this thread judges from now on has to be done at @mono_us, of
 * clock_mono_us(); 0: there is no such time. */
void budget_until(int64_t mono_us);

/** budget_begin() - a budget of @count steps, and of the time of budget_until(). */
void budget_begin(int64_t count);

/** budget_end() - there is none any more. Return: 0, or -1 when it was used up (ERR_LIMIT steps,
 * ERR_TIME). */
MUST_CHECK int budget_end(struct err *err);

/** budget_used() - steps since budget_begin(), also after budget_end(). */
int64_t budget_used(void);

/** budget_run() - @run(@ctx), ended as soon as the budget is used up; it does not begin when that
 * was so before. Does not nest. */
void budget_run(void (*run)(void *ctx), void *ctx);

#endif
