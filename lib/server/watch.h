/* SPDX-License-Identifier: Apache-2.0 */
/* watch.h - threads that do not come back to their loops: a line when one does not, and one when it
 * does again. */
#ifndef KUBEVET_SERVER_WATCH_H
#define KUBEVET_SERVER_WATCH_H

#include "server/metrics.h"

#define WATCH_THREADS_MAX 80

struct watch {
	struct metrics *metrics;
	unsigned workers;			  /* meters of workers come first */
	int64_t late_since_us[WATCH_THREADS_MAX]; /* 0: it is not */
};

/** watch_look() - count and log what has changed since the last look. Return: threads that are late
 * now. */
unsigned watch_look(struct watch *w, int64_t now_us);

#endif
