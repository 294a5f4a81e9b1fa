/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - strings and numbers of a JSON text, one token at a time. For lib/json alone.
 *
 * Strings are most of a body, so plain runs are read in blocks, in the caller's own code.
 */
#ifndef KUBEVET_JSON_SCAN_H
#define KUBEVET_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Longest number: every double fits with all its digits, and strtod() gets a copy on the stack. */
#define NUMBER_MAX 1100

/* Longer ones never come to cJSON, which reads numbers into a buffer of 64 bytes in many releases.
 */
#define NUMBER_PLAIN_MAX 60

struct token {
	const char *end;   /* behind the token; where it goes wrong when it does */
	const char *wrong; /* what is wrong, a literal; NULL when nothing is */
	bool integer;	   /* number: written as one */
	bool wide; /* number: an integer of 2^53 or more, either sign, which a double may round; or
		    * one of more than NUMBER_PLAIN_MAX bytes */
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

/* A block of plain bytes is passed at a time: scan_block() finds the first byte of one that is a
 * quote, a backslash, a control or not ASCII; SCAN_BLOCK when there is none. */
#ifdef __SSE2__
#define SCAN_BLOCK 16

static inline int scan_block(const char *at)
{
	__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
	__m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
	__m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
	/* Signed: what is not ASCII is below zero. */
	__m128i other = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
	int found = _mm_movemask_epi8(_mm_or_si128(_mm_or_si128(quote, backslash), other));

	return __builtin_ctz((unsigned)found | 1U << SCAN_BLOCK);
}
#else
#define SCAN_BLOCK 8

/* A borrow can mark a byte above one that is meant too, never below, so the lowest is right. */
static inline int scan_block(const char *at)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word = scan_load8(at);
	uint64_t quote = word ^ ones * '"';
	uint64_t backslash = word ^ ones * '\\';
	uint64_t found = ((quote - ones) & ~quote) | ((backslash - ones) & ~backslash) |
			 ((word - ones * 0x20) & ~word) | word;

	found &= ones * 0x80;
	return found ? __builtin_ctzll(found) / 8 : SCAN_BLOCK;
}
#endif

/** scan_plain() - first byte from @at on that a string can't hold as it is, see above; or @end. */
static inline const char *scan_plain(const char *at, const char *end)
{
	while (end - at >= SCAN_BLOCK) {
		int plain = scan_block(at);

		at += plain;
		if (plain < SCAN_BLOCK)
			return at;
	}
	while (at < end && *at >= 0x20 && *at != '"' && *at != '\\' && (unsigned char)*at < 0x80)
		at++;
	return at;
}

/** scan_string() - from @at, somewhere inside a string, to behind its closing quote. */
void scan_string(const char *at, const char *end, struct token *t);

/** scan_number() - the number that begins at @at, which must fit a double. */
void scan_number(const char *at, const char *end, struct token *t);

/** scan_double() - value of a number of at most NUMBER_MAX bytes; infinite when it is beyond. */
double scan_double(const char *at, size_t len);

/** scan_hex4() - value of four hex digits at @at, or -1. */
int32_t scan_hex4(const char *at, const char *end);

#endif
