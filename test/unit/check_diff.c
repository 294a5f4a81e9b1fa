/* SPDX-License-Identifier: Apache-2.0 */
/* check_diff.c - what counts as a change, under which rules it is filed, and counts by name. */
#include <stdio.h>
#include <string.h>

#include "admit.h"
#include "replay/diff.h"
#include "support.h"

#define RULE(mode) "rules: [{name: images, policy: image-tag, mode: " mode "}]"
#define HOSTPORTS  "podSecurity: {defaults: {enforce: baseline, enforce-version: latest}}\nrules: []"
#define NOTHING	   "podSecurity: {defaults: {}}\nrules: []"

/* Two configurations over one pod with a port of the node. */
static const struct row {
	const char *name, *from, *to, *want, *rule;
} rows[] = {
	{ "the same", NOTHING, NOTHING, "none", NULL },
	{ "newly denied by a rule", NOTHING, "podSecurity: {defaults: {}}\n" RULE("deny"),
	  "newlyDenied", "images" },
	{ "newly denied by podSecurity", NOTHING, HOSTPORTS, "newlyDenied",
	  "podSecurity baseline:latest: baseline-host-ports" },
	{ "newly allowed", HOSTPORTS, NOTHING, "newlyAllowed",
	  "podSecurity baseline:latest: baseline-host-ports" },
	{ "a warning more", NOTHING, "podSecurity: {defaults: {}}\n" RULE("warn"),
	  "changedWarnings", "images" },
	{ "a warning less", "podSecurity: {defaults: {}}\n" RULE("warn"), NOTHING,
	  "changedWarnings", "images" },
	{ "audit alone", NOTHING, "podSecurity: {defaults: {}}\n" RULE("audit"), "none", NULL },
	{ "another reason", "podSecurity: {defaults: {}}\n" RULE("deny"), HOSTPORTS,
	  "changedMessage", "podSecurity baseline:latest: baseline-host-ports" },
};

static const struct admit_request request = {
	"CREATE",
	"v1 Pod",
	"pods",
	"",
	"web",
	"shop",
	"me",
	"{'apiVersion':'v1','kind':'Pod','spec':{'containers':[{'name':'app','image':'a',"
	"'ports':[{'containerPort':80,'hostPort':80}]}]}}",
	NULL
};

struct judged {
	struct admit admit;
	struct admission_record record;
	struct buf reply;
	struct side side;
};

static void judge(struct judged *j, const char *config, const char *body, size_t len)
{
	struct err err = { 0 };

	j->admit = admit_new(config, NULL);
	buf_init(&j->reply, REPLY_BYTES_MAX);
	ck_assert_msg(admission_handle(j->admit.engine, NULL, test_arena(), body, len, &j->reply,
				       &j->record, &err) == 0,
		      "%s", err.text);
	j->side = (struct side){ .engine = j->admit.engine, .judgement = &j->record.judgement };
	ck_assert_msg(answer_parse(test_arena(), buf_str(&j->reply), j->reply.len, &j->side.answer,
				   &err) != NULL,
		      "%s", err.text);
}

START_TEST(changes)
{
	const struct row *row = &rows[_i];
	const struct question question = { .ns = "shop", .username = "me" };
	struct judged from, to;
	struct diff diff;
	struct err err = { 0 };
	enum change change;
	size_t len;
	const char *body = admit_review(&request, &len);

	judge(&from, row->from, body, len);
	judge(&to, row->to, body, len);
	ck_assert_int_eq(diff_init(&diff, test_arena(), &err), 0);
	change = diff_add(&diff, test_arena(), &question, &from.side, &to.side, "example");
	ck_assert_msg(same(change_name(change), row->want), "%s: %s", row->name,
		      change_name(change));
	ck_assert_uint_eq(diff.by[change].count, 1);
	if (row->rule) {
		const struct change_groups *by = &diff.by[change];

		ck_assert_msg(by->rules.count == 1 && same(by->rules.v[0].name, row->rule),
			      "%s: %zu %s", row->name, by->rules.count,
			      by->rules.count ? by->rules.v[0].name : "");
		ck_assert_str_eq(by->namespaces.v[0].name, "shop");
		ck_assert_str_eq(by->owners.v[0].name, "user me");
		ck_assert_str_eq(by->owners.v[0].examples[0], "example");
	}
	buf_fini(&from.reply);
	buf_fini(&to.reply);
	admit_free(&from.admit);
	admit_free(&to.admit);
}
END_TEST

static const struct {
	const char *name, *text;
	bool ok;
} answers[] = {
	{ "allowed", "{\"response\":{\"allowed\":true}}", true },
	{ "warned", "{\"response\":{\"allowed\":true,\"warnings\":[\"a\"]}}", true },
	{ "not said", "{\"response\":{}}", false },
	{ "no bool", "{\"response\":{\"allowed\":\"true\"}}", false },
	{ "null", "null", false },
	{ "warnings of another type", "{\"response\":{\"allowed\":true,\"warnings\":[7]}}", false },
	{ "broken", "{\"response\":", false },
};

START_TEST(read)
{
	struct answer answer;
	struct err err = { 0 };
	const char *text = answers[_i].text;
	bool ok = answer_parse(test_arena(), text, strlen(text), &answer, &err) != NULL;

	ck_assert_msg(ok == answers[_i].ok, "%s: %s", answers[_i].name, err.text);
}
END_TEST

START_TEST(counted)
{
	struct groups g;
	struct err err = { 0 };

	ck_assert_int_eq(groups_init(&g, test_arena(), &err), 0);
	for (int i = 0; i < GROUPS_MAX + 100; i++)
		groups_add(&g, arena_printf(test_arena(), "%d", i), "a");
	for (int i = 0; i < 5; i++)
		groups_add(&g, "77", arena_printf(test_arena(), "b%d", i));
	groups_add(&g, "8", "c");
	groups_sort(&g);
	ck_assert_uint_eq(g.count, GROUPS_MAX);
	ck_assert_uint_eq(g.others, 100);
	ck_assert_str_eq(g.v[0].name, "77");
	ck_assert_uint_eq(g.v[0].count, 6);
	ck_assert_str_eq(g.v[0].examples[2], "b1");
	ck_assert_str_eq(g.v[1].name, "8");
	ck_assert_ptr_null(g.v[1].examples[2]);
	ck_assert_str_eq(g.v[2].name, "0");
}
END_TEST

int main(void)
{
	return run_tables("diff", (const struct table[]){ { "changes", changes, ARRAY_LEN(rows) },
							  { "read", read, ARRAY_LEN(answers) },
							  { "counted", counted, 1 },
							  { 0 } });
}
