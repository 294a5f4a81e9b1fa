/* SPDX-License-Identifier: Apache-2.0 */
/* check_at.c - places as text. */
#include "k8s/at.h"

#include <string.h>

#include "base/mem.h"
#include "support.h"

#define LONG_80		    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY(up_, key_)	    (&(const struct at){ .up = (up_), .key = (key_) })
#define INDEX(up_, i)	    (&(const struct at){ .up = (up_), .index = (i) })
#define NAME(up_, i, name_) (&(const struct at){ .up = (up_), .index = (i), .name = (name_) })
#define SPEC		    KEY(NULL, "spec")

static const struct {
	const char *name;
	const struct at *at;
	const char *field, *want;
} cases[] = {
	{ "root", SPEC, NULL, "spec" },
	{ "root is printed as it is", KEY(NULL, "spec.template.spec"), NULL, "spec.template.spec" },
	{ "empty root", KEY(NULL, ""), NULL, "" },
	{ "member of empty root", KEY(KEY(NULL, ""), "a"), NULL, "a" },
	{ "element at the root", INDEX(NULL, 3), NULL, "[3]" },
	{ "member", KEY(SPEC, "containers"), NULL, "spec.containers" },
	{ "element by index", INDEX(KEY(SPEC, "containers"), 2), NULL, "spec.containers[2]" },
	{ "element by name", NAME(KEY(SPEC, "containers"), 2, "app"), NULL,
	  "spec.containers[name=\"app\"]" },
	{ "empty name", NAME(KEY(SPEC, "containers"), 2, ""), NULL, "spec.containers[2]" },
	{ "member of element", KEY(INDEX(KEY(SPEC, "a"), 0), "b"), NULL, "spec.a[0].b" },
	{ "field", SPEC, "securityContext.privileged", "spec.securityContext.privileged" },
	{ "field of element", INDEX(KEY(SPEC, "a"), 0), "b", "spec.a[0].b" },
	{ "field that is an index", SPEC, "[1]", "spec[1]" },
	{ "field of empty root", KEY(NULL, ""), "spec", "spec" },
	{ "plain keys", KEY(KEY(SPEC, "_a9"), "Z-z"), NULL, "spec._a9.Z-z" },
	{ "key with slash", KEY(SPEC, "kubernetes.io/x"), NULL, "spec[\"kubernetes.io/x\"]" },
	{ "key with digit in front", KEY(SPEC, "9a"), NULL, "spec[\"9a\"]" },
	{ "empty key", KEY(SPEC, ""), NULL, "spec[\"\"]" },
	{ "key with quote and backslash", KEY(SPEC, "a\"]\\"), NULL, "spec[\"a\\\"]\\\\\"]" },
	{ "key with control characters", KEY(SPEC, "a\n\t\x1b\x7f"), NULL,
	  "spec[\"a\\u000a\\u0009\\u001b\\u007f\"]" },
	{ "key beyond ASCII", KEY(SPEC, "\xc3\xa4"), NULL, "spec[\"\xc3\xa4\"]" },
	{ "name with quote", NAME(SPEC, 0, "a\"b"), NULL, "spec[name=\"a\\\"b\"]" },
	{ "name with newline", NAME(SPEC, 0, "a\nb"), NULL, "spec[name=\"a\\u000ab\"]" },
	{ "name of 80 bytes", NAME(SPEC, 0, LONG_80), NULL, "spec[name=\"" LONG_80 "\"]" },
	{ "name of 81 bytes", NAME(SPEC, 0, LONG_80 "b"), NULL, "spec[name=\"" LONG_80 "...\"]" },
	{ "name cut between characters", NAME(SPEC, 0, "\xc3\xa4" LONG_80), NULL,
	  "spec[name=\"\xc3\xa4"
	  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\"]" },
	{ "name not cut within a character",
	  NAME(SPEC, 0,
	       "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc3"
	       "\xa4"),
	  NULL,
	  "spec[name="
	  "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	  "...\"]" },
	{ "key of 80 bytes", KEY(SPEC, LONG_80), NULL, "spec." LONG_80 },
	{ "key of 81 bytes", KEY(SPEC, LONG_80 "b"), NULL, "spec[\"" LONG_80 "...\"]" },
	{ "place of 400 bytes",
	  KEY(KEY(KEY(KEY(KEY(NULL, LONG_80 "abcd"), LONG_80), LONG_80), LONG_80),
	      "abcdefghijkl" LONG_80),
	  NULL,
	  LONG_80 "abcd." LONG_80 "." LONG_80 "." LONG_80
		  "[\"abcdefghijklaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa..." },
};

START_TEST(each_place)
{
	const char *got = at_print(test_arena(), cases[_i].at, cases[_i].field);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name,
		      got ? got : "nothing");
	ck_assert_uint_le(strlen(got), 400);
}
END_TEST

START_TEST(appends)
{
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, 100);
	buf_adds(&out, "at ");
	at_write(&out, KEY(KEY(NULL, ""), "a"), "b");
	ck_assert_str_eq(buf_str(&out), "at a.b");
}
END_TEST

START_TEST(out_of_memory)
{
	struct arena *a = test_arena();

	for (long n = 0; n < 2; n++) {
		mem_fail_at(n);
		ck_assert_msg(at_print(a, SPEC, NULL) == NULL, "allocation %ld fails", n);
	}
	mem_fail_at(-1);
	ck_assert_str_eq(at_print(a, SPEC, NULL), "spec");
}
END_TEST

int main(void)
{
	return run_tables("at", (const struct table[]){
					{ "places", each_place, ARRAY_LEN(cases) },
					{ "appends", appends, 1 },
					{ "memory", out_of_memory, 1 },
					{ 0 },
				});
}
