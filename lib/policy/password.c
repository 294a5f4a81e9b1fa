/* SPDX-License-Identifier: Apache-2.0 */
/* password.c - what a name and a value look like. */
#include "policy/password.h"

#include <string.h>
#include <strings.h>

#include "base/base64.h"
#include "base/scoped.h"
#include "policy/wording.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGIT "0123456789"

#define NAME_MAX_BYTES 128 /* a longer one is nobody's */
#define ITEM(glob)     glob,
#define BASIC_MAX      512 /* of the text behind Basic */

const char *password_kind_text(enum password_kind kind)
{
	static const char *const texts[] = {
		[PASSWORD_WORD] = "a password",
		[PASSWORD_SECRET] = "a secret",
		[PASSWORD_IN_URL] = "a URL with a password",
		[PASSWORD_IN_HEADER] = "a header with a credential",
	};

	return texts[kind];
}

/* How many of the first bytes are of @set. */
static size_t span_of(const char *text, size_t len, const char *set)
{
	size_t i = 0;

	while (i < len && text[i] && strchr(set, text[i]))
		i++;
	return i;
}

static bool has_one_of(const char *text, size_t len, const char *set)
{
	for (size_t i = 0; i < len; i++)
		if (text[i] && strchr(set, text[i]))
			return true;
	return false;
}

static bool begins(const char *text, size_t len, const char *with)
{
	return len >= strlen(with) && strncasecmp(text, with, strlen(with)) == 0;
}

static bool is_between(const char *value, size_t len, const char *before, const char *behind)
{
	size_t marks = strlen(before) + strlen(behind);

	return len > marks && memcmp(value, before, strlen(before)) == 0 &&
	       memcmp(value + len - strlen(behind), behind, strlen(behind)) == 0;
}

/* Filled in by Kubernetes, a shell, a template or a program that reads the file. */
static bool is_reference(const char *value, size_t len)
{
	static const char *const marks[] = { "ENC(",	   "ENC[", "{cipher}", "vault:",
					     "arn:",	   "env:", "file:",    "secret:",
					     "secretref:", "ref+", "ssm:",     "#{" };

	if (!len)
		return false;
	if (strchr("$<{%`", value[0]) || memchr(value, '$', len) ||
	    memmem(value, len, "{{", 2) != NULL)
		return true;
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (begins(value, len, marks[i]))
			return true;
	return is_between(value, len, "@", "@") || is_between(value, len, "__", "__") ||
	       is_between(value, len, "[", "]");
}

/* ****, xxxx, ...: what stands where somebody took one out. */
static bool is_masked(const char *value, size_t len)
{
	static const char *const masks[] = { "*", "xX", ".", "_-" };

	for (size_t i = 0; len >= 3 && i < ARRAY_LEN(masks); i++)
		if (span_of(value, len, masks[i]) == len)
			return true;
	return false;
}

/* What says of itself that another is to stand there. What works as it is, like "changeme", does
 * not: it is what runs until somebody does. */
static bool is_placeholder(const char *value, size_t len)
{
	static const char *const verbs[] = { "replace", "your", "insert", "enter" };

	for (size_t i = 0; i < ARRAY_LEN(verbs); i++) {
		size_t verb = strlen(verbs[i]);

		if (len > verb && begins(value, len, verbs[i]) && strchr("-_ ", value[verb]))
			return true;
	}
	return span_of(value, len, "?") == len || begins(value, len, "todo") ||
	       begins(value, len, "fixme") || begins(value, len, "placeholder");
}

/* Where it is to be read from. */
static bool is_path(const char *value, size_t len)
{
	static const char *const befores[] = { "/", "./", "../", "~/" };
	static const char *const endings[] = { ".txt", ".pem", ".key",	".p12",
					       ".jks", ".yml", ".yaml", ".json" };

	for (size_t i = 0; i < ARRAY_LEN(befores); i++)
		if (begins(value, len, befores[i]))
			return true;
	for (size_t i = 0; i < ARRAY_LEN(endings); i++)
		if (len > strlen(endings[i]) &&
		    begins(value + len - strlen(endings[i]), strlen(endings[i]), endings[i]))
			return true;
	/* C:\keys */
	return len > 3 && value[1] == ':' && (value[2] == '\\' || value[2] == '/');
}

bool password_is_literal(const char *value, size_t len)
{
	static const char *const switches[] = { "true",	     "false", "yes", "no",   "on",
						"off",	     "0",     "1",   "none", "null",
						"undefined", "nil",   "~" };

	if (!len || is_reference(value, len) || is_masked(value, len) ||
	    is_placeholder(value, len) || is_path(value, len) || memmem(value, len, "://", 3))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(switches); i++)
		if (strlen(switches[i]) == len && strncasecmp(value, switches[i], len) == 0)
			return false;
	return true;
}

/* 123e4567-e89b-12d3-a456-426614174000 */
static bool is_uuid(const char *value, size_t len)
{
	static const char hyphens[] = "00000000-0000-0000-0000-000000000000";

	if (len != strlen(hyphens))
		return false;
	for (size_t i = 0; i < len; i++)
		if (hyphens[i] == '-' ? value[i] != '-' : !strchr(DIGIT "abcdefABCDEF", value[i]))
			return false;
	return has_one_of(value, len, DIGIT) && has_one_of(value, len, "abcdefABCDEF");
}

bool password_is_random(const char *value, size_t len)
{
	bool digits = has_one_of(value, len, DIGIT);

	if (len < 16 || !password_is_literal(value, len) || has_one_of(value, len, " \t\n,:"))
		return false;
	if (span_of(value, len, DIGIT "abcdefABCDEF") == len)
		return len >= 32 && digits;
	if (is_uuid(value, len))
		return true;
	return digits && has_one_of(value, len, UPPER) && has_one_of(value, len, LOWER) &&
	       !memchr(value, '.', len);
}

/* Of what follows "://": user:password@ within the authority. */
bool password_in_authority(const char *authority, size_t max, struct password *out)
{
	const char *host, *colon;
	size_t len = 0, left;

	while (len < max && authority[len] && !strchr("/?#\"'` \t\r\n,;", authority[len]))
		len++;
	host = memchr(authority, '@', len);
	colon = memchr(authority, ':', len);
	if (!host || !colon || colon >= host - 1)
		return false;
	left = (size_t)(host - colon - 1);
	if (is_reference(colon + 1, left) || colon[1] == '*' ||
	    span_of(colon + 1, left, "xX") == left)
		return false;
	*out = (struct password){ colon + 1, left, PASSWORD_IN_URL };
	return true;
}

bool password_in_url(const char *text, size_t len, struct password *out)
{
	const char *end = text + len, *at = text;

	while ((at = memmem(at, (size_t)(end - at), "://", 3))) {
		at += 3;
		if (password_in_authority(at, (size_t)(end - at), out))
			return true;
	}
	return false;
}

/* "--db-password" as DB_PASSWORD. false: it is no name. */
static bool plain_name(const char *name, size_t len, char out[NAME_MAX_BYTES])
{
	size_t dashes = span_of(name, len, "-");

	name += dashes;
	len -= dashes;
	if (!len || len >= NAME_MAX_BYTES)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = name[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		out[i] = (char)(c == '-' || c == '.' ? '_' : c);
	}
	out[len] = '\0';
	return true;
}

bool password_exempt(const struct password_names *names, const char *name, size_t len)
{
	char plain[NAME_MAX_BYTES];

	return names->exempt && plain_name(name, len, plain) && globs_match(names->exempt, plain);
}

/* As plain_name(); false, too, for one that is exempt. */
static bool judged_name(const struct password_names *names, const char *name, size_t len,
			char out[NAME_MAX_BYTES])
{
	return plain_name(name, len, out) && !(names->exempt && globs_match(names->exempt, out));
}

bool password_named(const struct password_names *names, const char *name, size_t len)
{
	char plain[NAME_MAX_BYTES];

	return judged_name(names, name, len, plain) &&
	       (globs_match(names->names, plain) || globs_match(names->random, plain));
}

/* user/password */
static bool behind_user(const char *value, size_t len, struct password *out)
{
	const char *slash = memchr(value, '/', len);

	if (!slash || slash == value)
		return false;
	out->at = slash + 1;
	out->len = len - (size_t)(out->at - value);
	return password_is_literal(out->at, out->len);
}

bool password_of(const struct password_names *names, const char *name, size_t name_len,
		 const char *value, size_t len, struct password *out)
{
	char plain[NAME_MAX_BYTES];

	if (!judged_name(names, name, name_len, plain))
		return false;
	*out = (struct password){ value, len, PASSWORD_WORD };
	if (strcmp(plain, "NEO4J_AUTH") == 0)
		return behind_user(value, len, out);
	if (globs_match(names->names, plain) && password_is_literal(value, len))
		return true;
	out->kind = PASSWORD_SECRET;
	return globs_match(names->random, plain) && password_is_random(value, len);
}

bool password_is_basic(const char *value, size_t len)
{
	unsigned char text[BASE64_ROOM(BASIC_MAX)];
	ssize_t got = len >= 4 && len <= BASIC_MAX ? base64_decode(value, len, text) : -1;

	return got > 0 && memchr(text, ':', (size_t)got) && !memchr(text, '\0', (size_t)got);
}

/* A token that is no word: letters and digits, long. */
bool password_is_token(const char *value, size_t len)
{
	return len >= 16 && password_is_literal(value, len) && has_one_of(value, len, DIGIT) &&
	       span_of(value, len, UPPER LOWER DIGIT "-._~+/=") == len;
}

/* What stands behind a scheme, "Basic " or another. */
bool password_in_scheme(const char *value, size_t len, struct password *out)
{
	static const char *const schemes[] = { "Basic ",  "Bearer ", "Token ", "Digest ",
					       "ApiKey ", "Splunk ", "Key " };

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++) {
		size_t skip = strlen(schemes[i]);

		if (!begins(value, len, schemes[i]))
			continue;
		skip += span_of(value + skip, len - skip, " ");
		*out = (struct password){ value + skip, len - skip, PASSWORD_IN_HEADER };
		return i == 0 ? password_is_basic(out->at, out->len)
			      : password_is_token(out->at, out->len);
	}
	return false;
}

const struct password_names *password_names_default(void)
{
	static const char *const names[] = { "*PASSWORD", PASSWORD_OTHER_NAMES(ITEM) };
	static const char *const random[] = { "*SECRET", PASSWORD_OTHER_RANDOM(ITEM) };
	static const struct strings all[] = { { true, ARRAY_LEN(names), names },
					      { true, ARRAY_LEN(random), random } };
	static const struct password_names defaults = { &all[0], &all[1], NULL, true };

	return &defaults;
}

bool password_header(const struct password_names *names, const char *name, size_t name_len,
		     const char *value, size_t len, struct password *out)
{
	static const char *const holders[] = { "AUTHORIZATION", "PROXY_AUTHORIZATION", "X_AUTH",
					       "COOKIE" };
	char plain[NAME_MAX_BYTES];

	if (!judged_name(names, name, name_len, plain))
		return false;
	if (password_in_scheme(value, len, out))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(holders); i++) {
		*out = (struct password){ value, len, PASSWORD_IN_HEADER };
		if (strcmp(plain, holders[i]) == 0 && password_is_token(value, len))
			return true;
	}
	return password_of(names, name, name_len, value, len, out);
}
