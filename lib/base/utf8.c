/* SPDX-License-Identifier: Apache-2.0 */
/* utf8.c - UTF-8 by the table of RFC 3629, section 4. */
#include "base/utf8.h"

#include <stdbool.h>

static bool is_tail(unsigned char c)
{
	return (c & 0xc0) == 0x80;
}

size_t utf8_len(const char *s, size_t left)
{
	const unsigned char *b = (const unsigned char *)s;

	if (b[0] < 0x80)
		return 1;
	if (b[0] < 0xc2 || b[0] > 0xf4 || left < 2 || !is_tail(b[1]))
		return 0;
	if (b[0] < 0xe0)
		return 2;
	if (left < 3 || !is_tail(b[2]))
		return 0;
	if (b[0] < 0xf0) {
		bool overlong = b[0] == 0xe0 && b[1] < 0xa0;
		bool surrogate = b[0] == 0xed && b[1] > 0x9f;

		return overlong || surrogate ? 0 : 3;
	}
	if (left < 4 || !is_tail(b[3]))
		return 0;
	if ((b[0] == 0xf0 && b[1] < 0x90) || (b[0] == 0xf4 && b[1] > 0x8f))
		return 0;
	return 4;
}

uint32_t utf8_code(const char *s, size_t len)
{
	static const unsigned char first_bits[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *b = (const unsigned char *)s;
	uint32_t code = b[0] & first_bits[len];

	for (size_t i = 1; i < len; i++)
		code = code << 6 | (b[i] & 0x3f);
	return code;
}
