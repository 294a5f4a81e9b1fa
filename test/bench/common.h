/* SPDX-License-Identifier: Apache-2.0 */
/* common.h - what the programs of the benchmark share: a way out, files, numbers, the constant
 * answer. */
#ifndef KUBEVET_BENCH_COMMON_H
#define KUBEVET_BENCH_COMMON_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Largest body that is sent or accepted, as the product's default. */
#define BODY_MAX ((size_t)8 * 1024 * 1024)

/* What a server answers that decides nothing; about the length of a real admission. */
extern const char null_answer[];

/** die() - message to standard error, exit 2. A measurement that cannot be taken is no measurement.
 */
_Noreturn void die(const char *fmt, ...) PRINTF_LIKE(1, 2);

/** body_read() - whole file of at most BODY_MAX bytes into @out, or die(). */
void body_read(struct buf *out, const char *path);

/** number() - decimal number of an option between @least and @most, or die(). */
long number(const char *text, long least, long most);

/** now_ns() - monotonic nanoseconds. */
int64_t now_ns(void);

#endif
