/* SPDX-License-Identifier: Apache-2.0 */
/* x509.h - what certificates, private keys and certificate requests say, from bytes of anyone's.
 *
 * OpenSSL reads the DER; what policies get are plain facts that live in an arena. Sizes are bounded
 * before anything that costs: bytes, blocks, names, and keys before one is used. Nobody is asked
 * for a pass phrase, no configuration, engine or provider is loaded for it, and OpenSSL's queue of
 * errors is empty after each call. What can't be read is a fault, and never looks like something
 * that is absent. All functions are safe in parallel, one arena each.
 */
#ifndef KUBEVET_CRYPTO_X509_H
#define KUBEVET_CRYPTO_X509_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/budget.h"

#define CERTIFICATES_MAX 16   /* of one chain */
#define X509_NAMES_MAX	 1000 /* of one list */
#define KEY_BITS_MAX	 16384

enum key_type { KEY_OTHER, KEY_RSA, KEY_EC, KEY_ED25519, KEY_ED448 };

struct key_facts {
	enum key_type type;
	int bits;
	const char *curve; /* "P-256", "secp256k1"; "" when it has no name, or for other types */
	bool usable;	   /* of a known type and a sane size: signatures may be checked with it */
};

struct x509_names {
	size_t count;
	const char *const *v;
};

#define for_each_name(s, list)                       \
	for (const char *const *s##_ = (list).v, *s; \
	     s##_ && s##_ < (list).v + (list).count && budget_step() && (s = *s##_, true); s##_++)

struct x509_subject {
	const char *text; /* in one line, cut, for messages */
	struct x509_names common_names, organizations;
};

/* Bits of x509_extensions.key_usage, as X.509 numbers them. */
enum {
	KEY_USAGE_SIGNATURE = 1 << 0,
	KEY_USAGE_ENCIPHERMENT = 1 << 2,
	KEY_USAGE_CERT_SIGN = 1 << 5
};

struct x509_extensions {
	struct x509_names dns, ips, emails, uris;
	size_t other_names; /* of alternative names */
	bool is_ca;
	bool has_key_usage;
	unsigned key_usage;
	bool has_extended_usage;
	struct x509_names extended_usages; /* "serverAuth", "clientAuth", or a number */
};

struct certificate_facts {
	const struct certificate_facts *next;
	struct x509_subject subject;
	const char *issuer; /* in one line, cut */
	bool self_issued;   /* issuer and subject are the same name */
	int64_t not_before_s, not_after_s;
	struct key_facts key;
	const char *digest; /* of the signature: "SHA256"; "" when it needs none or is unknown */
	struct x509_extensions extensions;
	const unsigned char *der;
	size_t len;
};

struct certificate_chain {
	const struct certificate_facts *first;
	size_t count;
	const char *fault; /* a literal: why not all was read, or NULL; then there is one at least
			    */
};

#define for_each_certificate(c, chain) \
	for (const struct certificate_facts *c = (chain)->first; c && budget_step(); c = c->next)

/** certificate_chain() - the certificates of a PEM text, in its order. Return: the chain, NULL when
 * the arena is full. */
MUST_CHECK const struct certificate_chain *certificate_chain(struct arena *a, const void *pem,
							     size_t len);

enum issue { ISSUED, ISSUED_BY_OTHER_NAME, ISSUED_BY_OTHER_KEY };

/** certificate_issued_by() - whether @issuer's name and key are those that @cert was signed by. */
enum issue certificate_issued_by(const struct certificate_facts *cert,
				 const struct certificate_facts *issuer);

struct private_key {
	struct key_facts facts;
	const char *fault; /* a literal: why there is none, or NULL */
	const char *label;
	const unsigned char *der;
	size_t len;
};

/** private_key() - the one private key of a PEM text; parameters may stand beside it. Return: the
 * key, NULL when the arena is full. */
MUST_CHECK const struct private_key *private_key(struct arena *a, const void *pem, size_t len);

/** private_key_fits() - whether it is the key of @cert; both without fault. */
bool private_key_fits(const struct private_key *key, const struct certificate_facts *cert);

struct request_facts {
	const char *fault; /* a literal: why it can't be read, or NULL */
	struct x509_subject subject;
	struct key_facts key;
	const char *digest;
	struct x509_extensions extensions;
	const unsigned char *der;
	size_t len;
};

/** request_facts() - the one certificate request of a PEM text. Return: NULL when the arena is
 * full. */
MUST_CHECK const struct request_facts *request_facts(struct arena *a, const void *pem, size_t len);

/** request_is_signed() - whether its own key signed it: the one thing here that costs. False, too,
 * when that key is not usable. */
bool request_is_signed(const struct request_facts *request);

#endif
