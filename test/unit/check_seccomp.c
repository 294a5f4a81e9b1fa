/* SPDX-License-Identifier: Apache-2.0 */
/* check_seccomp.c - view of a seccomp profile of both forms, and what policies find in files, which
 * have more than objects do.
 */
#include "k8s/seccomp.h"

#include "base/mem.h"
#include "engine/views.h"
#include "fields.h"
#include "policies.h"
#include "policy/syscalls.h"

static void dump_at(struct buf *out, const struct at *at)
{
	buf_addf(out, " at=%s", at_print(test_arena(), at, NULL));
}

static void dump_guard(struct buf *out, const char *key, const struct seccomp_guard *guard)
{
	if (!guard)
		return;
	buf_addf(out, " %s{", key);
	dump_strings(out, "caps", &guard->caps);
	dump_strings(out, "arches", &guard->arches);
	dump_string(out, "minKernel", guard->min_kernel);
	buf_adds(out, "}");
}

static void dump_args(struct buf *out, const struct seccomp_rule *rule)
{
	if (!rule->args)
		return;
	buf_adds(out, " args[");
	for_each_seccomp_arg(arg, rule)
	{
		buf_adds(out, "{");
		dump_opt_int(out, "index", arg->index);
		dump_opt_int(out, "value", arg->value);
		dump_opt_int(out, "valueTwo", arg->value_two);
		dump_string(out, "op", arg->op);
		dump_at(out, &arg->at);
		buf_adds(out, "}");
	}
	buf_adds(out, "]");
}

static void dump_rules(struct buf *out, const struct seccomp_filter *f)
{
	if (!f->rules)
		return;
	buf_adds(out, " syscalls[");
	for_each_seccomp_rule(rule, f)
	{
		buf_adds(out, "{");
		dump_pointer(out, "name", rule->name);
		dump_strings(out, "names", &rule->names);
		dump_string(out, "action", rule->action);
		dump_int_or_string(out, "errnoRet", rule->errno_ret);
		dump_args(out, rule);
		dump_guard(out, "includes", rule->includes);
		dump_guard(out, "excludes", rule->excludes);
		dump_at(out, &rule->at);
		buf_adds(out, "}");
	}
	buf_adds(out, "]");
}

static void dump_map_of_archs(struct buf *out, const struct seccomp_filter *f)
{
	if (!f->arch_map)
		return;
	buf_adds(out, " archMap[");
	for_each_seccomp_arch(arch, f)
	{
		buf_adds(out, "{");
		dump_string(out, "architecture", arch->architecture);
		dump_strings(out, "subArchitectures", &arch->subs);
		dump_at(out, &arch->at);
		buf_adds(out, "}");
	}
	buf_adds(out, "]");
}

static void dump_filter(struct buf *out, const struct seccomp *s)
{
	dump_pointer(out, "defaultAction", s->filter->default_action);
	dump_strings(out, "architectures", &s->filter->architectures);
	dump_strings(out, "flags", &s->filter->flags);
	dump_map_of_archs(out, s->filter);
	dump_rules(out, s->filter);
}

static int view_file(const cJSON *node, struct buf *out, struct err *err)
{
	const struct seccomp *s = seccomp_view(test_arena(), node, err);

	if (!s)
		return -1;
	ck_assert(s->is_file);
	dump_filter(out, s);
	return 0;
}

/* An object whose spec is @node. */
static int view_object(const cJSON *node, struct buf *out, struct err *err)
{
	cJSON *object = json_new_object(test_arena());
	cJSON *spec = arena_alloc(test_arena(), sizeof(*spec));
	const struct seccomp *s;

	*spec = *node;
	spec->next = spec->prev = NULL;
	json_put(test_arena(), object, "kind", json_new_string(test_arena(), "SeccompProfile"));
	json_put(test_arena(), object, "spec", spec);
	s = seccomp_view(test_arena(), object, err);
	if (!s)
		return -1;
	ck_assert(!s->is_file);
	dump_filter(out, s);
	return 0;
}

static const struct view_type file_view = { "", view_file };
static const struct view_type object_view_type = { "spec", view_object };

static const struct field_case fields[] = {
	{ "defaultAction", A_POINTER },
	{ "architectures", STRINGS },
	{ "flags", STRINGS },
	{ "syscalls", A_LIST },
	{ "syscalls[0].names", STRINGS },
	{ "syscalls[0].action", A_STRING },
	{ "syscalls[0].errnoRet", A_PORT },
	{ "syscalls[0].args", A_LIST },
	{ "syscalls[0].args[0].index", AN_OPTIONAL_INT },
	{ "syscalls[0].args[0].value", AN_OPTIONAL_INT },
	{ "syscalls[0].args[0].valueTwo", AN_OPTIONAL_INT },
	{ "syscalls[0].args[0].op", A_STRING },
};

START_TEST(each_field)
{
	check_field(&object_view_type, &fields[_i]);
}
END_TEST

#define FILE_TEXT                                                                                  \
	"{'defaultAction':'SCMP_ACT_ERRNO','defaultErrnoRet':1,'architectures':['SCMP_ARCH_X86']," \
	"'archMap':[{'architecture':'SCMP_ARCH_X86_64','subArchitectures':['SCMP_ARCH_X32']}],"    \
	"'flags':['SECCOMP_FILTER_FLAG_LOG'],'listenerPath':'/s','syscalls':[{'name':'read',"      \
	"'action':'SCMP_ACT_ALLOW','args':null,'comment':'c','includes':{},'excludes':{'caps':["   \
	"'CAP_BPF']}},{'names':['bpf'],'action':'SCMP_ACT_ERRNO','errnoRet':38,'args':[{'index':"  \
	"0,'value':4294967295,'valueTwo':0,'op':'SCMP_CMP_EQ'}],'includes':{'arches':['arm'],"     \
	"'minKernel':'4.8'}}]}"

#define COMMON_DUMP_ARGS                                                         \
	" names=[\"bpf\"] action=\"SCMP_ACT_ERRNO\" errnoRet=38 args[{ index=0 " \
	"value=4294967295 valueTwo=0 op=\"SCMP_CMP_EQ\""

#define FILE_DUMP                                                                          \
	" defaultAction=\"SCMP_ACT_ERRNO\" architectures=[\"SCMP_ARCH_X86\"]"              \
	" flags=[\"SECCOMP_FILTER_FLAG_LOG\"] archMap[{ architecture=\"SCMP_ARCH_X86_64\"" \
	" subArchitectures=[\"SCMP_ARCH_X32\"] at=archMap[0]}] syscalls[{ name=\"read\""   \
	" action=\"SCMP_ACT_ALLOW\" includes{} excludes{ caps=[\"CAP_BPF\"]}"              \
	" at=syscalls[0]}{" COMMON_DUMP_ARGS " at=syscalls[1].args[0]}]"                   \
	" includes{ arches=[\"arm\"] minKernel=\"4.8\"} at=syscalls[1]}]"

#define OBJECT_DUMP                                                           \
	" defaultAction=\"SCMP_ACT_ERRNO\" architectures=[\"SCMP_ARCH_X86\"]" \
	" flags=[\"SECCOMP_FILTER_FLAG_LOG\"] syscalls[{"                     \
	" action=\"SCMP_ACT_ALLOW\" at=spec.syscalls[0]}{" COMMON_DUMP_ARGS   \
	" at=spec.syscalls[1].args[0]}] at=spec.syscalls[1]}]"

static const struct {
	const char *name;
	const struct view_type *view;
	const char *json, *want;
} cases[] = {
	{ "empty file", &file_view, "{}", "" },
	{ "empty object", &object_view_type, "{}", "" },
	{ "null", &object_view_type, "null", "" },
	{ "file", &file_view, FILE_TEXT, FILE_DUMP },
	{ "object", &object_view_type, FILE_TEXT, OBJECT_DUMP },
	{ "no object", &object_view_type, "[]", "spec: want an object, got an array" },
	{ "rule of null", &file_view, "{'syscalls':[null]}", " syscalls[{ at=syscalls[0]}]" },
	{ "name is a list", &file_view, "{'syscalls':[{'name':[]}]}",
	  "syscalls[0].name: want a string, got an array" },
	{ "guard is a list", &file_view, "{'syscalls':[{'includes':[]}]}",
	  "syscalls[0].includes: want an object, got an array" },
	{ "capabilities are text", &file_view, "{'syscalls':[{'excludes':{'caps':'x'}}]}",
	  "syscalls[0].excludes.caps: want an array, got a string" },
	{ "kernel is a number", &file_view, "{'syscalls':[{'includes':{'minKernel':4.8}}]}",
	  "syscalls[0].includes.minKernel: want a string, got a number" },
	{ "map is an object", &file_view, "{'archMap':{}}",
	  "archMap: want an array, got an object" },
	{ "architecture is a number", &file_view, "{'archMap':[{'architecture':1}]}",
	  "archMap[0].architecture: want a string, got a number" },
};

START_TEST(each_case)
{
	const char *got = dump_around(cases[_i].view, "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

START_TEST(each_allocation_fails)
{
	const cJSON *object = parse(FILE_TEXT);
	const struct seccomp *s = NULL;
	SCOPED(scoped_buf) struct buf out;
	long n;

	for (n = 0; !s && n < 1000; n++) {
		struct err err = { 0 };

		mem_fail_at(n);
		s = seccomp_view(test_arena(), object, &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, s ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 5);
	buf_init(&out, 10000);
	dump_filter(&out, s);
	ck_assert_str_eq(buf_str(&out), FILE_DUMP);
}
END_TEST

#define RULES(text) "{'defaultAction':'SCMP_ACT_ERRNO','syscalls':[" text "]}"
#define LETS(rest)  "'action':'SCMP_ACT_ALLOW'" rest "}"
#define CLONE(at, on)                                                                           \
	"{'names':['clone']," LETS(",'args':[{'index':" at ",'value':268435456,'op':'SCMP_CMP_" \
				   "MASKED_EQ'}]" on)
#define SOCKETS                                                     \
	"{'name':'socketcall'," LETS("") ",{'name':'socket'," LETS( \
		",'args':[{'index':0,'value':40,'op':'SCMP_CMP_NE'}]")

/* What policies find in files: "place: value". */
static const struct {
	const char *name, *policy, *params, *json, *want;
} judged[] = {
	{ "default", "seccomp-default-action", "{}", "{'defaultAction':'SCMP_ACT_ALLOW'}",
	  "defaultAction: SCMP_ACT_ALLOW\n" },
	{ "old name", "seccomp-syscalls", "{}", RULES("{'name':'raed'," LETS("")),
	  "syscalls[0].name: raed\n" },
	{ "old name beside names", "seccomp-syscalls", "{}",
	  RULES("{'name':'read','names':['write','read']," LETS("")), "syscalls[0].name: read\n" },
	{ "errno 0", "seccomp-syscalls", "{}",
	  RULES("{'name':'read','action':'SCMP_ACT_ERRNO','errnoRet':0}"),
	  "syscalls[0].errnoRet: 0\n" },
	{ "errno 1", "seccomp-syscalls", "{}",
	  RULES("{'name':'read','action':'SCMP_ACT_ERRNO','errnoRet':1}"), "" },
	{ "the same call for different guards", "seccomp-syscalls", "{}",
	  RULES("{'name':'bpf'," LETS(",'includes':{'caps':['CAP_BPF']}") ",{'name':'bpf'," LETS(
		  ",'includes':{'caps':['CAP_SYS_ADMIN']}")),
	  "" },
	{ "empty guards are none", "seccomp-syscalls", "{}",
	  RULES("{'name':'bpf'," LETS(",'includes':{},'excludes':{}") ",{'name':'bpf'," LETS("")),
	  "syscalls[1].name: bpf\n" },
	{ "for a capability", "seccomp-dangerous", "{}",
	  RULES("{'name':'bpf'," LETS(",'includes':{'caps':['CAP_BPF']}")), "" },
	{ "for a capability, which nobody reads", "seccomp-dangerous", "{'guardsHold':false}",
	  RULES("{'name':'bpf'," LETS(",'includes':{'caps':['CAP_BPF']}")),
	  "syscalls[0].name: bpf\n" },
	{ "but for a capability", "seccomp-dangerous", "{}",
	  RULES("{'name':'bpf'," LETS(",'excludes':{'caps':['CAP_BPF']}")),
	  "syscalls[0].name: bpf\n" },
	{ "for an architecture", "seccomp-dangerous", "{}",
	  RULES("{'name':'bpf'," LETS(",'includes':{'arches':['arm']}")),
	  "syscalls[0].name: bpf\n" },
	{ "for new kernels", "seccomp-dangerous", "{}",
	  RULES("{'names':['ptrace','bpf']," LETS(",'includes':{'minKernel':'4.8'}")),
	  "syscalls[0].names[1]: bpf\n" },
	{ "clone on s390", "seccomp-dangerous", "{}",
	  RULES(CLONE("1", ",'includes':{'arches':['s390','s390x']}")), "" },
	{ "clone on s390 by the stack", "seccomp-dangerous", "{}",
	  RULES(CLONE("0", ",'includes':{'arches':['s390x']}")), "syscalls[0].names[0]: clone\n" },
	{ "map", "seccomp-architectures", "{}",
	  "{'archMap':[{'architecture':'SCMP_ARCH_AMD64','subArchitectures':['SCMP_ARCH_X86','X'"
	  "]}]}",
	  "archMap[0].architecture: SCMP_ARCH_AMD64\narchMap[0].subArchitectures[1]: X\n" },
	{ "clone beside s390", "seccomp-architectures", "{}",
	  "{'architectures':['SCMP_ARCH_S390'],'syscalls':[" CLONE(
		  "0", ",'excludes':{'arches':['s390','s390x']}") "]}",
	  "" },
	{ "clone on s390x too", "seccomp-architectures", "{}",
	  "{'architectures':['SCMP_ARCH_S390X'],'syscalls':[" CLONE(
		  "0", ",'excludes':{'arches':['s390']}") "]}",
	  "syscalls[0].args[0].index: 0\n" },
	{ "sockets of 32 bits", "seccomp-architectures", "{}",
	  "{'archMap':[{'architecture':'SCMP_ARCH_X86_64','subArchitectures':['SCMP_ARCH_X86']}],"
	  "'syscalls':[" SOCKETS "]}",
	  "syscalls[0].name: socketcall\n" },
	{ "sockets of 64 bits", "seccomp-architectures", "{}",
	  "{'architectures':['SCMP_ARCH_X86_64'],'syscalls':[" SOCKETS "]}", "" },
};

static const struct policy *policy_of(const char *id)
{
	const struct policy *const *p = policies_all;

	while (*p && strcmp((*p)->id, id) != 0)
		p++;
	ck_assert_msg(*p != NULL, "no policy %s", id);
	return *p;
}

static void no_fault(void *ctx, const cJSON *node, const char *text)
{
	(void)ctx;
	(void)node;
	ck_abort_msg("%s", text);
}

START_TEST(each_judged)
{
	static const struct gvk gvk = { "security-profiles-operator.x-k8s.io", "v1beta1",
					"SeccompProfile" };
	const struct policy *policy = policy_of(judged[_i].policy);
	const struct params *params =
		params_parse(test_arena(), policy->params, policy->param_count,
			     parse(judged[_i].params), no_fault, NULL);
	struct findings *out = findings_new(test_arena());
	SCOPED(scoped_buf) struct buf got;
	struct err err = { 0 };
	struct views v;

	buf_init(&got, 65536);
	views_init(&v, test_arena(), &gvk, parse(judged[_i].json));
	ck_assert_msg(views_run(&v, policy, 0, params, out, &err) == 0, "%s", err.text);
	for (const struct finding *f = findings_first(out); f; f = f->next)
		buf_addf(&got, "%s: %s\n", f->place, f->says.value ? f->says.value : "absent");
	ck_assert_msg(same(buf_str(&got), judged[_i].want), "%s: got %s", judged[_i].name,
		      buf_str(&got));
}
END_TEST

/* The tables are searched by halves. */
START_TEST(tables)
{
	static const char *const names[] = {
#define SYSCALL(name) #name,
#include "policy/syscalls.def"
#undef SYSCALL
	};
	size_t count;
	const struct syscall_danger *dangers = syscall_dangers(&count);

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		ck_assert_msg(syscall_find(names[i]) == (int)i, "%s", names[i]);
	for (size_t i = 0; i < count; i++) {
		ck_assert_ptr_eq(syscall_danger(dangers[i].name), &dangers[i]);
		ck_assert_msg(syscall_find(dangers[i].name) >= 0, "%s", dangers[i].name);
	}
	ck_assert_uint_lt(count, 128);
	ck_assert_int_eq(syscall_find("rea"), -1);
	ck_assert_int_eq(syscall_find(""), -1);
	ck_assert_str_eq(syscall_nearest("wirte"), "write");
	ck_assert_ptr_null(syscall_nearest("nothing_like_a_call_at_all"));
}
END_TEST

int main(void)
{
	return run_tables("seccomp", (const struct table[]){
					     { "fields", each_field, ARRAY_LEN(fields) },
					     { "cases", each_case, ARRAY_LEN(cases) },
					     { "memory", each_allocation_fails, 1 },
					     { "judged", each_judged, ARRAY_LEN(judged) },
					     { "tables", tables, 1 },
					     { 0 },
				     });
}
