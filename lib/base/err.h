/* SPDX-License-Identifier: Apache-2.0 */
/* err.h - one error: a code that decides what happens, and a sentence for a person.
 *
 * The caller owns it, it has a fixed size, so reporting a failure cannot fail. Inner code writes
 * it, outer code puts context in front with err_wrap(). Untouched on success.
 */
#ifndef KUBEVET_BASE_ERR_H
#define KUBEVET_BASE_ERR_H

#include "base/scoped.h"

enum err_code {
	ERR_NONE = 0,
	ERR_INPUT,  /* the bytes are not what they should be: HTTP 400, exit 2 */
	ERR_TIME,   /* it would have taken too long: HTTP 503 */
	ERR_LIMIT,  /* well-formed, but larger, deeper or more than we accept: HTTP 413, exit 2 */
	ERR_MEMORY, /* an allocation failed: HTTP 500 */
	ERR_SYSTEM, /* a system call or a library failed: HTTP 500, exit 2 */
};

struct err {
	enum err_code code;
	char text[512]; /* one sentence, no full stop, no newline; cut with "..." when longer */
};

/**
 * err_set() - fill @err; any earlier text is lost
 * Return: always -1, so that "return err_set(...)" reads well.
 */
int err_set(struct err *err, enum err_code code, const char *fmt, ...) PRINTF_LIKE(3, 4);

/** err_wrap() - put "context: " in front of the text; the code stays. Return: always -1. */
int err_wrap(struct err *err, const char *fmt, ...) PRINTF_LIKE(2, 3);

/** err_memory() - "out of memory" with ERR_MEMORY. Return: always -1. */
int err_memory(struct err *err);

#endif
