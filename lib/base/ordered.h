/* SPDX-License-Identifier: Apache-2.0 */
/* ordered.h - numbered inputs worked on by several threads, their results taken in the order of the
 * inputs.
 *
 * A worker hands over piece by piece. Pieces of the first input that is not done yet are taken at
 * once; those of later ones wait, and a worker that has too many waiting waits too. So memory is
 * bounded by what is in flight, and what comes out is the same for any number of threads.
 */
#ifndef KUBEVET_BASE_ORDERED_H
#define KUBEVET_BASE_ORDERED_H

#include <stddef.h>

#include "base/err.h"

#define ORDERED_JOBS_MAX 64

struct ordered_piece {
	struct ordered_piece *next; /* the list's */
};

struct ordered; /* where one input's pieces go */

struct ordered_work {
	size_t inputs;
	unsigned jobs; /* threads, 1 to ORDERED_JOBS_MAX; 1: all in the caller's */
	void *ctx;
	/* On some thread, several at a time: work on an input, hand over pieces. */
	void (*work)(void *ctx, size_t input, struct ordered *to);
	/* On the caller's thread, one at a time: the piece is the callee's. */
	void (*take)(void *ctx, size_t input, struct ordered_piece *piece);
};

/** ordered_put() - hand over a piece, which is no longer the worker's; may wait. */
void ordered_put(struct ordered *to, struct ordered_piece *piece);

/**
 * ordered_run() - work on all inputs
 * Return: 0 when all was taken; -1 with ERR_SYSTEM or ERR_MEMORY when it could not begin: then
 * nothing was.
 */
MUST_CHECK int ordered_run(const struct ordered_work *work, struct err *err);

#endif
