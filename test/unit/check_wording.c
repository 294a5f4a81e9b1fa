/* SPDX-License-Identifier: Apache-2.0 */
/* check_wording.c - lists, phrases, Go's %q and globs. */
#include "policy/wording.h"

#include <string.h>

#include "base/mem.h"
#include "policy/printable.h"
#include "support.h"

#define LIST_MAX 12

static struct findings *sink(void)
{
	struct findings *out = findings_new(test_arena());

	ck_assert(out != NULL);
	return out;
}

static const struct {
	const char *name;
	const char *list[LIST_MAX];
	const char *joined, *quoted, *containers, *setters, *set;
} lists[] = {
	{ "empty", { NULL }, "", "", "containers ", "pod", "" },
	{ "one", { "a" }, "a", "\"a\"", "container \"a\"", "pod and container \"a\"", "a" },
	{ "order kept, twice shown",
	  { "z", "a", "z" },
	  "z, a, z",
	  "\"z\", \"a\", \"z\"",
	  "containers \"z\", \"a\", \"z\"",
	  "pod and containers \"z\", \"a\", \"z\"",
	  "a, z" },
	{ "not escaped",
	  { "a\"b\\", "" },
	  "a\"b\\, ",
	  "\"a\"b\\\", \"\"",
	  "containers \"a\"b\\\", \"\"",
	  "pod and containers \"a\"b\\\", \"\"",
	  ", a\"b\\" },
	{ "sorted by bytes",
	  { "b", "B", "\u00e9", "a", "Z", "10", "9" },
	  "b, B, \u00e9, a, Z, 10, 9",
	  "\"b\", \"B\", \"\u00e9\", \"a\", \"Z\", \"10\", \"9\"",
	  "containers \"b\", \"B\", \"\u00e9\", \"a\", \"Z\", \"10\", \"9\"",
	  "pod and containers \"b\", \"B\", \"\u00e9\", \"a\", \"Z\", \"10\", \"9\"",
	  "10, 9, B, Z, a, b, \u00e9" },
	{ "more than a first piece",
	  { "k", "j", "i", "h", "g", "f", "e", "d", "c", "b", "a" },
	  "k, j, i, h, g, f, e, d, c, b, a",
	  "\"k\", \"j\", \"i\", \"h\", \"g\", \"f\", \"e\", \"d\", \"c\", \"b\", \"a\"",
	  "containers \"k\", \"j\", \"i\", \"h\", \"g\", \"f\", \"e\", \"d\", \"c\", \"b\", \"a\"",
	  "pod and containers \"k\", \"j\", \"i\", \"h\", \"g\", \"f\", \"e\", \"d\", \"c\", "
	  "\"b\", \"a\"",
	  "a, b, c, d, e, f, g, h, i, j, k" },
};

START_TEST(each_list)
{
	struct findings *out = sink();
	struct names list = { 0 };

	for (size_t i = 0; lists[_i].list[i]; i++)
		names_add(out, &list, lists[_i].list[i]);
	ck_assert_str_eq(names_join(out, &list, ", "), lists[_i].joined);
	ck_assert_str_eq(names_quote(out, &list), lists[_i].quoted);
	ck_assert_str_eq(containers_phrase(out, &list), lists[_i].containers);
	ck_assert_str_eq(setters_phrase(out, true, &list), lists[_i].setters);
	ck_assert_str_eq(setters_phrase(out, false, &list), list.count ? lists[_i].containers : "");
	names_sort_set(&list);
	ck_assert_str_eq(names_join(out, &list, ", "), lists[_i].set);
	for (size_t i = 0; lists[_i].list[i]; i++)
		ck_assert(names_have(&list, lists[_i].list[i]));
	ck_assert(!names_have(&list, "nobody"));
	ck_assert(!findings_spoiled(out));
}
END_TEST

START_TEST(counts)
{
	ck_assert_str_eq(plural("one", "many", 0), "many");
	ck_assert_str_eq(plural("one", "many", 1), "one");
	ck_assert_str_eq(plural("one", "many", 2), "many");
}
END_TEST

/* What Go 1.26 printed for %q. */
static const struct {
	const char *text, *quoted;
} quotes[] = {
	{ "", "\"\"" },
	{ "unconfined", "\"unconfined\"" },
	{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
	{ "\a\b\f\n\r\t\v", "\"\\a\\b\\f\\n\\r\\t\\v\"" },
	{ "\x01\x06\x0e\x1f\x7f", "\"\\x01\\x06\\x0e\\x1f\\x7f\"" },
	{ "it's ~ `", "\"it's ~ `\"" },
	{ "\u00e9\u00df\u4e16\U0001f600", "\"\u00e9\u00df\u4e16\U0001f600\"" },
	{ "\u00a0\u00ad\u200b\ufeff\u3000\u2028",
	  "\"\\u00a0\\u00ad\\u200b\\ufeff\\u3000\\u2028\"" },
	{ "\xc2\x85", "\"\\u0085\"" },
	{ "\u0378\ue000", "\"\\u0378\\ue000\"" },
	{ "\ufffd", "\"\ufffd\"" },
	{ "\U000e0001\U0010ffff", "\"\\U000e0001\\U0010ffff\"" },
	{ "\U000e0100", "\"\U000e0100\"" },
	{ "\x80", "\"\\x80\"" },
	{ "\xff\xfe\xf8\xfc", "\"\\xff\\xfe\\xf8\\xfc\"" },
	{ "\xc3", "\"\\xc3\"" },
	{ "\xc3(", "\"\\xc3(\"" },
	{ "\xe4\xb8", "\"\\xe4\\xb8\"" },
	{ "\xf0\x9f\x98", "\"\\xf0\\x9f\\x98\"" },
	{ "\xc0\xaf", "\"\\xc0\\xaf\"" },
	{ "\xe0\x80\xaf", "\"\\xe0\\x80\\xaf\"" },
	{ "\xf0\x80\x80\xaf", "\"\\xf0\\x80\\x80\\xaf\"" },
	{ "\xed\xa0\x80", "\"\\xed\\xa0\\x80\"" },
	{ "\xf4\x90\x80\x80", "\"\\xf4\\x90\\x80\\x80\"" },
};

START_TEST(each_quote)
{
	const char *got = go_quote(sink(), quotes[_i].text);

	ck_assert_msg(same(got, quotes[_i].quoted), "%d: got %s, want %s", _i, got,
		      quotes[_i].quoted);
}
END_TEST

START_TEST(each_escape)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 100);
	escape_write(&text, "a \"b\" \\ \n\x7f\u202e\xff \u00e9");
	ck_assert_str_eq(buf_str(&text), "a \"b\" \\\\ \\n\\x7f\\u202e\\xff \u00e9");
}
END_TEST

/* The whole of Unicode, in numbers that Go 1.26 gave. */
START_TEST(what_prints)
{
	size_t count = 0;
	uint64_t sum = 0;

	for (uint32_t rune = 0; rune < 0x110010; rune++) {
		if (!rune_prints(rune))
			continue;
		count++;
		sum += rune;
	}
	ck_assert_uint_eq(count, 148998);
	ck_assert_uint_eq(sum, 15750900724ull);
}
END_TEST

static const struct {
	const char *pattern, *text;
	bool match;
} globs[] = {
	{ "", "", true },
	{ "", "a", false },
	{ "a", "a", true },
	{ "a", "", false },
	{ "a", "A", false },
	{ "a", "ab", false },
	{ "ab", "a", false },
	{ "*", "", true },
	{ "*", "anything/at all", true },
	{ "**", "", true },
	{ "?", "a", true },
	{ "?", "", false },
	{ "?", "ab", false },
	{ "??", "\u00e9", true },
	{ "a*", "a", true },
	{ "a*", "abc", true },
	{ "a*", "ba", false },
	{ "*a", "bca", true },
	{ "*a", "bcab", false },
	{ "a*b*c", "aXbYbZc", true },
	{ "a*b*c", "aXcYb", false },
	{ "*.example.com/*", "registry.example.com/a/b", true },
	{ "*.example.com/*", "registry.example.com.evil/a", false },
	{ "a?c*", "abcd", true },
	{ "a?c*", "ac", false },
	{ "*aab", "aaaaab", true },
	{ "[a]", "a", false },
	{ "[a]", "[a]", true },
	{ "\\*", "*", false },
	{ "\\*", "\\x", true },
	{ "*?", "", false },
	{ "?*", "a", true },
	{ "a", "*", false },
};

START_TEST(each_glob)
{
	ck_assert_msg(glob_match(globs[_i].pattern, globs[_i].text) == globs[_i].match,
		      "%s against %s: want %d", globs[_i].pattern, globs[_i].text, globs[_i].match);
}
END_TEST

/* With backtracking over every star this would outlive the universe, and the test's time with it.
 */
START_TEST(glob_of_many_stars)
{
	char pattern[201], text[5001];

	for (size_t i = 0; i < sizeof(pattern) - 1; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	pattern[sizeof(pattern) - 2] = 'b';
	pattern[sizeof(pattern) - 1] = '\0';
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	ck_assert(!glob_match(pattern, text));
	text[sizeof(text) - 2] = 'b';
	ck_assert(glob_match(pattern, text));
}
END_TEST

START_TEST(glob_lists)
{
	const char *const v[] = { "a*", "b" };
	struct strings some = { .set = true, .count = ARRAY_LEN(v), .v = v };
	struct strings none = { 0 };

	ck_assert(globs_match(&some, "abc"));
	ck_assert(globs_match(&some, "b"));
	ck_assert(!globs_match(&some, "bc"));
	ck_assert(!globs_match(&none, ""));
}
END_TEST

/* Everything that allocates, with the n-th allocation failing. Return: whether the sink noticed. */
static bool spoils_at(long n)
{
	struct findings *out = sink();
	struct names list = { 0 };
	const char *texts[4];

	mem_fail_at(n);
	names_add(out, &list, "a");
	texts[0] = names_join(out, &list, ", ");
	texts[1] = names_quote(out, &list);
	texts[2] = setters_phrase(out, true, &list);
	texts[3] = go_quote(out, "a");
	mem_fail_at(-1);
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		ck_assert(texts[i] != NULL);
	return findings_spoiled(out);
}

START_TEST(each_allocation_fails)
{
	long n = 0;

	while (spoils_at(n))
		ck_assert_msg(++n < 50, "never ends");
	ck_assert_msg(n > 4, "only %ld allocations", n);
}
END_TEST

int main(void)
{
	return run_tables("wording", (const struct table[]){
					     { "lists", each_list, ARRAY_LEN(lists) },
					     { "counts", counts, 1 },
					     { "quotes", each_quote, ARRAY_LEN(quotes) },
					     { "escape", each_escape, 1 },
					     { "printable", what_prints, 1 },
					     { "globs", each_glob, ARRAY_LEN(globs) },
					     { "stars", glob_of_many_stars, 1 },
					     { "glob lists", glob_lists, 1 },
					     { "memory", each_allocation_fails, 1 },
					     { 0 },
				     });
}
