/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - strings and numbers of a JSON text, one token at a time. For lib/json alone.
 *
 * Strings are most of a body, so plain runs are read eight bytes at a time, in the caller's own
 * code.
 */
#ifndef KUBEVET_JSON_SCAN_H
#define KUBEVET_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Longest number: a double is exact in far fewer digits, and strtod() gets a copy on the stack. */
#define NUMBER_MAX 128

struct token {
	const char *end;   /* behind the token; where it goes wrong when it does */
	const char *wrong; /* what is wrong, a literal; NULL when nothing is */
	bool escaped;	   /* string: there are escapes in it */
	bool wide; /* number: an integer of 2^53 or more, either sign, which a double may round */
};

/* Eight or four bytes as a number, the first one lowest. */
static inline uint64_t scan_load8(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

static inline uint64_t scan_load4(const char *at)
{
	uint32_t word;

	memcpy(&word, at, sizeof(word));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap32(word);
#endif
	return word;
}

/* Top bit set in the bytes that are a quote, a backslash, a control or not ASCII. A borrow can set
 * it in a byte above such a one too, never below, so the lowest is right. */
static inline uint64_t scan_special(uint64_t word)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t quote = word ^ ones * '"';
	uint64_t backslash = word ^ ones * '\\';
	uint64_t found = ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
			 ((word - ones * 0x20) & ~word) | word;

	return found & ones * 0x80;
}

/** scan_plain() - first byte from @at on that a string can't hold as it is, see above; or @end. */
static inline const char *scan_plain(const char *at, const char *end)
{
	for (; end - at >= 8; at += 8) {
		uint64_t special = scan_special(scan_load8(at));

		if (special)
			return at + __builtin_ctzll(special) / 8;
	}
	while (at < end && *at >= 0x20 && *at != '"' && *at != '\\' && (unsigned char)*at < 0x80)
		at++;
	return at;
}

/** scan_string() - from @at, somewhere inside a string, to behind its closing quote. */
void scan_string(const char *at, const char *end, struct token *t);

/** scan_number() - the number that begins at @at; integers must fit int64, others a double. */
void scan_number(const char *at, const char *end, struct token *t);

/** scan_hex4() - value of four hex digits at @at, or -1. */
int32_t scan_hex4(const char *at, const char *end);

#endif
