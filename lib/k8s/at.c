/* SPDX-License-Identifier: Apache-2.0 */
/* at.c - places as text.
 *
 * Names and odd keys are the sender's: they are escaped and cut, so that a place stays one short
 * line whatever the document says.
 */
#include "k8s/at.h"

#include <string.h>

#define SHOWN_MAX 80   /* bytes of one name or key */
#define WHOLE_MAX 4096 /* more than any chain of views can take */
#define PLACE_MAX 400  /* leaves room for a sentence behind it in struct err */
#define ELLIPSIS  "..."

/* The longest beginning of @s that is at most @len bytes and splits no UTF-8 sequence. */
static size_t cut_length(const char *s, size_t len)
{
	while (len > 0 && ((unsigned char)s[len] & 0xc0) == 0x80)
		len--;
	return len;
}

static void write_quoted(struct buf *out, const char *s)
{
	size_t len = strnlen(s, SHOWN_MAX + 1);
	bool cut = len > SHOWN_MAX;

	if (cut)
		len = cut_length(s, SHOWN_MAX);
	buf_addc(out, '"');
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == '"' || c == '\\')
			buf_addc(out, '\\');
		if (c < 0x20 || c == 0x7f)
			buf_addf(out, "\\u%04x", c);
		else
			buf_addc(out, s[i]);
	}
	if (cut)
		buf_adds(out, ELLIPSIS);
	buf_addc(out, '"');
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_plain(const char *key)
{
	size_t len = 1;

	if (!is_letter(key[0]))
		return false;
	while (is_letter(key[len]) || (key[len] >= '0' && key[len] <= '9') || key[len] == '-')
		len++;
	return len <= SHOWN_MAX && key[len] == '\0';
}

/* The path starts at @start of the buffer. */
static void write_member(struct buf *out, size_t start, const char *key)
{
	if (!is_plain(key)) {
		buf_addc(out, '[');
		write_quoted(out, key);
		buf_addc(out, ']');
		return;
	}
	if (out->len > start)
		buf_addc(out, '.');
	buf_adds(out, key);
}

static void write_element(struct buf *out, const struct at *at)
{
	if (!at->name || at->name[0] == '\0') {
		buf_addf(out, "[%d]", at->index);
		return;
	}
	buf_adds(out, "[name=");
	write_quoted(out, at->name);
	buf_addc(out, ']');
}

static void write_chain(struct buf *out, size_t start, const struct at *at)
{
	if (at->up)
		write_chain(out, start, at->up);
	if (!at->key)
		write_element(out, at);
	else if (at->up)
		write_member(out, start, at->key);
	else
		buf_adds(out, at->key);
}

void at_write(struct buf *out, const struct at *at, const char *field)
{
	size_t start = out->len;

	write_chain(out, start, at);
	if (!field)
		return;
	if (out->len > start && field[0] != '[')
		buf_addc(out, '.');
	buf_adds(out, field);
}

const char *at_print(struct arena *a, const struct at *at, const char *field)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, WHOLE_MAX);
	at_write(&text, at, field);
	if (text.failed == ERR_MEMORY)
		return NULL;
	if (!text.failed && text.len <= PLACE_MAX)
		return arena_strndup(a, buf_str(&text), text.len);
	return arena_printf(a, "%.*s" ELLIPSIS,
			    (int)cut_length(buf_str(&text), PLACE_MAX - strlen(ELLIPSIS)),
			    buf_str(&text));
}
