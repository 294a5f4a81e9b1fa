/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h - finds duplicate keys of one object. For lib/json alone. */
#ifndef KUBEVET_JSON_KEYS_H
#define KUBEVET_JSON_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct key {
	uint32_t hash;
	uint32_t at; /* offset of its opening quote */
};

/**
 * key_hash() - of the decoded key between its quotes at @from and @to; "a" and "\u0061" give the same
 * @escaped: there are escapes in it
 *
 * Reads the first and last eight bytes and the length: cheap, and a sender who makes them collide gains
 * nothing, since keys_duplicate() does not depend on it for its worst case.
 */
uint32_t key_hash(const char *from, const char *to, bool escaped);

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
