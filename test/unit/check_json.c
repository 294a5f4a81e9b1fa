/* SPDX-License-Identifier: Apache-2.0 */
/* check_json.c - what is refused and what is read, and that trees keep what was written. */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support.h"

/* Text of the tree that @text parses to, or of the error. */
static const char *parsed_with(const char *text, size_t len, const struct json_limits *limits)
{
	static char shown[4096];
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };
	/* Right-sized and without NUL behind it, so that a read beyond is seen. */
	char *exact = malloc(len ? len : 1);
	cJSON *tree;

	memcpy(exact, text, len);
	tree = json_parse(test_arena(), exact, len, limits, &err);
	free(exact);
	buf_init(&out, sizeof(shown) - 1);
	if (tree)
		json_write(&out, tree);
	else
		buf_adds(&out, err.text);
	snprintf(shown, sizeof(shown), "%s", buf_str(&out));
	ck_assert(tree ? err.code == ERR_NONE : err.code == ERR_INPUT || err.code == ERR_LIMIT);
	return shown;
}

static const char *parsed(const char *text)
{
	return parsed_with(text, strlen(text), NULL);
}

/* What is read, and the text it is written as; NULL: the same. */
static const struct {
	const char *text, *want;
} good[] = {
	{ "{}", NULL },
	{ "[]", NULL },
	{ "null", NULL },
	{ "true", NULL },
	{ "false", NULL },
	{ "0", NULL },
	{ "\"\"", NULL },
	{ " \t\r\n{ \"a\" : [ 1 , 2 ] , \"b\" : { } } \n", "{\"a\":[1,2],\"b\":{}}" },
	{ "[[],{},[[]],[{}]]", NULL },
	{ "{\"\":0}", NULL },
	{ "{\"a\":1,\"A\":2,\"a \":3}", NULL },
	{ "{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}", NULL },
	{ "[{\"a\":1},{\"a\":2}]", NULL },
	{ "{\"\\u0061\":1,\"\\u0062\":2}", "{\"a\":1,\"b\":2}" },
	{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\"" },
	{ "\"\\u0001\\u001F\\u007f\"", "\"\\u0001\\u001f\x7f\"" },
	{ "\"\\u00e9\\u20AC\\ud83d\\ude00\"", "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\"" },
	{ "\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf\"", NULL },
	{ "\"1234567\"", NULL },
	{ "\"12345678\"", NULL },
	{ "\"123456789abcdef\\n0123456789abcdef\"", NULL },
	{ "-1", NULL },
	{ "-0", "0" },
	{ "-0.0", "0" },
	{ "1.0", "1" },
	{ "1e3", "1000" },
	{ "1E+3", "1000" },
	{ "15e-1", "1.5" },
	{ "0.1", NULL },
	{ "1e-400", "0" },
	{ "1e300", "1.0000000000000001e+300" },
	{ "1.7976931348623157e308", "1.7976931348623157e+308" },
	{ "123456789012345678.0", "1.2345678901234568e+17" },
	{ "12345678901234567.0", "1.2345678901234568e+16" },
	{ "2147483648", NULL },
	{ "9007199254740991", NULL },
	{ "9007199254740992", NULL },
	{ "9007199254740993", NULL },
	{ "-9007199254740993", NULL },
	{ "9223372036854775807", NULL },
	{ "9223372036854775808", NULL },
	{ "-9223372036854775809", NULL },
	{ "[0,18446744073709551617,{\"a\":-100000000000000000000000}]", NULL },
	{ "-9223372036854775808", NULL },
	{ "[1,[9007199254740993,\"x\",{\"a\":[{}],\"b\":9007199254740995}],2,-9007199254740997]",
	  NULL },
};

START_TEST(reads)
{
	const char *want = good[_i].want ? good[_i].want : good[_i].text;
	const char *got = parsed(good[_i].text);

	ck_assert_msg(same(got, want), "%s: got %s", good[_i].text, got);
}
END_TEST

static const struct {
	const char *text, *want;
} bad[] = {
	{ "", "text ends where a value should be at byte 0" },
	{ "  ", "text ends where a value should be at byte 2" },
	{ "{", "text ends where a key should be at byte 1" },
	{ "[", "text ends where a value should be at byte 1, [0]" },
	{ "[1", "text ends where \",\" or \"]\" should be at byte 2" },
	{ "{\"a\"", "text ends where \":\" should be at byte 4, a" },
	{ "{\"a\":", "text ends where a value should be at byte 5, a" },
	{ "{\"a\":1", "text ends where \",\" or \"}\" should be at byte 6" },
	{ "[1,]", "']' where a value should be at byte 3, [1]" },
	{ "[,1]", "',' where a value should be at byte 1, [0]" },
	{ "[1 2]", "'2' where \",\" or \"]\" should be at byte 3" },
	{ "[1}", "'}' where \",\" or \"]\" should be at byte 2" },
	{ "{\"a\":1,}", "'}' where a key should be at byte 7" },
	{ "{\"a\" 1}", "'1' where \":\" should be at byte 5, a" },
	{ "{a:1}", "'a' where a key should be at byte 1" },
	{ "{'a':1}", "''' where a key should be at byte 1" },
	{ "{1:1}", "'1' where a key should be at byte 1" },
	{ "{null:1}", "'n' where a key should be at byte 1" },
	{ "]", "']' where a value should be at byte 0" },
	{ "nul", "'n' where a value should be at byte 0" },
	{ "True", "'T' where a value should be at byte 0" },
	{ "NaN", "'N' where a value should be at byte 0" },
	{ "[Infinity]", "'I' where a value should be at byte 1, [0]" },
	{ "truex", "more text behind the value at byte 4" },
	{ "true false", "more text behind the value at byte 5" },
	{ "{\"a\":1}{\"b\":2}", "more text behind the value at byte 7" },
	{ "{}]", "more text behind the value at byte 2" },
	{ "1,", "more text behind the value at byte 1" },
	{ "// x\n1", "'/' where a value should be at byte 0" },
	{ "\f1", "byte 0x0c where a value should be at byte 0" },
	{ "\v1", "byte 0x0b where a value should be at byte 0" },
	{ "\xc2\xa0"
	  "1",
	  "byte 0xc2 where a value should be at byte 0" },
	{ "\xef\xbb\xbf{}", "byte order mark at byte 0" },
	{ "\xff\xfe{", "byte 0xff where a value should be at byte 0" },
	{ "\"abc", "text ends inside a string at byte 4" },
	{ "\"abc\\", "text ends inside a string at byte 4" },
	{ "\"abc\\\"", "text ends inside a string at byte 6" },
	{ "\"a\nb\"", "raw control character in a string at byte 2" },
	{ "\"12345678\x1f\"", "raw control character in a string at byte 9" },
	{ "\"\\x41\"", "unknown escape at byte 1" },
	{ "\"\\'\"", "unknown escape at byte 1" },
	{ "\"\\U0041\"", "unknown escape at byte 1" },
	{ "\"\\uZZZZ\"", "\\u without four hex digits at byte 1" },
	{ "\"\\u00g0\"", "\\u without four hex digits at byte 1" },
	{ "\"\\u12\"", "\\u without four hex digits at byte 1" },
	{ "\"\\u+123\"", "\\u without four hex digits at byte 1" },
	{ "\"\\u0000\"", "\\u0000 in a string at byte 1" },
	{ "{\"image\":\"good:1\\u0000evil\"}", "\\u0000 in a string at byte 16, image" },
	{ "{\"k\\u0000x\":1}", "key: \\u0000 in a string at byte 3" },
	{ "\"\\ud800\"", "lone high surrogate escape at byte 1" },
	{ "\"\\ud800\\u0041\"", "lone high surrogate escape at byte 1" },
	{ "\"\\ud800\\ud800\"", "lone high surrogate escape at byte 1" },
	{ "\"\\ud800\\n\"", "lone high surrogate escape at byte 1" },
	{ "\"\\udc00\"", "lone low surrogate escape at byte 1" },
	{ "\"\xff\"", "invalid UTF-8 at byte 1" },
	{ "\"\x80\"", "invalid UTF-8 at byte 1" },
	{ "\"\xc0\x80\"", "invalid UTF-8 at byte 1" },
	{ "\"\xe0\x80\xaf\"", "invalid UTF-8 at byte 1" },
	{ "\"\xed\xa0\x80\"", "invalid UTF-8 at byte 1" },
	{ "\"\xf4\x90\x80\x80\"", "invalid UTF-8 at byte 1" },
	{ "\"\xc3\"", "invalid UTF-8 at byte 1" },
	{ "\"\xe2\x82", "invalid UTF-8 at byte 1" },
	{ "{\"\xff\":1}", "key: invalid UTF-8 at byte 2" },
	{ "01", "number with a leading zero at byte 0" },
	{ "-01", "number with a leading zero at byte 1" },
	{ "00", "number with a leading zero at byte 0" },
	{ "1.", "number without digits at byte 2" },
	{ "1.e1", "number without digits at byte 2" },
	{ "1e", "number without digits at byte 2" },
	{ "1e+", "number without digits at byte 3" },
	{ "-", "number without digits at byte 1" },
	{ "--1", "number without digits at byte 1" },
	{ "+1", "'+' where a value should be at byte 0" },
	{ ".5", "'.' where a value should be at byte 0" },
	{ "0x10", "more text behind the value at byte 1" },
	{ "[1.2.3]", "'.' where \",\" or \"]\" should be at byte 4" },
	{ "1e400", "number beyond a double at byte 0" },
	{ "-1e400", "number beyond a double at byte 0" },
	{ "{\"a\":1,\"a\":2}", "duplicate key \"a\" at byte 7" },
	{ "{\"a\":1,\"\\u0061\":2}", "duplicate key \"\\u0061\" at byte 7" },
	{ "{\"\":1,\"\":2}", "duplicate key \"\" at byte 6" },
	{ "{\"\\n\":1,\"\\u000A\":2}", "duplicate key \"\\u000A\" at byte 8" },
	{ "{\"\xf0\x9f\x98\x80\":1,\"\\ud83d\\ude00\":2}",
	  "duplicate key \"\\ud83d\\ude00\" at byte 10" },
	{ "{\"x\":{\"\xc3\xa9\":1,\"y\":0,\"\xc3\xa9\":2}}", "duplicate key \"??\" at byte 19, x" },
	{ "{\"securityContext\":1,\"security\\u0043ontext\":2}",
	  "duplicate key \"security\\u0043ontext\" at byte 21" },
	{ "{\"s\":{\"containers\":[{\"image\":1,\"image\":2}]}}",
	  "duplicate key \"image\" at byte 31, s.containers[0]" },
	{ "{\"a\":{\"x.y/z\":[0,{\"k\":01}]}}",
	  "number with a leading zero at byte 22, a[\"x.y/z\"][1].k" },
	{ "{\"\x7f\\n\":01}", "number with a leading zero at byte 7, [\"?\\n\"]" },
	{ "{\"0123456789012345678901234567890123456789+\":01}",
	  "number with a leading zero at byte 45, "
	  "[\"0123456789012345678901234567890123456789...\"]" },
};

START_TEST(refuses)
{
	const char *got = parsed(bad[_i].text);

	ck_assert_msg(same(got, bad[_i].want), "%s: got %s", bad[_i].text, got);
}
END_TEST

START_TEST(nul_bytes)
{
	const char *got = parsed_with("\"a\0b\"", 5, NULL);

	ck_assert_msg(same(got, "raw control character in a string at byte 2"), "%s", got);
	got = parsed_with("{}\0", 3, NULL);
	ck_assert_msg(same(got, "more text behind the value at byte 2"), "%s", got);
}
END_TEST

/* A request without a body has no place where it is. */
START_TEST(no_bytes)
{
	struct err err = { 0 };
	const char *empty = parsed("");

	ck_assert(json_parse(test_arena(), NULL, 0, NULL, &err) == NULL);
	ck_assert_msg(err.code == ERR_INPUT && same(err.text, empty), "%s, not %s", err.text,
		      empty);
}
END_TEST

/* @count times @open, then @middle, then @count times @close. */
static const char *nested(unsigned count, const char *open, const char *middle, const char *close)
{
	SCOPED(scoped_buf) struct buf b;

	buf_init(&b, 1 << 20);
	for (unsigned i = 0; i < count; i++)
		buf_adds(&b, open);
	buf_adds(&b, middle);
	for (unsigned i = 0; i < count; i++)
		buf_adds(&b, close);
	return arena_strndup(test_arena(), buf_str(&b), b.len);
}

static const struct {
	const char *name;
	unsigned depth, limit;
	const char *open, *close;
	const char *want; /* start of the error; NULL: is read */
} depths[] = {
	{ "arrays at the default", 100, 100, "[", "]", NULL },
	{ "arrays above it", 101, 100, "[", "]", "nesting deeper than 100 at byte 100, [0][0]" },
	{ "objects at the default", 100, 100, "{\"a\":", "}", NULL },
	{ "objects above it", 101, 100, "{\"a\":", "}",
	  "nesting deeper than 100 at byte 500, a.a.a" },
	{ "one level", 1, 1, "[", "]", NULL },
	{ "two where one is accepted", 2, 1, "[", "]", "nesting deeper than 1 at byte 1, [0]" },
	{ "none is accepted", 1, 0, "[", "]", "nesting deeper than 0 at byte 0" },
	{ "the most", 200, 1000, "[", "]", NULL },
	{ "more than the most", 201, 1000, "[", "]", "nesting deeper than 200" },
};

START_TEST(depth)
{
	struct json_limits limits = json_limits_default;
	const char *text = nested(depths[_i].depth, depths[_i].open, "0", depths[_i].close);
	const char *want = depths[_i].want ? depths[_i].want : text;
	const char *got;

	limits.depth = depths[_i].limit;
	got = parsed_with(text, strlen(text), &limits);
	ck_assert_msg(strncmp(got, want, strlen(want)) == 0, "%s: got %s", depths[_i].name, got);
	text = nested(depths[_i].depth, "[", "", "]");
	got = parsed_with(text, strlen(text), &limits);
	ck_assert_msg((got[0] == '[') == !depths[_i].want, "%s, empty: got %s", depths[_i].name,
		      got);
}
END_TEST

START_TEST(limits_hold)
{
	struct json_limits limits = { .bytes = 9, .depth = 10, .values = 4 };

	ck_assert_str_eq(parsed_with("[1,2,345]", 9, &limits), "[1,2,345]");
	ck_assert_str_eq(parsed_with("[1,2,3456]", 10, &limits),
			 "text of 10 bytes, at most 9 are accepted");
	ck_assert_str_eq(parsed_with("[1,2,3,4]", 9, &limits), "more than 4 values at byte 7, [3]");
}
END_TEST

/* An object of @count keys "<prefix><i><suffix>", the key @twice once more at the end. */
static char *many_keys(unsigned count, const char *prefix, const char *suffix, int twice,
		       size_t *len)
{
	SCOPED(scoped_buf) struct buf b;

	buf_init(&b, (size_t)64 * 1024 * 1024);
	buf_addc(&b, '{');
	for (unsigned i = 0; i < count; i++)
		buf_addf(&b, "\"%s%06u%s\":%u,", prefix, i, suffix, i);
	if (twice >= 0)
		buf_addf(&b, "\"\\u%04x%s%06d%s\":0}", prefix[0], prefix + 1, twice, suffix);
	else
		buf_adds(&b, "\"last\":0}");
	*len = b.len;
	return arena_strndup(test_arena(), b.data, b.len);
}

static const struct {
	const char *name;
	unsigned count;
	const char *prefix, *suffix;
} crowds[] = {
	{ "few", 3, "key", "" },
	{ "as many as are compared each with each", 15, "key", "" },
	{ "one more", 16, "key", "" },
	{ "many", 1000, "k", "" },
	{ "very many", 200000, "key", "" },
	{ "very many whose hashes collide", 200000, "metadata", ".example" },
};

START_TEST(crowd)
{
	struct err err = { 0 };
	char want[100];
	size_t len;
	char *text = many_keys(crowds[_i].count, crowds[_i].prefix, crowds[_i].suffix, -1, &len);
	cJSON *tree = json_parse(test_arena(), text, len, NULL, &err);

	ck_assert_msg(tree != NULL, "%s: %s", crowds[_i].name, err.text);
	for (int twice = 0; twice < (int)crowds[_i].count; twice += (int)crowds[_i].count / 2) {
		text = many_keys(crowds[_i].count, crowds[_i].prefix, crowds[_i].suffix, twice,
				 &len);
		tree = json_parse(test_arena(), text, len, NULL, &err);
		ck_assert_msg(tree == NULL, "%s: key %d twice is read", crowds[_i].name, twice);
		snprintf(want, sizeof(want), "duplicate key \"\\u%04x%s%06d%s\"",
			 crowds[_i].prefix[0], crowds[_i].prefix + 1, twice, crowds[_i].suffix);
		ck_assert_msg(strncmp(err.text, want, strlen(want)) == 0, "%s: %s", crowds[_i].name,
			      err.text);
	}
}
END_TEST

START_TEST(crowd_reports_first)
{
	struct buf b;
	const char *got;

	buf_init(&b, 4096);
	buf_addc(&b, '{');
	for (int i = 0; i < 30; i++)
		buf_addf(&b, "\"k%02d\":0,", i);
	buf_adds(&b, "\"k29\":0,\"k03\":0,\"k03\":0}");
	got = parsed(buf_str(&b));
	buf_fini(&b);
	ck_assert_msg(same(got, "duplicate key \"k29\" at byte 241"), "%s", got);
}
END_TEST

static const struct {
	const char *text;
	bool integral;
	int64_t value;
} ints[] = {
	{ "0", true, 0 },
	{ "-0", true, 0 },
	{ "80", true, 80 },
	{ "2147483648", true, 2147483648 },
	{ "9007199254740991", true, 9007199254740991 },
	{ "9007199254740992", true, 9007199254740992 },
	{ "9007199254740993", true, 9007199254740993 },
	{ "-9007199254740993", true, -9007199254740993 },
	{ "9223372036854775807", true, INT64_MAX },
	{ "9223372036854775808", false, 0 },
	{ "-9223372036854775809", false, 0 },
	{ "18446744073709551616", false, 0 },
	{ "-9223372036854775808", true, INT64_MIN },
	{ "1.0", true, 1 },
	{ "1e3", true, 1000 },
	{ "-2.50e1", true, -25 },
	{ "9007199254740991.0", true, 9007199254740991 },
	{ "9007199254740993.0", false, 0 },
	{ "1e18", false, 0 },
	{ "1e30", false, 0 },
	{ "1.5", false, 0 },
	{ "\"1\"", false, 0 },
	{ "true", false, 0 },
	{ "null", false, 0 },
	{ "[1]", false, 0 },
	{ "{}", false, 0 },
};

START_TEST(integers)
{
	int64_t value = 0;
	bool integral = json_int(parse(ints[_i].text), &value);

	ck_assert_msg(integral == ints[_i].integral && value == ints[_i].value,
		      "%s: got %d, %" PRId64, ints[_i].text, integral, value);
}
END_TEST

/* Each in an object between two other members, one of them elided: HEAD, @count digits, TAIL. */
static const struct {
	const char *name, *head, *digits, *tail;
	int count;
	const char *want; /* NULL: as it was written; an error; what is written instead */
} long_numbers[] = {
	{ "59 digits", "", "1", "", 59, NULL },
	{ "60 digits", "", "12", "", 60, NULL },
	{ "61 digits", "", "123", "", 61, NULL },
	{ "63 digits", "", "9", "", 63, NULL },
	{ "64 digits", "", "90", "", 64, NULL },
	{ "65 digits below zero", "-", "7", "", 65, NULL },
	{ "128 digits", "", "1", "", 128, NULL },
	{ "129 digits", "", "3", "", 129, NULL },
	{ "300 digits", "", "9", "", 300, NULL },
	{ "308 digits", "", "17", "", 308, NULL },
	{ "309 digits that fit", "", "1", "", 309, NULL },
	{ "309 digits that do not", "", "2", "", 309, "number beyond a double at byte 19, n" },
	{ "400 digits", "-", "1", "", 400, "number beyond a double at byte 19, n" },
	{ "as long as can be", "0.5", "0", "", 1097, "0.5" },
	{ "longer", "0.5", "0", "", 1098, "number of more than 1100 bytes at byte 19, n" },
	{ "longer than a megabyte", "", "1", "", 1 << 20,
	  "number of more than 1100 bytes at byte 19, n" },
	{ "a tenth with all that a double has",
	  "0.1000000000000000055511151231257827021181583404541015625", "0", "", 40, "0.1" },
	{ "a third", "0.", "3", "", 100, "0.33333333333333331" },
	{ "many digits and an exponent", "1.", "0", "e3", 100, "1000" },
	{ "nothing behind the point", "-5.", "0", "", 80, "-5" },
	{ "an exponent beyond", "1", "0", "e400", 70, "number beyond a double at byte 19, n" },
	{ "an exponent of many zeros", "1e", "0", "2", 100, "100" },
	{ "far below one", "1e-400", "0", "", 0, "0" },
	{ "the least above zero", "5e-324", "", "", 0, "4.94065645841247e-324" },
	{ "zero below zero", "-0.", "0", "", 90, "0" },
};

static const char *long_number(struct buf *out, size_t i)
{
	const char *digits = long_numbers[i].digits;

	buf_adds(out, long_numbers[i].head);
	for (int n = 0; n < long_numbers[i].count; n++)
		buf_addc(out, digits[(size_t)n % strlen(digits)]);
	buf_adds(out, long_numbers[i].tail);
	return buf_str(out);
}

START_TEST(keeps_long_numbers)
{
	const char *want = long_numbers[_i].want, *got, *again;
	SCOPED(scoped_buf) struct buf number;
	SCOPED(scoped_buf) struct buf text;
	struct json_limits limits = json_limits_default;

	limits.elide = (const char *const[]){ "e", "f", NULL };
	buf_init(&number, 2 << 20);
	buf_init(&text, 2 << 20);
	long_number(&number, (size_t)_i);
	buf_adds(&text, "{\"e\":[1],\"l\":2,\"n\":");
	buf_add(&text, buf_str(&number), number.len);
	buf_adds(&text, ",\"f\":{\"x\":7},\"z\":3}");
	got = parsed_with(buf_str(&text), text.len, &limits);
	if (!want)
		want = buf_str(&number);
	if (strncmp(want, "number", 6) != 0)
		want = arena_printf(test_arena(),
				    "{\"e\":null,\"l\":2,\"n\":%s,\"f\":null,\"z\":3}", want);
	ck_assert_msg(same(got, want), "%s:\n got %s\nwant %s", long_numbers[_i].name, got, want);
	if (*got != '{')
		return;
	again = parsed_with(got, strlen(got), NULL);
	ck_assert_msg(same(again, got), "%s: not the same again: %s", long_numbers[_i].name, again);
}
END_TEST

/* The value is that of all digits, whatever the library read. */
START_TEST(long_values)
{
	static const char exact[] = "0.1000000000000000055511151231257827021181583404541015625";
	const cJSON *list =
		parse("[1111111111111111111111111111111111111111111111111111111111111111"
		      "1111,0.1000000000000000055511151231257827021181583404541015625"
		      "0000000000,-1e-0000000000000000000000000000000000000000000000000"
		      "00000000000000000002]");

	ck_assert(list && list->child->valuedouble == strtod("1.1111111111111111e67", NULL));
	ck_assert(list->child->next->valuedouble == strtod(exact, NULL));
	ck_assert(list->child->next->next->valuedouble == -0.01);
}
END_TEST

static const struct {
	const char *name, *text, *want;
} elisions[] = {
	{ "nothing there", "{\"a\":1}", "{\"a\":1}" },
	{ "an array", "{\"r\":{\"o\":{\"m\":[1,{\"x\":[]}],\"n\":2}}}",
	  "{\"r\":{\"o\":{\"m\":null,\"n\":2}}}" },
	{ "a string", "{\"r\":{\"o\":{\"m\":\"x\\\"y\"}}}", "{\"r\":{\"o\":{\"m\":null}}}" },
	{ "a number", "{\"r\":{\"o\":{\"m\":9007199254740993,\"n\":9007199254740995}}}",
	  "{\"r\":{\"o\":{\"m\":null,\"n\":9007199254740995}}}" },
	{ "an empty object", "{\"r\":{\"o\":{\"m\" : {} }}}", "{\"r\":{\"o\":{\"m\":null}}}" },
	{ "an empty array with space", "{\"r\":{\"o\":{\"m\":[ ]}}}",
	  "{\"r\":{\"o\":{\"m\":null}}}" },
	{ "null", "{\"r\":{\"o\":{\"m\":null}}}", "{\"r\":{\"o\":{\"m\":null}}}" },
	{ "both",
	  "{\"r\":{\"p\":{\"m\":{\"a\":[9007199254740993]}},\"o\":{\"m\":[[]]}},\"n\":"
	  "9007199254740995}",
	  "{\"r\":{\"p\":{\"m\":null},\"o\":{\"m\":null}},\"n\":9007199254740995}" },
	{ "an escaped key", "{\"\\u0072\":{\"o\":{\"m\":1}}}", "{\"r\":{\"o\":{\"m\":null}}}" },
	{ "one level up", "{\"o\":{\"m\":1},\"m\":1}", "{\"o\":{\"m\":1},\"m\":1}" },
	{ "one level down", "{\"x\":{\"r\":{\"o\":{\"m\":1}}}}",
	  "{\"x\":{\"r\":{\"o\":{\"m\":1}}}}" },
	{ "another object", "{\"r\":{\"q\":{\"m\":1}}}", "{\"r\":{\"q\":{\"m\":1}}}" },
	{ "through an array", "{\"r\":[{\"o\":{\"m\":1}}]}", "{\"r\":[{\"o\":{\"m\":1}}]}" },
	{ "an array at the top", "[{\"r\":{\"o\":{\"m\":1}}}]", "[{\"r\":{\"o\":{\"m\":1}}}]" },
	{ "longer and shorter keys", "{\"r\":{\"o\":{\"mm\":1,\"\":1},\"oo\":{\"m\":1}}}",
	  "{\"r\":{\"o\":{\"mm\":1,\"\":1},\"oo\":{\"m\":1}}}" },
	{ "keys with dots", "{\"r.o.m\":1,\"r\":{\"o.m\":1},\"r.o\":{\"m\":1}}",
	  "{\"r.o.m\":1,\"r\":{\"o.m\":1},\"r.o\":{\"m\":1}}" },
	{ "another case", "{\"R\":{\"o\":{\"m\":1}}}", "{\"R\":{\"o\":{\"m\":1}}}" },
	{ "the same again inside", "{\"r\":{\"o\":{\"m\":{\"r\":{\"o\":{\"m\":1}}}}}}",
	  "{\"r\":{\"o\":{\"m\":null}}}" },
	{ "as deep as paths go",
	  "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":1}}}}}}}}",
	  "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":null}}}}}}}}" },
	{ "deeper", "{\"i\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{\"i\":1}}}}}}}}}",
	  "{\"i\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{\"i\":1}}}}}}}}}" },
	{ "grammar inside", "{\"r\":{\"o\":{\"m\":[1,]}}}",
	  "']' where a value should be at byte 18, r.o.m[1]" },
	{ "UTF-8 inside", "{\"r\":{\"o\":{\"m\":\"\xff\"}}}", "invalid UTF-8 at byte 16, r.o.m" },
	{ "duplicates inside", "{\"r\":{\"o\":{\"m\":{\"a\":1,\"a\":1}}}}",
	  "duplicate key \"a\" at byte 22, r.o.m" },
	{ "twice", "{\"r\":{\"o\":{\"m\":1,\"m\":1}}}", "duplicate key \"m\" at byte 17, r.o" },
	{ "twice on the way", "{\"r\":{\"o\":{\"m\":1}},\"r\":{\"o\":{\"m\":1}}}",
	  "duplicate key \"r\" at byte 19" },
	{ "many times",
	  "{\"r\":{\"o\":{\"m\":1}},\"r\":{\"o\":{\"m\":1}},\"r\":{\"o\":{\"m\":1}},\"r\":{\"o\":{"
	  "\"m\":1}},"
	  "\"r\":{\"o\":{\"m\":1}},\"r\":{\"o\":{\"m\":1}},\"r\":{\"o\":{\"m\":1}},\"r\":{\"o\":{"
	  "\"m\":1}},"
	  "\"r\":{\"o\":{\"m\":1}},\"r\":{\"o\":{\"m\":1}}}",
	  "duplicate key \"r\" at byte 19" },
};

START_TEST(elides)
{
	struct json_limits limits = json_limits_default;
	const char *got;

	limits.elide = (const char *const[]){ "r.o.m", "r.p.m", "a.b.c.d.e.f.g.h",
					      "i.b.c.d.e.f.g.h.i", NULL };
	got = parsed_with(elisions[_i].text, strlen(elisions[_i].text), &limits);
	ck_assert_msg(same(got, elisions[_i].want), "%s: got %s", elisions[_i].name, got);
}
END_TEST

START_TEST(looks_up)
{
	const cJSON *o = parse("{'Privileged':false,'privileged':true,'n':null,'s':'x','i':7}");
	int64_t value = 5;

	ck_assert(cJSON_IsTrue(json_get(o, "privileged")));
	ck_assert(cJSON_IsFalse(json_get(o, "Privileged")));
	ck_assert_ptr_null(json_get(o, "PRIVILEGED"));
	ck_assert_ptr_null(json_get(o, "priv"));
	ck_assert_ptr_null(json_get(NULL, "x"));
	ck_assert_ptr_null(json_get(json_get(o, "s"), "x"));
	ck_assert_ptr_null(json_get(parse("[1]"), "x"));
	ck_assert(cJSON_IsNull(json_get(o, "n")));
	ck_assert_ptr_null(json_present(o, "n"));
	ck_assert_ptr_nonnull(json_present(o, "i"));
	ck_assert_str_eq(json_string(json_get(o, "s")), "x");
	ck_assert_ptr_null(json_string(json_get(o, "i")));
	ck_assert_ptr_null(json_string(NULL));
	ck_assert(!json_int(NULL, &value) && !json_int(json_get(o, "s"), &value) && value == 5);
	ck_assert_str_eq(json_type_name(o), "an object");
	ck_assert_str_eq(json_type_name(json_get(o, "privileged")), "a boolean");
	ck_assert_str_eq(json_type_name(json_get(o, "n")), "null");
	ck_assert_str_eq(json_type_name(json_get(o, "s")), "a string");
	ck_assert_str_eq(json_type_name(json_get(o, "i")), "a number");
	ck_assert_str_eq(json_type_name(parse("[]")), "an array");
	ck_assert_str_eq(json_type_name(NULL), "nothing");
}
END_TEST

START_TEST(builds)
{
	struct arena *a = test_arena();
	cJSON *o = json_new_object(a), *list = json_new_array(a);
	SCOPED(scoped_buf) struct buf out;
	int64_t value;

	buf_init(&out, 1000);
	json_put(a, o, "list", list);
	json_append(list, json_new_int(a, INT64_MIN));
	json_append(list, json_new_int(a, 9007199254740993));
	json_append(list, json_new_int(a, -7));
	json_append(list, json_new_bool(a, true));
	json_append(list, json_new_null(a));
	json_put(a, o, "s", json_new_string(a, "a\"\xff\n"));
	json_put(a, o, "e", json_new_object(a));
	json_write(&out, o);
	ck_assert_str_eq(buf_str(&out),
			 "{\"list\":[-9223372036854775808,9007199254740993,-7,true,null],"
			 "\"s\":\"a\\\"\xef\xbf\xbd\\n\",\"e\":{}}");
	ck_assert(json_int(list->child->next, &value) && value == 9007199254740993);
	ck_assert_ptr_null(json_new_string(a, NULL));
	ck_assert_ptr_null(json_append(NULL, o));
	ck_assert_ptr_null(json_append(list, NULL));
	ck_assert_ptr_null(json_put(a, NULL, "k", list));
	ck_assert_ptr_null(json_put(a, o, NULL, list));
	ck_assert_ptr_null(json_put(a, o, "k", NULL));
	ck_assert_int_eq(cJSON_GetArraySize(list), 5);
}
END_TEST

START_TEST(builds_onto_parsed)
{
	struct arena *a = test_arena();
	struct err err = { 0 };
	cJSON *o = json_parse(a, "{\"a\":[1,2]}", 11, NULL, &err);
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, 1000);
	json_append(o->child, json_new_int(a, 3));
	json_put(a, o, "b", json_new_int(a, 4));
	json_write(&out, o);
	ck_assert_str_eq(buf_str(&out), "{\"a\":[1,2,3],\"b\":4}");
}
END_TEST

START_TEST(write_limits)
{
	struct arena *a = test_arena();
	struct err err = { 0 };
	SCOPED(scoped_buf) struct buf out;
	cJSON *top = json_new_array(a), *inner = top;

	for (int i = 1; i < JSON_DEPTH_MAX; i++)
		inner = json_append(inner, json_new_array(a));
	buf_init(&out, 1000);
	json_write(&out, top);
	ck_assert_int_eq(buf_ok(&out, &err), 0);
	json_append(inner, json_new_array(a));
	buf_clear(&out);
	json_write(&out, top);
	ck_assert_int_eq(buf_ok(&out, &err), -1);
	buf_clear(&out);
	json_write(&out, NULL);
	json_write_int(&out, INT64_MIN);
	ck_assert_str_eq(buf_str(&out), "null-9223372036854775808");
}
END_TEST

/* cJSON has no arena outside json_parse(), so it cannot allocate behind our back. */
START_TEST(hooks_are_closed)
{
	ck_assert_ptr_null(cJSON_CreateObject());
}
END_TEST

#define SAMPLE                                                                                     \
	"{\"kind\":\"Pod\",\"big\":[9007199254740993,1.5,\"a\\u00e9\"],\"r\":{\"o\":{\"m\":[1,2]}" \
	"},"                                                                                       \
	"\"n\":{\"x\":[[],{}]}}"

/* Each allocation fails once: never a tree, never a crash, always out of memory. */
START_TEST(allocation_fails)
{
	struct json_limits limits = json_limits_default;

	limits.elide = (const char *const[]){ "r.o.m", NULL };
	for (long n = 0;; n++) {
		struct err err = { 0 };
		SCOPED(scoped_arena) struct arena *a = arena_new((size_t)1024 * 1024, &err);
		cJSON *tree;

		ck_assert_int_lt(n, 200);
		mem_fail_at(n);
		tree = json_parse(a, SAMPLE, sizeof(SAMPLE) - 1, &limits, &err);
		mem_fail_at(-1);
		if (tree) {
			ck_assert_int_gt(n, 20);
			break;
		}
		ck_assert_msg(err.code == ERR_MEMORY, "%ld: %s", n, err.text);
	}
}
END_TEST

/* The same with an arena that is too small, for each size until it is not. */
START_TEST(arena_too_small)
{
	for (size_t cap = 0;; cap += 16) {
		struct err err = { 0 };
		SCOPED(scoped_arena) struct arena *a = arena_new(cap, &err);
		cJSON *tree = json_parse(a, SAMPLE, sizeof(SAMPLE) - 1, NULL, &err);

		ck_assert_uint_lt(cap, 20000);
		if (tree)
			break;
		ck_assert_msg(err.code == ERR_LIMIT, "%zu: %s", cap, err.text);
	}
}
END_TEST

/* Parses into its own arena, again and again. Return: NULL when each tree was right. */
static void *parse_often(void *text)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new((size_t)1024 * 1024, &err);

	for (int i = 0; i < 300; i++) {
		cJSON *tree = json_parse(a, text, strlen(text), NULL, &err);

		if (!tree || !same(json_string(json_get(tree, "a")), "b"))
			return text;
		arena_reset(a);
	}
	return NULL;
}

START_TEST(in_parallel)
{
	char text[] = "{\"a\":\"b\",\"c\":[1,2,{\"d\":9007199254740993}]}";
	pthread_t threads[4];
	void *wrong;

	for (size_t i = 0; i < ARRAY_LEN(threads); i++)
		ck_assert_int_eq(pthread_create(&threads[i], NULL, parse_often, text), 0);
	for (size_t i = 0; i < ARRAY_LEN(threads); i++) {
		ck_assert_int_eq(pthread_join(threads[i], &wrong), 0);
		ck_assert_ptr_null(wrong);
	}
}
END_TEST

/* What a hostile body asks for stops at the arena's cap. */
START_TEST(hostile_bodies)
{
	static const char *const units[] = { "0,", "{},", "[],", "{\"\":0},", "9007199254740993," };
	struct json_limits limits = json_limits_default;
	size_t unit = strlen(units[_i]), count = (size_t)7 * 1024 * 1024 / unit;
	char *text = malloc(count * unit + 3);
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new((size_t)32 * 1024 * 1024, &err);

	limits.values = SIZE_MAX;
	text[0] = '[';
	for (size_t i = 0; i < count; i++)
		memcpy(text + 1 + i * unit, units[_i], unit);
	memcpy(text + 1 + count * unit, "0]", 2);
	ck_assert_ptr_null(json_parse(a, text, count * unit + 3, &limits, &err));
	ck_assert_msg(err.code == ERR_LIMIT, "%s", err.text);
	ck_assert_uint_le(arena_used(a), (size_t)32 * 1024 * 1024);
	err.code = ERR_NONE;
	ck_assert_ptr_null(json_parse(a, text, count * unit + 3, NULL, &err));
	ck_assert_msg(err.code == ERR_LIMIT, "%s", err.text);
	free(text);
}
END_TEST

/* A tree that can't fit is refused before the arena has grown; one that can is built. */
static const struct {
	const char *name;
	size_t values;
	bool fits;
} trees[] = {
	{ "fits", 5000, true },
	{ "one too many", (size_t)1024 * 1024 / sizeof(cJSON), false },
	{ "many too many", 500000, false },
};

START_TEST(refused_early)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new((size_t)1024 * 1024, &err);
	size_t count = trees[_i].values;
	char *text = malloc(2 * count + 1);
	const cJSON *tree;

	text[0] = '[';
	for (size_t i = 0; i < count; i++)
		memcpy(text + 1 + 2 * i, "0,", 2);
	text[2 * count] = ']';
	tree = json_parse(a, text, 2 * count + 1, NULL, &err);
	if (trees[_i].fits) {
		ck_assert_msg(tree != NULL, "%s: %s", trees[_i].name, err.text);
		ck_assert_int_eq(cJSON_GetArraySize(tree), (int)count);
	} else {
		ck_assert_msg(!tree && err.code == ERR_LIMIT, "%s: %s", trees[_i].name, err.text);
		ck_assert_msg(arena_full(a), "%s: not for the arena", trees[_i].name);
		ck_assert_msg(arena_used(a) == 0, "%s: used %zu", trees[_i].name, arena_used(a));
	}
	free(text);
}
END_TEST

static const struct {
	const char *x, *y;
	bool same;
} pairs[] = {
	{ "{'a':1,'b':[1,2]}", "{'a':1,'b':[1,2]}", true },
	{ "{'a':1,'b':[1,2]}", "{'b':[1,2],'a':1}", true },
	{ "{'a':{'c':1,'d':2}}", "{'a':{'d':2,'c':1}}", true },
	{ "{'a':1,'b':2}", "{'a':2,'b':1}", false },
	{ "{'a':1}", "{'a':1,'b':2}", false },
	{ "{'a':1,'b':2}", "{'b':2}", false },
	{ "{'a':1,'b':2}", "{'b':2,'c':1}", false },
	{ "{'a':1}", "{'A':1}", false },
	{ "[1,2]", "[2,1]", false },
	{ "[1]", "[1,1]", false },
	{ "[]", "{}", false },
	{ "1", "'1'", false },
	{ "1", "1.0", true },
	{ "9007199254740993", "9007199254740992", false },
	{ "9007199254740993", "9007199254740993", true },
	{ "0", "-0.0", true },
	{ "''", "null", false },
	{ "'a'", "'a'", true },
	{ "true", "false", false },
	{ "true", "true", true },
	{ "null", "null", true },
};

START_TEST(compares)
{
	const cJSON *x = parse(pairs[_i].x), *y = parse(pairs[_i].y);

	ck_assert_msg(json_same(test_arena(), x, y) == pairs[_i].same, "%s and %s", pairs[_i].x,
		      pairs[_i].y);
	ck_assert_msg(json_same(test_arena(), y, x) == pairs[_i].same, "%s and %s", pairs[_i].y,
		      pairs[_i].x);
	ck_assert(!json_same(test_arena(), x, NULL) && json_same(test_arena(), NULL, NULL));
}
END_TEST

int main(void)
{
	return run_tables("json",
			  (const struct table[]){
				  { "reads", reads, ARRAY_LEN(good) },
				  { "refuses", refuses, ARRAY_LEN(bad) },
				  { "nul_bytes", nul_bytes, 1 },
				  { "no_bytes", no_bytes, 1 },
				  { "depth", depth, ARRAY_LEN(depths) },
				  { "limits_hold", limits_hold, 1 },
				  { "crowd", crowd, ARRAY_LEN(crowds) },
				  { "crowd_reports_first", crowd_reports_first, 1 },
				  { "integers", integers, ARRAY_LEN(ints) },
				  { "long numbers", keeps_long_numbers, ARRAY_LEN(long_numbers) },
				  { "long values", long_values, 1 },
				  { "elides", elides, ARRAY_LEN(elisions) },
				  { "looks_up", looks_up, 1 },
				  { "compares", compares, ARRAY_LEN(pairs) },
				  { "builds", builds, 1 },
				  { "builds_onto_parsed", builds_onto_parsed, 1 },
				  { "write_limits", write_limits, 1 },
				  { "hooks_are_closed", hooks_are_closed, 1 },
				  { "allocation_fails", allocation_fails, 1 },
				  { "arena_too_small", arena_too_small, 1 },
				  { "refused_early", refused_early, ARRAY_LEN(trees) },
				  { "in_parallel", in_parallel, 1 },
				  { "hostile_bodies", hostile_bodies, 5 },
				  { 0 },
			  });
}
