/* SPDX-License-Identifier: Apache-2.0 */
/* strength.h - one judgement of keys and signatures for all policies that see some. */
#ifndef KUBEVET_POLICY_STRENGTH_H
#define KUBEVET_POLICY_STRENGTH_H

#include "crypto/x509.h"
#include "policy/policy.h"

/* The first parameters of such a policy. */
enum { STRENGTH_RSA_BITS, STRENGTH_TYPES, STRENGTH_CURVES, STRENGTH_DIGESTS, STRENGTH_PARAM_COUNT };

/* The begin of its table. */
#define STRENGTH_PARAMS                                                                            \
	[STRENGTH_RSA_BITS] = { "minRSABits",	     PARAM_INT,                                    \
				.def = "2048",	     .min = 1024,                                  \
				.max = KEY_BITS_MAX, .doc = "Least bits of an RSA key." },         \
	[STRENGTH_TYPES] = { "keyTypes", PARAM_STRINGS, .def = "[\"RSA\", \"EC\", \"Ed25519\"]",   \
			     .choices = "RSA EC Ed25519 Ed448",                                    \
			     .doc = "Types that a key may have." },                                \
	[STRENGTH_CURVES] = { "curves", PARAM_STRINGS, .def = "[\"P-256\", \"P-384\", \"P-521\"]", \
			      .doc = "Curves that an EC key may be of." },                         \
	[STRENGTH_DIGESTS] = { "forbiddenDigests", PARAM_STRINGS,                                  \
			       .def = "[\"MD2\", \"MD4\", \"MD5\", \"SHA1\"]",                     \
			       .doc = "Digests that a signature may not be made with." }

/** strength_key() - findings for a key that is too weak, or none that is known. */
void strength_key(const struct at *at, const char *field, const struct key_facts *key,
		  const struct params *params, struct findings *out);

/** strength_digest() - findings for a signature's digest; "" is none. */
void strength_digest(const struct at *at, const char *field, const char *digest,
		     const struct params *params, struct findings *out);

/** strength_key_words() - "RSA of 2048 bits", "EC on P-256", "Ed25519", "a key of another type". */
const char *strength_key_words(struct findings *out, const struct key_facts *key);

#endif
