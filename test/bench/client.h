/* SPDX-License-Identifier: Apache-2.0 */
/* client.h - one connection of a client that behaves as kube-apiserver's: TLS 1.3 with what Go
 * picks, no session reuse, TCP_NODELAY, the same header fields, one request at a time.
 *
 * Non-blocking; the caller owns the epoll, in which connections are edge-triggered and carry their
 * struct client.
 */
#ifndef KUBEVET_BENCH_CLIENT_H
#define KUBEVET_BENCH_CLIENT_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

#include "common.h"

/* What all connections of a run share. */
struct target {
	SSL_CTX *tls;
	int poll, port;
	struct buf request; /* head and body */
	bool any_answer;    /* any well-formed answer will do, not just an admission */
};

enum client_result {
	CLIENT_BUSY,	 /* wait for the socket */
	CLIENT_ANSWERED, /* a whole answer; the connection can be used again */
	CLIENT_PARTED,	 /* a whole answer that said "Connection: close" */
	CLIENT_FAILED,	 /* no answer, or a wrong one; see @fault */
};

struct client {
	const struct target *target;
	int fd;
	SSL *ssl;
	bool sending;
	size_t sent, got;
	int64_t started_ns; /* of the request in flight; of the connect for the first */
	int status;	    /* of the last answer, 0 before one */
	const char *fault;  /* why it failed, a literal */
	char answer[16384];
};

/** target_init() - TLS and the request for a server on this machine; die() on failure. */
void target_init(struct target *t, int port, const char *body_path);
void target_fini(struct target *t);

/** client_open() - connect and send the first request; goes on in client_step(). Return: false at
 * once refused. */
MUST_CHECK bool client_open(struct client *c, const struct target *t);

/** client_again() - send the next request on a connection that was answered. */
void client_again(struct client *c);

/** client_step() - as far as it goes without waiting; call until CLIENT_BUSY. */
MUST_CHECK enum client_result client_step(struct client *c);

/** client_close() - with close-notify; may be repeated. */
void client_close(struct client *c);

#endif
