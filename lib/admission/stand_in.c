/* SPDX-License-Identifier: Apache-2.0 */
/* stand_in.c - which traits of a text a policy could tell, and the shortest that has them. */
#include "admission/stand_in.h"

#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "base/scoped.h"
#include "policy/credential.h"

#define WORD  REDACTED			 /* literal */
#define TOKEN REDACTED "redacted0123"	 /* random, and a token */
#define LOWER "redacted-redacted0123"	 /* a token, not random */
#define BASIC "UkVEQUNURUQ6UkVEQUNURUQ=" /* REDACTED:REDACTED */

static void add_alone(struct buf *out, const struct password *found)
{
	if (password_is_basic(found->at, found->len))
		buf_adds(out, BASIC);
	else if (found->kind != PASSWORD_IN_URL && password_is_random(found->at, found->len))
		buf_adds(out, TOKEN);
	else if (password_is_token(found->at, found->len))
		buf_adds(out, LOWER);
	else
		buf_adds(out, WORD);
}

/* The first password in a text, as the text that has it. */
static bool first_password(const char *text, size_t len, struct password *found)
{
	const char *end = text + len;

	/* A NUL ends a text. */
	for (const char *at = text; at < end;) {
		if (password_in_text(password_names_default(), at, found))
			return true;
		at += strnlen(at, (size_t)(end - at)) + 1;
	}
	return false;
}

/* A made-up one alone. */
static bool first_credential(struct buf *out, const char *text, size_t len)
{
	const char *end = text + len;

	for (const char *at = text; at < end; at += strnlen(at, (size_t)(end - at)) + 1)
		if (credential_stand_in(at, out))
			return true;
	return false;
}

/* What is found in a text, as a text: in the surroundings that it needs. */
static void add_password(struct buf *out, const struct password *found, bool random)
{
	if (found->kind == PASSWORD_IN_URL)
		buf_adds(out, "https://user:" WORD "@host");
	else if (found->kind == PASSWORD_IN_HEADER)
		buf_adds(out, password_is_basic(found->at, found->len) ? "Basic " BASIC
								       : "Bearer " TOKEN);
	else if (found->kind == PASSWORD_SECRET)
		buf_adds(out, "token=" TOKEN);
	else
		buf_adds(out, random ? "password=" TOKEN : "password=" WORD);
}

/* One of NEO4J_AUTH has a user before it. */
static const char *literal_for(const char *text, size_t len)
{
	const char *slash = memchr(text, '/', len);

	return slash && slash > text ? WORD "/" WORD : WORD;
}

/* Several lines are no value of a key. */
static bool has_lines(const char *text, size_t len)
{
	while (len && strchr("\r\n", text[len - 1]))
		len--;
	return memchr(text, '\n', len) || memchr(text, '\0', len);
}

void stand_in_value(struct buf *out, const char *text, size_t len)
{
	bool literal = password_is_literal(text, len), random = password_is_random(text, len);
	bool lines = has_lines(text, len), behind = first_credential(out, text, len);
	struct password found;
	bool passes = first_password(text, len, &found);

	if (!len)
		return;
	if (behind && random)
		buf_adds(out, "-" TOKEN);
	if (behind && (passes || !literal))
		buf_addc(out, ' ');
	if (passes)
		add_password(out, &found, random);
	else if (!behind)
		buf_adds(out, !literal ? "$(" REDACTED ")"
			      : random ? TOKEN
				       : literal_for(text, len));
	if (!literal && (passes ? found.kind != PASSWORD_IN_URL : behind))
		buf_adds(out, " $(" REDACTED ")");
	if (lines)
		buf_adds(out, "\n" WORD);
}

static void pass_failure(struct buf *out, const struct buf *from)
{
	if (!out->failed)
		out->failed = from->failed;
}

void stand_in_bytes(struct buf *out, const char *base64)
{
	SCOPED(scoped_buf) struct buf text;
	size_t len = strlen(base64);
	unsigned char *bytes = mem_alloc(BASE64_ROOM(len) + 1);
	ssize_t got = bytes ? base64_decode(base64, len, bytes) : -1;

	buf_init(&text, out->max);
	/* What looks for texts in it wants an end. */
	if (got >= 0)
		bytes[got] = '\0';
	if (!bytes)
		text.failed = ERR_MEMORY;
	else if (got < 0)
		stand_in_value(&text, base64, len);
	else
		stand_in_value(&text, (const char *)bytes, (size_t)got);
	mem_free(bytes);
	if (got < 0)
		buf_add(out, buf_str(&text), text.len);
	else
		base64_encode(out, buf_str(&text), text.len);
	pass_failure(out, &text);
}

/* Random or not, but still a token. */
static void add_token(struct buf *out, const char *text, size_t len, bool behind)
{
	if (behind)
		buf_addc(out, '-');
	buf_adds(out, password_is_random(text, len) ? TOKEN : LOWER);
}

void stand_in_header(struct buf *out, const char *text)
{
	size_t len = strlen(text);
	struct password found;

	if (password_in_scheme(text, len, &found)) {
		bool basic = password_is_basic(found.at, found.len);

		buf_adds(out, basic ? "Basic " BASIC : "Bearer ");
		if (!basic)
			add_token(out, found.at, found.len, first_credential(out, text, len));
	} else if (password_is_token(text, len)) {
		add_token(out, text, len, first_credential(out, text, len));
	} else {
		stand_in_value(out, text, len);
	}
}

bool stand_in_keeps(const struct password *found)
{
	SCOPED(scoped_buf) struct buf copy;

	buf_init(&copy, found->len + 1);
	buf_add(&copy, found->at, found->len);
	return !copy.failed && credential_kind(buf_str(&copy));
}

void stand_in_password(struct buf *out, const char **last, const struct password *found)
{
	buf_add(out, *last, (size_t)(found->at - *last));
	add_alone(out, found);
	*last = found->at + found->len;
}

/* @masked: there are made-up credentials in it, which stay. Return: whether a password was. */
static bool replace_in_text(struct buf *out, const char *text, bool word, bool masked)
{
	struct password_text t = password_text(text, strlen(text));
	const char *last = text;
	struct password found;

	t.word = word;
	while (password_next(password_names_default(), &t, &found))
		if (!masked || !stand_in_keeps(&found))
			stand_in_password(out, &last, &found);
	buf_adds(out, last);
	return last > text;
}

static bool replace_in_script(struct buf *out, const char *text, bool masked)
{
	struct password_line line = password_script(text);
	const char *last = text;
	struct password found;

	while (password_line_next(password_names_default(), &line, &found))
		if (!masked || !stand_in_keeps(&found))
			stand_in_password(out, &last, &found);
	buf_adds(out, last);
	return last > text;
}

/* Words of a command line are searched as a script where they are one. */
static bool replace_passwords(struct buf *out, const char *text, bool word, bool masked)
{
	SCOPED(scoped_buf) struct buf first;
	bool found;

	buf_init(&first, out->max);
	if (word)
		return replace_in_text(out, text, true, masked);
	found = replace_in_text(&first, text, false, masked);
	found |= replace_in_script(out, buf_str(&first), masked);
	pass_failure(out, &first);
	return found;
}

bool stand_in_within(struct buf *out, const char *text, bool word, bool told)
{
	SCOPED(scoped_buf) struct buf masked;

	buf_init(&masked, out->max);
	if (!credential_mask(text, &masked))
		return replace_passwords(out, text, word, false) || out->failed;
	if (!strpbrk(text, " \t\r\n")) {
		(void)replace_passwords(out, buf_str(&masked), word, true);
	} else {
		struct password found = { text, 0, PASSWORD_WORD };

		buf_add(out, buf_str(&masked), masked.len);
		if (first_password(text, strlen(text), &found) || told) {
			buf_addc(out, ' ');
			add_password(out, &found, false);
		}
	}
	pass_failure(out, &masked);
	return true;
}

void stand_in_query(struct buf *out, const char *path)
{
	const char *at = path + strcspn(path, "?");

	buf_add(out, path, (size_t)(at - path));
	while (*at) {
		size_t name = strcspn(at, "=");
		size_t value = at[name] ? strcspn(at + name + 1, "&#") : 0;

		buf_add(out, at, name + (at[name] != '\0'));
		at += name + (at[name] != '\0');
		if (value)
			buf_adds(out, WORD);
		at += value;
	}
}
