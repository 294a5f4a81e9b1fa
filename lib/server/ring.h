/* SPDX-License-Identifier: Apache-2.0 */
/* ring.h - lines in a folder that never grows past so many bytes.
 *
 * The folder holds segments, records-0000000001.jsonl and so on. The newest one ends in .part until
 * it is full and renamed; when there is no room for the next one the oldest is removed. Files are
 * for their owner alone. One process a folder, one thread at a time.
 */
#ifndef KUBEVET_SERVER_RING_H
#define KUBEVET_SERVER_RING_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define RING_BYTES_MIN ((int64_t)1024 * 1024)

struct ring;

/**
 * ring_open() - begin, behind what an earlier process left there
 * @dir:       made when it is missing
 * @max_bytes: of all segments together, RING_BYTES_MIN or more
 *
 * Return: for ring_close(), or NULL with @err (ERR_SYSTEM, ERR_MEMORY).
 */
MUST_CHECK struct ring *ring_open(const char *dir, int64_t max_bytes, struct err *err);

/**
 * ring_add() - append a line, its newline included
 *
 * A line is written whole or not at all. Return: 0, or -1: ERR_LIMIT when it is larger than a
 * segment, ERR_SYSTEM when the disk fails; the next one may fare better.
 */
MUST_CHECK int ring_add(struct ring *ring, const char *line, size_t len, struct err *err);

/** ring_close() - complete the last segment. NULL is fine. */
void ring_close(struct ring *ring);

#endif
