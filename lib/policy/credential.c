/* SPDX-License-Identifier: Apache-2.0 */
/* credential.c - marks of credentials: how they begin, and how many characters of which set follow.
 *
 * One walk over a text. A mark counts only where a word begins, and behind it no more characters
 * are looked at than it asks for, so the time grows with the text alone.
 */
#include "policy/credential.h"

#include <string.h>

#include "base/scoped.h"

#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define DIGIT "0123456789"
#define ALNUM UPPER LOWER DIGIT
#define TOKEN ALNUM "_-"
#define HEX   DIGIT "abcdef"

static const struct mark {
	const char *begins, *set;
	size_t min; /* characters of @set behind the beginning */
	const char *kind;
} marks[] = {
	{ "AKIA", UPPER DIGIT, 16, "an access key of AWS" },
	{ "ASIA", UPPER DIGIT, 16, "an access key of AWS" },
	{ "ghp_", ALNUM, 36, "a token of GitHub" },
	{ "gho_", ALNUM, 36, "a token of GitHub" },
	{ "ghr_", ALNUM, 36, "a token of GitHub" },
	{ "ghs_", ALNUM, 36, "a token of GitHub" },
	{ "ghu_", ALNUM, 36, "a token of GitHub" },
	{ "github_pat_", ALNUM "_", 50, "a token of GitHub" },
	{ "glpat-", TOKEN, 20, "a token of GitLab" },
	{ "glrt-", TOKEN, 20, "a token of GitLab" },
	{ "xapp-", ALNUM "-", 20, "a token of Slack" },
	{ "xoxa-", ALNUM "-", 20, "a token of Slack" },
	{ "xoxb-", ALNUM "-", 20, "a token of Slack" },
	{ "xoxp-", ALNUM "-", 20, "a token of Slack" },
	{ "xoxr-", ALNUM "-", 20, "a token of Slack" },
	{ "xoxs-", ALNUM "-", 20, "a token of Slack" },
	{ "hooks.slack.com/services/", ALNUM "/", 40, "a webhook of Slack" },
	{ "AIza", TOKEN, 35, "a key of Google Cloud" },
	{ "GOCSPX-", TOKEN, 28, "a client secret of Google" },
	{ "AccountKey=", ALNUM "+/", 86, "a key of Azure storage" },
	{ "SG.", TOKEN ".", 66, "a key of SendGrid" },
	{ "sk-proj-", TOKEN, 40, "a key of OpenAI" },
	{ "sk-svcacct-", TOKEN, 40, "a key of OpenAI" },
	{ "sk-ant-", TOKEN, 80, "a key of Anthropic" },
	{ "sk_live_", ALNUM, 24, "a key of Stripe" },
	{ "rk_live_", ALNUM, 24, "a key of Stripe" },
	{ "npm_", ALNUM, 36, "a token of npm" },
	{ "pypi-AgEIcHlwaS5vcmc", TOKEN, 50, "a token of PyPI" },
	{ "dckr_pat_", TOKEN, 27, "a token of Docker Hub" },
	{ "dop_v1_", HEX, 64, "a token of DigitalOcean" },
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

/* How many characters of @set @text begins with, up to @max. */
static size_t span(const char *text, const char *set, size_t max)
{
	size_t len = 0;

	while (len < max && text[len] && strchr(set, text[len]))
		len++;
	return len;
}

static bool is_mark(const char *text, const struct mark *mark)
{
	size_t len = strlen(mark->begins);

	return *text == *mark->begins && strncmp(text, mark->begins, len) == 0 &&
	       span(text + len, mark->set, mark->min) == mark->min;
}

/* Whether @text goes on as @wanted does, whatever line breaks are between. */
static bool goes_on(const char *text, const char *wanted)
{
	for (; *wanted; text++) {
		if (*text == '\n' || *text == '\r')
			continue;
		if (*text != *wanted++)
			return false;
	}
	return true;
}

/* "PRIVATE KEY-----" in base64: what is the same whatever stands around it, for each of the three
 * ways in which it may lie in groups of three bytes. */
static bool has_base64_key(const char *text)
{
	static const char *const forms[] = { "UFJJVkFURSBLRVktLS0tL", "BSSVZBVEUgS0VZLS0tLS",
					     "QUklWQVRFIEtFWS0tLS0t" };

	for (; (text = strpbrk(text, "UBQ")); text++)
		for (size_t i = 0; i < ARRAY_LEN(forms); i++)
			if (*text == *forms[i] && goes_on(text, forms[i]))
				return true;
	return false;
}

/* Header and claims of a JSON Web Token are JSON in base64url, so both begin as {" does.
 * Return: the length of the one that @text begins with, or 0. */
static size_t web_token_len(const char *text)
{
	size_t header = strspn(text, TOKEN), claims, signature;

	if (strncmp(text + header, ".eyJ", 4) != 0)
		return 0;
	claims = header + 1 + strspn(text + header + 1, TOKEN);
	if (text[claims] != '.')
		return 0;
	signature = strspn(text + claims + 1, TOKEN);
	return signature >= 20 ? claims + 1 + signature : 0;
}

/* All that begin within one run of characters end with it: each run is read twice at most. */
static bool has_web_token(const char *text)
{
	for (const char *at = text; (at = strstr(at, "eyJ")); at += strspn(at, TOKEN))
		if (web_token_len(at))
			return true;
	return false;
}

static const struct mark *mark_at(const char *at)
{
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (is_mark(at, &marks[i]))
			return &marks[i];
	return NULL;
}

static const struct mark *mark_in(const char *text)
{
	const struct mark *mark = NULL;

	for (const char *at = text; *at && !mark; at++)
		if (at == text || !strchr(ALNUM, at[-1]))
			mark = mark_at(at);
	return mark;
}

const char *credential_kind(const char *text)
{
	const struct mark *mark;

	if (has_private_key(text))
		return "a private key";
	mark = mark_in(text);
	if (mark)
		return mark->kind;
	if (has_web_token(text))
		return "a JSON Web Token";
	return has_base64_key(text) ? "a private key in base64" : NULL;
}

/* The beginning, and as many as it asks for of one character of its set. */
static void fill(struct buf *out, const struct mark *mark)
{
	buf_adds(out, mark->begins);
	for (size_t i = 0; i < mark->min; i++)
		buf_addc(out, strchr(mark->set, 'X') ? 'X' : '0');
}

#define WEB_TOKEN "eyJX.eyJX.XXXXXXXXXXXXXXXXXXXX"

/* A text of several words: what stands beside a credential may belong to it. */
static void mask_whole(const char *text, struct buf *out)
{
	const struct mark *mark = has_private_key(text) ? NULL : mark_in(text);

	if (mark)
		fill(out, mark);
	else if (has_private_key(text))
		buf_adds(out, "-----BEGIN PRIVATE KEY-----");
	else if (has_web_token(text))
		buf_adds(out, WEB_TOKEN);
	else
		buf_adds(out, "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCg==");
}

/* A path, a name or an option keeps what is before and behind. The rest of a token may have more
 * characters than its mark asks for. */
static void mask_within(const char *text, struct buf *out)
{
	const char *last = text, *no_web = text; /* none begins before it */

	for (const char *at = text; *at;) {
		bool begins = at == text || !strchr(ALNUM, at[-1]);
		bool may_be_web = at >= no_web && strncmp(at, "eyJ", 3) == 0;
		const struct mark *mark = begins ? mark_at(at) : NULL;
		size_t web = !mark && may_be_web ? web_token_len(at) : 0;

		if (!mark && !web) {
			if (may_be_web)
				no_web = at + strspn(at, TOKEN);
			at++;
			continue;
		}
		buf_add(out, last, (size_t)(at - last));
		if (mark) {
			fill(out, mark);
			at += strlen(mark->begins);
			at += strspn(at, mark->set);
			at += strspn(at, TOKEN "=+.");
		} else {
			buf_adds(out, WEB_TOKEN);
			at += web;
		}
		last = at;
	}
	buf_adds(out, last);
}

bool credential_stand_in(const char *text, struct buf *out)
{
	if (!credential_kind(text))
		return false;
	mask_whole(text, out);
	return true;
}

bool credential_mask(const char *text, struct buf *out)
{
	if (!credential_kind(text))
		return false;
	if (strpbrk(text, " \t\r\n") || has_private_key(text) || has_base64_key(text))
		mask_whole(text, out);
	else
		mask_within(text, out);
	return true;
}
