/* SPDX-License-Identifier: Apache-2.0 */
/* log.c - lines of keys and values on standard error.
 *
 * A line is built on the stack and leaves with one write(2): no lock, no allocation, no line within
 * another.
 */
#include "base/log.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/scoped.h"
#include "base/utf8.h"

#define LINE_MAX_BYTES	4096
#define VALUE_MAX_BYTES 256
#define END_BYTES	32 /* kept for what closes a line that is full */

static atomic_int least_level = LOG_INFO;
static atomic_int line_format = LOG_TEXT;

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

PRINTF_LIKE(2, 3) static void addf(struct line *l, const char *fmt, ...)
{
	char piece[64];
	va_list args;
	int len;

	va_start(args, fmt);
	len = vsnprintf(piece, sizeof(piece), fmt, args);
	va_end(args);
	add(l, piece, len < 0 ? 0 : (size_t)len);
}

/* What moves the cursor, ends lines or turns the direction of writing on some terminal. */
static bool is_unsafe(uint32_t code)
{
	return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x2028 && code <= 0x202e) ||
	       (code >= 0x2066 && code <= 0x2069);
}

/* The character at @at, @left bytes being there, as it may stand between quotes. Return: its bytes.
 */
static size_t add_char(struct line *l, const char *at, size_t left)
{
	size_t len = utf8_len(at, left);
	uint32_t code = len ? utf8_code(at, len) : 0xfffd;

	if (code == '"' || code == '\\')
		addf(l, "\\%c", (char)code);
	else if (code == '\n')
		add(l, "\\n", 2);
	else if (len == 0 || is_unsafe(code))
		addf(l, "\\u%04" PRIx32, code);
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
		size_t next = utf8_len(text + at, len - at);

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
	size_t len = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				  "-_./:@+,");

	return len > 0 && len <= VALUE_MAX_BYTES && text[len] == '\0';
}

static void add_text(struct line *l, const char *text, enum log_format format)
{
	if (format == LOG_TEXT && is_bare(text))
		add(l, text, strlen(text));
	else
		add_quoted(l, text);
}

static void add_field(struct line *l, const struct log_field *field, enum log_format format)
{
	size_t before = l->len;

	addf(l, format == LOG_JSON ? ",\"%s\":" : " %s=", field->key);
	if (field->text)
		add_text(l, field->text, format);
	else
		addf(l, "%" PRId64, field->number);
	if (l->full)
		l->len = before;
}

/* Calendar of @days since 1970-01-01. By hand, since gmtime_r() may read the time zone's file,
 * which a confined process must not. Years begin in March here, so that the leap day is the last.
 */
static void add_date(struct line *l, int64_t days)
{
	int64_t since = days + 719468; /* 0000-03-01 */
	int64_t era = since / 146097;
	int64_t day = since % 146097;
	int64_t year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
	int64_t day_of_year = day - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * day_of_year + 2) / 153;

	day = day_of_year - (153 * month + 2) / 5 + 1;
	month = month < 10 ? month + 3 : month - 9;
	addf(l, "%04d-%02d-%02d", (int)(year + era * 400 + (month <= 2)), (int)month, (int)day);
}

static void add_time(struct line *l)
{
	int64_t now_ms = clock_unix_ms();
	int ms = (int)(now_ms % 86400000);

	add_date(l, now_ms / 86400000);
	addf(l, "T%02d:%02d:%02d.%03dZ", ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

static void add_head(struct line *l, enum log_level level, const char *event,
		     enum log_format format)
{
	bool json = format == LOG_JSON;

	if (json)
		addf(l, "{\"time\":\"");
	add_time(l);
	addf(l, json ? "\",\"level\":\"%s\",\"event\":" : " %s ", level_names[level]);
	add_text(l, event, format);
}

static void add_end(struct line *l, int cut, enum log_format format)
{
	l->full = false;
	l->room = sizeof(l->text);
	if (cut > 0)
		addf(l, format == LOG_JSON ? ",\"cut\":%d" : " cut=%d", cut);
	addf(l, format == LOG_JSON ? "}\n" : "\n");
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
	/* There is nowhere to tell that the log cannot be written. */
	if (write(STDERR_FILENO, line.text, line.len) < 0)
		return;
}
