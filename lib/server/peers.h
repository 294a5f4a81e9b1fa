/* SPDX-License-Identifier: Apache-2.0 */
/* peers.h - how many connections each source address has.
 *
 * A table of fixed size, made before the first connection: who sends from many addresses makes it
 * grow nowhere. An address of IPv6 counts by its /64, which is what one host is given.
 */
#ifndef KUBEVET_SERVER_PEERS_H
#define KUBEVET_SERVER_PEERS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <sys/socket.h>

#include "base/err.h"

struct peer {
	unsigned char address[16]; /* IPv4 as ::ffff:a.b.c.d; the acceptor's alone */
	bool known;		   /* the slot was used before */
	_Atomic int connections;
};

struct peers;

/** peers_new() - for at most @connections at a time. Return: for peers_free(), or NULL with @err.
 */
MUST_CHECK struct peers *peers_new(unsigned connections, struct err *err);
void peers_free(struct peers *peers);

/**
 * peer_take() - count one connection from @from
 *
 * One thread. Return: its address' count, for peer_release(); NULL when the table has no place for
 * it, which only many more addresses than connections bring about: then nothing is counted.
 */
struct peer *peer_take(struct peers *peers, const struct sockaddr_storage *from);

/** peer_release() - the connection is gone; NULL is fine. Any thread. */
void peer_release(struct peer *peer);

#endif
