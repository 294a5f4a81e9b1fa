/* SPDX-License-Identifier: Apache-2.0 */
/* text.h - files of text as editors write them: with a byte order mark, in UTF-16.
 *
 * Kubernetes' YAML reader skips the mark of UTF-8 and reads UTF-16 behind its own, so files that
 * people keep are read so too. What comes over the wire is not.
 */
#ifndef KUBEVET_BASE_TEXT_H
#define KUBEVET_BASE_TEXT_H

#include <sys/types.h>

#include "base/buf.h"

enum text_mark { TEXT_UNMARKED, TEXT_UTF8, TEXT_UTF16LE, TEXT_UTF16BE };

#define TEXT_MARK_MAX 3 /* bytes */

/** text_mark() - what the bytes at the start of a text say; @mark_len gets the length of the mark.
 */
enum text_mark text_mark(const char *text, size_t len, size_t *mark_len);

/**
 * text_decode() - append UTF-16 as UTF-8
 * @mark: TEXT_UTF16LE or TEXT_UTF16BE
 * @out:  at most half as long again as the bytes; whether all went in is for buf_ok()
 * @err:  ERR_INPUT: half of a surrogate pair
 *
 * Return: how many bytes were taken, all but what an incomplete character at the end has; or -1.
 */
MUST_CHECK ssize_t text_decode(enum text_mark mark, const char *bytes, size_t len, struct buf *out,
			       struct err *err);

/**
 * text_decode_on() - text_decode() of a stream
 * @raw:   what is there of its bytes; keeps what an incomplete character has
 * @ended: no more will come
 * @err:   also ERR_INPUT (it ends inside a character), ERR_LIMIT or ERR_MEMORY
 *
 * Return: 0, or -1.
 */
MUST_CHECK int text_decode_on(enum text_mark mark, struct buf *raw, bool ended, struct buf *out,
			      struct err *err);

/**
 * text_plain() - a whole text to UTF-8 without a mark
 * @text: in and out; without a mark it stays as it is
 * @err:  ERR_INPUT (not the UTF-16 that its mark says), ERR_LIMIT or ERR_MEMORY
 *
 * Return: 0, or -1.
 */
MUST_CHECK int text_plain(struct buf *text, struct err *err);

/** text_read() - file_read() and text_plain(). */
MUST_CHECK int text_read(const char *path, struct buf *out, struct err *err);

#endif
