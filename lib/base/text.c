/* SPDX-License-Identifier: Apache-2.0 */
/* text.c - byte order marks, and UTF-16 by RFC 2781. */
#include "base/text.h"

#include <stdint.h>
#include <string.h>

#include "base/file.h"

enum text_mark text_mark(const char *text, size_t len, size_t *mark_len)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum text_mark mark;
	} marks[] = {
		{ "\xef\xbb\xbf", 3, TEXT_UTF8 },
		{ "\xff\xfe", 2, TEXT_UTF16LE },
		{ "\xfe\xff", 2, TEXT_UTF16BE },
	};

	for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
		if (len < marks[i].len || memcmp(text, marks[i].bytes, marks[i].len) != 0)
			continue;
		*mark_len = marks[i].len;
		return marks[i].mark;
	}
	*mark_len = 0;
	return TEXT_UNMARKED;
}

static uint32_t unit_at(enum text_mark mark, const char *at)
{
	uint32_t first = (unsigned char)at[0], second = (unsigned char)at[1];

	return mark == TEXT_UTF16BE ? first << 8 | second : second << 8 | first;
}

static void add_code(struct buf *out, uint32_t code)
{
	if (code < 0x80) {
		buf_addc(out, (char)code);
	} else if (code < 0x800) {
		buf_addc(out, (char)(0xc0 | code >> 6));
		buf_addc(out, (char)(0x80 | (code & 0x3f)));
	} else if (code < 0x10000) {
		buf_addc(out, (char)(0xe0 | code >> 12));
		buf_addc(out, (char)(0x80 | (code >> 6 & 0x3f)));
		buf_addc(out, (char)(0x80 | (code & 0x3f)));
	} else {
		buf_addc(out, (char)(0xf0 | code >> 18));
		buf_addc(out, (char)(0x80 | (code >> 12 & 0x3f)));
		buf_addc(out, (char)(0x80 | (code >> 6 & 0x3f)));
		buf_addc(out, (char)(0x80 | (code & 0x3f)));
	}
}

static bool is_high(uint32_t unit)
{
	return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(uint32_t unit)
{
	return unit >= 0xdc00 && unit < 0xe000;
}

ssize_t text_decode(enum text_mark mark, const char *bytes, size_t len, struct buf *out,
		    struct err *err)
{
	size_t at = 0;

	while (len - at >= 2) {
		uint32_t unit = unit_at(mark, bytes + at), low;

		if (!is_high(unit) && !is_low(unit)) {
			add_code(out, unit);
			at += 2;
			continue;
		}
		if (is_high(unit) && len - at < 4)
			break;
		low = is_high(unit) ? unit_at(mark, bytes + at + 2) : 0;
		if (!is_low(low))
			return err_set(err, ERR_INPUT, "half of a surrogate pair in UTF-16");
		add_code(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
		at += 4;
	}
	return (ssize_t)at;
}

int text_decode_on(enum text_mark mark, struct buf *raw, bool ended, struct buf *out,
		   struct err *err)
{
	ssize_t took = text_decode(mark, buf_str(raw), raw->len, out, err);

	if (took < 0)
		return -1;
	raw->len -= (size_t)took;
	if (raw->len)
		memmove(raw->data, raw->data + took, raw->len);
	if (ended && raw->len)
		return err_set(err, ERR_INPUT, "UTF-16 that ends inside a character");
	return buf_ok(out, err);
}

int text_plain(struct buf *text, struct err *err)
{
	SCOPED(scoped_buf) struct buf plain;
	size_t mark_len;
	enum text_mark mark = text_mark(buf_str(text), text->len, &mark_len);
	ssize_t took;

	buf_init(&plain, text->max);
	if (mark == TEXT_UNMARKED)
		return 0;
	if (mark == TEXT_UTF8) {
		text->len -= mark_len;
		memmove(text->data, text->data + mark_len, text->len + 1);
		return 0;
	}
	took = text_decode(mark, text->data + mark_len, text->len - mark_len, &plain, err);
	if (took < 0 || buf_ok(&plain, err) < 0)
		return -1;
	if ((size_t)took != text->len - mark_len)
		return err_set(err, ERR_INPUT, "UTF-16 that ends inside a character");
	buf_clear(text);
	buf_add(text, buf_str(&plain), plain.len);
	return buf_ok(text, err);
}

int text_read(const char *path, struct buf *out, struct err *err)
{
	return file_read(path, out, err) < 0 ? -1 : text_plain(out, err);
}
