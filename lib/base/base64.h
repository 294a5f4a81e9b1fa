/* SPDX-License-Identifier: Apache-2.0 */
/* base64.h - base64 as Go's encoding/base64 reads it where JSON holds bytes. */
#ifndef KUBEVET_BASE_BASE64_H
#define KUBEVET_BASE_BASE64_H

#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"

/** BASE64_ROOM() - bytes that base64_decode() may write for @len characters. */
#define BASE64_ROOM(len) ((len) / 4 * 3 + 3)

/**
 * base64_decode() - bytes of a text in the standard alphabet, padded; line breaks count for nothing
 * @out: room for BASE64_ROOM(@len) bytes; may not overlap @text
 *
 * Return: how many bytes there are, or -1 when the text is something else.
 */
ssize_t base64_decode(const char *text, size_t len, unsigned char *out);

/** base64_encode() - the other way, padded, without line breaks; judge by buf_ok(). */
void base64_encode(struct buf *out, const char *bytes, size_t len);

#endif
