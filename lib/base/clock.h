/* SPDX-License-Identifier: Apache-2.0 */
/* clock.h - the time, replaceable in tests. */
#ifndef KUBEVET_BASE_CLOCK_H
#define KUBEVET_BASE_CLOCK_H

#include <stdint.h>

/** clock_mono_us() - microseconds of a clock that never steps; for durations and deadlines. */
int64_t clock_mono_us(void);

/** clock_unix_s() - seconds since 1970-01-01 UTC; for expiry. */
int64_t clock_unix_s(void);

/** clock_unix_ms() - the same in milliseconds; for log lines. */
int64_t clock_unix_ms(void);

/** clock_freeze() - tests: both clocks stand at these values from now on; both negative: they run
 * again. */
void clock_freeze(int64_t mono_us, int64_t unix_s);

#endif
