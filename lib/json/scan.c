/* SPDX-License-Identifier: Apache-2.0 */
/* scan.c - tokens by RFC 8259, sections 6 and 7. */
#include "scan.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/scoped.h"
#include "base/utf8.h"

#define EXACT_END (UINT64_C(1) << 53)

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
		return (c | 0x20) - 'a' + 10;
	return -1;
}

int32_t scan_hex4(const char *at, const char *end)
{
	int32_t value = 0;

	if (end - at < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = hex_digit(at[i]);

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* Behind the \u escape at @at, or NULL with the reason. */
static const char *unicode_escape(const char *at, const char *end, const char **wrong)
{
	int32_t code = scan_hex4(at + 2, end), low;

	if (code < 0)
		*wrong = "\\u without four hex digits";
	else if (code == 0)
		*wrong = "\\u0000 in a string";
	else if (code >= 0xdc00 && code <= 0xdfff)
		*wrong = "lone low surrogate escape";
	else if (code < 0xd800 || code > 0xdfff)
		return at + 6;
	if (*wrong)
		return NULL;
	low = end - at >= 8 && at[6] == '\\' && at[7] == 'u' ? scan_hex4(at + 8, end) : -1;
	if (low >= 0xdc00 && low <= 0xdfff)
		return at + 12;
	*wrong = "lone high surrogate escape";
	return NULL;
}

/* Whether the byte behind a backslash makes an escape of two bytes. */
static bool is_simple(char c)
{
	static const bool simple[256] = {
		['"'] = true, ['\\'] = true, ['/'] = true, ['b'] = true,
		['f'] = true, ['n'] = true,  ['r'] = true, ['t'] = true,
	};

	return simple[(unsigned char)c];
}

/* Behind the escape at @at, which is no simple one, or NULL with the reason. */
static const char *escape(const char *at, const char *end, const char **wrong)
{
	if (end - at < 2)
		*wrong = "text ends inside a string";
	else if (at[1] == 'u')
		return unicode_escape(at, end, wrong);
	else
		*wrong = "unknown escape";
	return NULL;
}

/* Behind the special byte at @at, which is no quote, or NULL with the reason. */
static const char *special(const char *at, const char *end, const char **wrong)
{
	size_t len;

	if (*at == '\\')
		return escape(at, end, wrong);
	if ((unsigned char)*at < 0x20) {
		*wrong = "raw control character in a string";
		return NULL;
	}
	len = utf8_len(at, (size_t)(end - at));
	if (len)
		return at + len;
	*wrong = "invalid UTF-8";
	return NULL;
}

void scan_string(const char *at, const char *end, struct token *t)
{
	*t = (struct token){ 0 };
	for (;;) {
		const char *behind;

		at = scan_plain(at, end);
		if (at == end || *at == '"')
			break;
		if (LIKELY(*at == '\\' && end - at >= 2 && is_simple(at[1]))) {
			at += 2;
			continue;
		}
		behind = special(at, end, &t->wrong);
		if (!behind) {
			t->end = at;
			return;
		}
		at = behind;
	}
	if (at == end)
		t->wrong = "text ends inside a string";
	t->end = at == end ? end : at + 1;
}

static const char *digits(const char *at, const char *end)
{
	while (at < end && *at >= '0' && *at <= '9')
		at++;
	return at;
}

/* Behind the digits that must be at @at; NULL, with the token ended there, when there are none. */
static const char *need_digits(const char *at, const char *end, struct token *t)
{
	const char *behind = digits(at, end);

	if (behind > at)
		return behind;
	t->end = at;
	t->wrong = "number without digits";
	return NULL;
}

/* From @first to the token's end: the digits without sign. */
static bool is_wide(const char *first, const struct token *t)
{
	uint64_t value = 0;

	if (t->end - first > 19)
		return true;
	for (const char *c = first; c < t->end; c++)
		value = value * 10 + (uint64_t)(*c - '0');
	return value >= EXACT_END;
}

double scan_double(const char *at, size_t len)
{
	char copy[NUMBER_MAX + 1];

	memcpy(copy, at, len);
	copy[len] = '\0';
	return strtod(copy, NULL);
}

/* What the number at @at needs, and whether it fits a double. */
static void measure(const char *at, const char *first, struct token *t)
{
	size_t len = (size_t)(t->end - at);

	if (t->integer && len < DBL_MAX_10_EXP) {
		t->wide = is_wide(first, t);
		return;
	}
	t->wide = len > NUMBER_PLAIN_MAX;
	if (fabs(scan_double(at, len)) > DBL_MAX)
		t->wrong = "number beyond a double";
}

void scan_number(const char *at, const char *end, struct token *t)
{
	const char *first = at + (*at == '-');
	const char *c;

	*t = (struct token){ .integer = true };
	c = need_digits(first, end, t);
	if (!c)
		return;
	if (*first == '0' && c - first > 1) {
		t->end = first;
		t->wrong = "number with a leading zero";
		return;
	}
	if (c < end && *c == '.') {
		t->integer = false;
		c = need_digits(c + 1, end, t);
	}
	if (c && c < end && (*c | 0x20) == 'e') {
		t->integer = false;
		c++;
		c = need_digits(c + (c < end && (*c == '+' || *c == '-')), end, t);
	}
	if (!c)
		return;
	t->end = c;
	if (c - at > NUMBER_MAX)
		t->wrong = "number of more than 1100 bytes";
	else
		measure(at, first, t);
	if (t->wrong)
		t->end = at;
}
