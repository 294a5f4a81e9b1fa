/* SPDX-License-Identifier: Apache-2.0 */
/* check_source.c - folders to files, files to documents, documents to objects, objects' places. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "source/inputs.h"
#include "source/place.h"
#include "source/source.h"
#include "support.h"

#define SPO  "security-profiles-operator.x-k8s.io/"
#define MARK "\xef\xbb\xbf"
#define PAIR "\"\\ud83d\\ude00\"" /* JSON reads it, libyaml does not */

static const struct json_limits small = { .bytes = 100, .depth = 4, .values = 20 };

static const char *folder(void)
{
	static char path[] = "/tmp/kubevet-source-XXXXXX";

	static bool made;

	if (!made)
		ck_assert(mkdtemp(path) != NULL);
	made = true;
	return path;
}

static void remove_folder(void)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", folder());
	ck_assert_int_eq(system(command), 0); // NOLINT(cert-env33-c): the test's own folder
}

static const char *write_file(const char *name, const char *text)
{
	const char *path = arena_printf(test_arena(), "%s/%s", folder(), name);
	FILE *out = fopen(path, "wb");

	ck_assert(out != NULL);
	fputs(text, out);
	ck_assert_int_eq(fclose(out), 0);
	return path;
}

/* Each document or fault with its number and place, " | " between. */
static const char *read_documents(const char *path, const struct json_limits *limits)
{
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };
	SCOPED(scoped_documents) struct documents *d = documents_open(path, limits, &err);
	struct document doc;
	int result;

	buf_init(&out, 1 << 20);
	if (!d)
		return arena_printf(test_arena(), "%s", err.text);
	while ((result = documents_next(d, &doc, &err)) != 0) {
		buf_adds(&out, out.len ? " | " : "");
		buf_addf(&out, "%zu %u:%u ", doc.number, doc.place.line, doc.place.column);
		if (result > 0)
			json_write(&out, doc.root);
		else
			buf_adds(&out, err.text);
	}
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

static const struct {
	const char *name, *file, *text, *want;
} streams[] = {
	{ "one", "a.yaml", "a: 1\n", "1 1:1 {\"a\":1}" },
	{ "two", "a.yaml", "a: 1\n---\nb: 2\n", "1 1:1 {\"a\":1} | 2 3:1 {\"b\":2}" },
	{ "no line break at the end", "a.yaml", "a: 1\n---\nb: 2",
	  "1 1:1 {\"a\":1} | 2 3:1 {\"b\":2}" },
	{ "carriage returns", "a.yaml", "a: 1\r\n---\r\nb: 2\r\n",
	  "1 1:1 {\"a\":1} | 2 3:1 {\"b\":2}" },
	{ "nothing", "a.yaml", "", "" },
	{ "nothing but markers", "a.yaml", "---\n---\n\n---\n# none\n---", "" },
	{ "empty documents do not count", "a.yaml", "---\n\n---\na: 1\n---\n# c\n---\nb: 2\n",
	  "1 4:1 {\"a\":1} | 2 8:1 {\"b\":2}" },
	{ "comments in front", "a.yaml", "# x\n---\n# y\na: 1\n", "1 4:1 {\"a\":1}" },
	{ "directives", "a.yaml", "%TAG !y! tag:yaml.org,2002:\n---\nv: !y!int '1'\n---\nb: 2\n",
	  "1 3:1 {\"v\":1} | 2 5:1 {\"b\":2}" },
	{ "content behind the marker", "a.yaml", "--- {a: 1}\n--- [2]\n",
	  "1 1:5 {\"a\":1} | 2 2:5 [2]" },
	{ "end marker", "a.yaml", "a: 1\n...\n---\nb: 2\n...\n",
	  "1 1:1 {\"a\":1} | 2 4:1 {\"b\":2}" },
	{ "brackets that open no JSON", "a.yaml", "{\"a\n---\nb: 2\n---\n{c\n...\n---\n{\"d\":4}\n",
	  "1 2:1 found unexpected end of stream while scanning a quoted scalar | 2 3:1 {\"b\":2} | "
	  "3 6:1 did not find expected ',' or '}' while parsing a flow mapping | 4 8:1 {\"d\":4}" },
	{ "end markers in a row", "a.yaml", "a: 1\n...\n... # none\n...\nb: 2\n...\n...\n",
	  "1 1:1 {\"a\":1} | 2 5:1 {\"b\":2}" },
	{ "end markers alone", "a.yaml", "...\n...\n...\n---\nb: 2\n",
	  "1 1:1 did not find expected node content while parsing a block node | 2 5:1 {\"b\":2}" },
	{ "markers in JSON's texts", "a.yaml", "{\"a\":\"--- ...\",\n\"b\":[\n-1,\n-2]}\n",
	  "1 1:1 {\"a\":\"--- ...\",\"b\":[-1,-2]}" },
	{ "last line without its break", "a.yaml", "a: |\n  x", "1 1:1 {\"a\":\"x\\n\"}" },
	{ "marker inside a text", "a.yaml", "a: |\n  ---\n  x\nb: ----\n",
	  "1 1:1 {\"a\":\"---\\nx\\n\",\"b\":\"----\"}" },
	{ "indented at the start", "a.yaml", "  a: 1\n  b: 2\n", "1 1:3 {\"a\":1,\"b\":2}" },
	{ "byte order mark", "a.yaml",
	  "\xef\xbb\xbf"
	  "a: 1\n",
	  "1 1:1 {\"a\":1}" },
	{ "a mark for each document", "a.yaml", MARK "a: 1\n---\n" MARK "b: 2\n",
	  "1 1:1 {\"a\":1} | 2 3:1 {\"b\":2}" },
	{ "a mark before the marker", "a.yaml", MARK "---\na: 1\n", "1 2:1 {\"a\":1}" },
	{ "a mark in .json", "a.json", MARK "{\"a\": 1}\n", "1 1:1 {\"a\":1}" },
	{ "a mark alone", "a.yaml", MARK, "" },
	{ "a mark inside", "a.yaml", "a: 1\n" MARK "b: 2\n",
	  "1 2:2 did not find expected key while parsing a block mapping" },
	{ "broken ones hide nothing", "a.yaml",
	  "a: 1\n---\nb: [\n---\nc: 3\n---\nd: 1\nd: 2\n---\ne: 5\n",
	  "1 1:1 {\"a\":1} | 2 4:1 did not find expected node content while parsing a flow node | "
	  "3 "
	  "5:1 {\"c\":3} | 4 8:1 key \"d\" stands twice, first at line 7 | 5 10:1 {\"e\":5}" },
	{ "a template", "a.yaml", "{{- if .Values.x }}\na: 1\n{{- end }}\n",
	  "1 1:2 a key must be a string, not a list, a map or an alias: looks like a Helm "
	  "template; "
	  "render it first: helm template ... | kubevet check -" },
	{ "JSON", "a.json", "{\"a\": 1}\n", "1 1:1 {\"a\":1}" },
	{ "JSON lines", "a.json", "{\"a\":1}\n{\"b\":\"}\\\"{\"} [3]",
	  "1 1:1 {\"a\":1} | 2 2:1 {\"b\":\"}\\\"{\"} | 3 2:14 [3]" },
	{ "JSON that libyaml refuses", "a.json", "{\"a\":" PAIR "}",
	  "1 1:1 {\"a\":\"\xf0\x9f\x98\x80\"}" },
	{ "the same elsewhere", "a.yaml", "---\n{\"a\":" PAIR "}\n---\nb: 2\n---\n[" PAIR "]",
	  "1 2:1 {\"a\":\"\xf0\x9f\x98\x80\"} | 2 4:1 {\"b\":2} | 3 6:1 [\"\xf0\x9f\x98\x80\"]" },
	{ "flow style is YAML", "a.yaml", "{a: '}',\n b: 2}\n---\nc: 3\n",
	  "1 1:1 {\"a\":\"}\",\"b\":2} | 2 4:1 {\"c\":3}" },
	{ "but not in .json", "a.json", "{a: 1}", "1 1:2 'a' where a key should be at byte 1" },
	{ "broken JSON hides nothing", "a.json", "{\"a\":1,}\n{\"b\":2}",
	  "1 1:8 '}' where a key should be at byte 7 | 2 2:1 {\"b\":2}" },
	{ "JSON that does not close", "a.json", "{\"a\":[1}\n",
	  "1 1:8 '}' where \",\" or \"]\" should be at byte 7, a" },
	{ "text in .json", "a.json", "\n a: 1\nb: 2\n",
	  "1 2:2 'a' where a value should be at byte 0" },
	{ "no UTF-8", "a.yaml", "a: \xff\n---\nb: 2\n",
	  "1 1:4 invalid leading UTF-8 octet | 2 3:1 {\"b\":2}" },
	{ "a scalar", "a.yaml", "just text\n", "1 1:1 \"just text\"" },
};

START_TEST(stream)
{
	const char *got = read_documents(write_file(streams[_i].file, streams[_i].text), NULL);

	remove_folder();
	ck_assert_msg(same(got, streams[_i].want), "%s:\n got %s\nwant %s", streams[_i].name, got,
		      streams[_i].want);
}
END_TEST

static const char *write_bytes(const char *name, const char *bytes, size_t len)
{
	const char *path = arena_printf(test_arena(), "%s/%s", folder(), name);
	FILE *out = fopen(path, "wb");

	ck_assert(out != NULL);
	ck_assert_uint_eq(fwrite(bytes, 1, len, out), len);
	ck_assert_int_eq(fclose(out), 0);
	return path;
}

#define BYTES(text) text, sizeof(text) - 1

static const struct {
	const char *name, *file, *bytes;
	size_t len;
	const char *want;
} utf16[] = {
	{ "low byte first", "a.yaml",
	  BYTES("\xff\xfe"
		"a\0:\0 \0\xe9\0\n\0-\0-\0-\0\n\0b\0:\0 \0"
		"2\0"),
	  "1 1:1 {\"a\":\"\xc3\xa9\"} | 2 3:1 {\"b\":2}" },
	{ "high byte first", "a.yaml", BYTES("\xfe\xff\0a\0:\0 \xd8\x3d\xde\0"),
	  "1 1:1 {\"a\":\"\xf0\x9f\x98\x80\"}" },
	{ "JSON", "a.json",
	  BYTES("\xff\xfe{\0\"\0a\0\"\0:\0"
		"1\0}\0"),
	  "1 1:1 {\"a\":1}" },
	{ "half of a pair", "a.yaml", BYTES("\xfe\xff\0a\0:\xde\0\0a"),
	  "1 1:1 half of a surrogate pair in UTF-16" },
	{ "half of a character", "a.yaml", BYTES("\xfe\xff\0a\0:\0"),
	  "1 1:1 UTF-16 that ends inside a character" },
	{ "without a mark", "a.yaml",
	  BYTES("a\0:\0 \0"
		"1\0"),
	  "1 1:2 control characters are not allowed" },
};

START_TEST(in_utf16)
{
	const char *path = write_bytes(utf16[_i].file, utf16[_i].bytes, utf16[_i].len);
	const char *got = read_documents(path, NULL);

	remove_folder();
	ck_assert_msg(same(got, utf16[_i].want), "%s:\n got %s\nwant %s", utf16[_i].name, got,
		      utf16[_i].want);
}
END_TEST

/* Documents of about @size bytes, so that one begins in every place of what is read at a time. */
START_TEST(long_streams)
{
	size_t size = (size_t)1 << (4 + _i), count = ((size_t)1 << 21) / size;
	SCOPED(scoped_buf) struct buf text;
	struct err err = { 0 };
	struct documents *d;
	struct document doc;

	buf_init(&text, (size_t)1 << 24);
	for (size_t i = 0; i < count; i++)
		buf_addf(&text, "---\ncount: %zu\nx: x%0*d\n", i, (int)size, 0);
	d = documents_open(write_file("long.yaml", buf_str(&text)), NULL, &err);
	ck_assert(d != NULL);
	for (size_t i = 0; i < count; i++) {
		int64_t n;

		ck_assert_int_eq(documents_next(d, &doc, &err), 1);
		ck_assert(json_int(json_get(doc.root, "count"), &n));
		ck_assert_uint_eq((size_t)n, i);
		ck_assert_uint_eq(doc.place.line, 3 * i + 2);
	}
	ck_assert_int_eq(documents_next(d, &doc, &err), 0);
	documents_close(d);
	remove_folder();
}
END_TEST

START_TEST(too_long)
{
	static const char hundred[] = "a: x56789012345678901234567890123456789012345678901234567890"
				      "1234567890123456789012345678901234567\n";
	SCOPED(scoped_buf) struct buf text;
	const char *got;

	buf_init(&text, (size_t)1 << 20);
	while (text.len < 300000)
		buf_adds(&text, hundred);
	got = read_documents(write_file("a.yaml", buf_str(&text)), &small);
	ck_assert_msg(same(got, "1 1:1 a document of more than 100 bytes"), "got %s", got);
	got = read_documents(write_file("b.yaml", hundred), &small);
	ck_assert_msg(strstr(got, "1 1:1 {\"a\":") == got, "got %s", got);
	got = read_documents(arena_printf(test_arena(), "%s/none.yaml", folder()), &small);
	ck_assert_msg(same(got, "No such file or directory"), "got %s", got);
	got = read_documents(folder(), &small);
	ck_assert_msg(same(got, "1 1:1 Is a directory"), "got %s", got);
	remove_folder();
}
END_TEST

/* Each object as "document line:column apiVersion kind namespace/name resource". */
static const char *read_objects(const char *path)
{
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };
	SCOPED(scoped_source) struct source *s = source_open(path, "given", &err);
	struct manifest m;
	int result;

	buf_init(&out, 1 << 20);
	ck_assert(s != NULL);
	while ((result = source_next(s, &m, &err)) != 0) {
		buf_adds(&out, out.len ? " | " : "");
		buf_addf(&out, "%zu %u:%u ", m.document, m.place.line, m.place.column);
		if (result < 0)
			buf_adds(&out, err.text);
		else
			buf_addf(&out, "%s %s %s%s/%s as %s in %s", m.api_version, m.kind, m.ns,
				 m.ns_assumed ? "?" : "", m.name, m.subject.resource, m.subject.ns);
	}
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

static const struct {
	const char *name, *text, *want;
} objects[] = {
	{ "namespace", "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: m}}",
	  "1 1:1 v1 Pod m/a as pods in m" },
	{ "no namespace", "{apiVersion: v1, kind: Pod, metadata: {name: a}}",
	  "1 1:1 v1 Pod given?/a as pods in given" },
	{ "empty namespace", "{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: ''}}",
	  "1 1:1 v1 Pod given?/a as pods in given" },
	{ "of the cluster", "{apiVersion: v1, kind: Node, metadata: {name: a, namespace: m}}",
	  "1 1:1 v1 Node /a as nodes in " },
	{ "a kind of that name", "{apiVersion: x.io/v1, kind: Node, metadata: {name: a}}",
	  "1 1:1 x.io/v1 Node given?/a as nodes in given" },
	{ "Namespace", "{apiVersion: v1, kind: Namespace, metadata: {name: a}}",
	  "1 1:1 v1 Namespace /a as namespaces in a" },
	{ "generated name", "{apiVersion: batch/v1, kind: Job, metadata: {generateName: a-}}",
	  "1 1:1 batch/v1 Job given?/a-* as jobs in given" },
	{ "no metadata", "{apiVersion: v1, kind: Pod}", "1 1:1 v1 Pod given?/ as pods in given" },
	{ "list",
	  "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Pod}\n- apiVersion: "
	  "apps/v1\n  kind: "
	  "Deployment\n",
	  "1 4:3 v1 Pod given?/ as pods in given | 1 5:3 apps/v1 Deployment given?/ as deployments "
	  "in "
	  "given" },
	{ "list of one kind", "apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a}\n",
	  "1 4:3 v1 Pod given?/a as pods in given" },
	{ "list in a list",
	  "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: List, items: [{apiVersion: "
	  "v1, "
	  "kind: Pod}]}\n- {apiVersion: v1, kind: Service}\n",
	  "1 4:40 v1 Pod given?/ as pods in given | 1 5:3 v1 Service given?/ as services in "
	  "given" },
	{ "empty lists",
	  "{apiVersion: v1, kind: List, items: []}\n---\n{apiVersion: v1, kind: List}", "" },
	{ "no list in spite of its name", "{apiVersion: x.io/v1, kind: AllowList, spec: {}}",
	  "1 1:1 x.io/v1 AllowList given?/ as allowlists in given" },
	{ "no list", "{apiVersion: v1, kind: List,\n items: 1}", "1 2:9 items: want a list" },
	{ "bad items",
	  "apiVersion: v1\nkind: List\nitems:\n- 1\n- {}\n- {apiVersion: v1, kind: Pod}\n",
	  "1 4:3 items[0]: want an object, got a number | 1 5:3 items[1]: no kind: this is no "
	  "object of "
	  "Kubernetes | 1 6:3 v1 Pod given?/ as pods in given" },
	{ "no kind", "apiVersion: v1\nKind: Pod\n",
	  "1 1:1 no kind: this is no object of Kubernetes" },
	{ "no version", "kind: Pod\n", "1 1:1 no apiVersion: this is no object of Kubernetes" },
	{ "bad version", "{kind: Pod, apiVersion: a/b/c}",
	  "1 1:25 apiVersion: want VERSION or GROUP/VERSION" },
	{ "kind is a number", "{kind: 1, apiVersion: v1}",
	  "1 1:1 no kind: this is no object of Kubernetes" },
	{ "text", "hello", "1 1:1 want an object, got a string" },
	{ "goes on", "a: [\n---\nhello\n---\n{apiVersion: v1, kind: Pod}",
	  "1 2:1 did not find expected node content while parsing a flow node | 2 3:1 want an "
	  "object, got a string | 3 5:1 v1 Pod "
	  "given?/ as pods in given" },
};

START_TEST(each_object)
{
	const char *got = read_objects(write_file("a.yaml", objects[_i].text));

	remove_folder();
	ck_assert_msg(same(got, objects[_i].want), "%s:\n got %s\nwant %s", objects[_i].name, got,
		      objects[_i].want);
}
END_TEST

/* Files that stand for an object; a name that is no manifest's is looked into. */
static const struct {
	const char *name, *file, *text, *want;
} profiles[] = {
	{ "seccomp", "a.json", "{\"defaultAction\": \"SCMP_ACT_ERRNO\", \"syscalls\": []}\n",
	  "1 1:1 " SPO "v1beta1 SeccompProfile / as seccompprofiles in " },
	{ "seccomp as YAML", "a.yaml", "---\ndefaultAction: SCMP_ACT_ERRNO\n",
	  "1 2:1 " SPO "v1beta1 SeccompProfile / as seccompprofiles in " },
	{ "seccomp beside an object", "a.json",
	  "{\"defaultAction\":\"x\"}\n{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}",
	  "1 1:1 " SPO "v1beta1 SeccompProfile / as seccompprofiles in  | 2 2:1 v1 Pod given?/ as "
	  "pods in given" },
	{ "a kind wins", "a.json",
	  "{\"defaultAction\":\"x\",\"apiVersion\":\"v1\",\"kind\":\"Pod\"}",
	  "1 1:1 v1 Pod given?/ as pods in given" },
	{ "a spec is an object's", "a.json", "{\"defaultAction\":\"x\",\"spec\":{}}",
	  "1 1:1 no kind: this is no object of Kubernetes" },
	{ "no action", "a.json", "{\"defaultAction\": 1}",
	  "1 1:1 no kind: this is no object of Kubernetes" },
	{ "AppArmor", "a", "# c\n\nprofile x flags=(complain) {\n  /a r,\n}\n",
	  "1 1:1 " SPO "v1alpha1 AppArmorProfile /x as apparmorprofiles in " },
	{ "AppArmor by its include", "usr.bin.x", "#include <tunables/global>\n/usr/bin/x {\n}\n",
	  "1 1:1 " SPO "v1alpha1 AppArmorProfile //usr/bin/x as apparmorprofiles in " },
	{ "AppArmor without a profile", "a", "abi <abi/3.0>,\n",
	  "1 1:1 " SPO "v1alpha1 AppArmorProfile / as apparmorprofiles in " },
	{ "AppArmor that is broken", "a", "profile x {\n  \"/a r,\n}\n",
	  "1 2:3 a quote that is not closed" },
	{ "AppArmor called a manifest", "a.yaml", "profile x {\n}\n",
	  "1 1:1 want an object, got a string" },
	{ "text of another name", "a.txt", "hello {\n}\n", "1 1:1 want an object, got a string" },
	{ "a manifest of another name", "a.txt", "# c\n---\n{apiVersion: v1, kind: Pod}\n",
	  "1 3:1 v1 Pod given?/ as pods in given" },
	{ "nothing", "a", "", "" },
	{ "comments", "a", "# a\n# b", "" },
};

START_TEST(each_profile)
{
	const char *got = read_objects(write_file(profiles[_i].file, profiles[_i].text));

	remove_folder();
	ck_assert_msg(same(got, profiles[_i].want), "%s:\n got %s\nwant %s", profiles[_i].name, got,
		      profiles[_i].want);
}
END_TEST

/* Where the profiles and rules of a text are. */
START_TEST(places_of_a_profile)
{
	SCOPED(scoped_source) struct source *s = NULL;
	struct manifest m;
	struct err err = { 0 };
	struct text_place place;

	s = source_open(write_file("a", "profile x {\n  /a r,\n  ^y {\n    /b r, /c w,\n  }\n}\n"),
			"given", &err);
	ck_assert(s && source_next(s, &m, &err) == 1);
	place = place_find_path(m.subject.object, "profiles[0].rules[0]");
	ck_assert_uint_eq(place.line, 2);
	ck_assert_uint_eq(place.column, 3);
	place = place_find_path(m.subject.object, "profiles[1]");
	ck_assert_uint_eq(place.line, 3);
	place = place_find_path(m.subject.object, "profiles[1].rules[1]");
	ck_assert_uint_eq(place.line, 4);
	ck_assert_uint_eq(place.column, 11);
	ck_assert_int_eq(source_next(s, &m, &err), 0);
	remove_folder();
}
END_TEST

START_TEST(kustomization)
{
	const char *got = read_objects(write_file("kustomization.yaml", "resources: [a.yaml]\n"));

	ck_assert_msg(same(got, "1 1:1 kustomize.config.k8s.io/v1beta1 Kustomization given?/ as "
				"kustomizations in given"),
		      "got %s", got);
	got = read_objects(write_file("kustomizations.yaml", "resources: [a.yaml]\n"));
	ck_assert_msg(same(got, "1 1:1 no kind: this is no object of Kubernetes"), "got %s", got);
	remove_folder();
}
END_TEST

/* Specs of a pod before and after; "" when nothing changes. */
static const struct {
	const char *name, *kind, *spec, *want;
} defaults[] = {
	{ "volume", "Pod", "{'volumes':[{'name':'a'}]}",
	  "{'volumes':[{'name':'a','emptyDir':{}}]}" },
	{ "volume of null", "Pod", "{'volumes':[{'emptyDir':null,'secret':null}]}",
	  "{'volumes':[{'secret':null,'emptyDir':{}}]}" },
	{ "volume with a source", "Pod", "{'volumes':[{'secret':{}}]}", "" },
	{ "volume of an unknown source", "Pod", "{'volumes':[{'tape':{}}]}",
	  "{'volumes':[{'tape':{},'emptyDir':{}}]}" },
	{ "wrong shapes", "Pod",
	  "{'volumes':[1],'hostNetwork':true,'containers':[1,{'ports':[1,{}]},{'ports':1}]}", "" },
	{ "ports", "Pod",
	  "{'hostNetwork':true,'containers':[{'ports':[{'containerPort':8},{'containerPort':9,"
	  "'hostPort':0},{'containerPort':7,'hostPort':6}]}],'initContainers':[{'ports':[{"
	  "'containerPort':5}]}]}",
	  "{'hostNetwork':true,'containers':[{'ports':[{'containerPort':8,'hostPort':8},{"
	  "'containerPort':9,'hostPort':9},{'containerPort':7,'hostPort':6}]}],'initContainers':[{"
	  "'ports':[{'containerPort':5,'hostPort':5}]}]}" },
	{ "ports of the pod's own network", "Pod",
	  "{'containers':[{'ports':[{'containerPort':8}]}]}", "" },
	{ "templates get no ports", "PodTemplate",
	  "{'hostNetwork':true,'containers':[{'ports':[{'containerPort':8}]}]}", "" },
	{ "templates get volumes", "PodTemplate", "{'volumes':[{'name':'a'}]}",
	  "{'volumes':[{'name':'a','emptyDir':{}}]}" },
};

START_TEST(default_values)
{
	const struct kind *kind = kind_find("", defaults[_i].kind);
	const char *want = *defaults[_i].want ? defaults[_i].want : defaults[_i].spec;
	SCOPED(scoped_buf) struct buf got, wanted;
	struct assumed assumed = { 0 };
	struct err err = { 0 };
	const cJSON *template;
	const cJSON *object = parse(arena_printf(
		test_arena(), *kind->template_path ? "{'template':{'spec':%s}}" : "{'spec':%s}",
		defaults[_i].spec));

	buf_init(&got, 4096);
	buf_init(&wanted, 4096);
	ck_assert_int_eq(defaults_apply(test_arena(), kind, object, &assumed, &err), 0);
	ck_assert_int_eq(kind_template(kind, object, &template, &err), 0);
	json_write(&got, json_get(template, "spec"));
	json_write(&wanted, parse(want));
	ck_assert_msg(same(buf_str(&got), buf_str(&wanted)), "%s: got %s", defaults[_i].name,
		      buf_str(&got));
	ck_assert_msg(!*defaults[_i].want == !(assumed.empty_dirs + assumed.host_ports),
		      "%s: %zu and %zu assumed", defaults[_i].name, assumed.empty_dirs,
		      assumed.host_ports);
}
END_TEST

static const char placed[] = "spec:\n"			    /* 1 */
			     "  containers:\n"		    /* 2 */
			     "  - name: a\n"		    /* 3 */
			     "    image: x\n"		    /* 4 */
			     "  - name: b\n"		    /* 5 */
			     "    securityContext:\n"	    /* 6 */
			     "      capabilities:\n"	    /* 7 */
			     "        add: [A,\n"	    /* 8 */
			     "              B]\n"	    /* 9 */
			     "metadata:\n"		    /* 10 */
			     "  annotations: {a/b.c: x}\n"; /* 11 */

static const struct {
	const char *path;
	unsigned line, column;
} paths[] = {
	{ "", 1, 1 },
	{ "spec", 1, 1 },
	{ "spec.containers[0]", 3, 5 },
	{ "spec.containers[0].image", 4, 5 },
	{ "spec.containers[name=\"b\"]", 5, 5 },
	{ "spec.containers[name=\"b\"].securityContext.capabilities.add", 8, 9 },
	{ "spec.containers[1].securityContext.capabilities.add[1]", 9, 15 },
	{ "spec.containers[1].securityContext.privileged", 6, 5 },
	{ "spec.containers[1].securityContext.a.b[0].c", 6, 5 },
	{ "spec.containers[7].image", 2, 3 },
	{ "spec.containers[name=\"c\"].image", 2, 3 },
	{ "spec.containers[name=\"c", 2, 3 },
	{ "spec.containers.x", 2, 3 },
	{ "spec.containers: want a list", 2, 3 },
	{ "status", 1, 1 },
};

static cJSON *read_placed(void)
{
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	struct err err;
	cJSON *doc;

	y = yaml_open(placed, strlen(placed), NULL, &err);
	ck_assert(y && yaml_next(y, test_arena(), &doc, &err) == 1);
	return doc;
}

START_TEST(place_of_path)
{
	struct text_place got = place_find_path(read_placed(), paths[_i].path);

	ck_assert_msg(got.line == paths[_i].line && got.column == paths[_i].column, "%s: got %u:%u",
		      paths[_i].path, got.line, got.column);
}
END_TEST

START_TEST(place_of_at)
{
	const struct at root = { .key = "spec" };
	const struct at list = { .up = &root, .key = "containers" };
	const struct at item = { .up = &list, .index = 1, .name = "b" };
	const struct at meta = { .key = "metadata" };
	const struct at annotations = { .up = &meta, .key = "annotations" };
	const struct at key = { .up = &annotations, .key = "a/b.c" };
	struct text_place got =
		place_find(read_placed(), &item, "securityContext.capabilities.add[0]");

	ck_assert_msg(got.line == 8 && got.column == 15, "got %u:%u", got.line, got.column);
	got = place_find(read_placed(), &key, NULL);
	ck_assert_msg(got.line == 11 && got.column == 17, "got %u:%u", got.line, got.column);
	got = place_find(parse("{'spec':{}}"), &item, NULL);
	ck_assert_msg(got.line == 0, "got %u:%u", got.line, got.column);
}
END_TEST

static const char *list_inputs(char *const *args, size_t count)
{
	SCOPED(scoped_buf) struct buf out;
	struct inputs inputs;
	struct err err = { 0 };

	buf_init(&out, 1 << 20);
	ck_assert_int_eq(inputs_find(test_arena(), args, count, &endings_manifests, &inputs, &err),
			 0);
	for (size_t i = 0; i < inputs.count; i++) {
		const char *path = inputs.v[i].path;
		size_t shared = strlen(folder());

		buf_adds(&out, i ? " " : "");
		buf_adds(&out, strncmp(path, folder(), shared) == 0 ? path + shared : path);
		if (inputs.v[i].fault)
			buf_addf(&out, "(%s)", inputs.v[i].fault);
	}
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

START_TEST(folders)
{
	static const char *const subfolders[] = { "b", "b/c", ".hidden", "empty" };
	static const char *const files[] = { "z.yaml",	 "a.yml",	  "b.json",   "b.txt",
					     ".x.yaml",	 ".yaml",	  "b/y.yaml", "b/c/x.yaml",
					     "b/A.yaml", ".hidden/a.yaml" };
	char *all[] = { NULL, (char[]){ "-" }, NULL, NULL, NULL, NULL };
	const char *got;

	for (size_t i = 0; i < ARRAY_LEN(subfolders); i++)
		ck_assert_int_eq(
			mkdir(arena_printf(test_arena(), "%s/%s", folder(), subfolders[i]), 0700),
			0);
	for (size_t i = 0; i < ARRAY_LEN(files); i++)
		write_file(files[i], "");
	ck_assert_int_eq(symlink("..", arena_printf(test_arena(), "%s/b/c/circle", folder())), 0);
	ck_assert_int_eq(symlink("z.yaml", arena_printf(test_arena(), "%s/link.yaml", folder())),
			 0);
	ck_assert_int_eq(symlink("gone", arena_printf(test_arena(), "%s/broken.yaml", folder())),
			 0);
	ck_assert_int_eq(mkfifo(arena_printf(test_arena(), "%s/pipe.yaml", folder()), 0600), 0);
	all[0] = arena_printf(test_arena(), "%s", folder());
	all[2] = arena_printf(test_arena(), "%s/empty", folder());
	all[3] = arena_printf(test_arena(), "%s/none", folder());
	all[4] = arena_printf(test_arena(), "%s/b.txt", folder());
	all[5] = arena_printf(test_arena(), "%s/.hidden/", folder());
	got = list_inputs(all, ARRAY_LEN(all));
	remove_folder();
	ck_assert_msg(same(got, "/a.yml /b/A.yaml /b/c/x.yaml /b/y.yaml /b.json "
				"/broken.yaml(No such file or directory) /link.yaml /z.yaml "
				"- /empty(no *.yaml, *.yml or *.json in this folder) "
				"/none(No such file or directory) /b.txt /.hidden/a.yaml"),
		      "got %s", got);
}
END_TEST

/* Two ways into each of 40 folders: 2^40 in all. */
START_TEST(folders_that_multiply)
{
	char *args[] = { NULL, NULL };
	const char *got;

	for (int i = 0; i <= 40; i++) {
		const char *path = arena_printf(test_arena(), "%s/%d", folder(), i);
		const char *to = arena_printf(test_arena(), "../%d", i + 1);

		ck_assert_int_eq(mkdir(path, 0700), 0);
		if (i == 40)
			break;
		ck_assert_int_eq(symlink(to, arena_printf(test_arena(), "%s/a", path)), 0);
		ck_assert_int_eq(symlink(to, arena_printf(test_arena(), "%s/b", path)), 0);
	}
	write_file("39/x.yaml", "");
	write_file("38/y.yaml", "");
	args[0] = arena_printf(test_arena(), "%s/38", folder());
	args[1] = arena_printf(test_arena(), "%s/1", folder());
	got = list_inputs(args, ARRAY_LEN(args));
	remove_folder();
	/* Each argument for itself. */
	ck_assert_msg(strncmp(got, "/38/a/x.yaml /38/y.yaml /1/a/a/", 31) == 0, "got %s", got);
	ck_assert_msg(strlen(got) < 300, "got %s", got);
}
END_TEST

/* Each allocation that fails is told; none makes an object vanish. */
START_TEST(no_memory)
{
	const char *path =
		write_file("a.yaml", "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: "
				     "Pod, spec: {volumes: [{name: a}]}}\n");
	bool done = false;

	for (long n = 0; !done; n++) {
		SCOPED(scoped_source) struct source *s = NULL;
		struct err err = { 0 };
		struct manifest m;
		int result = -1;

		mem_fail_at(n);
		s = source_open(path, "default", &err);
		if (s)
			result = source_next(s, &m, &err);
		mem_fail_at(-1);
		ck_assert_msg(result != 0, "%ld: the object is gone", n);
		ck_assert_msg(result > 0 || err.code == ERR_MEMORY, "%ld: %s", n, err.text);
		done = result > 0;
	}
	remove_folder();
}
END_TEST

int main(void)
{
	return run_tables("source", (const struct table[]){
					    { "streams", stream, ARRAY_LEN(streams) },
					    { "UTF-16", in_utf16, ARRAY_LEN(utf16) },
					    { "folders that multiply", folders_that_multiply, 1 },
					    { "long streams", long_streams, 14 },
					    { "too long", too_long, 1 },
					    { "objects", each_object, ARRAY_LEN(objects) },
					    { "profiles", each_profile, ARRAY_LEN(profiles) },
					    { "places of a profile", places_of_a_profile, 1 },
					    { "kustomization", kustomization, 1 },
					    { "defaults", default_values, ARRAY_LEN(defaults) },
					    { "places of paths", place_of_path, ARRAY_LEN(paths) },
					    { "places of nodes", place_of_at, 1 },
					    { "folders", folders, 1 },
					    { "no memory", no_memory, 1 },
					    { 0 },
				    });
}
