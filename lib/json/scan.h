/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h - strings and numbers of a JSON text, one token at a time. For lib/json alone. */
#ifndef KUBEVET_JSON_SCAN_H
#define KUBEVET_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Longest number: a double is exact in far fewer digits, and strtod() gets a copy on the stack. */
#define NUMBER_MAX 128

struct token {
	const char *end;   /* behind the token; where it goes wrong when it does */
	const char *wrong; /* what is wrong, a literal; NULL when nothing is */
	bool escaped;	   /* string: there are escapes in it */
	bool wide; /* number: an integer outside -2^53 to 2^53, which a double would round */
};

/** scan_plain() - first byte from @at on that a string can't hold as it is: quote, backslash, control, non-ASCII; or @end. */
const char *scan_plain(const char *at, const char *end);

/** scan_string() - the string whose opening quote is at @at. */
void scan_string(const char *at, const char *end, struct token *t);

/** scan_number() - the number that begins at @at; integers must fit int64, others a double. */
void scan_number(const char *at, const char *end, struct token *t);

/** scan_hex4() - value of four hex digits at @at, or -1. */
int32_t scan_hex4(const char *at, const char *end);

#endif
