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
	const char *within; /* those; NULL: they may be anything */
} marks[] = {
	{ "AKIA", UPPER DIGIT, 16, "an access key of AWS", NULL },
	{ "ASIA", UPPER DIGIT, 16, "an access key of AWS", NULL },
	{ "LTAI", ALNUM, 16, "an access key of Alibaba Cloud", NULL },
	{ "ghp_", ALNUM, 36, "a token of GitHub", NULL },
	{ "gho_", ALNUM, 36, "a token of GitHub", NULL },
	{ "ghr_", ALNUM, 36, "a token of GitHub", NULL },
	{ "ghs_", ALNUM, 36, "a token of GitHub", NULL },
	{ "ghu_", ALNUM, 36, "a token of GitHub", NULL },
	{ "github_pat_", ALNUM "_", 36, "a token of GitHub", NULL },
	{ "glpat-", TOKEN, 20, "a token of GitLab", NULL },
	{ "glrt-", TOKEN, 20, "a token of GitLab", NULL },
	{ "gldt-", TOKEN, 20, "a token of GitLab", NULL },
	{ "glcbt-", TOKEN, 20, "a token of GitLab", NULL },
	{ "glptt-", HEX, 40, "a token of GitLab", NULL },
	{ "glft-", TOKEN, 20, "a token of GitLab", NULL },
	{ "glsoat-", TOKEN, 20, "a token of GitLab", NULL },
	{ "glimt-", TOKEN, 20, "a token of GitLab", NULL },
	{ "glagent-", TOKEN, 50, "a token of GitLab", NULL },
	{ "gloas-", HEX, 64, "a secret of GitLab", NULL },
	{ "glffct-", TOKEN, 20, "a token of GitLab", NULL },
	{ "GR1348941", TOKEN, 20, "a token of GitLab", NULL },
	{ "xapp-", ALNUM "-", 20, "a token of Slack", NULL },
	{ "xoxa-", ALNUM "-", 20, "a token of Slack", NULL },
	{ "xoxb-", ALNUM "-", 20, "a token of Slack", NULL },
	{ "xoxe-", ALNUM "-", 20, "a token of Slack", NULL },
	{ "xoxe.xoxb-", ALNUM "-", 20, "a token of Slack", NULL },
	{ "xoxe.xoxp-", ALNUM "-", 20, "a token of Slack", NULL },
	{ "xoxp-", ALNUM "-", 20, "a token of Slack", NULL },
	{ "xoxr-", ALNUM "-", 20, "a token of Slack", NULL },
	{ "xoxs-", ALNUM "-", 20, "a token of Slack", NULL },
	{ "hooks.slack.com/services/", ALNUM "/", 40, "a webhook of Slack", NULL },
	{ "discord.com/api/webhooks/", TOKEN "/", 80, "a webhook of Discord", NULL },
	{ "discordapp.com/api/webhooks/", TOKEN "/", 80, "a webhook of Discord", NULL },
	{ "AIza", TOKEN, 35, "a key of Google Cloud", NULL },
	{ "ya29.", TOKEN ".", 60, "a token of Google", NULL },
	{ "GOCSPX-", TOKEN, 28, "a client secret of Google", NULL },
	{ "AccountKey=", ALNUM "+/", 86, "a key of Azure storage", NULL },
	{ "SharedAccessKey=", ALNUM "+/", 42, "a key of Azure", NULL },
	{ "SG.", TOKEN ".", 66, "a key of SendGrid", NULL },
	{ "sk-", TOKEN, 48, "a key of OpenAI", "T3BlbkFJ" },
	{ "sk-proj-", TOKEN, 40, "a key of OpenAI", NULL },
	{ "sk-svcacct-", TOKEN, 40, "a key of OpenAI", NULL },
	{ "sk-admin-", TOKEN, 40, "a key of OpenAI", NULL },
	{ "sk-ant-", TOKEN, 80, "a key of Anthropic", NULL },
	{ "sk_live_", ALNUM, 24, "a key of Stripe", NULL },
	{ "rk_live_", ALNUM, 24, "a key of Stripe", NULL },
	{ "whsec_", ALNUM "+/", 32, "a secret of a webhook", NULL },
	{ "sq0atp-", TOKEN, 22, "a token of Square", NULL },
	{ "sq0csp-", TOKEN, 43, "a secret of Square", NULL },
	{ "shpat_", HEX, 32, "a token of Shopify", NULL },
	{ "shpca_", HEX, 32, "a token of Shopify", NULL },
	{ "shppa_", HEX, 32, "a token of Shopify", NULL },
	{ "shpss_", HEX, 32, "a secret of Shopify", NULL },
	{ "npm_", ALNUM, 36, "a token of npm", NULL },
	{ "pypi-AgEIcHlwaS5vcmc", TOKEN, 50, "a token of PyPI", NULL },
	{ "pypi-AgENdGVzdC5weXBpLm9yZw", TOKEN, 50, "a token of PyPI", NULL },
	{ "rubygems_", HEX, 48, "a key of RubyGems", NULL },
	{ "dckr_pat_", TOKEN, 27, "a token of Docker Hub", NULL },
	{ "dckr_oat_", TOKEN, 27, "a token of Docker Hub", NULL },
	{ "dop_v1_", HEX, 64, "a token of DigitalOcean", NULL },
	{ "doo_v1_", HEX, 64, "a token of DigitalOcean", NULL },
	{ "dor_v1_", HEX, 64, "a token of DigitalOcean", NULL },
	{ "hvs.", TOKEN, 24, "a token of Vault", NULL },
	{ "hvb.", TOKEN, 60, "a token of Vault", NULL },
	{ "hvr.", TOKEN, 24, "a token of Vault", NULL },
	{ "glsa_", ALNUM "_", 41, "a token of Grafana", NULL },
	{ "glc_eyJ", ALNUM "+/=", 50, "a token of Grafana", NULL },
	{ "hf_", ALNUM, 34, "a token of Hugging Face", NULL },
	{ "dp.pt.", ALNUM, 40, "a token of Doppler", NULL },
	{ "dp.st.", ALNUM "_.-", 40, "a token of Doppler", NULL },
	{ "ATATT3xFfGF0", TOKEN "=", 60, "a token of Atlassian", NULL },
	{ "lin_api_", ALNUM, 40, "a key of Linear", NULL },
	{ "PMAK-", HEX "-", 59, "a key of Postman", NULL },
	{ "pul-", HEX, 40, "a token of Pulumi", NULL },
	{ "dapi", HEX, 32, "a token of Databricks", NULL },
	{ "NRAK-", UPPER DIGIT, 27, "a key of New Relic", NULL },
	{ "tskey-auth-", ALNUM "-", 20, "a key of Tailscale", NULL },
	{ "sntrys_eyJ", ALNUM "+/=_", 60, "a token of Sentry", NULL },
	{ "oy2", LOWER DIGIT, 43, "a key of NuGet", NULL },
	{ "AGE-SECRET-KEY-1", UPPER DIGIT, 58, "a secret key of age", NULL },
};

static bool ends(const char *text, size_t len, const char *with)
{
	size_t end = strlen(with);

	return len >= end && memcmp(text + len - end, with, end) == 0;
}

/* "-----BEGIN RSA PRIVATE KEY-----", of any kind; a block is PGP's. */
static bool has_private_key(const char *text)
{
	static const char begin[] = "-----BEGIN ";

	while ((text = strstr(text, begin))) {
		text += strlen(begin);
		if (strncmp(text + strspn(text, UPPER DIGIT " "), "-----", 5) == 0) {
			size_t len = strspn(text, UPPER DIGIT " ");

			if (ends(text, len, "PRIVATE KEY") || ends(text, len, "PRIVATE KEY BLOCK"))
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
	       span(text + len, mark->set, mark->min) == mark->min &&
	       (!mark->within || memmem(text + len, mark->min, mark->within, strlen(mark->within)));
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
	buf_adds(out, mark->within ? mark->within : "");
	for (size_t i = mark->within ? strlen(mark->within) : 0; i < mark->min; i++)
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
