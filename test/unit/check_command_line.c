/* SPDX-License-Identifier: Apache-2.0 */
/* check_command_line.c - flags as programs of the control plane read them. */
#include "policy/command_line.h"

#include <stdio.h>
#include <string.h>

#include "support.h"

/* The first container of a pod whose spec.containers[0] is @json. */
static const struct container *container_of(const char *json)
{
	const char *text = arena_printf(test_arena(), "{'containers':[%s]}", json);
	struct err err = { 0 };
	const struct meta *meta = meta_view(test_arena(), NULL, "metadata", &err);
	const struct pod *pod = pod_view(test_arena(), meta, parse(text), "spec", &err);

	ck_assert_msg(pod != NULL, "%s", err.text);
	return pod->containers;
}

static const char *text_of(const char *text, size_t len)
{
	return arena_strndup(test_arena(), text, len);
}

static const struct {
	const char *container, *want; /* program, "+" when there may be more; NULL: none of ours */
} programs[] = {
	{ "{}", NULL },
	{ "{'command':[]}", NULL },
	{ "{'command':['']}", NULL },
	{ "{'command':[null]}", NULL },
	{ "{'command':['kubelet']}", "kubelet" },
	{ "{'command':['/a/b/kube-apiserver']}", "kube-apiserver" },
	{ "{'command':['kube-apiserver/']}", NULL },
	{ "{'command':['kube-apiserver ']}", NULL },
	{ "{'command':['Kube-apiserver']}", NULL },
	{ "{'args':['kube-scheduler']}", "kube-scheduler" },
	{ "{'args':['/kube-scheduler']}", "kube-scheduler" },
	{ "{'args':['/usr/local/bin/kubelet']}", "kubelet" },
	{ "{'args':['/var/lib/kubelet']}", NULL },
	{ "{'command':['/var/lib/kubelet']}", "kubelet" },
	{ "{'args':['kube-system/kubelet']}", NULL },
	{ "{'args':['--kubelet-service=kube-system/kubelet']}", NULL },
	{ "{'command':['--x=/kubelet']}", NULL },
	{ "{'command':['X=/kubelet']}", NULL },
	{ "{'command':['nginx'],'args':['kube-scheduler']}", NULL },
	{ "{'command':['go-runner'],'args':['--x','kube-scheduler']}", "kube-scheduler" },
	{ "{'command':['/sbin/tini','--','etcd']}", "etcd" },
	{ "{'command':['/hyperkube','apiserver']}", "kube-apiserver" },
	{ "{'command':['/hyperkube','controller-manager']}", "kube-controller-manager" },
	{ "{'command':['/hyperkube','let']}", NULL },
	{ "{'command':['/hyperkube','proxy']}", NULL },
	{ "{'command':['tini','apiserver']}", NULL },
	{ "{'command':['hyperkube']}", NULL },
	{ "{'command':['hyperkube','--','-x']}", NULL },
	{ "{'command':['hyperkube','hyperkube','kubelet']}", NULL },
	{ "{'command':['sh','-c','kubelet']}", NULL },
	{ "{'command':['kubelet','--config=/c']}", "kubelet+" },
	{ "{'command':['kubelet','--config=']}", "kubelet" },
	{ "{'command':['kubelet','--','--config=/c']}", "kubelet" },
	{ "{'command':['kubelet','--config-dir','/c']}", "kubelet+" },
	{ "{'command':['etcd'],'envFrom':[{}]}", "etcd+" },
	{ "{'command':['kubelet'],'envFrom':[{}]}", "kubelet" },
	{ "{'command':['etcd','--config-file=/c']}", NULL },
	{ "{'command':['etcd'],'env':[{'name':'ETCD_CONFIG_FILE','value':'/c'}]}", NULL },
	{ "{'command':['etcd'],'env':[{'name':'ETCD_CONFIG_FILE','valueFrom':{}}]}", NULL },
};

START_TEST(each_program)
{
	struct command_line line;
	const char *got = NULL;

	if (command_line_of(container_of(programs[_i].container), &line))
		got = arena_printf(test_arena(), "%s%s", program_name(line.program),
				   line.has_more ? "+" : "");
	ck_assert_msg(same(got, programs[_i].want), "%s: got %s", programs[_i].container, got);
}
END_TEST

static const struct {
	const char *arguments, *want; /* of --the-flag; "?": not known */
	bool is_switch;
	const char *program;
} flags[] = {
	{ "", NULL, false, NULL },
	{ "'--the-flag=a'", "a", false, NULL },
	{ "'-the-flag=a'", "a", false, NULL },
	{ "'---the-flag=a'", NULL, false, NULL },
	{ "'the-flag=a'", NULL, false, NULL },
	{ "'--the_flag=a'", "a", false, NULL },
	{ "'--the_flag=a'", NULL, false, "etcd" },
	{ "'--the-flag','a'", "a", false, NULL },
	{ "'--the-flag'", "", false, NULL },
	{ "'--the-flag'", "true", true, NULL },
	{ "'--the-flag','false'", "true", true, NULL },
	{ "'--the-flag='", "", false, NULL },
	{ "'--the-flag=a=b'", "a=b", false, NULL },
	{ "'--the-flag=a','--the-flag=b'", "b", false, NULL },
	{ "'--the-flag=a','--the-flag='", "", false, NULL },
	{ "'--the-flag','--the-flag=b'", "b", false, NULL },
	{ "'--the-flag-is=a','--a-the-flag=b','--the-fla=c'", NULL, false, NULL },
	{ "'--','--the-flag=a'", NULL, false, NULL },
	{ "'--the-flag','--'", "", false, NULL },
	{ "'--the-flag=\\\"a b\\\"'", "a b", false, NULL },
	{ "'--the-flag=\\\"a'", "\"a", false, NULL },
	{ "'--the-flag=\\\"'", "\"", false, NULL },
	{ "'--the-flag=\\\"\\\"'", "", false, NULL },
	{ "'--the-flag=\\\"a\\\",\\\"b\\\"'", "\"a\",\"b\"", false, NULL },
	{ "'','-','--=','a'", NULL, false, NULL },
};

START_TEST(each_flag)
{
	const char *program = flags[_i].program ? flags[_i].program : "kubelet";
	const char *json = arena_printf(test_arena(), "{'command':['%s'%s%s]}", program,
					*flags[_i].arguments ? "," : "", flags[_i].arguments);
	struct command_line line;
	struct flag f;

	ck_assert(command_line_of(container_of(json), &line));
	f = flags[_i].is_switch ? switch_last(&line, "the-flag") : flag_last(&line, "the-flag");
	ck_assert_msg(same(f.value ? text_of(f.value, f.len) : NULL, flags[_i].want),
		      "%s: got %.*s", json, (int)f.len, f.value ? f.value : "");
}
END_TEST

static const struct {
	const char *env, *want;
} variables[] = {
	{ "{'name':'ETCD_THE_FLAG','value':'a'}", "a" },
	{ "{'name':'ETCD_THE_FLAG','value':''}", NULL },
	{ "{'name':'ETCD_THE_FLAG'}", NULL },
	{ "{'name':'ETCD_THE_FLAG','valueFrom':{}}", "?" },
	{ "{'name':'ETCD_THE_FLAG','value':'a'},{'name':'ETCD_THE_FLAG','value':'b'}", "b" },
	{ "{'name':'etcd_the_flag','value':'a'}", NULL },
	{ "{'name':'ETCD_THE-FLAG','value':'a'}", NULL },
	{ "{'name':'ETCD_THE_FLAG_','value':'a'}", NULL },
	{ "{'name':'ETCD_THE','value':'a'}", NULL },
	{ "{'name':'THE_FLAG','value':'a'}", NULL },
	{ "null", NULL },
};

START_TEST(each_variable)
{
	const char *json =
		arena_printf(test_arena(), "{'command':['etcd'],'env':[%s]}", variables[_i].env);
	struct command_line line;
	struct flag f;
	const char *got;

	ck_assert(command_line_of(container_of(json), &line));
	f = flag_last(&line, "the-flag");
	got = f.value ? text_of(f.value, f.len) : NULL;
	ck_assert_msg(same(f.unknown ? "?" : got, variables[_i].want), "%s: got %s", json, got);
}
END_TEST

static const struct {
	const char *arguments, *want;
} lists[] = {
	{ "'--list='", "" },
	{ "'--list=a'", "a;" },
	{ "'--list=a,b'", "a;b;" },
	{ "'--list=,a,,b,'", "a;b;" },
	{ "'--list=a','--list=b,c','--list='", "a;b;c;" },
	{ "'--list','a,b','--other=c'", "a;b;" },
	{ "'--list=\\\"a\\\",\\\"b\\\"'", "a;b;" },
	{ "'--list=\\\"a,b\\\"'", "a;b;" },
	{ "'--other=a'", "" },
};

START_TEST(each_list)
{
	const char *json =
		arena_printf(test_arena(), "{'command':['kubelet',%s]}", lists[_i].arguments);
	struct command_line line;
	const char *got = "";

	ck_assert(command_line_of(container_of(json), &line));
	for_each_flag_item(item, &line, "list") got =
		arena_printf(test_arena(), "%s%.*s;", got, (int)item.len, item.value);
	ck_assert_msg(same(got, lists[_i].want), "%s: got %s", json, got);
}
END_TEST

static const struct {
	const char *value;
	int boolean; /* -1: none */
	bool is_int;
	int64_t integer;
	int64_t us; /* -1: no duration */
} values[] = {
	{ "", -1, false, 0, -1 },
	{ "true", 1, false, 0, -1 },
	{ "F", 0, false, 0, -1 },
	{ "yes", -1, false, 0, -1 },
	{ "falsefalse", -1, false, 0, -1 },
	{ "0", 0, true, 0, 0 },
	{ "1", 1, true, 1, -1 },
	{ "-1", -1, true, -1, -1 },
	{ "--1", -1, false, 0, -1 },
	{ "-", -1, false, 0, -1 },
	{ "+1", -1, false, 0, -1 },
	{ "9223372036854775807", -1, true, INT64_MAX, -1 },
	{ "9223372036854775808", -1, false, 0, -1 },
	{ "11111111111111111111111111111", -1, false, 0, -1 },
	{ "1m30s", -1, false, 0, 90000000 },
	{ "90", -1, true, 90, -1 },
};

START_TEST(each_value)
{
	const struct flag f = { .value = values[_i].value, .len = strlen(values[_i].value) };
	bool b = false, is_bool = flag_bool(&f, &b);
	int64_t n = 0, us = 0;

	ck_assert_int_eq(is_bool ? b : -1, values[_i].boolean);
	ck_assert_int_eq(flag_int(&f, &n), values[_i].is_int);
	if (values[_i].is_int)
		ck_assert_int_eq(n, values[_i].integer);
	ck_assert_int_eq(flag_duration(&f, &us) ? us : -1, values[_i].us);
}
END_TEST

START_TEST(absent_values)
{
	const struct flag f = { 0 }, empty = { .value = "" };
	bool b;
	int64_t n;

	ck_assert(!flag_bool(&f, &b) && !flag_int(&f, &n) && !flag_duration(&f, &n));
	ck_assert(!flag_equals(&f, "") && flag_equals(&empty, ""));
	ck_assert(!flag_same(&f, &f) && !flag_same(&empty, &empty));
}
END_TEST

int main(void)
{
	return run_tables(
		"command line",
		(const struct table[]){ { "programs", each_program, ARRAY_LEN(programs) },
					{ "flags", each_flag, ARRAY_LEN(flags) },
					{ "variables", each_variable, ARRAY_LEN(variables) },
					{ "lists", each_list, ARRAY_LEN(lists) },
					{ "values", each_value, ARRAY_LEN(values) },
					{ "absent", absent_values, 1 },
					{ 0 } });
}
