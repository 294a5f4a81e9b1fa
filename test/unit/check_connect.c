/* SPDX-License-Identifier: Apache-2.0 */
/* check_connect.c - view of the options of exec, attach, port-forward and proxy. */
#include "k8s/connect.h"

#include "base/mem.h"
#include "fields.h"

static void dump_ports(struct buf *out, const struct connect *c)
{
	if (!c->port_count)
		return;
	buf_adds(out, " ports=[");
	for (size_t i = 0; i < c->port_count; i++)
		buf_addf(out, "%s%" PRId64, i ? "," : "", c->ports[i]);
	buf_addc(out, ']');
}

static void dump_connect(struct buf *out, const struct connect *c)
{
	dump_bool(out, "stdin", c->stdin_open);
	dump_bool(out, "stdout", c->stdout_open);
	dump_bool(out, "stderr", c->stderr_open);
	dump_bool(out, "tty", c->tty);
	dump_string(out, "container", c->container);
	dump_strings(out, "command", &c->command);
	dump_ports(out, c);
	dump_string(out, "path", c->path);
}

static int view_and_dump(const cJSON *node, struct buf *out, struct err *err)
{
	const struct connect *c = connect_view(test_arena(), node, err);

	if (!c)
		return -1;
	ck_assert_ptr_eq(c->node, node);
	dump_connect(out, c);
	return 0;
}

static const struct view_type view = { "", view_and_dump };

static const struct field_case fields[] = {
	{ "stdin", A_BOOL }, { "stdout", A_BOOL },	{ "stderr", A_BOOL },
	{ "tty", A_BOOL },   { "container", A_STRING }, { "command", STRINGS },
	{ "ports", INTS },   { "path", A_STRING },
};

START_TEST(each_field)
{
	check_field(&view, &fields[_i]);
}
END_TEST

#define FULL                                                                                    \
	"{'kind':'PodExecOptions','apiVersion':'v1','stdin':true,'stdout':true,'stderr':true,'" \
	"tty':true,'container':'app','command':['sh','-c','id'],'ports':[80,443],'path':'/x'}"

#define FULL_DUMP                                                        \
	" stdin=true stdout=true stderr=true tty=true container=\"app\"" \
	" command=[\"sh\",\"-c\",\"id\"] ports=[80,443] path=\"/x\""

static const struct {
	const char *name, *json, *want;
} cases[] = {
	{ "empty", "{}", "" },
	{ "full", FULL, FULL_DUMP },
	{ "keys are compared by case", "{'TTY':true,'Container':'a'}", "" },
	{ "null element", "{'command':[null]}", " command=[\"\"]" },
};

START_TEST(each_case)
{
	const char *got = dump_around(&view, "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

START_TEST(each_allocation_fails)
{
	const cJSON *object = parse(FULL);
	const struct connect *c = NULL;
	SCOPED(scoped_buf) struct buf out;
	long n;

	for (n = 0; !c && n < 1000; n++) {
		struct err err = { 0 };

		mem_fail_at(n);
		c = connect_view(test_arena(), object, &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, c ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 2);
	buf_init(&out, 10000);
	dump_connect(&out, c);
	ck_assert_str_eq(buf_str(&out), FULL_DUMP);
}
END_TEST

int main(void)
{
	return run_tables("connect", (const struct table[]){
					     { "fields", each_field, ARRAY_LEN(fields) },
					     { "cases", each_case, ARRAY_LEN(cases) },
					     { "memory", each_allocation_fails, 1 },
					     { 0 },
				     });
}
