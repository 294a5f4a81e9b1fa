/* SPDX-License-Identifier: Apache-2.0 */
/* utf8.h - what is a valid character, by RFC 3629: no overlong form, no surrogate, nothing above
 * U+10FFFF. */
#ifndef KUBEVET_BASE_UTF8_H
#define KUBEVET_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/**
 * utf8_len() - bytes of the character at @s, 1 to 4
 * @left: bytes that may be read there, at least 1
 *
 * Return: 0 when no valid character begins there. A NUL byte is a character of one byte.
 */
size_t utf8_len(const char *s, size_t left);

/** utf8_code() - code point of the valid character of @len bytes at @s. */
uint32_t utf8_code(const char *s, size_t len);

#endif
