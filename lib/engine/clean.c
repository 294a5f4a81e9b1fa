/* SPDX-License-Identifier: Apache-2.0 */
/* clean.c - control characters out, length bounded. */
#include "engine/clean.h"

#include <stdbool.h>
#include <string.h>

static bool is_control(char c, bool keep_newline)
{
	return ((unsigned char)c < 0x20 && !(keep_newline && c == '\n')) || c == 0x7f;
}

/* C1 control characters, U+0080 to U+009F, are as bad in a header; in UTF-8 they are 0xc2 and their
 * own last byte. */
static bool is_c1(const char *s)
{
	return (unsigned char)s[0] == 0xc2 && (unsigned char)s[1] >= 0x80 &&
	       (unsigned char)s[1] < 0xa0;
}

static const char *first_bad(const char *text, bool keep_newline)
{
	for (const char *c = text; *c; c++)
		if (is_control(*c, keep_newline) || is_c1(c))
			return c;
	return NULL;
}

static size_t cut_at(const char *text, size_t max)
{
	size_t len = max - 3;

	while (len && ((unsigned char)text[len] & 0xc0) == 0x80)
		len--;
	return len;
}

static const char *clean(struct arena *a, const char *text, size_t max, bool keep_newline)
{
	size_t len = strlen(text);
	bool cut = len > max;
	char *copy;

	if (!cut && !first_bad(text, keep_newline))
		return text;
	if (cut)
		len = cut_at(text, max);
	copy = arena_alloc(a, len + 4);
	if (!copy)
		return NULL;
	memcpy(copy, text, len);
	memcpy(copy + len, cut ? "..." : "", cut ? 4 : 1);
	for (char *c = copy; *c; c++) {
		if (is_c1(c))
			c[0] = c[1] = ' ';
		if (is_control(*c, keep_newline))
			*c = ' ';
	}
	return copy;
}

const char *clean_text(struct arena *a, const char *text, size_t max)
{
	return clean(a, text, max, false);
}

const char *clean_lines(struct arena *a, const char *text, size_t max)
{
	return clean(a, text, max, true);
}
