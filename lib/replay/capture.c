/* SPDX-License-Identifier: Apache-2.0 */
/* capture.c - a window over the stream, and a scanner that counts brackets in it.
 *
 * Files as editors and shells write them: with a byte order mark, in UTF-16. */
#include "replay/capture.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

#define PIECE_BYTES ((size_t)64 * 1024)
#define LIST_MAX    ((size_t)1024 * 1024) /* of a List without its items */

struct capture {
	FILE *in;
	enum text_mark mark;
	struct buf raw;	   /* UTF-16 on its way into the window */
	struct buf window; /* what was read and is not given away yet */
	size_t at;	   /* where it goes on in there */
	size_t line;	   /* of that place */
	bool line_start;   /* it is at the beginning of one */
	bool begun;	   /* its first bytes were seen */
	bool ended;	   /* nothing is left to read */
	bool in_array;	   /* of the top level, or of a List */
	bool in_list;
	bool lost;	 /* a value was broken: look for the next one by lines */
	struct buf list; /* the List without its items */
};

/* One value while it is looked at. */
struct scan {
	size_t pos; /* in the window */
	unsigned depth;
	bool in_string, escaped, large;
	char last; /* byte that is no white space */
	size_t string_at;
	/* "items" as a key of the top level: seen, seen with its colon. */
	enum { NO_ITEMS, ITEMS_KEY, ITEMS_COLON } items;
};

enum found { FOUND_MORE, FOUND_END, FOUND_ITEMS, FOUND_BROKEN };

struct capture *capture_open(const char *path, struct err *err)
{
	struct capture *c = mem_alloc(sizeof(*c));

	if (!c) {
		err_memory(err);
		return NULL;
	}
	*c = (struct capture){ .line = 1, .line_start = true };
	buf_init(&c->window, CAPTURE_BYTES_MAX + 2 * PIECE_BYTES);
	buf_init(&c->raw, 2 * PIECE_BYTES);
	buf_init(&c->list, LIST_MAX);
	c->in = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	if (c->in)
		return c;
	err_set(err, ERR_SYSTEM, "can't be opened: %s", strerror(errno));
	capture_close(c);
	return NULL;
}

void capture_close(struct capture *c)
{
	if (!c)
		return;
	if (c->in && c->in != stdin)
		fclose(c->in);
	buf_fini(&c->raw);
	buf_fini(&c->window);
	buf_fini(&c->list);
	mem_free(c);
}

void scoped_capture(struct capture **c)
{
	capture_close(*c);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Goes on at @to. */
static void consume(struct capture *c, size_t to)
{
	for (; c->at < to; c->at++) {
		c->line_start = c->window.data[c->at] == '\n';
		c->line += c->line_start;
	}
}

/* Forgets what was given away. Return: by how much places in the window move. */
static size_t compact(struct capture *c)
{
	size_t gone = c->at;

	if (gone) {
		c->window.len -= gone;
		memmove(c->window.data, c->window.data + gone, c->window.len);
		c->at = 0;
	}
	return gone;
}

static bool is_utf16(const struct capture *c)
{
	return c->mark == TEXT_UTF16LE || c->mark == TEXT_UTF16BE;
}

/* The first bytes say what the text is written in. */
static int begin(struct capture *c, struct err *err)
{
	size_t mark_len;

	if (c->begun)
		return 0;
	c->begun = true;
	c->mark = text_mark(buf_str(&c->window), c->window.len, &mark_len);
	if (!is_utf16(c))
		return 0;
	buf_add(&c->raw, c->window.data + mark_len, c->window.len - mark_len);
	c->window.len = 0;
	return buf_ok(&c->raw, err);
}

/* A piece of the text; of UTF-16 half as much, which becomes longer. */
static int read_piece(struct capture *c, size_t *got, struct err *err)
{
	struct buf *to = is_utf16(c) ? &c->raw : &c->window;
	size_t want = is_utf16(c) ? PIECE_BYTES / 2 : PIECE_BYTES;
	char *room = buf_reserve(to, want);

	if (!room)
		return buf_ok(to, err) < 0 ? -1 : err_memory(err);
	*got = fread(room, 1, want, c->in);
	to->len += *got;
	c->ended = *got < want && (feof(c->in) || ferror(c->in));
	return ferror(c->in) ? err_set(err, ERR_SYSTEM, "can't be read") : 0;
}

/* Reads more. Return: 1, 0 at the end, or -1. */
static int fill(struct capture *c, struct err *err)
{
	size_t got = 0;

	if (c->ended)
		return 0;
	if (read_piece(c, &got, err) < 0 || begin(c, err) < 0)
		return -1;
	if (is_utf16(c) && text_decode_on(c->mark, &c->raw, c->ended, &c->window, err) < 0) {
		c->ended = true; /* there is no telling where the next character would begin */
		return -1;
	}
	return got > 0 || !c->ended ? 1 : 0;
}

/* The byte to go on at, reading when need be. Return: as fill(). */
static int peek(struct capture *c, char *byte, struct err *err)
{
	while (c->at == c->window.len) {
		int result;

		compact(c);
		result = fill(c, err);
		if (result <= 0)
			return result;
	}
	*byte = c->window.data[c->at];
	return 1;
}

static int skip_space(struct capture *c, char *byte, struct err *err)
{
	int result;

	while ((result = peek(c, byte, err)) > 0 && is_space(*byte))
		consume(c, c->at + 1);
	return result;
}

/* White space, and a mark in front of a line, as files that were put together have it. Return: as
 * fill(). */
static int skip_between(struct capture *c, char *byte, struct err *err)
{
	int result = skip_space(c, byte, err);
	size_t len;

	if (result <= 0 || !c->line_start || (unsigned char)*byte != 0xef)
		return result;
	while (c->window.len - c->at < TEXT_MARK_MAX && !c->ended) {
		compact(c);
		if (fill(c, err) < 0)
			return -1;
	}
	if (text_mark(c->window.data + c->at, c->window.len - c->at, &len) != TEXT_UTF8)
		return 1;
	c->at += len; /* it has no column, and the line begins behind it */
	return skip_space(c, byte, err);
}

/* On to the next line that begins with a bracket. Return: as fill(). */
static int find_line(struct capture *c, struct err *err)
{
	char byte;
	int result;

	while ((result = peek(c, &byte, err)) > 0) {
		if (c->line_start && (byte == '{' || byte == '['))
			return 1;
		consume(c, c->at + 1);
	}
	return result;
}

static bool begins_line(const struct capture *c, size_t pos)
{
	return pos > c->at ? c->window.data[pos - 1] == '\n' : c->line_start;
}

/* Where no value can go on: a brace that begins a line and follows neither bracket, comma nor
 * colon. */
static bool is_next_value(const struct capture *c, const struct scan *s, char byte)
{
	return byte == '{' && s->depth > 0 && !strchr("[{:,", s->last) && begins_line(c, s->pos);
}

static enum found scan_in_string(const struct capture *c, struct scan *s, char byte)
{
	static const char items[] = "\"items\"";

	if (byte == '\n')
		return FOUND_BROKEN;
	if (s->escaped) {
		s->escaped = false;
	} else if (byte == '\\') {
		s->escaped = true;
	} else if (byte == '"') {
		size_t len = s->pos + 1 - s->string_at;

		s->in_string = false;
		s->last = byte;
		if (s->depth == 1 && !s->large && len == sizeof(items) - 1 &&
		    memcmp(c->window.data + s->string_at, items, len) == 0)
			s->items = ITEMS_KEY;
	}
	return FOUND_MORE;
}

static enum found scan_outside(const struct capture *c, struct scan *s, char byte)
{
	if (is_space(byte))
		return FOUND_MORE;
	if (is_next_value(c, s, byte))
		return FOUND_BROKEN;
	if (byte == '[' && s->items == ITEMS_COLON && !c->in_array)
		return FOUND_ITEMS;
	s->items = byte == ':' && s->items == ITEMS_KEY ? ITEMS_COLON : NO_ITEMS;
	s->last = byte;
	if (byte == '"') {
		s->in_string = true;
		s->string_at = s->pos;
	} else if (byte == '{' || byte == '[') {
		s->depth++;
	} else if (byte == '}' || byte == ']') {
		s->depth--;
	}
	return s->depth == 0 ? FOUND_END : FOUND_MORE;
}

/* More to look at; of a value that is too large nothing is kept. Return: as fill(). */
static int scan_more(struct capture *c, struct scan *s, struct err *err)
{
	size_t gone;

	if (c->window.len - c->at > CAPTURE_BYTES_MAX)
		s->large = true;
	if (s->large)
		consume(c, s->pos);
	gone = compact(c);
	s->pos -= gone;
	s->string_at -= gone < s->string_at ? gone : s->string_at;
	return fill(c, err);
}

/* To the end of the value at c->at, which begins with a bracket, or is what follows the items of a
 * List. Return: 0 with what was found at s->pos, or -1. */
static int scan_value(struct capture *c, struct scan *s, enum found *found, struct err *err)
{
	for (;; s->pos++) {
		char byte;

		while (s->pos == c->window.len) {
			int result = scan_more(c, s, err);

			if (result <= 0) {
				*found = FOUND_BROKEN;
				return result;
			}
		}
		byte = c->window.data[s->pos];
		*found = s->in_string ? scan_in_string(c, s, byte) : scan_outside(c, s, byte);
		if (*found != FOUND_MORE)
			return 0;
	}
}

/* Behind a broken value: the next line that may begin one. */
static int lose(struct capture *c, const struct scan *s, struct err *err)
{
	const char *newline = c->at < c->window.len
				      ? memchr(c->window.data + c->at, '\n', c->window.len - c->at)
				      : NULL;

	c->lost = true;
	if (s->large)
		return err_set(err, ERR_LIMIT, "more than %zu bytes", CAPTURE_BYTES_MAX);
	consume(c, newline ? (size_t)(newline - c->window.data) + 1 : c->window.len);
	return err_set(err, ERR_INPUT, "broken off: a value without an end");
}

/* Begins with the items of a List; what stands before them is kept. */
static int open_list(struct capture *c, const struct scan *s, struct err *err)
{
	buf_clear(&c->list);
	buf_add(&c->list, c->window.data + c->at, s->pos - c->at);
	buf_adds(&c->list, "null}");
	consume(c, s->pos + 1);
	c->in_array = c->in_list = true;
	return buf_ok(&c->list, err);
}

/* Behind the items: the rest of the List. */
static int close_list(struct capture *c, struct captured *out, struct err *err)
{
	struct scan s = { .pos = c->at, .depth = 1, .last = ']' };
	enum found found;

	c->in_list = false;
	out->line = c->line;
	if (scan_value(c, &s, &found, err) < 0)
		return -1;
	if (found != FOUND_END)
		return lose(c, &s, err);
	consume(c, s.pos + 1);
	return 0;
}

/* A value that is neither object nor array, which nobody wants: the rest of the line, or to the
 * next comma. */
static int refuse_scalar(struct capture *c, struct err *err)
{
	char byte;
	int result;

	while ((result = peek(c, &byte, err)) > 0 && byte != '\n' &&
	       !(c->in_array && (byte == ',' || byte == ']')))
		consume(c, c->at + 1);
	return result < 0 ? -1 : err_set(err, ERR_INPUT, "want JSON objects");
}

/* Return: 1 with a value, 0 when it was the beginning of a List, -1. */
static int take(struct capture *c, struct captured *out, struct err *err)
{
	struct scan s = { .pos = c->at };
	enum found found;

	if (scan_value(c, &s, &found, err) < 0)
		return -1;
	if (found == FOUND_ITEMS && !s.large)
		return open_list(c, &s, err);
	if (found != FOUND_END)
		return lose(c, &s, err);
	out->text = c->window.data + c->at;
	out->len = s.pos + 1 - c->at;
	out->list = c->in_list ? buf_str(&c->list) : NULL;
	out->list_len = c->list.len;
	consume(c, s.pos + 1);
	return s.large || out->len > CAPTURE_BYTES_MAX
		       ? err_set(err, ERR_LIMIT, "more than %zu bytes", CAPTURE_BYTES_MAX)
		       : 1;
}

/* One step. Return: 1 with a value, 0 to go on, -1, or 2 behind the last. */
static int step(struct capture *c, struct captured *out, struct err *err)
{
	char byte = 0;
	int result = c->lost ? find_line(c, err) : skip_between(c, &byte, err);
	bool was_lost = c->lost;

	out->line = c->line;
	if (result < 0)
		return -1;
	if (result == 0) {
		bool within = c->in_array && !was_lost;

		c->in_array = c->in_list = c->lost = false;
		return within ? err_set(err, ERR_INPUT, "ends within a list") : 2;
	}
	c->lost = false;
	byte = c->window.data[c->at];
	if (c->in_array && (byte == ',' || byte == ']')) {
		consume(c, c->at + 1);
		c->in_array = byte != ']';
		return !c->in_array && c->in_list ? close_list(c, out, err) : 0;
	}
	if (byte == '[' && !c->in_array) {
		consume(c, c->at + 1);
		c->in_array = true;
		return 0;
	}
	return byte == '{' || byte == '[' ? take(c, out, err) : refuse_scalar(c, err);
}

int capture_next(struct capture *c, struct captured *out, struct err *err)
{
	int result = 0;

	while (result == 0)
		result = step(c, out, err);
	return result == 2 ? 0 : result;
}
