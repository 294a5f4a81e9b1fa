/* SPDX-License-Identifier: Apache-2.0 */
/* capture.h - a stream of JSON values, cut into pieces that are kept byte for byte.
 *
 * Values may stand behind each other (JSON lines), in an array, or as the items of a List, each
 * piece an element; so what is held in memory is one of them. Nothing is parsed beyond strings and
 * brackets. A broken value ends where a later line begins with a brace: it is one error and does
 * not take those behind it along. One thread at a time.
 */
#ifndef KUBEVET_REPLAY_CAPTURE_H
#define KUBEVET_REPLAY_CAPTURE_H

#include "base/err.h"

/* A review and its answer, both as large as they may be, and what is around them. */
#define CAPTURE_BYTES_MAX ((size_t)80 * 1024 * 1024)

struct capture;

struct captured {
	const char *text; /* of one value, until the next call */
	size_t len;
	size_t line; /* where it, or its fault, begins; from 1 */
	/* The List it is an item of, as text of an object without the items and what is behind
	 * them; NULL: of none. */
	const char *list;
	size_t list_len;
};

/**
 * capture_open() - begin with a file
 * @path: borrowed; "-" is standard input
 * Return: for capture_close(), or NULL with @err (ERR_SYSTEM, ERR_MEMORY).
 */
MUST_CHECK struct capture *capture_open(const char *path, struct err *err);

/**
 * capture_next() - the next value
 * Return: 1 with @out, 0 behind the last, -1 with @err and @out->line; there may be more behind it.
 */
MUST_CHECK int capture_next(struct capture *c, struct captured *out, struct err *err);

/** capture_close() - NULL is fine. */
void capture_close(struct capture *c);

/** scoped_capture() - capture_close() for SCOPED. */
void scoped_capture(struct capture **c);

#endif
