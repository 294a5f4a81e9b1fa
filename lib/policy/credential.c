/* SPDX-License-Identifier: Apache-2.0 */
/* credential.c - marks of credentials: how they begin, and how many characters of which set follow.
 */
#include "policy/credential.h"

#include <stdio.h>
#include <string.h>

#include "base/scoped.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGIT "0123456789"
#define ALNUM UPPER LOWER DIGIT
#define TOKEN ALNUM "_-"

static const struct mark {
	const char *begins, *set;
	size_t min; /* characters of @set behind the beginning */
	const char *kind;
} marks[] = {
	{ "AKIA", UPPER DIGIT, 16, "an access key of AWS" },
	{ "ASIA", UPPER DIGIT, 16, "an access key of AWS" },
	{ "ghp_", ALNUM, 36, "a token of GitHub" },
	{ "gho_", ALNUM, 36, "a token of GitHub" },
	{ "ghs_", ALNUM, 36, "a token of GitHub" },
	{ "ghu_", ALNUM, 36, "a token of GitHub" },
	{ "github_pat_", ALNUM "_", 50, "a token of GitHub" },
	{ "glpat-", TOKEN, 20, "a token of GitLab" },
	{ "xoxb-", ALNUM "-", 20, "a token of Slack" },
	{ "xoxp-", ALNUM "-", 20, "a token of Slack" },
	{ "AIza", TOKEN, 35, "a key of Google Cloud" },
	{ "sk_live_", ALNUM, 24, "a key of Stripe" },
	{ "npm_", ALNUM, 36, "a token of npm" },
	{ "dckr_pat_", TOKEN, 27, "a token of Docker Hub" },
	{ "hvs.", TOKEN, 24, "a token of Vault" },
};

/* "-----BEGIN RSA PRIVATE KEY-----", of any kind. */
static bool has_private_key(const char *text)
{
	static const char begin[] = "-----BEGIN ";

	while ((text = strstr(text, begin))) {
		text += strlen(begin);
		if (strncmp(text + strspn(text, UPPER DIGIT " "), "-----", 5) == 0) {
			size_t len = strspn(text, UPPER DIGIT " ");

			if (len >= 11 && memcmp(text + len - 11, "PRIVATE KEY", 11) == 0)
				return true;
		}
	}
	return false;
}

static bool has_mark(const char *text, const struct mark *mark)
{
	for (const char *at = text; (at = strstr(at, mark->begins)); at++) {
		bool starts = at == text || !strchr(ALNUM, at[-1]);

		if (starts && strspn(at + strlen(mark->begins), mark->set) >= mark->min)
			return true;
	}
	return false;
}

/* Header and claims of a JSON Web Token are JSON in base64url, so both begin as {" does. All that
 * begin within one run of characters end with it: each run is read twice at most. */
static bool has_web_token(const char *text)
{
	const char *at = text;

	while ((at = strstr(at, "eyJ"))) {
		const char *signature;

		at += strspn(at, TOKEN);
		if (strncmp(at, ".eyJ", 4) != 0)
			continue;
		signature = at + 1 + strspn(at + 1, TOKEN);
		if (*signature == '.' && strspn(signature + 1, TOKEN) >= 20)
			return true;
	}
	return false;
}

static const struct mark *mark_in(const char *text)
{
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (has_mark(text, &marks[i]))
			return &marks[i];
	return NULL;
}

const char *credential_kind(const char *text)
{
	const struct mark *mark;

	if (has_private_key(text))
		return "a private key";
	mark = mark_in(text);
	if (mark)
		return mark->kind;
	return has_web_token(text) ? "a JSON Web Token" : NULL;
}

bool credential_mask(const char *text, char out[CREDENTIAL_MASK_MAX])
{
	/* As many as any mark asks for, of a character that all sets have. */
	static const char filling[] = "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX";
	const struct mark *mark;

	if (has_private_key(text)) {
		snprintf(out, CREDENTIAL_MASK_MAX, "-----BEGIN PRIVATE KEY-----");
		return true;
	}
	mark = mark_in(text);
	if (mark)
		snprintf(out, CREDENTIAL_MASK_MAX, "%s%.*s", mark->begins, (int)mark->min, filling);
	else if (has_web_token(text))
		snprintf(out, CREDENTIAL_MASK_MAX, "eyJX.eyJX.%.20s", filling);
	else
		return false;
	return true;
}
