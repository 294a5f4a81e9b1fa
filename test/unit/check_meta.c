/* SPDX-License-Identifier: Apache-2.0 */
/* check_meta.c - view of an ObjectMeta. */
#include "k8s/meta.h"

#include "base/mem.h"
#include "fields.h"

static void dump_owners(struct buf *out, const struct meta *meta)
{
	if (!meta->owners)
		return;
	buf_adds(out, " ownerReferences[");
	for (const struct owner *o = meta->owners; o; o = o->next) {
		buf_adds(out, "{");
		dump_string(out, "apiVersion", o->api_version);
		dump_string(out, "kind", o->kind);
		dump_string(out, "name", o->name);
		dump_string(out, "uid", o->uid);
		dump_opt_bool(out, "controller", o->controller);
		buf_addf(out, " at=%s}", at_print(test_arena(), &o->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_meta(struct buf *out, const struct meta *meta)
{
	dump_string(out, "name", meta->name);
	dump_string(out, "generateName", meta->generate_name);
	dump_string(out, "namespace", meta->ns);
	dump_string(out, "uid", meta->uid);
	dump_pointer(out, "deletionTimestamp", meta->deletion_timestamp);
	dump_map(out, "labels", &meta->labels);
	dump_map(out, "annotations", &meta->annotations);
	dump_strings(out, "finalizers", &meta->finalizers);
	dump_owners(out, meta);
}

static int view_and_dump(const cJSON *node, struct buf *out, struct err *err)
{
	const struct meta *meta = meta_view(test_arena(), node, "metadata", err);

	if (!meta)
		return -1;
	dump_meta(out, meta);
	return 0;
}

static const struct view_type view = { "metadata", view_and_dump };

static const struct field_case fields[] = {
	{ "name", A_STRING },
	{ "generateName", A_STRING },
	{ "namespace", A_STRING },
	{ "uid", A_STRING },
	{ "deletionTimestamp", A_POINTER },
	{ "labels", A_MAP },
	{ "annotations", A_MAP },
	{ "finalizers", STRINGS },
	{ "ownerReferences", A_LIST },
	{ "ownerReferences[0].apiVersion", A_STRING },
	{ "ownerReferences[0].kind", A_STRING },
	{ "ownerReferences[0].name", A_STRING },
	{ "ownerReferences[0].uid", A_STRING },
	{ "ownerReferences[0].controller", A_TRISTATE },
};

START_TEST(each_field)
{
	check_field(&view, &fields[_i]);
}
END_TEST

#define FULL                                                                                      \
	"{'name':'a','generateName':'a-','namespace':'n','uid':'u',"                              \
	"'deletionTimestamp':'2026-01-01T00:00:00Z','labels':{'b':'1','a':'2'},'annotations':{}," \
	"'finalizers':['f'],'ownerReferences':[{'apiVersion':'apps/v1','kind':'ReplicaSet',"      \
	"'name':'r','uid':'o','controller':true},{'name':'s','controller':false}],"               \
	"'managedFields':null,'creationTimestamp':null}"

#define FULL_DUMP                                                                      \
	" name=\"a\" generateName=\"a-\" namespace=\"n\" uid=\"u\""                    \
	" deletionTimestamp=\"2026-01-01T00:00:00Z\" labels=[\"b\":\"1\",\"a\":\"2\"]" \
	" annotations=[] finalizers=[\"f\"] ownerReferences[{ apiVersion=\"apps/v1\""  \
	" kind=\"ReplicaSet\" name=\"r\" uid=\"o\" controller=true "                   \
	"at=metadata.ownerReferences[0]}"                                              \
	"{ name=\"s\" controller=false at=metadata.ownerReferences[1]}]"

static const struct {
	const char *name, *json, *want;
} cases[] = {
	{ "empty", "{}", "" },
	{ "null", "null", "" },
	{ "full", FULL, FULL_DUMP },
	{ "no object", "'x'", "metadata: want an object, got a string" },
	{ "control characters in the place", "{'labels':{'a\\n\\u001b[1m\\'':1}}",
	  "metadata.labels[\"a\\u000a\\u001b[1m\\\"\"]: want a string, got a number" },
};

START_TEST(each_case)
{
	const char *got = dump_around(&view, "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

START_TEST(absent)
{
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };

	buf_init(&out, 1000);
	ck_assert_int_eq(view_and_dump(NULL, &out, &err), 0);
	ck_assert_str_eq(buf_str(&out), "");
}
END_TEST

START_TEST(lookups)
{
	struct err err = { 0 };
	const struct meta *meta =
		meta_view(test_arena(), parse("{'labels':{'a':'1','b':''},'finalizers':['x','y']}"),
			  "metadata", &err);

	ck_assert_ptr_nonnull(meta);
	ck_assert_str_eq(map_get(&meta->labels, "a"), "1");
	ck_assert_str_eq(map_get(&meta->labels, "b"), "");
	ck_assert_ptr_null(map_get(&meta->labels, "A"));
	ck_assert_ptr_null(map_get(&meta->annotations, "a"));
	ck_assert(strings_have(&meta->finalizers, "y"));
	ck_assert(!strings_have(&meta->finalizers, "Y"));
	ck_assert(!strings_have(&(struct strings){ 0 }, ""));
}
END_TEST

START_TEST(each_allocation_fails)
{
	const cJSON *node = parse(FULL);
	const struct meta *meta = NULL;
	SCOPED(scoped_buf) struct buf out;
	long n;

	for (n = 0; !meta && n < 1000; n++) {
		struct err err = { 0 };

		mem_fail_at(n);
		meta = meta_view(test_arena(), node, "metadata", &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, meta ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 5);
	buf_init(&out, 10000);
	dump_meta(&out, meta);
	ck_assert_str_eq(buf_str(&out), FULL_DUMP);
}
END_TEST

int main(void)
{
	return run_tables("meta", (const struct table[]){
					  { "fields", each_field, ARRAY_LEN(fields) },
					  { "cases", each_case, ARRAY_LEN(cases) },
					  { "absent", absent, 1 },
					  { "lookups", lookups, 1 },
					  { "memory", each_allocation_fails, 1 },
					  { 0 },
				  });
}
