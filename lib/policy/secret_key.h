/* SPDX-License-Identifier: Apache-2.0 */
/* secret_key.h - keys of ciphers that stand in a file, and whether they are any good. */
#ifndef KUBEVET_POLICY_SECRET_KEY_H
#define KUBEVET_POLICY_SECRET_KEY_H

#include <stdbool.h>
#include <stddef.h>

#define SECRET_KEY_MAX_BITS 256

struct secret_key {
	bool is_key; /* base64 of 1 to 256 bits */
	size_t bits;
	bool guessable; /* text, or one byte again and again: random bytes are neither */
};

/** secret_key_read() - what a key in base64 is worth; its bytes are wiped again. */
struct secret_key secret_key_read(const char *base64);

#endif
