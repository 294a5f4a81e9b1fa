/* SPDX-License-Identifier: Apache-2.0 */
/* worker.h - one thread that serves its connections: TLS, HTTP engine, judgement, all of it in one
 * loop.
 *
 * Nothing is shared on the way of a request but counters. What comes from outside comes through a
 * pipe: new sockets, and the call to look whether something changed.
 */
#ifndef KUBEVET_SERVER_WORKER_H
#define KUBEVET_SERVER_WORKER_H

#include "server/tunnel.h"

struct worker;

/* Shared by all workers, read-only to them but for the budget; outlives them. */
struct worker_setup {
	struct shared *shared;
	struct live *live;
	struct budget *budget;
	struct deadlines deadlines;
	unsigned max_connections; /* of the engine of one worker */
};

/** worker_start() - a running thread. Return: for worker_stop(), or NULL with @err. */
MUST_CHECK struct worker *worker_start(const struct worker_setup *setup, struct meter *meter,
				       struct err *err);

/** worker_stop() - end the thread, cutting off what is left, and free it; NULL is fine. */
void worker_stop(struct worker *w);

/* Whether there is room for one more connection. */
enum crowd { CROWD_NONE, CROWD_ALL, CROWD_ADDRESS };

/** worker_give() - hand over an accepted, non-blocking socket and the count of its address (or
 * NULL). In a crowd it takes the place of another one, or is told 503. Return: false when the
 * worker has no room for it; both stay the caller's. */
bool worker_give(struct worker *w, int fd, struct peer *peer, enum crowd crowd);

/** worker_load() - connections it has. Any thread. */
int worker_load(const struct worker *w);

/** worker_shed() - it is to close a connection that is not in use, as station_evict() does: others
 * want its descriptor. Any thread. */
void worker_shed(struct worker *w);

/** worker_poke() - have it look at the phase and at the snapshot now. Any thread. */
void worker_poke(struct worker *w);

#endif
