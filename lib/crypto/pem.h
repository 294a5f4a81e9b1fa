/* SPDX-License-Identifier: Apache-2.0 */
/* pem.h - the blocks of a PEM text, told apart by their labels; nothing is looked into yet. */
#ifndef KUBEVET_CRYPTO_PEM_H
#define KUBEVET_CRYPTO_PEM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define PEM_BYTES_MAX  ((size_t)1024 * 1024)
#define PEM_BLOCKS_MAX 64
#define DER_BYTES_MAX  ((size_t)64 * 1024) /* of one block */

enum pem_type {
	PEM_CERTIFICATE,
	PEM_REQUEST,		/* CERTIFICATE REQUEST */
	PEM_PRIVATE_KEY,	/* of any kind, without pass phrase */
	PEM_LOCKED_PRIVATE_KEY, /* behind a pass phrase */
	PEM_OTHER,
};

struct pem_block {
	const struct pem_block *next;
	enum pem_type type;
	const char *label; /* "EC PRIVATE KEY" */
	const unsigned char *der;
	size_t len;
};

struct pem {
	const struct pem_block *first;
	size_t count;
	const char *fault; /* a literal that says why not all was read, or NULL */
};

/**
 * pem_parse() - the blocks in a text; what is around them is ignored
 * @a: arena that owns the blocks
 *
 * A block that does not end or is no base64 is a fault, not text around: readers differ on whether
 * they skip it.
 *
 * Return: the blocks up to the fault, or NULL when the arena is full.
 */
MUST_CHECK const struct pem *pem_parse(struct arena *a, const void *bytes, size_t len);

/** pem_count() - how many blocks of a type there are. */
size_t pem_count(const struct pem *pem, enum pem_type type);

#endif
