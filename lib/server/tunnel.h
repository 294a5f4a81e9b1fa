/* SPDX-License-Identifier: Apache-2.0 */
/* tunnel.h - one TLS connection, from accept to close, and its way to the HTTP engine.
 *
 * Stages, each with one absolute deadline that no byte prolongs:
 *
 *	HANDSHAKE -> IDLE -> HEAD -> BODY -> ANSWER -> IDLE ...
 *	   any    -> LINGER -> CLOSED
 *
 * Nothing is set up before a client's first byte, and the engine is only lent for a request: a
 *connection that only stands there costs its descriptor, its TLS state and this struct. IDLE waits
 *for the next request; HEAD begins with its first byte and ends when head_read() has passed the
 *head; then the head and exactly the announced bytes of body go to the engine. What the client sent
 *behind them waits and is read as a head in its turn. In ANSWER nothing is read, so a client that
 *does not take its answers can't send more requests. LINGER has said goodbye and reads past what is
 *still on its way, so that the last answer is not lost to a reset.
 */
#ifndef KUBEVET_SERVER_TUNNEL_H
#define KUBEVET_SERVER_TUNNEL_H

#include "server/http.h"
#include "server/notice.h"
#include "server/peers.h"

/* Room for a head that waits for its end, and for one read behind it. */
#define PUMP_READ_BYTES ((size_t)32 * 1024)
#define PUMP_IN_BYTES	(HEAD_BYTES_MAX + PUMP_READ_BYTES)
#define PUMP_OUT_BYTES	((size_t)16 * 1024)

enum stage {
	STAGE_HANDSHAKE,
	STAGE_IDLE,
	STAGE_HEAD,
	STAGE_BODY,
	STAGE_ANSWER,
	STAGE_LINGER,
	STAGE_CLOSED
};

/* Microseconds. */
struct deadlines {
	int64_t handshake_us, head_us, body_us, answer_us, idle_us;
};

/* What the tunnels of one worker share; one thread. */
struct station {
	int epoll;
	struct http *http;
	struct desk *desk;
	const struct deadlines *deadlines;
	int64_t now_us; /* of this turn of the loop */
	struct notice cut, evicted;
	struct tunnel *first;
	struct tunnel *again;  /* have work that no event will announce */
	struct tunnel *closed; /* to be freed at the end of the turn */
	char in[PUMP_IN_BYTES], out[PUMP_OUT_BYTES];
};

struct tunnel {
	struct tunnel *next, *prev, *next_again, *next_closed;
	struct station *station;
	SSL *ssl;
	struct exchange *exchange; /* NULL when there is no request in the engine */
	char *kept, *unsent;
	size_t kept_len, unsent_at, unsent_len;
	size_t charged; /* to the budget, for @unsent */
	uint64_t body_left;
	int64_t since_us, deadline_us; /* of the stage */
	int64_t opened_us, heard_us;   /* accepted; the last byte came, or went in ANSWER */
	int64_t window_us;	       /* bytes of a body or an answer are counted since */
	size_t window_bytes, last_window_bytes;
	uint64_t requests;  /* that were begun */
	struct peer *peer;  /* or NULL */
	const SSL_CTX *tls; /* whose rules let the client in; of the snapshot then */
	uint64_t checked;   /* the newest configuration that would, too */
	int fd;		    /* TLS socket */
	uint32_t interest;
	enum stage stage;
	bool over_limit;     /* to be told 503 and closed */
	bool wants_to_write; /* the handshake does */
	bool alone;	     /* all of the answer is in @unsent, the engine is done with it */
	bool last_words;     /* closes once @unsent is out */
	bool in_flight, in_again;
};

/**
 * tunnel_open() - take over an accepted socket
 * @peer:       counts the connections of its address, or NULL; taken over
 * @over_limit: there are too many connections; this one only gets to hear so
 * Return: whether it is there; else the socket is closed.
 */
bool tunnel_open(struct station *station, int fd, struct peer *peer, bool over_limit);

/** tunnel_event() - epoll reported @events. */
void tunnel_event(struct tunnel *t, uint32_t events);

/** tunnel_tick() - look at the clock; every fraction of a second. */
void tunnel_tick(struct tunnel *t);

/** station_serve() - its engine, which answers are charged to. */
void station_serve(struct station *station, struct http *http);

/** station_excuse() - for so long nobody looked at the connections, since the thread was busy: that
 * is held against none of them. */
void station_excuse(struct station *station, int64_t away_us);

/** station_again() - serve the tunnels that have work left. */
void station_again(struct station *station);

/** station_relieve() - when large bodies of any worker use up what is reserved for new ones, the
 * slowest of this one's give way. */
void station_relieve(struct station *station);

/**
 * station_evict() - close a connection to make room for a new one
 * @peer: of this address alone; NULL: of any
 *
 * First one that is being closed already; then the oldest that never sent a whole head, its
 * handshake included; then the one that has been idle longest; then one that stopped within a
 * request. None whose request is with the engine. Return: whether one was.
 */
bool station_evict(struct station *station, const struct peer *peer);

/** station_renew() - close idle connections whose client the TLS configuration in force would not
 * let in. */
void station_renew(struct station *station);

/** station_retire() - close connections that have been idle for @least_us and have nothing on its
 * way. */
void station_retire(struct station *station, int64_t least_us);

/** station_reap() - free closed tunnels. Return: how many. */
unsigned station_reap(struct station *station);

/** station_close() - close all tunnels, whatever they do. */
void station_close(struct station *station);

#endif
