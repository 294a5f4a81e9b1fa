/* SPDX-License-Identifier: Apache-2.0 */
/* bundle.h - a caBundle: what is in it, and whether a serving certificate fits. */
#ifndef KUBEVET_WEBHOOK_BUNDLE_H
#define KUBEVET_WEBHOOK_BUNDLE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

struct bundle;

struct bundle_certificate {
	const char *subject; /* one line, as OpenSSL prints it */
	int64_t starts_s, expires_s;
	bool is_ca;
};

/**
 * bundle_decode() - base64, as it stands in a configuration, to PEM
 * @out: gets the PEM
 * @err: ERR_INPUT, ERR_LIMIT or ERR_MEMORY
 */
MUST_CHECK int bundle_decode(const char *base64, struct buf *out, struct err *err);

/** bundle_encode() - PEM to base64 on one line. */
void bundle_encode(const char *pem, size_t len, struct buf *out);

/**
 * bundle_parse() - the certificates of a PEM text
 * @err: ERR_INPUT (none, not PEM, a private key among them) or ERR_MEMORY
 *
 * Return: the bundle, for bundle_free(), or NULL.
 */
MUST_CHECK struct bundle *bundle_parse(const char *pem, size_t len, struct err *err);
void bundle_free(struct bundle *bundle);

/** bundle_count(), bundle_get() - its certificates; texts live in @a, NULL when that is full. */
size_t bundle_count(const struct bundle *bundle);
const struct bundle_certificate *bundle_get(const struct bundle *bundle, size_t i, struct arena *a);

/**
 * bundle_verify() - whether a client that trusts the bundle alone accepts a server
 * @pem:  the server's certificate, then its chain
 * @host: the name it asks for, or an IP address
 * @err:  ERR_INPUT with the reason
 *
 * As Go does it: each certificate of the bundle is a root, common names do not count, and it must
 * hold now.
 *
 * Return: 0, or -1.
 */
MUST_CHECK int bundle_verify(const struct bundle *bundle, const char *pem, size_t len,
			     const char *host, struct err *err);

#endif
