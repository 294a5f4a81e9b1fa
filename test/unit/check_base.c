/* SPDX-License-Identifier: Apache-2.0 */
/* check_base.c - arenas, buffers, errors, failing allocation, UTF-8 and log lines. */
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "support.h"

static const struct {
	const char *name;
	size_t cap, piece;
} caps[] = {
	{ "nothing fits", 16, 1 },
	{ "less than a block", 10000, 100 },
	{ "one block", (size_t)192 * 1024 + 16, 1000 },
	{ "several blocks", (size_t)3 * 1024 * 1024, 4096 },
	{ "pieces larger than a block", (size_t)2 * 1024 * 1024, 300000 },
};

/* Fills an arena; returns how many pieces went in. */
static size_t fill(struct arena *a, size_t piece)
{
	size_t count = 0;
	unsigned char *p;

	while ((p = arena_alloc(a, piece)) != NULL) {
		ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
		memset(p, 0xa5, piece);
		count++;
	}
	return count;
}

START_TEST(arena_cap)
{
	size_t cap = caps[_i].cap, count, kept;
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new(cap, &err);

	ck_assert_ptr_nonnull(a);
	ck_assert(!arena_full(a));
	ck_assert(arena_has_room(a, cap) && !arena_full(a));
	ck_assert(!arena_has_room(a, cap + 1) && arena_full(a));
	arena_reset(a);
	count = fill(a, caps[_i].piece);
	ck_assert(arena_has_room(a, 0) && !arena_has_room(a, caps[_i].piece + 64));
	ck_assert_msg(count * caps[_i].piece <= cap, "%s: %zu pieces", caps[_i].name, count);
	ck_assert_msg(arena_used(a) <= cap, "%s: used %zu", caps[_i].name, arena_used(a));
	ck_assert_msg(arena_full(a), "%s: not full", caps[_i].name);
	ck_assert_int_eq(arena_error(a, &err), -1);
	ck_assert_int_eq(err.code, ERR_LIMIT);
	arena_reset(a);
	kept = arena_used(a);
	ck_assert_msg(kept <= (size_t)200 * 1024, "%s: keeps %zu", caps[_i].name, kept);
	ck_assert(!arena_full(a));
	ck_assert_msg(fill(a, caps[_i].piece) == count, "%s: fewer after a reset", caps[_i].name);
}
END_TEST

START_TEST(arena_pieces)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new((size_t)1024 * 1024, &err);
	uint64_t calls;
	char *zeros;

	ck_assert_ptr_nonnull(arena_alloc(a, 0));
	ck_assert_str_eq(arena_strndup(a, "abcdef", 3), "abc");
	ck_assert_str_eq(arena_printf(a, "%d-%s", 7, "x"), "7-x");
	ck_assert_ptr_null(arena_alloc(a, SIZE_MAX));
	ck_assert_ptr_null(arena_alloc(a, SIZE_MAX - 8));
	ck_assert(arena_full(a));
	arena_reset(a);
	memset(arena_alloc(a, 64), 0xff, 64);
	arena_reset(a);
	calls = mem_calls();
	zeros = arena_zalloc(a, 64);
	for (int i = 0; i < 64; i++)
		ck_assert_int_eq(zeros[i], 0);
	ck_assert_msg(mem_calls() == calls, "the first block was not kept");
}
END_TEST

/* The n-th allocation of a small piece of work fails, for each n until none does. */
START_TEST(arena_fails)
{
	for (long n = 0;; n++) {
		struct err err = { 0 };
		struct arena *a;
		bool done;

		ck_assert_int_lt(n, 20);
		mem_fail_at(n);
		a = arena_new((size_t)1024 * 1024, &err);
		if (!a) {
			ck_assert_int_eq(err.code, ERR_MEMORY);
			continue;
		}
		done = arena_strndup(a, "x", 1) && arena_zalloc(a, 400000) &&
		       arena_printf(a, "%d", 1);
		if (!done) {
			ck_assert(!arena_full(a));
			arena_error(a, &err);
			ck_assert_int_eq(err.code, ERR_MEMORY);
		}
		arena_free(a);
		mem_fail_at(-1);
		if (done)
			break;
	}
	arena_free(NULL);
}
END_TEST

static const struct {
	size_t max, len;
	bool fits;
} buf_rows[] = {
	{ 0, 0, true },		  { 0, 1, false },	  { 10, 10, true },
	{ 10, 11, false },	  { 255, 255, true },	  { 256, 256, true },
	{ 256, 257, false },	  { 1000, 1000, true },	  { 1000, 1001, false },
	{ SIZE_MAX, 5000, true }, { 5, SIZE_MAX, false }, { SIZE_MAX, SIZE_MAX, false },
};

START_TEST(buf_max)
{
	SCOPED(scoped_buf) struct buf b;
	struct err err = { 0 };
	char *to;

	buf_init(&b, buf_rows[_i].max);
	ck_assert_str_eq(buf_str(&b), "");
	to = buf_reserve(&b, buf_rows[_i].len);
	ck_assert_msg((to != NULL) == buf_rows[_i].fits, "row %d", _i);
	ck_assert_int_eq(buf_ok(&b, &err), buf_rows[_i].fits ? 0 : -1);
	if (!buf_rows[_i].fits) {
		ck_assert_int_eq(err.code, ERR_LIMIT);
		return;
	}
	for (size_t i = 0; i < buf_rows[_i].len; i++)
		buf_addc(&b, 'x');
	ck_assert_int_eq(buf_ok(&b, &err), 0);
	ck_assert_uint_eq(strlen(buf_str(&b)), buf_rows[_i].len);
	if (buf_rows[_i].max == buf_rows[_i].len) {
		buf_adds(&b, "y");
		ck_assert_int_eq(buf_ok(&b, &err), -1);
		ck_assert_uint_eq(b.len, buf_rows[_i].len);
	}
}
END_TEST

START_TEST(buf_pieces)
{
	SCOPED(scoped_buf) struct buf b;
	struct err err = { 0 };

	buf_init(&b, 20);
	buf_adds(&b, "ab");
	buf_addf(&b, "%d%c", 12, 'c');
	buf_add(&b, "", 0);
	ck_assert_str_eq(buf_str(&b), "ab12c");
	buf_addf(&b, "%s", "longer than what is left here");
	buf_adds(&b, "z");
	ck_assert_msg(strcmp(buf_str(&b), "ab12c") == 0, "behind a failure went in: %s",
		      buf_str(&b));
	ck_assert_int_eq(buf_ok(&b, &err), -1);
	buf_clear(&b);
	ck_assert_str_eq(buf_str(&b), "");
	ck_assert_int_eq(buf_ok(&b, &err), 0);
	buf_fini(&b);
	mem_fail_at(0);
	buf_adds(&b, "x");
	mem_fail_at(-1);
	ck_assert_int_eq(buf_ok(&b, &err), -1);
	ck_assert_int_eq(err.code, ERR_MEMORY);
}
END_TEST

START_TEST(err_text)
{
	struct err err = { 0 };
	char longer[2000];

	ck_assert_int_eq(err_set(&err, ERR_INPUT, "bad %s", "a\nb\x1b[31m"), -1);
	ck_assert_str_eq(err.text, "bad a b [31m");
	ck_assert_int_eq(err_wrap(&err, "file %d", 3), -1);
	ck_assert_str_eq(err.text, "file 3: bad a b [31m");
	ck_assert_int_eq(err.code, ERR_INPUT);
	memset(longer, 'x', sizeof(longer));
	longer[sizeof(longer) - 1] = '\0';
	err_set(&err, ERR_LIMIT, "%s", longer);
	ck_assert_uint_eq(strlen(err.text), sizeof(err.text) - 1);
	ck_assert_str_eq(err.text + sizeof(err.text) - 4, "...");
	longer[sizeof(err.text) - 5] = '\xc3';
	longer[sizeof(err.text) - 4] = '\xa9';
	err_set(&err, ERR_LIMIT, "%s", longer);
	ck_assert_str_eq(err.text + sizeof(err.text) - 6, "x...");
	err_memory(&err);
	ck_assert_int_eq(err.code, ERR_MEMORY);
}
END_TEST

START_TEST(mem_fails)
{
	uint64_t calls = mem_calls();
	char *p, *more;

	mem_fail_at(1);
	p = mem_strdup("x");
	ck_assert_ptr_nonnull(p);
	ck_assert_ptr_null(mem_alloc(1));
	ck_assert_msg(mem_realloc(p, 10) == NULL && strcmp(p, "x") == 0, "the old block is gone");
	mem_fail_at(-1);
	more = mem_realloc(p, 10);
	ck_assert_ptr_nonnull(more);
	mem_free(more);
	mem_free(NULL);
	ck_assert_uint_eq(mem_calls() - calls, 2);
}
END_TEST

static const struct {
	const char *bytes;
	size_t left, want;
	uint32_t code;
} utf8_rows[] = {
	{ "a", 1, 1, 'a' },
	{ "\x7f", 1, 1, 0x7f },
	{ "\xc2\x80", 2, 2, 0x80 },
	{ "\xdf\xbf", 2, 2, 0x7ff },
	{ "\xe0\xa0\x80", 3, 3, 0x800 },
	{ "\xed\x9f\xbf", 3, 3, 0xd7ff },
	{ "\xef\xbf\xbf", 3, 3, 0xffff },
	{ "\xf0\x90\x80\x80", 4, 4, 0x10000 },
	{ "\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff },
	{ "\x80", 1, 0, 0 },
	{ "\xc0\x80", 2, 0, 0 },
	{ "\xc1\xbf", 2, 0, 0 },
	{ "\xc2", 1, 0, 0 },
	{ "\xc2"
	  "a",
	  2, 0, 0 },
	{ "\xe0\x9f\xbf", 3, 0, 0 },
	{ "\xed\xa0\x80", 3, 0, 0 },
	{ "\xef\xbf", 2, 0, 0 },
	{ "\xf0\x8f\xbf\xbf", 4, 0, 0 },
	{ "\xf4\x90\x80\x80", 4, 0, 0 },
	{ "\xf5\x80\x80\x80", 4, 0, 0 },
	{ "\xf0\x90\x80", 3, 0, 0 },
	{ "\xff", 1, 0, 0 },
};

START_TEST(utf8_char)
{
	size_t len = utf8_len(utf8_rows[_i].bytes, utf8_rows[_i].left);

	ck_assert_msg(len == utf8_rows[_i].want, "row %d: %zu", _i, len);
	if (len)
		ck_assert_uint_eq(utf8_code(utf8_rows[_i].bytes, len), utf8_rows[_i].code);
}
END_TEST

/* Standard error, caught. */
struct caught {
	int before, from;
};

static void catch (struct caught *c)
{
	int ends[2];

	c->before = dup(STDERR_FILENO);
	ck_assert_int_eq(pipe2(ends, O_NONBLOCK), 0);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	c->from = ends[0];
}

/* What has come so far; the buffer is the test's. */
static const char *so_far(const struct caught *c)
{
	static char text[16384];
	ssize_t len = read(c->from, text, sizeof(text) - 1);

	text[len > 0 ? len : 0] = '\0';
	return text;
}

static void let_go(struct caught *c)
{
	dup2(c->before, STDERR_FILENO);
	close(c->before);
	close(c->from);
}

/* What one event writes to standard error. */
static const char *logged(enum log_level level, const char *event, const struct log_field *fields,
			  size_t count)
{
	struct caught c;
	const char *text;

	catch (&c);
	log_event_(level, event, fields, count);
	text = so_far(&c);
	let_go(&c);
	return text;
}

#define STAMP "2026-11-24T23:20:03.000Z"
#define TEXT(v)                                              \
	{                                                    \
		.key = "k", .text = (v), .number = INT64_MIN \
	}
#define NUMBER(n)                         \
	{                                 \
		.key = "k", .number = (n) \
	}

static const struct {
	struct log_field field;
	const char *text, *json;
} log_rows[] = {
	{ TEXT("v"), " k=v", ",\"k\":\"v\"" },
	{ TEXT(""), " k=\"\"", ",\"k\":\"\"" },
	{ TEXT(NULL), "", "" },
	{ NUMBER(-5), " k=-5", ",\"k\":-5" },
	{ NUMBER(INT64_MAX), " k=9223372036854775807", ",\"k\":9223372036854775807" },
	{ TEXT("two words"), " k=\"two words\"", ",\"k\":\"two words\"" },
	{ TEXT("a=b"), " k=\"a=b\"", ",\"k\":\"a=b\"" },
	{ TEXT("a\"b\\"), " k=\"a\\\"b\\\\\"", ",\"k\":\"a\\\"b\\\\\"" },
	{ TEXT("a\nlevel=error"), " k=\"a\\nlevel=error\"", ",\"k\":\"a\\nlevel=error\"" },
	{ TEXT("\x1b[2J\x7f"), " k=\"\\u001b[2J\\u007f\"", ",\"k\":\"\\u001b[2J\\u007f\"" },
	{ TEXT("caf\xc3\xa9"), " k=\"caf\xc3\xa9\"", ",\"k\":\"caf\xc3\xa9\"" },
	{ TEXT("\xff"), " k=\"\\ufffd\"", ",\"k\":\"\\ufffd\"" },
	{ TEXT("\xc2\x9b"), " k=\"\\u009b\"", ",\"k\":\"\\u009b\"" },
	{ TEXT("\xe2\x80\xae"), " k=\"\\u202e\"", ",\"k\":\"\\u202e\"" },
};

START_TEST(log_line)
{
	char want[200];
	const char *got;

	clock_freeze(0, 1795562403);
	snprintf(want, sizeof(want), STAMP " info event%s\n", log_rows[_i].text);
	got = logged(LOG_INFO, "event", &log_rows[_i].field, 1);
	ck_assert_msg(same(got, want), "got %swant %s", got, want);
	log_setup(LOG_INFO, LOG_JSON);
	snprintf(want, sizeof(want),
		 "{\"time\":\"" STAMP "\",\"level\":\"info\",\"event\":\"event\"%s}\n",
		 log_rows[_i].json);
	got = logged(LOG_INFO, "event", &log_rows[_i].field, 1);
	ck_assert_msg(same(got, want), "got %swant %s", got, want);
}
END_TEST

START_TEST(log_long)
{
	struct err err = { 0 };
	struct log_field fields[40];
	char value[1000];
	const char *got;

	memset(value, '\x01', sizeof(value));
	value[sizeof(value) - 1] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(fields); i++)
		fields[i] = LOG_S("key", value);
	log_setup(LOG_INFO, LOG_JSON);
	got = logged(LOG_WARN, "event", fields, ARRAY_LEN(fields));
	ck_assert_uint_le(strlen(got), 4096);
	ck_assert_msg(strstr(got, "\\u0001...\"") != NULL, "not cut: %s", got);
	ck_assert_msg(strstr(got, ",\"cut\":38}\n") != NULL, "not told: %s", got);
	memset(value, 'a', 254);
	memcpy(value + 254, "\xc3\xa9\xc3\xa9", 5);
	got = logged(LOG_WARN, "event", fields, 1);
	ck_assert_msg(strstr(got, "a\xc3\xa9...\"}") != NULL, "cut elsewhere: %s", got);
	ck_assert_ptr_nonnull(json_parse(test_arena(), got, strlen(got), NULL, &err));
}
END_TEST

START_TEST(log_levels)
{
	enum log_level level = LOG_DEBUG;

	ck_assert_str_eq(logged(LOG_DEBUG, "x", NULL, 0), "");
	ck_assert(log_level_parse("error", &level) && level == LOG_ERROR);
	ck_assert(!log_level_parse("ERROR", &level) && !log_level_parse("", &level));
	ck_assert_int_eq(level, LOG_ERROR);
	log_setup(LOG_ERROR, LOG_TEXT);
	ck_assert(!log_enabled(LOG_WARN) && log_enabled(LOG_ERROR));
	ck_assert_str_eq(logged(LOG_WARN, "x", NULL, 0), "");
}
END_TEST

#define LINE(level, event) STAMP " " level " " event "\n"

START_TEST(log_held)
{
	static struct log_batch batch;
	struct caught c;

	clock_freeze(0, 1795562403);
	catch (&c);
	log_flush(); /* nothing is held: nothing happens */
	log_hold(&batch);
	log_event_(LOG_INFO, "a", NULL, 0);
	log_event_(LOG_INFO, "b", NULL, 0);
	ck_assert_str_eq(so_far(&c), "");
	log_flush();
	ck_assert_str_eq(so_far(&c), LINE("info", "a") LINE("info", "b"));
	log_flush();
	ck_assert_str_eq(so_far(&c), "");
	log_event_(LOG_INFO, "c", NULL, 0);
	log_event_(LOG_WARN, "d", NULL, 0);
	ck_assert_str_eq(so_far(&c), LINE("info", "c") LINE("warn", "d"));
	log_event_(LOG_INFO, "e", NULL, 0);
	log_release();
	ck_assert_str_eq(so_far(&c), LINE("info", "e"));
	log_event_(LOG_INFO, "f", NULL, 0);
	ck_assert_str_eq(so_far(&c), LINE("info", "f"));
	let_go(&c);
}
END_TEST

/* A batch that is full leaves, in lines that are whole, and none is lost. */
START_TEST(log_batch_full)
{
	static struct log_batch batch;
	const size_t line = strlen(LINE("info", "x"));
	struct caught c;

	clock_freeze(0, 1795562403);
	catch (&c);
	log_hold(&batch);
	for (size_t i = 0; i < sizeof(batch.text) / line; i++)
		log_event_(LOG_INFO, "x", NULL, 0);
	ck_assert_str_eq(so_far(&c), "");
	log_event_(LOG_INFO, "y", NULL, 0);
	ck_assert_uint_eq(strlen(so_far(&c)), sizeof(batch.text) / line * line);
	log_release();
	ck_assert_str_eq(so_far(&c), LINE("info", "y"));
	let_go(&c);
}
END_TEST

static void *log_elsewhere(void *ignored)
{
	(void)ignored;
	log_event_(LOG_INFO, "elsewhere", NULL, 0);
	return NULL;
}

/* Only the thread that asked for it holds its lines. */
START_TEST(log_other_thread)
{
	static struct log_batch batch;
	struct caught c;
	pthread_t thread;

	clock_freeze(0, 1795562403);
	catch (&c);
	log_hold(&batch);
	log_event_(LOG_INFO, "here", NULL, 0);
	ck_assert_int_eq(pthread_create(&thread, NULL, log_elsewhere, NULL), 0);
	pthread_join(thread, NULL);
	ck_assert_str_eq(so_far(&c), LINE("info", "elsewhere"));
	log_release();
	ck_assert_str_eq(so_far(&c), LINE("info", "here"));
	let_go(&c);
}
END_TEST

static const struct {
	int64_t unix_s;
	const char *want;
} dates[] = {
	{ 0, "1970-01-01T00:00:00.000Z" },	    { 951782399, "2000-02-28T23:59:59.000Z" },
	{ 951782400, "2000-02-29T00:00:00.000Z" },  { 1709251199, "2024-02-29T23:59:59.000Z" },
	{ 1735689599, "2024-12-31T23:59:59.000Z" }, { 4107542400, "2100-03-01T00:00:00.000Z" },
};

START_TEST(log_dates)
{
	const char *got;

	clock_freeze(0, dates[_i].unix_s);
	got = logged(LOG_INFO, "x", NULL, 0);
	ck_assert_msg(strncmp(got, dates[_i].want, 24) == 0, "%s: %s", dates[_i].want, got);
}
END_TEST

START_TEST(clocks)
{
	int64_t before = clock_mono_us();

	ck_assert_int_ge(clock_mono_us(), before);
	ck_assert_int_gt(clock_unix_s(), 1700000000);
	clock_freeze(5, 6);
	ck_assert_int_eq(clock_mono_us(), 5);
	ck_assert_int_eq(clock_unix_s(), 6);
	ck_assert_int_eq(clock_unix_ms(), 6000);
	clock_freeze(-1, -1);
	ck_assert_int_gt(clock_unix_s(), 1700000000);
}
END_TEST

int main(void)
{
	return run_tables("base", (const struct table[]){
					  { "arena_cap", arena_cap, ARRAY_LEN(caps) },
					  { "arena_pieces", arena_pieces, 1 },
					  { "arena_fails", arena_fails, 1 },
					  { "buf_max", buf_max, ARRAY_LEN(buf_rows) },
					  { "buf_pieces", buf_pieces, 1 },
					  { "err_text", err_text, 1 },
					  { "mem_fails", mem_fails, 1 },
					  { "utf8", utf8_char, ARRAY_LEN(utf8_rows) },
					  { "log_line", log_line, ARRAY_LEN(log_rows) },
					  { "log_long", log_long, 1 },
					  { "log_levels", log_levels, 1 },
					  { "log_held", log_held, 1 },
					  { "log_batch_full", log_batch_full, 1 },
					  { "log_other_thread", log_other_thread, 1 },
					  { "log_dates", log_dates, ARRAY_LEN(dates) },
					  { "clocks", clocks, 1 },
					  { 0 },
				  });
}
