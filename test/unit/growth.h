/* SPDX-License-Identifier: Apache-2.0 */
/* growth.h - measures whether something takes more than n log n, with N and 4 N.
 *
 * What is measured is the thread's own CPU time, the least of some rounds, and only its ratio
 * counts: a busy or slow machine stretches both. Steps (base/budget.h) are counted beside it; they
 * are the same everywhere. Growth is told once it shows twice, the second time with larger bodies.
 */
#ifndef KUBEVET_TEST_GROWTH_H
#define KUBEVET_TEST_GROWTH_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

#define GROWTH_N     128 /* the smallest */
#define GROWTH_BYTES ((size_t)256 << 20)
#define GROWTH_ARENA ((size_t)1 << 30)

/* What one measurement came to. */
struct measured {
	int64_t ns, steps;
};

/* Measures @work with @n items, the least of @rounds. */
typedef struct measured growth_run(const void *work, int n, int rounds);

/** growth_begin() - before anything is measured. Return: false under a sanitizer, whose own
 * bookkeeping would be measured; that is said on standard output. */
bool growth_begin(void);

/** growth_ns() - CPU time of the thread. */
int64_t growth_ns(void);

/** growth_keep_least() - of the time of several rounds; @round counts from 0. */
void growth_keep_least(struct measured *m, int round, int64_t ns);

/** growth_of() - the ratio of the largest when it grows too fast, which is also printed; else 0,
 * and @what is kept for growth_print_worst(). */
double growth_of(growth_run *run, const void *work, const char *what);

/** growth_print_worst() - the worst twenty since it was called last. */
void growth_print_worst(const char *title);

#endif
