/* SPDX-License-Identifier: Apache-2.0 */
/* head.h - strict reading of an HTTP/1.1 request head, before anything else sees the bytes.
 *
 * Where two readers of one byte stream disagree on where a request ends, one of them can be fed a
 * second request. So a head that leaves room for two readings is refused here, and the front cuts
 * the stream by this reading alone. Pure functions on borrowed bytes: no allocation, no state.
 *
 * Source: RFC 9110 and RFC 9112, minus all that a receiver MAY tolerate.
 */
#ifndef KUBEVET_SERVER_HEAD_H
#define KUBEVET_SERVER_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/scoped.h"

#define HEAD_BYTES_MAX	((size_t)16 * 1024)
#define HEAD_TARGET_MAX ((size_t)4 * 1024)
#define HEAD_METHOD_MAX ((size_t)32)
#define HEAD_FIELDS_MAX 100

/* Bytes of the head, borrowed; not NUL-terminated. */
struct slice {
	const char *at;
	size_t len;
};

struct head {
	struct slice method, target;
	struct slice content_type; /* .at is NULL when absent */
	uint64_t content_length;   /* 0 when absent */
	bool has_length;
	bool keep_alive; /* HTTP/1.1 without "Connection: close" */
	/* A refused head: the HTTP status, and a sentence for the sender. */
	int status;
	const char *why;
};

/**
 * head_read() - find and check the request head at the start of @bytes
 * @bytes: what has come so far, from the first byte of the request line
 *
 * A head that is too long, or that can't become valid any more because a line ends in a bare LF, is
 * refused before its end has come.
 *
 * Return: bytes in the head, its empty line included; 0 when more bytes are needed; -1 when it is
 * refused, with
 * @out->status and @out->why (a literal).
 */
MUST_CHECK long head_read(const char *bytes, size_t len, struct head *out);

/** slice_is() - exactly this text; slice_is_nocase() - the same, ASCII case ignored. */
bool slice_is(struct slice s, const char *text);
bool slice_is_nocase(struct slice s, const char *text);

#endif
