/* SPDX-License-Identifier: Apache-2.0 */
/* log.c - lines of keys and values on standard error.
 *
 * A line is built on the stack and leaves with one write(2): no lock, no allocation, no line within
 * another. A thread may hold its lines, so that a busy one makes one call for many. There is a line
 * for every review, hence no printf().
 */
#include "base/log.h"

#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/scoped.h"
#include "base/utf8.h"

#define LINE_MAX_BYTES	LOG_BATCH_BYTES
#define VALUE_MAX_BYTES 256
#define END_BYTES	32 /* kept for what closes a line that is full */

static atomic_int least_level = LOG_INFO;
static atomic_int line_format = LOG_TEXT;

/* Where this thread's lines wait; NULL while they don't. */
static _Thread_local struct log_batch *held;

static const char *const level_names[] = { "debug", "info", "warn", "error" };

struct line {
	char text[LINE_MAX_BYTES];
	size_t len, room;
	bool full; /* something did not fit since this was last cleared */
};

void log_setup(enum log_level least, enum log_format format)
{
	atomic_store(&least_level, (int)least);
	atomic_store(&line_format, (int)format);
}

bool log_level_parse(const char *text, enum log_level *level)
{
	for (size_t i = 0; i < ARRAY_LEN(level_names); i++) {
		if (strcmp(text, level_names[i]) == 0) {
			*level = (enum log_level)i;
			return true;
		}
	}
	return false;
}

bool log_enabled(enum log_level level)
{
	return (int)level >= atomic_load_explicit(&least_level, memory_order_relaxed);
}

static void add(struct line *l, const char *bytes, size_t len)
{
	if (l->full || len > l->room - l->len) {
		l->full = true;
		return;
	}
	memcpy(l->text + l->len, bytes, len);
	l->len += len;
}

static void adds(struct line *l, const char *text)
{
	add(l, text, strlen(text));
}

static void add_int(struct line *l, int64_t number)
{
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char digits[20];
	char *first = digits + sizeof(digits);

	do {
		*--first = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (number < 0)
		add(l, "-", 1);
	add(l, first, (size_t)(digits + sizeof(digits) - first));
}

/* What moves the cursor, ends lines or turns the direction of writing on some terminal. */
static bool is_unsafe(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069);
}

/* What stands between quotes as it is: ASCII that neither ends them nor begins an escape. */
static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
}

static void add_escape(struct line *l, uint32_t code)
{
	static const char hex[] = "0123456789abcdef";

	add(l,
	    (const char[]){ '\\', 'u', hex[code >> 12 & 15], hex[code >> 8 & 15],
			    hex[code >> 4 & 15], hex[code & 15] },
	    6);
}

/* The character at @at, @left bytes being there, as it may stand between quotes. Return: its bytes.
 */
static size_t add_char(struct line *l, const char *at, size_t left)
{
	size_t len = utf8_len(at, left);
	uint32_t code = len ? utf8_code(at, len) : 0xfffd;

	if (code == '"' || code == '\\')
		add(l, (const char[]){ '\\', (char)code }, 2);
	else if (code == '\n')
		add(l, "\\n", 2);
	else if (len == 0 || is_unsafe(code))
		add_escape(l, code);
	else
		add(l, at, len);
	return len ? len : 1;
}

static void add_quoted(struct line *l, const char *text)
{
	size_t len = strnlen(text, VALUE_MAX_BYTES + 1);
	size_t at = 0;

	add(l, "\"", 1);
	while (at < len) {
		size_t plain = at, next;

		while (plain < len && plain < VALUE_MAX_BYTES && is_plain(text[plain]))
			plain++;
		add(l, text + at, plain - at);
		at = plain;
		if (at == len)
			break;
		next = utf8_len(text + at, len - at);
		if (at + (next ? next : 1) > VALUE_MAX_BYTES) {
			add(l, "...", 3);
			break;
		}
		at += add_char(l, text + at, len - at);
	}
	add(l, "\"", 1);
}

static bool is_bare(const char *text)
{
	static const char other[] = "-_./:@+,";
	size_t len = 0;

	for (; len <= VALUE_MAX_BYTES && text[len]; len++) {
		char c = text[len], letter = (char)(c | 0x20);

		if (!(letter >= 'a' && letter <= 'z') && !(c >= '0' && c <= '9') &&
		    !strchr(other, c))
			return false;
	}
	return len > 0 && len <= VALUE_MAX_BYTES;
}

static void add_text(struct line *l, const char *text, enum log_format format)
{
	if (format == LOG_TEXT && is_bare(text))
		adds(l, text);
	else
		add_quoted(l, text);
}

static void add_field(struct line *l, const struct log_field *field, enum log_format format)
{
	size_t before = l->len;

	adds(l, format == LOG_JSON ? ",\"" : " ");
	adds(l, field->key);
	adds(l, format == LOG_JSON ? "\":" : "=");
	if (field->text)
		add_text(l, field->text, format);
	else
		add_int(l, field->number);
	if (l->full)
		l->len = before;
}

static void put_digits(char *to, int64_t number, int width)
{
	while (width-- > 0) {
		to[width] = (char)('0' + number % 10);
		number /= 10;
	}
}

/* Calendar of @days since 1970-01-01. By hand, since gmtime_r() may read the time zone's file,
 * which a confined process must not. Years begin in March here, so that the leap day is the last.
 */
static void put_date(char *to, int64_t days)
{
	int64_t since = days + 719468; /* 0000-03-01 */
	int64_t era = since / 146097;
	int64_t day = since % 146097;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * day_of_year + 2) / 153;

	day = day_of_year - (153 * month + 2) / 5 + 1;
	month = month < 10 ? month + 3 : month - 9;
	put_digits(to, year + era * 400 + (month <= 2), 4);
	put_digits(to + 5, month, 2);
	put_digits(to + 8, day, 2);
}

static void add_time(struct line *l)
{
	char text[] = "0000-00-00T00:00:00.000Z";
	int64_t now_ms = clock_unix_ms();
	int64_t ms = now_ms % 86400000;

	put_date(text, now_ms / 86400000);
	put_digits(text + 11, ms / 3600000, 2);
	put_digits(text + 14, ms / 60000 % 60, 2);
	put_digits(text + 17, ms / 1000 % 60, 2);
	put_digits(text + 20, ms % 1000, 3);
	add(l, text, sizeof(text) - 1);
}

static void add_head(struct line *l, enum log_level level, const char *event,
		     enum log_format format)
{
	bool json = format == LOG_JSON;

	adds(l, json ? "{\"time\":\"" : "");
	add_time(l);
	adds(l, json ? "\",\"level\":\"" : " ");
	adds(l, level_names[level]);
	adds(l, json ? "\",\"event\":" : " ");
	add_text(l, event, format);
}

static void add_end(struct line *l, int cut, enum log_format format)
{
	l->full = false;
	l->room = sizeof(l->text);
	if (cut > 0) {
		adds(l, format == LOG_JSON ? ",\"cut\":" : " cut=");
		add_int(l, cut);
	}
	adds(l, format == LOG_JSON ? "}\n" : "\n");
}

static void write_out(const char *text, size_t len)
{
	/* There is nowhere to tell that the log cannot be written. */
	if (len > 0 && write(STDERR_FILENO, text, len) < 0)
		return;
}

void log_hold(struct log_batch *batch)
{
	batch->len = 0;
	held = batch;
}

void log_flush(void)
{
	if (!held)
		return;
	write_out(held->text, held->len);
	held->len = 0;
}

void log_release(void)
{
	log_flush();
	held = NULL;
}

/* Lines keep their order; one that warns takes along what waits. */
static void pass_on(const struct line *l, enum log_level level)
{
	if (!held) {
		write_out(l->text, l->len);
		return;
	}
	if (l->len > sizeof(held->text) - held->len)
		log_flush();
	memcpy(held->text + held->len, l->text, l->len);
	held->len += l->len;
	if (level >= LOG_WARN)
		log_flush();
}

void log_event_(enum log_level level, const char *event, const struct log_field *fields,
		size_t count)
{
	enum log_format format =
		(enum log_format)atomic_load_explicit(&line_format, memory_order_relaxed);
	struct line line;
	int cut = 0;

	if (!log_enabled(level))
		return;
	line.len = 0;
	line.room = sizeof(line.text) - END_BYTES;
	line.full = false;
	add_head(&line, level, event, format);
	for (size_t i = 0; i < count; i++) {
		if (!fields[i].text && fields[i].number == INT64_MIN)
			continue;
		add_field(&line, &fields[i], format);
		cut += line.full;
		line.full = false;
	}
	add_end(&line, cut, format);
	pass_on(&line, level);
}
