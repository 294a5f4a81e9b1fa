/* SPDX-License-Identifier: Apache-2.0 */
/* scoped.h - release at the end of a scope, and results that must be used.
 *
 * SCOPED(fn) runs fn(&variable) when the variable goes out of scope; STEAL() takes the value out so
 * that the scope releases nothing. Declare owners first: release runs backwards.
 */
#ifndef KUBEVET_BASE_SCOPED_H
#define KUBEVET_BASE_SCOPED_H

#include <stddef.h>

#define SCOPED(fn)	      __attribute__((cleanup(fn)))
#define MUST_CHECK	      __attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, arg) __attribute__((format(printf, fmt, arg)))
#define LIKELY(x)	      __builtin_expect(!!(x), 1)
#define UNLIKELY(x)	      __builtin_expect(!!(x), 0)
#define ARRAY_LEN(a)	      (sizeof(a) / sizeof((a)[0]))

#define STEAL(p)                             \
	(__extension__({                     \
		__typeof__(p) stolen_ = (p); \
		(p) = NULL;                  \
		stolen_;                     \
	}))

#endif
