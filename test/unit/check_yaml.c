/* SPDX-License-Identifier: Apache-2.0 */
/* check_yaml.c - YAML to trees: values as Kubernetes reads them, and what is refused. */
#include "yaml/yaml.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "support.h"

static const struct json_limits small = { .bytes = 4096, .depth = 4, .values = 12 };

/* All documents as JSON, one a line; then "error: ..." if it ended in one. */
static const char *read_all(const char *text, size_t len, const struct json_limits *limits)
{
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	struct err err = { 0 };
	static struct buf out;
	int result = 1;
	cJSON *doc;

	buf_fini(&out);
	buf_init(&out, 1 << 20);
	y = yaml_open(text, len, limits, &err);
	while (y && (result = yaml_next(y, test_arena(), &doc, &err)) == 1) {
		if (out.len)
			buf_addc(&out, '\n');
		json_write(&out, doc);
	}
	if (!y || result < 0)
		buf_addf(&out, "%serror: %s", out.len ? "\n" : "", err.text);
	return buf_str(&out);
}

static const struct {
	const char *name, *text, *want;
} scalars[] = {
	{ "strings", "[abc, a b, 'x', \"x\", '', \"\"]",
	  "[\"abc\",\"a b\",\"x\",\"x\",\"\",\"\"]" },
	{ "nulls", "[~, null, Null, NULL, nuLL, '~']", "[null,null,null,null,\"nuLL\",\"~\"]" },
	{ "empty value", "a:\nb: 1", "{\"a\":null,\"b\":1}" },
	{ "true", "[true, True, TRUE, yes, Yes, YES, on, On, ON, y, Y]",
	  "[true,true,true,true,true,true,true,true,true,true,true]" },
	{ "false", "[false, False, FALSE, no, No, NO, off, Off, OFF, n, N]",
	  "[false,false,false,false,false,false,false,false,false,false,false]" },
	{ "no booleans", "[tRUE, yES, oN, 'yes', \"no\", yess]",
	  "[\"tRUE\",\"yES\",\"oN\",\"yes\",\"no\",\"yess\"]" },
	{ "decimal", "[0, 1, -1, +1, 1_000, 1__0_]", "[0,1,-1,1,1000,10]" },
	{ "octal", "[017, 0o17, 0O17, -017, 00, 0_7]", "[15,15,15,-15,0,7]" },
	{ "hexadecimal", "[0x1F, 0XfF, -0x10, 0x_0A]", "[31,255,-16,10]" },
	{ "binary", "[0b101, -0b11, 0b1_0]", "[5,-3,2]" },
	{ "no integers", "[0o8, 0x, 0xg, 0b2, -, +, _1, 1a, 1 2]",
	  "[\"0o8\",\"0x\",\"0xg\",\"0b2\",\"-\",\"+\",\"_1\",\"1a\",\"1 2\"]" },
	{ "not octal, so a float", "[08, 09.5]", "[8,9.5]" },
	{ "floats", "[1.5, .5, 5., -1.5, +.5, 1e3, 1E3, 1.5e+3, 15e-1, 6_8.5, .1_0, .1e1_0]",
	  "[1.5,0.5,5,-1.5,0.5,1000,1000,1500,1.5,68.5,0.1,1000000000]" },
	{ "no floats", "[., .e3, 1e, 1e+, 1.2.3, ._5, .5_, .5__0, 1.5x]",
	  "[\".\",\".e3\",\"1e\",\"1e+\",\"1.2.3\",\"._5\",\".5_\",\".5__0\",\"1.5x\"]" },
	{ "beyond a double", "[1e999, -1e999]", "[\"1e999\",\"-1e999\"]" },
	{ "timestamps are strings", "[2024-01-01, 2001-12-14t21:59:43Z, 12:30:45]",
	  "[\"2024-01-01\",\"2001-12-14t21:59:43Z\",\"12:30:45\"]" },
	{ "exact 64 bits", "[9223372036854775807, -9223372036854775808, 9007199254740993]",
	  "[9223372036854775807,-9223372036854775808,9007199254740993]" },
	{ "uint64",
	  "[9223372036854775808, 18446744073709551615, 18_446_744_073_709_551_615, "
	  "0xffffffffffffffff, 0o1777777777777777777777, !!int 18446744073709551615]",
	  "[9223372036854775808,18446744073709551615,18446744073709551615,"
	  "18446744073709551615,18446744073709551615,18446744073709551615]" },
	{ "decimals beyond 64 bits are floats",
	  "[18446744073709551616, -9223372036854775809, +18446744073709551615, "
	  "02000000000000000000000]",
	  "[1.8446744073709552e+19,-9.2233720368547758e+18,1.8446744073709552e+19,"
	  "2.0000000000000000e+21]" },
	{ "others beyond 64 bits are strings",
	  "[0x10000000000000000, -0x8000000000000001, +0x8000000000000000]",
	  "[\"0x10000000000000000\",\"-0x8000000000000001\",\"+0x8000000000000000\"]" },
	{ "tags", "[!!str 1, !!int '7', !!float 1, !!bool yes, !!null '', !!timestamp 2024-01-01]",
	  "[\"1\",7,1,true,null,\"2024-01-01\"]" },
	{ "tagged collections", "!!map {a: !!seq [1]}", "{\"a\":[1]}" },
	{ "tag directive", "%TAG !y! tag:yaml.org,2002:\n---\nv: !y!int '1'", "{\"v\":1}" },
	{ "keys become text", "{1: a, true: b, 0x1F: c, 'x': d, yes1: e}",
	  "{\"1\":\"a\",\"true\":\"b\",\"31\":\"c\",\"x\":\"d\",\"yes1\":\"e\"}" },
	{ "block scalars", "a: |\n  x\n  y\nb: >-\n  x\n  y\n",
	  "{\"a\":\"x\\ny\\n\",\"b\":\"x y\"}" },
	{ "JSON", "{\"a\": [1, true, null, \"x\\ny\\u00e9\"]}",
	  "{\"a\":[1,true,null,\"x\\ny\xc3\xa9\"]}" },
	{ "byte order mark",
	  "\xef\xbb\xbf"
	  "a: 1",
	  "{\"a\":1}" },
	{ "UTF-8", "a: \xc3\xa9\xf0\x9f\x98\x80", "{\"a\":\"\xc3\xa9\xf0\x9f\x98\x80\"}" },
};

START_TEST(scalar)
{
	const char *got = read_all(scalars[_i].text, strlen(scalars[_i].text), NULL);

	ck_assert_msg(same(got, scalars[_i].want), "%s: got %s", scalars[_i].name, got);
}
END_TEST

static const struct {
	const char *name, *text, *want;
} streams[] = {
	{ "nothing", "", "" },
	{ "only comments", "# a\n\n# b\n", "" },
	{ "one", "a: 1", "{\"a\":1}" },
	{ "two", "a: 1\n---\nb: 2\n", "{\"a\":1}\n{\"b\":2}" },
	{ "marked ends", "--- 1\n...\n--- 2\n...\n", "1\n2" },
	{ "empty documents", "---\n---\nx\n---\n", "null\n\"x\"\nnull" },
	{ "good, then bad", "a: 1\n---\nb: [\n",
	  "{\"a\":1}\nerror: 4:1: did not find expected "
	  "node content while parsing a flow node" },
	{ "anchors end with the document", "&a 1\n---\n*a",
	  "1\nerror: 3:1: an alias of no anchor" },
};

START_TEST(stream)
{
	const char *got = read_all(streams[_i].text, strlen(streams[_i].text), NULL);

	ck_assert_msg(same(got, streams[_i].want), "%s: got %s", streams[_i].name, got);
}
END_TEST

static const struct {
	const char *name, *text, *want;
} aliases[] = {
	{ "scalar", "[&a x, *a]", "[\"x\",\"x\"]" },
	{ "collection", "a: &x {b: [1]}\nc: *x", "{\"a\":{\"b\":[1]},\"c\":{\"b\":[1]}}" },
	{ "redefined", "[&a 1, *a, &a 2, *a]", "[1,1,2,2]" },
	{ "defined inside of itself", "[&a [&a 1], *a]", "[[1],1]" },
	{ "contains itself", "a: &x [*x]", "error: 1:8: an anchor contains itself" },
	{ "unknown", "a: *x", "error: 1:4: an alias of no anchor" },
	{ "as a key", "? &x a\n: 1\n*x : 2",
	  "error: 3:1: a key must be a string, not a list, a map or an alias" },
	{ "merge", "a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n  r: 4",
	  "{\"a\":{\"p\":1,\"q\":2},\"b\":{\"p\":1,\"q\":3,\"r\":4}}" },
	{ "merge a list, the first wins", "<<: [{a: 1}, {a: 2, b: 3}]", "{\"a\":1,\"b\":3}" },
	{ "merge a merge", "a: &x {p: 1}\nb: &y {<<: *x, q: 2}\nc: {<<: *y}",
	  "{\"a\":{\"p\":1},\"b\":{\"p\":1,\"q\":2},\"c\":{\"p\":1,\"q\":2}}" },
	{ "quoted, so a key", "'<<': 1", "{\"<<\":1}" },
	{ "merge behind the key", "q: 3\n<<: {q: 1}",
	  "error: 1:1: key \"q\" stands before the << that also has it, and parsers differ on "
	  "which one counts: put << first" },
	{ "merge behind another key", "q: 3\n<<: {p: 1}", "{\"q\":3,\"p\":1}" },
	{ "merge and twice", "<<: {q: 1}\nq: 2\nq: 3",
	  "error: 3:1: key \"q\" stands twice, first at line 2" },
	{ "merge twice", "<<: {q: 1}\n<<: {p: 1}", "error: 2:1: key \"<<\" stands twice" },
	{ "merge a scalar", "<<: 1", "error: 1:5: << needs a map or a list of maps" },
	{ "merge scalars", "<<: [1]", "error: 1:5: << needs a map or a list of maps" },
};

START_TEST(alias)
{
	const char *got = read_all(aliases[_i].text, strlen(aliases[_i].text), NULL);

	ck_assert_msg(same(got, aliases[_i].want), "%s: got %s", aliases[_i].name, got);
}
END_TEST

/* What is refused, beside the nearest thing that is not. */
static const struct {
	const char *name, *bad, *error, *good;
} refusals[] = {
	{ "twice", "a: 1\nb: 2\na: 3", "3:1: key \"a\" stands twice, first at line 1",
	  "a: 1\nb: 2\nA: 3" },
	{ "twice, other spelling", "{1: a, 0x1: b}", "1:8: key \"1\" stands twice, first at line 1",
	  "{1: a, 0x2: b}" },
	{ "infinity", "a: .inf", "1:4: .inf is no number in JSON", "a: .infi" },
	{ "not a number", "a: [.NaN]", "1:5: .NaN is no number in JSON", "a: ['.NaN']" },
	{ "uint64 as a key", "9223372036854775808: a",
	  "1:1: key \"9223372036854775808\" needs quotes", "9223372036854775807: a" },
	{ "no float", "a: !!float 18446744073709551615", "1:4: a value that is no !!float",
	  "a: !!float 18446744073709551616" },
	{ "float key", "1.5: a", "1:1: key \"1.5\" needs quotes", "'1.5': a" },
	{ "null key", "~: a", "1:1: key \"~\" needs quotes", "'~': a" },
	{ "empty key", "?\n: a", "1:2: key \"\" needs quotes", "? ''\n: a" },
	{ "list key", "? [a]\n: b", "1:3: a key must be a string, not a list, a map or an alias",
	  "? a\n: b" },
	{ "map key", "{{a: 1}: b}", "1:2: a key must be a string, not a list, a map or an alias",
	  "{a: {b: 1}}" },
	{ "wrong tag", "a: !!int x", "1:4: a value that is no !!int", "a: !!int 1" },
	{ "wrong tag, float", "a: !!int 1.5", "1:4: a value that is no !!int", "a: !!float 1.5" },
	{ "wrong tag, null", "a: !!bool ''", "1:4: a value that is no !!bool", "a: !!null ''" },
	{ "binary", "a: !!binary aGk=",
	  "1:4: !!binary is not for Kubernetes: write the base64 text without it", "a: aGk=" },
	{ "own tag", "a: !secret x", "1:4: a tag that is not supported on a scalar", "a: !!str x" },
	{ "no tag's tag", "a: ! x", "1:4: a tag that is not supported on a scalar", "a: x" },
	{ "tag of a map", "a: !!set {x: 1}", "1:4: a tag that is not supported here",
	  "a: !!map {x: 1}" },
	{ "tag of a list", "a: !!omap [x]", "1:4: a tag that is not supported here",
	  "a: !!seq [x]" },
	{ "escaped NUL", "a: \"x\\0y\"", "1:4: NUL in a string", "a: \"x\\ty\"" },
	{ "NUL in a key", "\"x\\0y\": 1", "1:1: NUL in a string", "\"x\\ty\": 1" },
	{ "invalid UTF-8", "a: 1\nb: \xff\xff", "2:4: invalid leading UTF-8 octet", "a: \xc3\xbf" },
	{ "overlong UTF-8", "a: \xc0\xaf", "1:4: invalid length of a UTF-8 sequence", "a: /" },
	{ "control character", "a: \x01", "1:4: control characters are not allowed", "a: \\1" },
	{ "open quote", "a: \"x",
	  "1:6: found unexpected end of stream while scanning a quoted "
	  "scalar",
	  "a: \"x\"" },
	{ "tab", "a:\n\tb: 1",
	  "2:1: found character that cannot start any token while scanning "
	  "for the next token",
	  "a:\n  b: 1" },
	{ "too deep", "[[[[[1]]]]]", "1:5: nested more than 4 levels deep", "[[[[1]]]]" },
	{ "too deep by alias", "a: &a [[1]]\nb: [[*a]]", "2:6: nested more than 4 levels deep",
	  "a: &a [[1]]\nb: [*a]" },
	{ "too many values", "[1,2,3,4,5,6,7,8,9,10,11,12]",
	  "1:26: more than 12 values, aliases expanded", "[1,2,3,4,5,6,7,8,9,10,11]" },
	{ "too many by alias", "[&a [1,2,3,4], *a, *a]",
	  "1:20: more than 12 values, aliases expanded", "[&a [1,2,3,4], *a, 1]" },
};

START_TEST(refusal)
{
	const char *got = read_all(refusals[_i].bad, strlen(refusals[_i].bad), &small);

	ck_assert_msg(strncmp(got, "error: ", 7) == 0 && same(got + 7, refusals[_i].error),
		      "%s: got %s", refusals[_i].name, got);
	got = read_all(refusals[_i].good, strlen(refusals[_i].good), &small);
	ck_assert_msg(!strstr(got, "error: "), "twin of %s: got %s", refusals[_i].name, got);
}
END_TEST

/* Each stops at a limit long before its size in memory or time would show. */
static const struct {
	const char *name, *head, *piece;
	int pieces;
	const char *error;
} bombs[] = {
	{ "billion laughs",
	  "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
	  "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
	  "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"
	  "g: &g [*f,*f,*f,*f,*f,*f,*f,*f,*f]\nh: &h [*g,*g,*g,*g,*g,*g,*g,*g,*g]\n",
	  "", 0, "more than 1000000 values" },
	{ "deep", "", "[", 200000, "nested more than 100 levels deep" },
	{ "deep blocks", "", "- ", 200000, "nested more than 100 levels deep" },
	{ "anchors", "", "- &a%d x\n", 300, "more than 256 anchors" },
	{ "directives", "", "%%TAG !t%d! x\n", 300000, "more than 64 %TAG directives" },
	{ "long number", "a: ", "1", 2000, "a number of more than 1100 digits" },
	{ "same keys", "", "a: 1\n", 200000, "key \"a\" stands twice" },
};

START_TEST(bomb)
{
	SCOPED(scoped_buf) struct buf text;
	const char *got;

	buf_init(&text, 8 << 20);
	buf_adds(&text, bombs[_i].head);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	for (int i = 0; i < bombs[_i].pieces; i++)
		buf_addf(&text, bombs[_i].piece, i);
#pragma GCC diagnostic pop
	got = read_all(buf_str(&text), text.len, NULL);
	ck_assert_msg(strstr(got, bombs[_i].error) != NULL, "%s: got %.200s", bombs[_i].name, got);
}
END_TEST

/* Many different keys are no attack. */
START_TEST(many_keys)
{
	SCOPED(scoped_buf) struct buf text;
	const char *got;

	buf_init(&text, 8 << 20);
	for (int i = 0; i < 50000; i++)
		buf_addf(&text, "key-%d: x\n", i * 7919 % 50021);
	got = read_all(buf_str(&text), text.len, NULL);
	ck_assert_msg(!strstr(got, "error"), "got %.200s", got);
}
END_TEST

START_TEST(nul_byte)
{
	const char *got = read_all("a: 1\nb: x\0y", 11, NULL);

	ck_assert_msg(same(got, "error: 2:5: control characters are not allowed"), "got %s", got);
}
END_TEST

START_TEST(too_large)
{
	static char text[4097];
	const char *got;

	memset(text, 'x', sizeof(text));
	got = read_all(text, sizeof(text), &small);
	ck_assert_msg(same(got, "error: larger than 4096 bytes"), "got %s", got);
	got = read_all(text, sizeof(text) - 1, &small);
	ck_assert_msg(got[0] == '"', "got %s", got);
}
END_TEST

static const struct {
	const char *path;
	unsigned line, column, key_line;
} places[] = {
	{ "", 2, 1, 2 },    { "a", 2, 4, 2 }, { "b", 3, 4, 3 },	  { "b.c", 4, 6, 4 },
	{ "b.d", 5, 6, 5 }, { "e", 3, 4, 6 }, { "e.c", 4, 6, 4 }, { "f", 0, 0, 0 },
};

START_TEST(place)
{
	static const char text[] = "# comment\na: 1\nb: &x\n  c: x\n  d: [1]\ne: *x\n";
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	const cJSON *node;
	struct err err;
	char path[16];
	cJSON *doc;

	y = yaml_open(text, strlen(text), NULL, &err);
	ck_assert(y && yaml_next(y, test_arena(), &doc, &err) == 1);
	node = doc;
	snprintf(path, sizeof(path), "%s", places[_i].path);
	for (char *save, *key = strtok_r(path, ".", &save); key; key = strtok_r(NULL, ".", &save))
		node = json_get(node, key);
	ck_assert_msg(yaml_line(node) == places[_i].line &&
			      yaml_column(node) == places[_i].column &&
			      yaml_key_line(node) == places[_i].key_line,
		      "%s: got %u:%u, key %u", places[_i].path, yaml_line(node), yaml_column(node),
		      yaml_key_line(node));
}
END_TEST

/* Texts that both readers take: they must agree on each value and each place. */
static const struct {
	const char *name, *text;
} both[] = {
	{ "one line", "{\"a\": [1, true, {\"b\": null}], \"c\": \"x\"}" },
	{ "many lines", "\n{\n  \"a\": {\n    \"b\" :  [ 1,\n 2 ] },\n\t\"c\":[]\n}\n" },
	{ "empty", "{}" },
	{ "top is a list", "  [[], {}, [[1]]]" },
	{ "escapes", "{\"a\\\"b\": \"x\\\\\", \"c\": \"{[:,\"}" },
	{ "columns are characters", "{\"\u00e9\u20ac\": \"\u00e9\", \"b\": 1}" },
	{ "numbers", "[-1, 1.5, 9007199254740993, 0]" },
};

static void write_places(struct buf *out, const cJSON *node)
{
	const cJSON *child;

	buf_addf(out, " %u:%u,%u:%u", yaml_line(node), yaml_column(node), yaml_key_line(node),
		 yaml_key_column(node));
	cJSON_ArrayForEach (child, node)
		write_places(out, child);
}

/* Pieces that begin on line 7 of a longer text. */
START_TEST(json_places)
{
	SCOPED(scoped_buf) struct buf want, got;
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	const char *text = both[_i].text;
	struct err err = { 0 };
	cJSON *doc;

	buf_init(&want, 4096);
	buf_init(&got, 4096);
	y = yaml_open(text, strlen(text), NULL, &err);
	ck_assert(y != NULL);
	yaml_count_from(y, 7);
	ck_assert_msg(yaml_next(y, test_arena(), &doc, &err) == 1, "%s", err.text);
	json_write(&want, doc);
	write_places(&want, doc);
	doc = yaml_from_json(test_arena(), text, strlen(text), NULL, (struct text_place){ 7, 1 },
			     &err);
	ck_assert_msg(doc != NULL, "%s", err.text);
	json_write(&got, doc);
	write_places(&got, doc);
	ck_assert_msg(same(buf_str(&got), buf_str(&want)), "%s: got %s, want %s", both[_i].name,
		      buf_str(&got), buf_str(&want));
}
END_TEST

static const struct {
	const char *name, *text, *want;
} json_faults[] = {
	{ "second line", "{\"a\":1,\n \"a\":2}", "8:2: duplicate" },
	{ "at once", "x", "7:5: " },
	{ "same line", "[1 2]", "7:8: " },
	{ "end", "[1,\n", "8:1: text ends" },
	{ "broken line in YAML too", "a: [\n", "8:1: " },
};

START_TEST(json_fault)
{
	const char *text = json_faults[_i].text, *want = json_faults[_i].want;
	struct err err = { 0 };
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	cJSON *doc;

	if (text[0] == 'a') {
		y = yaml_open(text, strlen(text), NULL, &err);
		ck_assert(y != NULL);
		yaml_count_from(y, 7);
		ck_assert_int_eq(yaml_next(y, test_arena(), &doc, &err), -1);
	} else {
		ck_assert(yaml_from_json(test_arena(), text, strlen(text), NULL,
					 (struct text_place){ 7, 5 }, &err) == NULL);
	}
	ck_assert_msg(strncmp(err.text, want, strlen(want)) == 0, "%s: got %s",
		      json_faults[_i].name, err.text);
}
END_TEST

START_TEST(json_no_memory)
{
	static const char text[] = "{\"a\": [1, 9223372036854775807], \"b\": \"x\"}";
	bool done = false;

	for (long n = 0; !done; n++) {
		SCOPED(scoped_arena) struct arena *a = arena_new(1 << 20, &(struct err){ 0 });
		struct err err = { 0 };

		ck_assert(a != NULL);
		mem_fail_at(n);
		done = yaml_from_json(a, text, strlen(text), NULL, (struct text_place){ 1, 1 },
				      &err) != NULL;
		mem_fail_at(-1);
		ck_assert_msg(done || err.code == ERR_MEMORY, "%ld: %s", n, err.text);
	}
}
END_TEST

START_TEST(json_nodes_have_no_line)
{
	ck_assert_uint_eq(yaml_line(parse("{'a':1}")), 0);
}
END_TEST

START_TEST(no_memory)
{
	static const char text[] =
		"a: &x [1, 9223372036854775807, x]\nb: {<<: {c: *x}, d: y, 1: z}\n"
		"---\nz";
	bool done = false;

	for (long n = 0; !done; n++) {
		SCOPED(scoped_arena) struct arena *a = arena_new(1 << 20, &(struct err){ 0 });
		SCOPED(scoped_yaml) struct yaml *y = NULL;
		struct err err = { 0 };
		int documents = 0, result = -1;
		cJSON *doc;

		mem_fail_at(n);
		y = yaml_open(text, strlen(text), NULL, &err);
		while (y && (result = yaml_next(y, a, &doc, &err)) == 1)
			documents++;
		mem_fail_at(-1);
		done = result == 0;
		ck_assert_msg(done ? documents == 2 : err.code == ERR_MEMORY,
			      "allocation %ld: %d documents, %s", n, documents, err.text);
		ck_assert_int_lt(n, 1000);
	}
}
END_TEST

START_TEST(arena_cap)
{
	SCOPED(scoped_arena) struct arena *a = arena_new(64, &(struct err){ 0 });
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	struct err err = { 0 };
	cJSON *doc;

	y = yaml_open("a: 1", 4, NULL, &err);
	ck_assert(y && yaml_next(y, a, &doc, &err) == -1);
	ck_assert_int_eq(err.code, ERR_LIMIT);
	ck_assert_msg(yaml_next(y, a, &doc, &err) == 0, "goes on behind an error");
}
END_TEST

int main(void)
{
	return run_tables("yaml", (const struct table[]){
					  { "scalars", scalar, ARRAY_LEN(scalars) },
					  { "streams", stream, ARRAY_LEN(streams) },
					  { "aliases", alias, ARRAY_LEN(aliases) },
					  { "refusals", refusal, ARRAY_LEN(refusals) },
					  { "bombs", bomb, ARRAY_LEN(bombs) },
					  { "many keys", many_keys, 1 },
					  { "NUL byte", nul_byte, 1 },
					  { "too large", too_large, 1 },
					  { "places", place, ARRAY_LEN(places) },
					  { "JSON places", json_places, ARRAY_LEN(both) },
					  { "JSON faults", json_fault, ARRAY_LEN(json_faults) },
					  { "JSON no memory", json_no_memory, 1 },
					  { "JSON nodes", json_nodes_have_no_line, 1 },
					  { "no memory", no_memory, 1 },
					  { "arena cap", arena_cap, 1 },
					  { 0 },
				  });
}
