/* SPDX-License-Identifier: Apache-2.0 */
/* check_params.c - parameters: what is taken, what is a fault, defaults, running out of memory. */
#include "policy/params.h"

#include <string.h>

#include "base/mem.h"
#include "policy/nearest.h"
#include "support.h"

enum { FLAG, NUMBER, TEXT, LIST, RANGES, MAP, CHOICE, CHECKED, BARE };

static int check_short(const char *text, struct err *err)
{
	return strlen(text) < 4 ? 0 : err_set(err, ERR_INPUT, "\"%s\" is too long", text);
}

static const struct param decl[] = {
	[FLAG] = { "flag", PARAM_BOOL, .def = "true" },
	[NUMBER] = { "number", PARAM_INT, .def = "7", .min = 1, .max = 10 },
	[TEXT] = { "text", PARAM_STRING, .def = "\"hello\"" },
	[LIST] = { "list", PARAM_STRINGS, .def = "[\"a\", \"b\"]", .check = check_short },
	[RANGES] = { "ranges", PARAM_RANGES, .def = "[\"1-\"]", .max = 65535 },
	[MAP] = { "map", PARAM_MAP, .def = "{\"k\": \"v*\"}" },
	[CHOICE] = { "choice", PARAM_STRINGS, .choices = "One Two Three" },
	[CHECKED] = { "checked", PARAM_STRING, .check = check_short },
	[BARE] = { .name = "bare", .type = PARAM_RANGES },
};

static void note(void *ctx, const cJSON *node, const char *text)
{
	struct buf *all = ctx;

	(void)node;
	if (all->len)
		buf_adds(all, " | ");
	buf_adds(all, text);
}

static const struct {
	const char *name, *given, *want; /* faults, joined; "" for none */
} faults[] = {
	{ "nothing given", NULL, "" },
	{ "empty", "{}", "" },
	{ "all given",
	  "{'flag':false,'number':1,'text':'','list':[],'ranges':[0,'5','7-9'],'map':{},"
	  "'choice':['Two'],'checked':'abc','bare':['0-','9223372036854775807']}",
	  "" },
	{ "no object", "['flag']", "want an object of parameters" },
	{ "unknown", "{'zzzzzzzz':1}", "zzzzzzzz: unknown parameter" },
	{ "misspelt", "{'flags':1}", "flags: unknown parameter; did you mean \"flag\"?" },
	{ "other case", "{'Flag':true}", "Flag: unknown parameter; did you mean \"flag\"?" },
	{ "bool from text", "{'flag':'true'}", "flag: want true or false, got a string" },
	{ "bool from number", "{'flag':1}", "flag: want true or false, got a number" },
	{ "null is no value", "{'flag':null}", "flag: want true or false, got null" },
	{ "int from text", "{'number':'3'}", "number: want an integer, got a string" },
	{ "int from fraction", "{'number':1.5}", "number: want an integer, got a number" },
	{ "int below", "{'number':0}", "number: 0 is not between 1 and 10" },
	{ "int above", "{'number':11}", "number: 11 is not between 1 and 10" },
	{ "string from list", "{'text':['a']}", "text: want a string, got an array" },
	{ "list from string", "{'list':'a'}", "list: want a list of strings, got a string" },
	{ "null in list", "{'list':['a',null]}", "list[1]: want a string, got null" },
	{ "check of list", "{'list':['abc','abcd']}", "list[1]: \"abcd\" is too long" },
	{ "check of string", "{'checked':'abcd'}", "checked: \"abcd\" is too long" },
	{ "choice", "{'choice':['one']}", "choice[0]: \"one\" is none of: One Two Three" },
	{ "part of a choice", "{'choice':['Thre','Two ']}",
	  "choice[0]: \"Thre\" is none of: One Two Three | "
	  "choice[1]: \"Two \" is none of: One Two Three" },
	{ "empty choice", "{'choice':['']}", "choice[0]: \"\" is none of: One Two Three" },
	{ "ranges from object", "{'ranges':{}}", "ranges: want a list of ranges, got an object" },
	{ "range from bool", "{'ranges':[true]}",
	  "ranges[0]: want a number or a range like \"1000-2000\" or \"1000-\", got a boolean" },
	{ "no range", "{'ranges':['a']}",
	  "ranges[0]: \"a\" is no range like \"1000-2000\", \"1000-\" or \"1000\"" },
	{ "empty range", "{'ranges':['']}",
	  "ranges[0]: \"\" is no range like \"1000-2000\", \"1000-\" or \"1000\"" },
	{ "range with sign", "{'ranges':['-5']}",
	  "ranges[0]: \"-5\" is no range like \"1000-2000\", \"1000-\" or \"1000\"" },
	{ "range with blank", "{'ranges':['1 - 2']}",
	  "ranges[0]: \"1 - 2\" is no range like \"1000-2000\", \"1000-\" or \"1000\"" },
	{ "range with a tail", "{'ranges':['1-2-3']}",
	  "ranges[0]: \"1-2-3\" is no range like \"1000-2000\", \"1000-\" or \"1000\"" },
	{ "range of two dashes", "{'ranges':['1--']}",
	  "ranges[0]: \"1--\" is no range like \"1000-2000\", \"1000-\" or \"1000\"" },
	{ "range beyond 64 bits", "{'bare':['9223372036854775808']}",
	  "bare[0]: \"9223372036854775808\" is no range like \"1000-2000\", \"1000-\" or "
	  "\"1000\"" },
	{ "range out of bounds", "{'ranges':['1-65536', 70000, '0-65535']}",
	  "ranges[0]: not between 0 and 65535 | ranges[1]: not between 0 and 65535" },
	{ "range backwards", "{'ranges':['9-7']}", "ranges[0]: the range ends before it starts" },
	{ "map from list", "{'map':['a']}", "map: want an object of strings, got an array" },
	{ "map of numbers", "{'map':{'a':1}}", "map: want a string for \"a\", got a number" },
	{ "all faults are told", "{'flag':1,'x':2,'number':'a'}",
	  "x: unknown parameter | flag: want true or false, got a number | "
	  "number: want an integer, got a string" },
};

START_TEST(each_fault)
{
	struct buf all;
	const char *given = faults[_i].given;
	const struct params *p;

	buf_init(&all, 4096);
	p = params_parse(test_arena(), decl, ARRAY_LEN(decl), given ? parse(given) : NULL, note,
			 &all);
	ck_assert_msg(same(buf_str(&all), faults[_i].want), "%s: got %s", faults[_i].name,
		      buf_str(&all));
	ck_assert_msg((p != NULL) == (*faults[_i].want == '\0'), "%s: %s", faults[_i].name,
		      p ? "parsed" : "refused");
	buf_fini(&all);
}
END_TEST

static const struct params *parsed(const char *given)
{
	struct buf all;
	const struct params *p;

	buf_init(&all, 4096);
	p = params_parse(test_arena(), decl, ARRAY_LEN(decl), given ? parse(given) : NULL, note,
			 &all);
	ck_assert_msg(p != NULL, "%s", buf_str(&all));
	buf_fini(&all);
	return p;
}

START_TEST(defaults)
{
	const struct params *p = parsed(NULL);
	const struct range *ranges;
	size_t count;

	ck_assert(param_bool(p, FLAG));
	ck_assert_int_eq(param_int(p, NUMBER), 7);
	ck_assert_str_eq(param_string(p, TEXT), "hello");
	ck_assert_uint_eq(param_strings(p, LIST)->count, 2);
	ck_assert_str_eq(param_strings(p, LIST)->v[1], "b");
	ranges = param_ranges(p, RANGES, &count);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(ranges[0].min, 1);
	ck_assert_int_eq(ranges[0].max, 65535);
	ck_assert_str_eq(map_get(param_map(p, MAP), "k"), "v*");
	ck_assert(param_set(p, MAP));
	ck_assert(!param_set(p, CHOICE));
	ck_assert(!param_strings(p, CHOICE)->set);
	ck_assert_str_eq(param_string(p, CHECKED), "");
	param_ranges(p, BARE, &count);
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(given_values)
{
	const struct params *p = parsed("{'flag':false,'number':1,'text':'','list':[],'map':{},"
					"'ranges':[0,'5','7-9'],'bare':['3-'],'choice':['Two']}");
	const struct range *ranges;
	size_t count;

	ck_assert(!param_bool(p, FLAG));
	ck_assert_int_eq(param_int(p, NUMBER), 1);
	ck_assert_str_eq(param_string(p, TEXT), "");
	ck_assert(param_strings(p, LIST)->set);
	ck_assert_uint_eq(param_strings(p, LIST)->count, 0);
	ck_assert_uint_eq(param_map(p, MAP)->count, 0);
	ck_assert_str_eq(param_strings(p, CHOICE)->v[0], "Two");
	ranges = param_ranges(p, RANGES, &count);
	ck_assert(ranges_have(ranges, count, 0));
	ck_assert(ranges_have(ranges, count, 5));
	ck_assert(!ranges_have(ranges, count, 6));
	ck_assert(ranges_have(ranges, count, 7));
	ck_assert(ranges_have(ranges, count, 9));
	ck_assert(!ranges_have(ranges, count, 10));
	ranges = param_ranges(p, BARE, &count);
	ck_assert(!ranges_have(ranges, count, 2));
	ck_assert(ranges_have(ranges, count, INT64_MAX));
}
END_TEST

static const struct {
	const char *name, *def;
} bad_defaults[] = {
	{ "no JSON", "[" },
	{ "wrong type", "3" },
	{ "outside choices", "[\"Four\"]" },
};

START_TEST(each_bad_default)
{
	struct param bad = { "p", PARAM_STRINGS, .def = bad_defaults[_i].def, .choices = "One" };
	struct buf all;

	buf_init(&all, 4096);
	ck_assert_msg(!params_parse(test_arena(), &bad, 1, NULL, note, &all), "%s",
		      bad_defaults[_i].name);
	ck_assert_msg(all.len > 0, "%s: no fault", bad_defaults[_i].name);
	buf_fini(&all);
}
END_TEST

/* Every allocation is walked: each failure is a fault, and never parameters that lack a value. */
START_TEST(out_of_memory)
{
	const cJSON *given = parse("{'list':['a','b'],'ranges':[1],'map':{'a':'b'}}");
	const struct params *p = NULL;

	for (long n = 0; !p && n < 1000; n++) {
		char room[4096];
		struct buf all = { .data = room, .cap = sizeof(room), .max = sizeof(room) - 1 };

		room[0] = '\0';
		mem_fail_at(n);
		p = params_parse(test_arena(), decl, ARRAY_LEN(decl), given, note, &all);
		mem_fail_at(-1);
		ck_assert_msg(p || all.len > 0, "allocation %ld: no fault", n);
	}
	ck_assert(p != NULL);
}
END_TEST

static const struct {
	const char *a, *b;
	size_t want;
} distances[] = {
	{ "", "", 0 },
	{ "", "abc", 3 },
	{ "abc", "abc", 0 },
	{ "NET_ADMN", "NET_ADMIN", 1 },
	{ "kitten", "sitting", 3 },
	{ "flaw", "lawn", 2 },
	{ "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "a", SIZE_MAX },
};

START_TEST(each_distance)
{
	size_t there = edit_distance(distances[_i].a, distances[_i].b);
	size_t back = edit_distance(distances[_i].b, distances[_i].a);

	ck_assert_msg(there == distances[_i].want, "%s %s: got %zu", distances[_i].a,
		      distances[_i].b, there);
	ck_assert_uint_eq(there, back);
}
END_TEST

START_TEST(type_names)
{
	for (enum param_type t = PARAM_BOOL; t <= PARAM_MAP; t++)
		ck_assert(*param_type_name(t));
}
END_TEST

int main(void)
{
	return run_tables("params",
			  (const struct table[]){
				  { "faults", each_fault, ARRAY_LEN(faults) },
				  { "defaults", defaults, 1 },
				  { "given", given_values, 1 },
				  { "bad defaults", each_bad_default, ARRAY_LEN(bad_defaults) },
				  { "memory", out_of_memory, 1 },
				  { "distances", each_distance, ARRAY_LEN(distances) },
				  { "type names", type_names, 1 },
				  { 0 } });
}
