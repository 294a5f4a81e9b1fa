/* SPDX-License-Identifier: Apache-2.0 */
/* base64.c - four characters at a time, whatever line breaks are between them. */
#include "base/base64.h"

#include <stdint.h>

static int value_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	if (c == '+')
		return 62;
	return c == '/' ? 63 : -1;
}

/* The bytes of @n characters, of which 2 to 4 make up a group. Return: how many there are. */
static size_t put_group(uint32_t bits, unsigned n, unsigned char *out)
{
	size_t count = 0;

	for (unsigned i = n; i < 4; i++)
		bits <<= 6;
	for (unsigned shift = 16; count + 1 < n; shift -= 8)
		out[count++] = (unsigned char)(bits >> shift);
	return count;
}

ssize_t base64_decode(const char *text, size_t len, unsigned char *out)
{
	unsigned char *start = out;
	unsigned n = 0, padding = 0;
	uint32_t bits = 0;

	for (const char *c = text; c < text + len; c++) {
		int value = value_of(*c);

		if (*c == '\n' || *c == '\r')
			continue;
		if (*c == '=' && n >= 2 && n + padding < 4) {
			padding++;
			continue;
		}
		if (value < 0 || padding)
			return -1;
		bits = bits << 6 | (uint32_t)value;
		if (++n < 4)
			continue;
		out += put_group(bits, 4, out);
		bits = 0;
		n = 0;
	}
	if (n == 0)
		return padding ? -1 : out - start;
	if (n + padding != 4)
		return -1;
	out += put_group(bits, n, out);
	return out - start;
}

void base64_encode(struct buf *out, const char *bytes, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		uint32_t bits = 0;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (i + k < len ? (unsigned char)bytes[i + k] : 0);
		for (unsigned k = 0; k < 4; k++)
			buf_addc(out,
				 (char)(i + k > len ? '=' : digits[bits >> (18 - 6 * k) & 63]));
	}
}
