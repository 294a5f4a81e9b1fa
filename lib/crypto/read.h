/* SPDX-License-Identifier: Apache-2.0 */
/* read.h - for this folder alone: facts from OpenSSL's structs. */
#ifndef KUBEVET_CRYPTO_READ_H
#define KUBEVET_CRYPTO_READ_H

#include <openssl/x509.h>

#include "crypto/x509.h"

/* A read that failed: of memory when there is no fault. */
struct read {
	struct arena *a;
	const char *fault; /* a literal */
	bool no_memory;
};

/* Scopes for OpenSSL's owners. */
void scoped_x509(X509 **cert);
void scoped_x509_req(X509_REQ **req);
void scoped_pkey(EVP_PKEY **key);

/** crypto_begin() - before anything of OpenSSL's: it loads no configuration on its own. */
void crypto_begin(void);

/** crypto_end() - leaves no errors in OpenSSL's queue. */
void crypto_end(void);

/** read_key() - facts of a key; @key may be NULL: of another type. */
void read_key(struct read *r, EVP_PKEY *key, struct key_facts *out);

/** read_subject() - the names in a subject. */
void read_subject(struct read *r, const X509_NAME *name, struct x509_subject *out);

/** read_name_line() - a name in one line. */
const char *read_name_line(struct read *r, const X509_NAME *name);

/** read_digest() - name of a digest by OpenSSL's number; "" for none. */
const char *read_digest(int nid);

/** read_extensions() - @list may be NULL. */
void read_extensions(struct read *r, const STACK_OF(X509_EXTENSION) * list,
		     struct x509_extensions *out);

/** read_done() - whether all went well. */
bool read_done(const struct read *r);

/* Whole structs from bytes, nothing behind them; NULL otherwise. */
X509 *read_x509(const unsigned char *der, size_t len);
X509_REQ *read_x509_req(const unsigned char *der, size_t len);

#endif
