/* SPDX-License-Identifier: Apache-2.0 */
/* buf.h - growable bytes with a limit that is set at birth.
 *
 * Writers need no check after each piece: a piece that does not fit sets a flag, all later ones are
 * dropped, and buf_ok() tells at the end. The content is always NUL-terminated.
 */
#ifndef KUBEVET_BASE_BUF_H
#define KUBEVET_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/scoped.h"

struct buf {
	char *data; /* NULL until the first byte */
	size_t len, cap, max;
	enum err_code failed;
};

/** buf_init() - an empty buffer that never holds more than @max bytes, the NUL not counted. */
void buf_init(struct buf *b, size_t max);

/** buf_fini() - releases the memory; the buffer is empty and usable again. */
void buf_fini(struct buf *b);

/** scoped_buf() - buf_fini() for SCOPED. */
void scoped_buf(struct buf *b);

/** buf_clear() - forgets the content and the failure, keeps the memory. */
void buf_clear(struct buf *b);

/** buf_add(), buf_adds(), buf_addc(), buf_addf() - append bytes, a string, a byte, formatted text.
 */
void buf_add(struct buf *b, const void *bytes, size_t len);
void buf_adds(struct buf *b, const char *s);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);

/** buf_reserve() - room for @extra more bytes behind the content. Return: where they go, or NULL.
 */
MUST_CHECK char *buf_reserve(struct buf *b, size_t extra);

/** buf_str() - the content as a string, never NULL. */
const char *buf_str(const struct buf *b);

/** buf_ok() - 0 when all went in, else -1 with ERR_LIMIT or ERR_MEMORY in @err. */
MUST_CHECK int buf_ok(const struct buf *b, struct err *err);

#endif
