/* SPDX-License-Identifier: Apache-2.0 */
/* http.h - libmicrohttpd, fed by socketpairs or listening on the plain port; nothing else of the
 * server sees its API.
 *
 * A worker has one struct http and runs it by hand, on its own thread. For each request it gets an
 * exchange with http_attach(), writes the request's bytes to its descriptor (heads that head_read()
 * passed, bodies cut to their length) and reads the answer from it. The library cuts requests into
 * head and body, sends "100 Continue" and writes the answer; what it is answered comes from
 * routes.h. A connection of the library costs 33 KB and a socketpair, so one that has answered
 * serves the next request, whoever sends it.
 */
#ifndef KUBEVET_SERVER_HTTP_H
#define KUBEVET_SERVER_HTTP_H

#include "server/routes.h"

/* Bodies up to this size are bounded by the number of connections alone: a small request never
 * waits for large ones. */
#define BODY_FREE_BYTES ((size_t)64 * 1024)
/* The same for answers. */
#define REPLY_FREE_BYTES ((size_t)4 * 1024)

/* Bytes over all connections: of larger bodies as far as they have come, and of larger answers
 * until they were taken. */
struct budget {
	_Atomic int64_t used, replies;
	int64_t max, replies_max;
	int64_t reserve; /* of @max: for bodies that have just begun */
};

/* One request on its way through the library. */
struct exchange {
	struct plan plan;
	size_t length;		/* announced bytes of the body */
	bool last;		/* the answer says "Connection: close" */
	bool ours;		/* the answer is one that we gave, not the library */
	bool answered;		/* the library has written all of the answer */
	bool senior;		/* its body has had its time: the reserve is not for it */
	bool attached, dropped; /* who still uses it: the library, not the connection */
	int fd;			/* our end of the socketpair, non-blocking */
	struct http *http;
	struct exchange *next_spare;
	char *body;
	size_t got, cap;
	size_t charged, reply; /* bytes that stand in the budget */
	size_t answer_bytes;   /* of the answer's body */
};

struct http;

/**
 * http_new() - an engine without a listening socket
 * @desk:   of the thread that will call http_run()
 * @limit:  most connections
 * Return: for http_free() once all exchanges were dropped, or NULL with @err.
 */
MUST_CHECK struct http *http_new(struct desk *desk, struct budget *budget, unsigned limit,
				 struct err *err);
void http_free(struct http *h);

/**
 * http_attach() - an exchange for one request
 * Return: the exchange, for exactly one of http_release() and http_drop(); NULL when there is no
 * memory or no descriptor.
 */
MUST_CHECK struct exchange *http_attach(struct http *h);

/** http_release() - it was answered and the answer was read to its end: it may serve another
 * request. */
void http_release(struct exchange *x);

/** http_on_full() - what is called when the budget has no room for an answer: it ends another one
 * that waits outside of the engine, and tells whether there was one. */
void http_on_full(struct http *h, bool (*cut_one)(void *ctx), void *ctx);

/** http_take_charge() - what its answer is charged with is the caller's, for http_answer_taken().
 */
MUST_CHECK size_t http_take_charge(struct exchange *x);
void http_answer_taken(struct http *h, size_t *charged);

/** http_drop() - whatever state it is in, nobody has use for it. */
void http_drop(struct exchange *x);

/** exchange_begin() - the request: its plan, the announced length of its body, and whether it is
 * the client's last. */
void exchange_begin(struct exchange *x, const struct plan *plan, size_t length, bool last);

/** exchange_lacks() - whether the budget has no room for @len more bytes of the body. */
bool exchange_lacks(const struct exchange *x, size_t len);

/** http_pressed() - whether bodies have begun to use up the reserve: slow ones have to go. */
bool http_pressed(const struct http *h);

/**
 * http_run() - let the engine do all it can do now; handlers run within
 * @until: or less, once this exchange is answered; what is left then is done by the next call. May
 * be NULL
 */
void http_run(struct http *h, const struct exchange *until);

struct plain;

/**
 * plain_new() - serve health and metrics without TLS, on a thread of its own
 * @listener: bound and listening; taken over
 * Return: for plain_free(), or NULL with @err.
 */
MUST_CHECK struct plain *plain_new(struct shared *shared, struct meter *meter, int listener,
				   struct err *err);
void plain_free(struct plain *plain);

#endif
