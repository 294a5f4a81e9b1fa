/* SPDX-License-Identifier: Apache-2.0 */
/* check_findings.c - the sink: order, limits, what a finding reads like, and that nothing is lost
 * without a flag. */
#include "policy/findings.h"

#include <string.h>

#include "base/mem.h"
#include "support.h"

static const struct at root = { .key = "spec" };
static const struct at list = { .up = &root, .key = "containers" };
static const struct at element = { .up = &list, .name = "app" };

#define TEN(x)	   x x x x x x x x x x
#define A160	   TEN("aaaaaaaaaaaaaaaa")
#define PRIVILEGED "spec.containers[name=\"app\"].securityContext.privileged"

static const struct {
	const char *name;
	struct says says;
	const char *remedy, *want;
} lines[] = {
	{ "all parts",
	  { "true", "absent or false", "remove it" },
	  "not this",
	  PRIVILEGED ": true, want absent or false; remove it" },
	{ "remedy for fix",
	  { "true", "false", NULL },
	  "Remove it.",
	  PRIVILEGED ": true, want false. Remove it." },
	{ "neither", { "true", "false", NULL }, NULL, PRIVILEGED ": true, want false" },
	{ "no want", { "true", NULL, "remove it" }, NULL, PRIVILEGED ": true; remove it" },
	{ "absent", { NULL, "false", NULL }, NULL, PRIVILEGED ": absent, want false" },
	{ "empty", { "", "false", NULL }, NULL, PRIVILEGED ": \"\", want false" },
	{ "line break", { "a\nb: c", "x", NULL }, NULL, PRIVILEGED ": a\\nb: c, want x" },
	{ "backslash, quote", { "a\\n\"", "x", NULL }, NULL, PRIVILEGED ": a\\\\n\", want x" },
	{ "terminal escape", { "\x1b[31m", "x", NULL }, NULL, PRIVILEGED ": \\x1b[31m, want x" },
	{ "right to left",
	  { "\u202e\u00e9", "x", NULL },
	  NULL,
	  PRIVILEGED ": \\u202e\u00e9, want x" },
	{ "invalid UTF-8", { "\xff\xc3", "x", NULL }, NULL, PRIVILEGED ": \\xff\\xc3, want x" },
	{ "longest", { A160, "x", NULL }, NULL, PRIVILEGED ": " A160 ", want x" },
	{ "one more", { A160 "b", "x", NULL }, NULL, PRIVILEGED ": " A160 "..., want x" },
	{ "cut before a character",
	  { "b" TEN("\u20ac\u20ac\u20ac\u20ac\u20ac\u20ac"), "x", NULL },
	  NULL,
	  PRIVILEGED ": b" TEN("\u20ac\u20ac\u20ac\u20ac\u20ac") "\u20ac\u20ac\u20ac..., want x" },
};

START_TEST(each_line)
{
	struct findings *out = findings_new(test_arena());
	struct err err;
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 4096);
	ck_assert(out != NULL);
	finding_add(out, &element, "securityContext.privileged", &lines[_i].says);
	finding_write(&text, findings_first(out), lines[_i].remedy);
	ck_assert_int_eq(buf_ok(&text, &err), 0);
	ck_assert_str_eq(findings_first(out)->place, at_print(test_arena(), findings_first(out)->at,
							      findings_first(out)->field));
	ck_assert_msg(same(buf_str(&text), lines[_i].want), "%s:\n got %s\nwant %s", lines[_i].name,
		      buf_str(&text), lines[_i].want);
}
END_TEST

START_TEST(value_is_copied)
{
	struct findings *out = findings_new(test_arena());
	char value[] = "80";

	ck_assert(out != NULL);
	finding(out, &root, "hostPort", .value = value);
	memset(value, 'x', sizeof(value) - 1);
	ck_assert_str_eq(findings_first(out)->says.value, "80");
}
END_TEST

START_TEST(rules_and_summaries)
{
	struct findings *out = findings_new(test_arena());
	const struct finding *f;

	ck_assert(out != NULL);
	ck_assert(!findings_first(out) && !findings_count(out) && !findings_spoiled(out));
	ck_assert_str_eq(findings_reason(out), "");
	ck_assert_str_eq(findings_detail(out), "");

	findings_begin(out, 3);
	finding(out, &root, "a", .value = "1");
	findings_summary(out, "reason", "detail");
	ck_assert_str_eq(findings_reason(out), "reason");
	ck_assert_str_eq(findings_detail(out), "detail");

	findings_begin(out, 7);
	ck_assert_str_eq(findings_reason(out), "");
	ck_assert_str_eq(findings_detail(out), "");
	finding(out, &root, NULL, .value = "2");

	ck_assert_uint_eq(findings_count(out), 2);
	f = findings_first(out);
	ck_assert_uint_eq(f->rule, 3);
	ck_assert_str_eq(f->place, "spec.a");
	f = f->next;
	ck_assert_uint_eq(f->rule, 7);
	ck_assert_str_eq(f->place, "spec");
	ck_assert(!f->next);
}
END_TEST

START_TEST(more_than_are_kept)
{
	struct findings *out = findings_new(test_arena());
	size_t kept = 0;

	ck_assert(out != NULL);
	for (int i = 0; i < FINDINGS_MAX + 5; i++)
		finding(out, &root, "a", .value = "1");
	for (const struct finding *f = findings_first(out); f; f = f->next)
		kept++;
	ck_assert_uint_eq(kept, FINDINGS_MAX);
	ck_assert_uint_eq(findings_count(out), FINDINGS_MAX + 5);
	ck_assert(!findings_spoiled(out));
}
END_TEST

START_TEST(each_allocation_fails)
{
	struct arena *a = test_arena();
	bool spoiled = true;

	mem_fail_at(0);
	ck_assert(!findings_new(a));
	for (long n = 0; spoiled; n++) {
		struct findings *out;

		mem_fail_at(-1);
		out = findings_new(a);
		ck_assert(out != NULL);
		mem_fail_at(n);
		finding(out, &root, "a", .value = "1", .want = finding_text(out, "%d", 2));
		spoiled = findings_spoiled(out);
		ck_assert_uint_eq(findings_count(out), 1);
		if (!spoiled)
			ck_assert_str_eq(findings_first(out)->says.want, "2");
		ck_assert_msg(n < 20, "never ends");
	}
	mem_fail_at(-1);
}
END_TEST

START_TEST(full_arena)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new((size_t)64 * 1024, &err);
	struct findings *out;

	ck_assert_msg(a != NULL, "%s", err.text);
	out = findings_new(a);
	ck_assert(out != NULL);
	for (int i = 0; i < FINDINGS_MAX && !findings_spoiled(out); i++)
		finding(out, &root, "a", .value = A160);
	ck_assert(findings_spoiled(out) && arena_full(a));
	findings_begin(out, 1);
	ck_assert_msg(findings_spoiled(out), "the flag outlives the check that set it");
}
END_TEST

int main(void)
{
	return run_tables("findings", (const struct table[]){
					      { "lines", each_line, ARRAY_LEN(lines) },
					      { "copies", value_is_copied, 1 },
					      { "rules", rules_and_summaries, 1 },
					      { "many", more_than_are_kept, 1 },
					      { "memory", each_allocation_fails, 1 },
					      { "full", full_arena, 1 },
					      { 0 },
				      });
}
