/* SPDX-License-Identifier: Apache-2.0 */
/* distinguished_name.c - RFC 4514 without what nobody writes. */
#include "policy/distinguished_name.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#define TYPE_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-."

static const char *skip_spaces(const char *s)
{
	return s + strspn(s, " ");
}

static bool is_type(const char *text, size_t len, const char *name, const char *oid)
{
	return (strlen(name) == len && strncasecmp(text, name, len) == 0) ||
	       (strlen(oid) == len && strncmp(text, oid, len) == 0);
}

/* "CN", "commonName", "2.5.4.3", "OID.2.5.4.3" and its like. */
static enum dn_type type_of(const char *text, size_t len)
{
	if (len > 4 && strncasecmp(text, "oid.", 4) == 0) {
		text += 4;
		len -= 4;
	}
	if (is_type(text, len, "CN", "2.5.4.3") || is_type(text, len, "commonName", ""))
		return DN_COMMON_NAME;
	if (is_type(text, len, "O", "2.5.4.10") || is_type(text, len, "organizationName", ""))
		return DN_ORGANIZATION;
	return DN_OTHER;
}

static int hex_of(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = c ? strchr(digits, tolower((unsigned char)c)) : NULL;

	return found ? (int)(found - digits) : -1;
}

/* Behind a backslash: two hexadecimal digits, or one character. Return: how many bytes it took; 0
 * when it is neither. */
static size_t unescape(const char *s, char *out)
{
	int high = hex_of(s[0]), low = high < 0 ? -1 : hex_of(s[1]);

	if (low >= 0) {
		*out = (char)(high * 16 + low);
		return *out ? 2 : 0;
	}
	*out = s[0];
	return s[0] && strchr(" \"#+,;<=>\\", s[0]) ? 1 : 0;
}

/* Up to a separator; what is left of spaces at the end, unless escaped, is not part of it. */
static const char *read_value(const char *s, char *out)
{
	size_t len = 0, kept = 0;

	while (*s && *s != ',' && *s != '+' && *s != ';') {
		size_t taken = 1;

		out[len] = *s;
		if (*s == '\\') {
			taken = unescape(s + 1, &out[len]);
			if (taken == 0)
				return NULL;
			kept = len + 1;
			s++;
		} else if (strchr("\"<>=", *s)) {
			return NULL;
		}
		s += taken;
		if (out[len++] != ' ')
			kept = len;
	}
	out[kept] = '\0';
	return s;
}

/* How long the value is at most: up to a separator that is not escaped. */
static size_t room_of(const char *s)
{
	size_t len = 0;

	while (s[len] && !strchr(",+;", s[len]))
		len += s[len] == '\\' && s[len + 1] ? 2 : 1;
	return len + 1;
}

int dn_next(const char **at, struct dn_attribute *out, struct findings *sink)
{
	const char *type = skip_spaces(*at), *equals, *value, *end;
	size_t len = strspn(type, TYPE_CHARS);
	char *text;

	if (!*type)
		return 0;
	equals = skip_spaces(type + len);
	if (len == 0 || *equals != '=')
		return -1;
	out->type = type_of(type, len);
	value = skip_spaces(equals + 1);
	if (*value == '#' && out->type != DN_OTHER)
		return -1;
	text = arena_alloc(findings_arena(sink), room_of(value));
	if (!text) {
		findings_spoil(sink);
		return 0;
	}
	end = read_value(value, text);
	if (!end || (*end && !*skip_spaces(end + 1)))
		return -1;
	out->value = text;
	*at = *end ? end + 1 : end;
	return 1;
}
