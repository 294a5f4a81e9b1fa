/* SPDX-License-Identifier: Apache-2.0 */
/* password.c - what a value looks like. */
#include "policy/password.h"

#include <string.h>
#include <strings.h>

#include "base/scoped.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGIT "0123456789"

/* Filled in by Kubernetes, a shell or a template. */
static bool is_reference(const char *value, size_t len)
{
	return len && (strchr("$<{%", value[0]) || memchr(value, '$', len));
}

bool password_is_literal(const char *value)
{
	static const char *const switches[] = { "true", "false", "yes", "no",	"on",
						"off",	"0",	 "1",	"none", "null" };
	size_t len = strlen(value);

	if (!len || is_reference(value, len) || value[0] == '/' || strstr(value, "://") ||
	    strncmp(value, "./", 2) == 0 || strstr(value, "{{"))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(switches); i++)
		if (strcasecmp(value, switches[i]) == 0)
			return false;
	return true;
}

bool password_is_random(const char *value)
{
	size_t len = strlen(value);
	bool digits = strcspn(value, DIGIT) < len;
	bool upper = strcspn(value, UPPER) < len, lower = strcspn(value, LOWER) < len;

	if (len < 16 || !password_is_literal(value) || strpbrk(value, " \t\n,:"))
		return false;
	if (strspn(value, DIGIT "abcdefABCDEF") == len)
		return len >= 32 && digits;
	return digits && upper && lower && !strchr(value, '.');
}

/* Of what follows "://": user:password@ within the authority. */
static bool has_userinfo(const char *authority)
{
	size_t len = strcspn(authority, "/?#\"'` \t\r\n,;");
	const char *host = memchr(authority, '@', len);
	const char *colon = memchr(authority, ':', len);
	size_t left;

	if (!host || !colon || colon >= host - 1)
		return false;
	left = (size_t)(host - colon - 1);
	return !is_reference(colon + 1, left) && colon[1] != '*' && strspn(colon + 1, "xX") < left;
}

bool password_in_url(const char *text)
{
	for (const char *at = text; (at = strstr(at, "://")); at++)
		if (has_userinfo(at + 3))
			return true;
	return false;
}
