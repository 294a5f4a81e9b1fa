/* SPDX-License-Identifier: Apache-2.0 */
/* tls.h - the server's side of TLS: an OpenSSL context made from PEM files, checked before anyone
 * uses it.
 *
 * TLS 1.3, and 1.2 only when asked for; ALPN http/1.1; no tickets and no session cache, since the
 * API server never resumes; no renegotiation, no compression. With a client CA every client must
 * show a certificate of it, and that is decided within the handshake: no byte of a request is read
 * from anyone else.
 */
#ifndef KUBEVET_SERVER_TLS_H
#define KUBEVET_SERVER_TLS_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

/* Bytes of the certificates that a client may show. */
#define CLIENT_CHAIN_MAX (32L * 1024)

struct tls_options {
	const char *cert, *key; /* PEM: leaf first, then the chain; its private key */
	const char *client_ca;	/* PEM of one or more CAs, or NULL: clients show no certificate */
	/* Comma-separated common names or SANs that are let in, or NULL: all of the CA. Borrowed
	 * for as long as a connection lives. */
	const char *client_subjects;
	bool tls12; /* accept TLS 1.2 too */
};

struct tls {
	SSL_CTX *ctx;
	int64_t leaf_expires_s;
	int64_t ca_expires_s; /* first of the chain's and the client CAs; 0 when there are none */
};

/**
 * tls_init() - read the files and check that they belong together
 *
 * Return: 0, or -1 with a sentence that names the file; then @tls holds nothing.
 */
MUST_CHECK int tls_init(struct tls *tls, const struct tls_options *options, struct err *err);

/**
 * tls_admits() - whether a connection that was made under another configuration would be let in now
 * @ctx: of the configuration in force
 * @ssl: of the connection, its handshake over
 */
bool tls_admits(SSL_CTX *ctx, const SSL *ssl);

/** tls_fini() - releases it; connections made from it live on. */
void tls_fini(struct tls *tls);

#endif
