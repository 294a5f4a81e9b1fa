/* SPDX-License-Identifier: Apache-2.0 */
/* check_capture.c - streams of values, whole and broken, and where each begins. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "replay/capture.h"
#include "support.h"

#define MARK "\xef\xbb\xbf"

/* What comes, one a line: LINE TEXT, LINE error, with "in LIST" behind an item. */
struct row {
	const char *name, *text, *want;
};

static const struct row rows[] = {
	{ "nothing", "", "" },
	{ "white space", " \n\t\r\n", "" },
	{ "one", "{\"a\":1}", "1 {\"a\":1}\n" },
	{ "one over lines", "\n{\n  \"a\": 1\n}\n", "2 {\n  \"a\": 1\n}\n" },
	{ "lines", "{\"a\":1}\n{\"a\":2}\n\n{}\n", "1 {\"a\":1}\n2 {\"a\":2}\n4 {}\n" },
	{ "side by side", "{}{} {}", "1 {}\n1 {}\n1 {}\n" },
	{ "an array", "[{\"a\":1},\n{\"a\":[{},{}]}]\n{}",
	  "1 {\"a\":1}\n2 {\"a\":[{},{}]}\n3 {}\n" },
	{ "an empty array", "[ ]", "" },
	{ "an array within", "[[{}]]", "1 [{}]\n" },
	{ "brackets in strings", "{\"}\":\"\\\"]}{[\"}", "1 {\"}\":\"\\\"]}{[\"}\n" },
	{ "a List", "{\"kind\":\"List\",\"items\":[{\"a\":1},\n{\"a\":2}],\"b\":{}}\n{}",
	  "1 {\"a\":1} in {\"kind\":\"List\",\"items\":null}\n"
	  "2 {\"a\":2} in {\"kind\":\"List\",\"items\":null}\n3 {}\n" },
	{ "a List as kubectl prints it",
	  "{\n    \"apiVersion\": \"v1\",\n    \"items\": [\n        {\n        }\n    ],\n    "
	  "\"kind\": "
	  "\"List\"\n}\n",
	  "4 {\n        } in {\n    \"apiVersion\": \"v1\",\n    \"items\": null}\n" },
	{ "an empty List", "{\"items\":[]}", "" },
	{ "items that are no list", "{\"items\":{}}", "1 {\"items\":{}}\n" },
	{ "items further down", "{\"a\":{\"items\":[{}]}}", "1 {\"a\":{\"items\":[{}]}}\n" },
	{ "items as a value", "{\"a\":\"items\",\"b\":[{}]}", "1 {\"a\":\"items\",\"b\":[{}]}\n" },
	{ "items within an array", "[{\"items\":[{}]}]", "1 {\"items\":[{}]}\n" },

	{ "broken off at the end", "{}\n{\"a\":", "1 {}\n2 error\n" },
	{ "a broken line", "{\"a\":{\n{\"b\":1}\n{\"c\":1}\n",
	  "1 error\n2 {\"b\":1}\n3 {\"c\":1}\n" },
	{ "a broken line at a comma", "{\"a\":[1,\n{\"b\":1}\n", "1 error\n2 {\"b\":1}\n" },
	{ "a broken line in a string", "{\"a\":\"b\n{\"b\":1}\n", "1 error\n2 {\"b\":1}\n" },
	{ "a broken line in an array", "[\n{\"a\":1},\n{\"b\":{,\n{\"c\":1}\n]\n{}",
	  "2 {\"a\":1}\n3 error\n4 {\"c\":1}\n6 {}\n" },
	{ "broken over lines", "{\n  \"a\": [\n  {}\n{\"b\":1}\n", "1 error\n4 {\"b\":1}\n" },
	{ "not closed", "[{}", "1 {}\n1 error\n" },
	{ "a List not closed", "{\"items\":[{}]", "1 {} in {\"items\":null}\n1 error\n" },
	{ "no objects", "7\n\"a\" x\n{}\n", "1 error\n2 error\n3 {}\n" },
	{ "no objects in an array", "[7,{}]\n{}", "1 error\n1 {}\n2 {}\n" },
	{ "a stray bracket", "}\n{}\n", "1 error\n2 {}\n" },

	{ "a byte order mark", MARK "{}\n{}\n", "1 {}\n2 {}\n" },
	{ "a mark alone", MARK, "" },
	{ "a mark before an array", MARK "[{},\n{}]", "1 {}\n2 {}\n" },
	{ "a mark before each file", MARK "{\"a\":1}\n" MARK "{\"b\":1}\n",
	  "1 {\"a\":1}\n2 {\"b\":1}\n" },
	{ "two marks", MARK MARK "{}\n{}\n", "1 error\n2 {}\n" },
	{ "a mark within a line", "{} " MARK "{}\n{}\n", "1 {}\n1 error\n2 {}\n" },
	{ "a mark in a text", "{\"a\":\"" MARK "\"}\n", "1 {\"a\":\"" MARK "\"}\n" },
	{ "half of a mark", "\xef\xbb{}\n{}\n", "1 error\n2 {}\n" },
};

static char path[64];

static void write_file(const char *text, size_t len)
{
	FILE *file;
	int fd;

	strcpy(path, "/tmp/check_capture.XXXXXX");
	fd = mkstemp(path);
	ck_assert(fd >= 0);
	file = fdopen(fd, "w");
	fwrite(text, 1, len, file);
	fclose(file);
}

static const char *read_all(void)
{
	SCOPED(scoped_capture) struct capture *c = NULL;
	struct captured captured;
	struct err err = { 0 };
	struct buf out;
	const char *text;
	int result;

	buf_init(&out, (size_t)1024 * 1024);
	c = capture_open(path, &err);
	unlink(path);
	ck_assert_msg(c != NULL, "%s", err.text);
	while ((result = capture_next(c, &captured, &err)) != 0) {
		buf_addf(&out, "%zu ", captured.line);
		if (result < 0)
			buf_adds(&out, "error");
		else
			buf_add(&out, captured.text, captured.len < 300 ? captured.len : 300);
		if (result > 0 && captured.list)
			buf_addf(&out, " in %.*s", (int)captured.list_len, captured.list);
		buf_adds(&out, "\n");
	}
	text = arena_strndup(test_arena(), buf_str(&out), out.len);
	buf_fini(&out);
	return text;
}

START_TEST(stream)
{
	const struct row *row = &rows[_i];
	const char *got;

	write_file(row->text, strlen(row->text));
	got = read_all();
	ck_assert_msg(same(got, row->want), "%s: got\n%s\nwant\n%s", row->name, got, row->want);
}
END_TEST

/* As UTF-16, high bytes first when @big, behind its mark. */
static void write_utf16(const char *text, size_t len, bool big)
{
	char *units = malloc(2 * len + 2), *to = units;

	*to++ = big ? '\xfe' : '\xff';
	*to++ = big ? '\xff' : '\xfe';
	for (size_t i = 0; i < len; i++, to += 2) {
		to[big ? 0 : 1] = '\0';
		to[big ? 1 : 0] = text[i];
	}
	write_file(units, 2 * len + 2);
	free(units);
}

/* The rows in ASCII say the same in UTF-16. */
START_TEST(stream_in_utf16)
{
	const struct row *row = &rows[_i];
	const char *got;

	for (const char *c = row->text; *c; c++)
		if ((unsigned char)*c >= 0x80)
			return;
	for (int big = 0; big < 2; big++) {
		write_utf16(row->text, strlen(row->text), big);
		got = read_all();
		ck_assert_msg(same(got, row->want), "%s: got\n%s\nwant\n%s", row->name, got,
			      row->want);
	}
}
END_TEST

/* Behind what can't be read there is nothing, and the error comes once. */
START_TEST(broken_utf16)
{
	static const char half[] = "\xff\xfe{\0}\0\n\0{\0}";
	static const char pair[] = "\xfe\xff\0{\0}\0\n\xdc\0\0{\0}";

	write_file(half, sizeof(half) - 1);
	ck_assert_str_eq(read_all(), "1 error\n1 {}\n2 error\n");
	write_file(pair, sizeof(pair) - 1);
	ck_assert_str_eq(read_all(), "1 error\n1 {}\n");
}
END_TEST

/* @count values of @size bytes each, one a line; @size 0: of 1 to 200 bytes. */
static char *many(size_t count, size_t size, size_t *len)
{
	struct buf out;
	char *text;

	buf_init(&out, (size_t)256 * 1024 * 1024);
	for (size_t i = 0; i < count; i++) {
		size_t fill = size ? size : 1 + i * 7 % 200;

		buf_adds(&out, "{\"a\":\"");
		for (size_t k = 0; k < fill; k++)
			buf_addc(&out, "x{}[],:"[k % 7]);
		buf_adds(&out, "\"}\n");
	}
	*len = out.len;
	text = malloc(out.len + 1);
	memcpy(text, out.data, out.len + 1);
	buf_fini(&out);
	return text;
}

START_TEST(across_pieces)
{
	size_t len;
	char *all = many(3000, 0, &len);
	const char *text = all, *got;

	write_file(text, len);
	got = read_all();
	for (size_t i = 1; i <= 3000; i++) {
		const char *end = strchr(text, '\n');
		char *want = arena_printf(test_arena(), "%zu %.*s\n", i, (int)(end - text), text);

		ck_assert_msg(strncmp(got, want, strlen(want)) == 0, "%zu", i);
		got += strlen(want);
		text += end - text + 1;
	}
	ck_assert_str_eq(got, "");
	free(all);
}
END_TEST

START_TEST(too_large)
{
	size_t len;
	char *text = many(1, CAPTURE_BYTES_MAX + 10, &len);

	/* The string is not the last thing in it, and something follows. */
	memcpy(text + len - 8, "\"}\n{}\n{}", 8);
	write_file(text, len);
	free(text);
	ck_assert_str_eq(read_all(), "1 error\n2 {}\n3 {}\n");
}
END_TEST

START_TEST(not_there)
{
	struct err err = { 0 };

	ck_assert(!capture_open("/nowhere/at/all", &err));
	ck_assert_int_eq(err.code, ERR_SYSTEM);
}
END_TEST

int main(void)
{
	return run_tables("capture", (const struct table[]){ { "stream", stream, ARRAY_LEN(rows) },
							     { "stream in UTF-16", stream_in_utf16,
							       ARRAY_LEN(rows) },
							     { "broken UTF-16", broken_utf16, 1 },
							     { "across pieces", across_pieces, 1 },
							     { "too large", too_large, 1 },
							     { "not there", not_there, 1 },
							     { 0 } });
}
