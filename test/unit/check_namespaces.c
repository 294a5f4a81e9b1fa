/* SPDX-License-Identifier: Apache-2.0 */
/* check_namespaces.c - labels of namespaces from a file. */
#include "config/namespaces.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "support.h"

static const char good[] =
	"{\"shop\": {\"a\": \"1\", \"b\": \"\"}, \"bank\": {}, \"\": {\"x\": \"y\"}}";

static const struct {
	const char *ns, *label, *want; /* no label: whether the namespace is known */
} lookups[] = {
	{ "shop", NULL, "known" },  { "bank", NULL, "known" },	  { "Shop", NULL, "unknown" },
	{ "sho", NULL, "unknown" }, { "shop2", NULL, "unknown" }, { "", "x", "y" },
	{ "shop", "a", "1" },	    { "shop", "b", "" },	  { "shop", "c", NULL },
	{ "bank", "a", NULL },
};

START_TEST(lookup)
{
	struct err err = { 0 };
	struct namespaces *ns = namespaces_parse(good, strlen(good), &err);
	const struct map *labels;
	const char *got;

	ck_assert_msg(ns != NULL, "%s", err.text);
	labels = namespaces_find(ns, lookups[_i].ns);
	got = labels ? "known" : "unknown";
	if (lookups[_i].label)
		got = labels ? map_get(labels, lookups[_i].label) : "unknown";
	ck_assert_msg(same(got, lookups[_i].want), "%s %s: got %s", lookups[_i].ns,
		      lookups[_i].label ? lookups[_i].label : "", got ? got : "nothing");
	ck_assert_uint_eq(namespaces_count(ns), 3);
	namespaces_free(ns);
}
END_TEST

static const struct {
	const char *name, *text, *error; /* error: NULL when accepted */
} files[] = {
	{ "none", "{}", NULL },
	{ "no labels", "{\"a\": {}}", NULL },
	{ "a list", "[]", "want an object of namespaces, got an array" },
	{ "null", "null", "want an object of namespaces, got null" },
	{ "labels are null", "{\"a\": null}",
	  "namespace \"a\": want an object of labels, got null" },
	{ "labels are text", "{\"a\": {}, \"b\": \"x\"}",
	  "namespace \"b\": want an object of labels, got a string" },
	{ "value is true", "{\"a\": {\"l\": true}}",
	  "namespace \"a\": label \"l\": want a string, got a boolean" },
	{ "value is null", "{\"a\": {\"l\": null}}",
	  "namespace \"a\": label \"l\": want a string, got null" },
	{ "value is text", "{\"a\": {\"l\": \"true\"}}", NULL },
};

START_TEST(file)
{
	struct err err = { 0 };
	struct namespaces *ns = namespaces_parse(files[_i].text, strlen(files[_i].text), &err);

	ck_assert_msg(ns ? !files[_i].error : same(err.text, files[_i].error), "%s: got %s",
		      files[_i].name, ns ? "namespaces" : err.text);
	ck_assert(ns || err.code == ERR_INPUT);
	namespaces_free(ns);
}
END_TEST

/* The JSON gate speaks here; its words are its own. */
static const char *const broken[] = { "",
				      "{",
				      "{\"a\": {}} x",
				      "{\"a\": {}, \"a\": {}}",
				      "{\"a\": {\"l\": \"x\", \"l\": \"y\"}}",
				      "{\"a\": {\"l\": {\"m\": {}}}}" };

START_TEST(no_json)
{
	struct err err = { 0 };

	ck_assert_msg(!namespaces_parse(broken[_i], strlen(broken[_i]), &err), "%s", broken[_i]);
	ck_assert(err.code == ERR_INPUT || err.code == ERR_LIMIT);
}
END_TEST

START_TEST(many)
{
	SCOPED(scoped_buf) struct buf text;
	struct err err = { 0 };
	struct namespaces *ns;
	char name[32];

	buf_init(&text, (size_t)16 << 20);
	for (int i = 0; i < 20000; i++)
		buf_addf(&text, "%c\"ns-%d\": {\"n\": \"%d\"}", i ? ',' : '{', i, i);
	buf_addc(&text, '}');
	ns = namespaces_parse(buf_str(&text), text.len, &err);
	ck_assert_msg(ns != NULL, "%s", err.text);
	ck_assert_uint_eq(namespaces_count(ns), 20000);
	for (int i = 0; i < 20000; i++) {
		snprintf(name, sizeof(name), "ns-%d", i);
		ck_assert_msg(namespaces_find(ns, name) &&
				      same(map_get(namespaces_find(ns, name), "n"), name + 3),
			      "%s", name);
	}
	ck_assert(!namespaces_find(ns, "ns-20000"));
	namespaces_free(ns);
}
END_TEST

START_TEST(load)
{
	char path[] = "/tmp/check_namespaces.XXXXXX";
	int fd = mkstemp(path);
	struct err err = { 0 };
	struct namespaces *ns;
	char want[128];

	ck_assert(fd >= 0 && write(fd, good, strlen(good)) == (ssize_t)strlen(good));
	ns = namespaces_load(path, &err);
	ck_assert_msg(ns && namespaces_count(ns) == 3, "%s", err.text);
	namespaces_free(ns);
	ck_assert(write(fd, "x", 1) == 1);
	ck_assert(!namespaces_load(path, &err));
	ck_assert_msg(err.code == ERR_INPUT && strncmp(err.text, path, strlen(path)) == 0, "got %s",
		      err.text);
	close(fd);
	unlink(path);
	ck_assert(!namespaces_load(path, &err));
	snprintf(want, sizeof(want), "%s: cannot open: No such file or directory", path);
	ck_assert_msg(err.code == ERR_SYSTEM && same(err.text, want), "got %s", err.text);
	ck_assert(!namespaces_load("/tmp", &err));
	ck_assert_msg(same(err.text, "/tmp: cannot read: Is a directory"), "got %s", err.text);
}
END_TEST

/* Put one after the other, a name twice, so many that the table grows. */
START_TEST(put)
{
	struct err err = { 0 };
	struct namespaces *ns = namespaces_new(&err);
	char name[32];

	ck_assert_msg(ns != NULL, "%s", err.text);
	ck_assert_ptr_null(namespaces_find(ns, "n0"));
	for (int i = 0; i < 3000; i++) {
		snprintf(name, sizeof(name), "n%d", i % 2000);
		ck_assert_int_eq(
			namespaces_put(ns, name, parse(i < 2000 ? "{'a':'1'}" : "{'a':'2'}"), &err),
			0);
	}
	ck_assert_uint_eq(namespaces_count(ns), 2000);
	ck_assert_str_eq(map_get(namespaces_find(ns, "n999"), "a"), "2");
	ck_assert_str_eq(map_get(namespaces_find(ns, "n1000"), "a"), "1");
	ck_assert_int_eq(namespaces_put(ns, "n0", parse("{'a':1}"), &err), -1);
	ck_assert_int_eq(err.code, ERR_INPUT);
	ck_assert_str_eq(map_get(namespaces_find(ns, "n0"), "a"), "2");
	ck_assert_int_eq(namespaces_put(ns, "bare", NULL, &err), 0);
	ck_assert_uint_eq(namespaces_find(ns, "bare")->count, 0);
	namespaces_free(ns);
}
END_TEST

START_TEST(put_without_memory)
{
	struct err err = { 0 };
	const cJSON *labels = parse("{'a':'1'}");
	struct namespaces *ns = NULL;
	int status = -1;

	for (long n = 0; status < 0; n++) {
		mem_fail_at(n);
		ns = namespaces_new(&err);
		status = ns ? namespaces_put(ns, "shop", labels, &err) : -1;
		mem_fail_at(-1);
		ck_assert_msg(status == 0 || err.code == ERR_MEMORY, "allocation %ld: %s", n,
			      err.text);
		if (status < 0)
			namespaces_free(ns);
		ck_assert_int_lt(n, 1000);
	}
	ck_assert_str_eq(map_get(namespaces_find(ns, "shop"), "a"), "1");
	namespaces_free(ns);
}
END_TEST

START_TEST(no_memory)
{
	struct namespaces *ns = NULL;

	for (long n = 0; !ns; n++) {
		struct err err = { 0 };

		mem_fail_at(n);
		ns = namespaces_parse(good, strlen(good), &err);
		mem_fail_at(-1);
		ck_assert_msg(ns || err.code == ERR_MEMORY, "allocation %ld: %s", n, err.text);
		ck_assert_int_lt(n, 1000);
	}
	ck_assert_uint_eq(namespaces_count(ns), 3);
	namespaces_free(ns);
}
END_TEST

int main(void)
{
	return run_tables("namespaces", (const struct table[]){
						{ "lookups", lookup, ARRAY_LEN(lookups) },
						{ "files", file, ARRAY_LEN(files) },
						{ "no JSON", no_json, ARRAY_LEN(broken) },
						{ "many", many, 1 },
						{ "load", load, 1 },
						{ "no memory", no_memory, 1 },
						{ "put", put, 1 },
						{ "put, no memory", put_without_memory, 1 },
						{ 0 },
					});
}
