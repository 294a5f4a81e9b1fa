/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h - finds duplicate keys of one object. For lib/json alone. */
#ifndef KUBEVET_JSON_KEYS_H
#define KUBEVET_JSON_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scan.h"

struct key {
	uint32_t hash;
	uint32_t at; /* offset of its opening quote */
};

/* Of the first and last eight bytes and the length: cheap, and a sender who makes them collide
 * gains nothing, since keys_duplicate() does not depend on it for its worst case. */
static inline uint32_t key_mix(uint64_t first, uint64_t last, size_t len)
{
	uint64_t hash = (first ^ len) * UINT64_C(0x9e3779b97f4a7c15);

	hash = (hash ^ hash >> 32 ^ last) * UINT64_C(0xd6e8feb86659fd93);
	return (uint32_t)(hash >> 32);
}

/** key_hash() - of the key between its quotes at @from and @to, that has no escapes. */
static inline uint32_t key_hash(const char *from, const char *to)
{
	size_t len = (size_t)(to - from);
	uint64_t all = 0;

	if (len >= 8)
		return key_mix(scan_load8(from), scan_load8(to - 8), len);
	if (len >= 4)
		all = scan_load4(from) | scan_load4(to - 4) << 8 * (len - 4);
	else
		for (size_t i = 0; i < len; i++)
			all |= (uint64_t)(unsigned char)from[i] << 8 * i;
	return key_mix(all, all, len);
}

/** key_hash_decoded() - the same for the key behind the quote before @from, as it reads without
 * escapes. */
uint32_t key_hash_decoded(const char *from);

/**
 * keys_duplicate() - the first key that repeats an earlier one; NULL when there is none
 * @text: the text, its strings already found valid
 * @keys: keys of one object; their order changes
 *
 * n log n comparisons at worst, no allocation.
 */
const struct key *keys_duplicate(const char *text, struct key *keys, size_t count);

/** key_is() - whether the decoded key is the @len bytes at @name. */
bool key_is(const char *text, struct key key, const char *name, size_t len);

#endif
