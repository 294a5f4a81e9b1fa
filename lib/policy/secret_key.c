/* SPDX-License-Identifier: Apache-2.0 */
/* secret_key.c - looks at the bytes and forgets them. */
#include "policy/secret_key.h"

#include <string.h>

#include "base/base64.h"

/* Line breaks count for nothing, and there are not many in a key. */
#define TEXT_MAX 128

/* 32 random bytes that are all printable come once in 10^13 keys. */
static bool is_text(const unsigned char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (bytes[i] < ' ' || bytes[i] > '~')
			return false;
	return true;
}

static bool is_one_byte(const unsigned char *bytes, size_t len)
{
	for (size_t i = 1; i < len; i++)
		if (bytes[i] != bytes[0])
			return false;
	return true;
}

struct secret_key secret_key_read(const char *base64)
{
	unsigned char bytes[BASE64_ROOM(TEXT_MAX)];
	struct secret_key key = { 0 };
	size_t text_len = strlen(base64);
	ssize_t len = text_len <= TEXT_MAX ? base64_decode(base64, text_len, bytes) : -1;

	if (len > 0 && len * 8 <= SECRET_KEY_MAX_BITS) {
		key.is_key = true;
		key.bits = (size_t)len * 8;
		key.guessable = is_text(bytes, (size_t)len) || is_one_byte(bytes, (size_t)len);
	}
	explicit_bzero(bytes, sizeof(bytes));
	return key;
}
