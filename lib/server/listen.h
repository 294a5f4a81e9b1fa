/* SPDX-License-Identifier: Apache-2.0 */
/* listen.h - the one place that accepts connections, and gives each to the worker that has the
 * fewest.
 *
 * The API server keeps few, long-lived connections; sharing the port between threads would spread
 * them by chance.
 */
#ifndef KUBEVET_SERVER_LISTEN_H
#define KUBEVET_SERVER_LISTEN_H

#include "server/worker.h"

#define ADDRESS_TEXT_MAX 64
/* Of a connection's buffer in the kernel, each way; it takes twice as much for it. */
#define SOCKET_BYTES (128 * 1024)
/* Connections over the limit that are still heard, to be told so. */
#define CONNECTIONS_OVER 64

/**
 * listen_open() - a listening socket
 * @address: "127.0.0.1:8443", "[::1]:8443", ":8443" (every address, IPv6 and IPv4); port 0 takes a
 * free one
 * @bound:   what it came to, as text
 * Return: the descriptor, non-blocking, or -1 with a sentence.
 */
MUST_CHECK int listen_open(const char *address, char bound[ADDRESS_TEXT_MAX], struct err *err);

struct acceptor;

struct acceptor_setup {
	struct worker *const *workers; /* borrowed; more than none */
	unsigned count;
	int limit;	/* most connections; one above takes the place of a silent one or is told
			   503, and far above it is closed unheard */
	int limit_each; /* the same from one address */
	struct meter *meter; /* of the accepting thread */
};

/**
 * acceptor_start() - a thread that accepts
 * @listener: taken over
 */
MUST_CHECK struct acceptor *acceptor_start(int listener, const struct acceptor_setup *setup,
					   struct err *err);

/** acceptor_stop() - hand over what still waits, close the listener, end the thread; NULL is fine.
 */
void acceptor_stop(struct acceptor *a);

#endif
