/* SPDX-License-Identifier: Apache-2.0 */
/* fields.h - what the tests of the views share: a text form of a view, and each field against each
 * kind of value.
 *
 * A view is dumped as " key=value" for what is set, " key{...}" for objects and " key[{...}]" for
 * lists, under the keys of the document. A field is then tested by its place and kind alone: the
 * document is built around it.
 */
#ifndef KUBEVET_TEST_FIELDS_H
#define KUBEVET_TEST_FIELDS_H

#include <inttypes.h>
#include <string.h>

#include "k8s/field.h"
#include "support.h"

static inline void dump_bool(struct buf *out, const char *key, bool v)
{
	if (v)
		buf_addf(out, " %s=true", key);
}

static inline void dump_opt_bool(struct buf *out, const char *key, struct opt_bool v)
{
	if (v.set)
		buf_addf(out, " %s=%s", key, v.v ? "true" : "false");
}

static inline void dump_int(struct buf *out, const char *key, int64_t v)
{
	if (v)
		buf_addf(out, " %s=%" PRId64, key, v);
}

static inline void dump_opt_int(struct buf *out, const char *key, struct opt_int v)
{
	if (v.set)
		buf_addf(out, " %s=%" PRId64, key, v.v);
}

/* A string that may be NULL, and then is absent. */
static inline void dump_pointer(struct buf *out, const char *key, const char *v)
{
	if (v)
		buf_addf(out, " %s=\"%s\"", key, v);
}

/* A string that is never NULL. */
static inline void dump_string(struct buf *out, const char *key, const char *v)
{
	ck_assert_msg(v != NULL, "%s is NULL", key);
	dump_pointer(out, key, v[0] ? v : NULL);
}

static inline void dump_strings(struct buf *out, const char *key, const struct strings *v)
{
	if (!v->set)
		return;
	buf_addf(out, " %s=[", key);
	for (size_t i = 0; i < v->count; i++)
		buf_addf(out, "%s\"%s\"", i ? "," : "", v->v[i]);
	buf_addc(out, ']');
}

static inline void dump_map(struct buf *out, const char *key, const struct map *v)
{
	if (!v->set)
		return;
	buf_addf(out, " %s=[", key);
	for_each_entry (e, *v)
		buf_addf(out, "%s\"%s\":\"%s\"", e == v->v ? "" : ",", e->key, e->value);
	buf_addc(out, ']');
}

static inline void dump_int_or_string(struct buf *out, const char *key, struct int_or_string v)
{
	ck_assert_msg(v.s != NULL, "%s has no string", key);
	if (v.is_string)
		buf_addf(out, " %s=\"%s\"", key, v.s);
	else if (v.set)
		buf_addf(out, " %s=%" PRId64, key, v.i);
}

enum value_kind {
	A_BOOL,
	A_TRISTATE,
	AN_INT32,
	AN_OPTIONAL_INT,
	A_STRING,
	A_POINTER,
	A_PORT, /* integer or string */
	STRINGS,
	INTS,
	A_MAP,
	QUANTITIES, /* map of strings and numbers */
	A_QUANTITY,
	AN_OBJECT,
	A_LIST, /* of objects */
};

/* @shows: what the dump has behind the key; NULL: the field is absent. @error: what stands behind
 * the place. */
struct value_case {
	enum value_kind kind;
	const char *value, *shows, *error;
};

#define NOT(want, got) NULL, ": want " want ", got " got

static const struct value_case value_cases[] = {
	{ A_BOOL, "null", NULL, NULL },
	{ A_BOOL, "false", NULL, NULL },
	{ A_BOOL, "true", "=true", NULL },
	{ A_BOOL, "'true'", NOT("a boolean", "a string") },
	{ A_BOOL, "1", NOT("a boolean", "a number") },
	{ A_BOOL, "{}", NOT("a boolean", "an object") },
	{ A_BOOL, "[true]", NOT("a boolean", "an array") },
	{ A_TRISTATE, "null", NULL, NULL },
	{ A_TRISTATE, "false", "=false", NULL },
	{ A_TRISTATE, "true", "=true", NULL },
	{ A_TRISTATE, "'true'", NOT("a boolean", "a string") },
	{ A_TRISTATE, "0", NOT("a boolean", "a number") },
	{ A_TRISTATE, "{}", NOT("a boolean", "an object") },
	{ A_TRISTATE, "[]", NOT("a boolean", "an array") },
	{ AN_INT32, "null", NULL, NULL },
	{ AN_INT32, "0", NULL, NULL },
	{ AN_INT32, "80", "=80", NULL },
	{ AN_INT32, "-1", "=-1", NULL },
	{ AN_INT32, "2147483647", "=2147483647", NULL },
	{ AN_INT32, "-2147483648", "=-2147483648", NULL },
	{ AN_INT32, "2147483648", NOT("an integer of 32 bits", "2147483648") },
	{ AN_INT32, "-2147483649", NOT("an integer of 32 bits", "-2147483649") },
	{ AN_INT32, "4294967376", NOT("an integer of 32 bits", "4294967376") },
	{ AN_INT32, "1.5", NOT("an integer", "a number that is none") },
	{ AN_INT32, "1e30", NOT("an integer", "a number that is none") },
	{ AN_INT32, "'80'", NOT("an integer", "a string") },
	{ AN_INT32, "true", NOT("an integer", "a boolean") },
	{ AN_INT32, "{}", NOT("an integer", "an object") },
	{ AN_OPTIONAL_INT, "null", NULL, NULL },
	{ AN_OPTIONAL_INT, "0", "=0", NULL },
	{ AN_OPTIONAL_INT, "9007199254740993", "=9007199254740993", NULL },
	{ AN_OPTIONAL_INT, "9223372036854775807", "=9223372036854775807", NULL },
	{ AN_OPTIONAL_INT, "-9223372036854775808", "=-9223372036854775808", NULL },
	{ AN_OPTIONAL_INT, "0.5", NOT("an integer", "a number that is none") },
	{ AN_OPTIONAL_INT, "'0'", NOT("an integer", "a string") },
	{ AN_OPTIONAL_INT, "false", NOT("an integer", "a boolean") },
	{ A_STRING, "null", NULL, NULL },
	{ A_STRING, "''", NULL, NULL },
	{ A_STRING, "'x'", "=\"x\"", NULL },
	{ A_STRING, "1", NOT("a string", "a number") },
	{ A_STRING, "true", NOT("a string", "a boolean") },
	{ A_STRING, "{}", NOT("a string", "an object") },
	{ A_STRING, "['x']", NOT("a string", "an array") },
	{ A_POINTER, "null", NULL, NULL },
	{ A_POINTER, "''", "=\"\"", NULL },
	{ A_POINTER, "'x'", "=\"x\"", NULL },
	{ A_POINTER, "0", NOT("a string", "a number") },
	{ A_POINTER, "false", NOT("a string", "a boolean") },
	{ A_POINTER, "{}", NOT("a string", "an object") },
	{ A_PORT, "null", NULL, NULL },
	{ A_PORT, "0", "=0", NULL },
	{ A_PORT, "80", "=80", NULL },
	{ A_PORT, "'80'", "=\"80\"", NULL },
	{ A_PORT, "''", "=\"\"", NULL },
	{ A_PORT, "2147483648", NOT("an integer of 32 bits", "2147483648") },
	{ A_PORT, "80.5", NOT("an integer", "a number that is none") },
	{ A_PORT, "true", NOT("an integer or a string", "a boolean") },
	{ A_PORT, "{}", NOT("an integer or a string", "an object") },
	{ STRINGS, "null", NULL, NULL },
	{ STRINGS, "[]", "=[]", NULL },
	{ STRINGS, "['x','']", "=[\"x\",\"\"]", NULL },
	{ STRINGS, "[null,'x']", "=[\"\",\"x\"]", NULL },
	{ STRINGS, "'x'", NOT("an array", "a string") },
	{ STRINGS, "{}", NOT("an array", "an object") },
	{ STRINGS, "['x',1]", NULL, "[1]: want a string, got a number" },
	{ STRINGS, "[['x']]", NULL, "[0]: want a string, got an array" },
	{ INTS, "null", NULL, NULL },
	{ INTS, "[0,null,9223372036854775807]", "=[0,0,9223372036854775807]", NULL },
	{ INTS, "0", NOT("an array", "a number") },
	{ INTS, "{}", NOT("an array", "an object") },
	{ INTS, "[0,'0']", NULL, "[1]: want an integer, got a string" },
	{ INTS, "[0.5]", NULL, "[0]: want an integer, got a number that is none" },
	{ A_MAP, "null", NULL, NULL },
	{ A_MAP, "{}", "=[]", NULL },
	{ A_MAP, "{'b/c':'x','a':null}", "=[\"b/c\":\"x\",\"a\":\"\"]", NULL },
	{ A_MAP, "[]", NOT("an object", "an array") },
	{ A_MAP, "'x'", NOT("an object", "a string") },
	{ A_MAP, "{'a':'x','b/c':1}", NULL, "[\"b/c\"]: want a string, got a number" },
	{ A_MAP, "{'a':true}", NULL, ".a: want a string, got a boolean" },
	{ QUANTITIES, "null", NULL, NULL },
	{ QUANTITIES, "{}", "=[]", NULL },
	{ QUANTITIES, "{'cpu':'500m','memory':1073741824,'x':0.1,'y':null}",
	  "=[\"cpu\":\"500m\",\"memory\":\"1073741824\",\"x\":\"0.1\",\"y\":\"0\"]", NULL },
	{ QUANTITIES, "[]", NOT("an object", "an array") },
	{ QUANTITIES, "{'cpu':true}", NULL, ".cpu: want a string or a number, got a boolean" },
	{ A_QUANTITY, "null", NULL, NULL },
	{ A_QUANTITY, "'1Gi'", "=\"1Gi\"", NULL },
	{ A_QUANTITY, "''", "=\"\"", NULL },
	{ A_QUANTITY, "9007199254740993", "=\"9007199254740993\"", NULL },
	{ A_QUANTITY, "{}", NOT("a string or a number", "an object") },
	{ AN_OBJECT, "null", NULL, NULL },
	{ AN_OBJECT, "{}", "{", NULL },
	{ AN_OBJECT, "{'unknown':[1]}", "{", NULL },
	{ AN_OBJECT, "[]", NOT("an object", "an array") },
	{ AN_OBJECT, "''", NOT("an object", "a string") },
	{ AN_OBJECT, "0", NOT("an object", "a number") },
	{ AN_OBJECT, "false", NOT("an object", "a boolean") },
	{ A_LIST, "null", NULL, NULL },
	{ A_LIST, "[]", NULL, NULL },
	{ A_LIST, "[{}]", "[{", NULL },
	{ A_LIST, "[null]", "[{", NULL },
	{ A_LIST, "{}", NOT("an array", "an object") },
	{ A_LIST, "''", NOT("an array", "a string") },
	{ A_LIST, "[null,1]", NULL, "[1]: want an object, got a number" },
	{ A_LIST, "[[]]", NULL, "[0]: want an object, got an array" },
};

/* Makes a view of @node and dumps it; 0, or -1 with @err. */
struct view_type {
	const char *root; /* how the place of the node prints; "" for a whole object */
	int (*dump)(const cJSON *node, struct buf *out, struct err *err);
};

/* A view that a test of several makes by its own name, for tables of them. */
struct view_maker {
	const void *(*make)(const cJSON *node, struct err *err);
	void (*dump)(struct buf *out, const void *view);
};

static inline int make_and_dump(const struct view_maker *maker, const cJSON *node, struct buf *out,
				struct err *err)
{
	const void *view = maker->make(node, err);

	if (!view)
		return -1;
	maker->dump(out, view);
	return 0;
}

struct field_case {
	const char *place; /* below the root: "containers[0].ports[0].hostPort"; lists have one
			      element */
	enum value_kind kind;
};

/* A document with @value at @place. */
static inline void build_around(struct buf *out, const char *place, const char *value)
{
	size_t len;

	if (place[0] == '\0') {
		buf_adds(out, value);
	} else if (place[0] == '[') {
		buf_addc(out, '[');
		build_around(out, strchr(place, ']') + 1, value);
		buf_addc(out, ']');
	} else {
		place += place[0] == '.';
		len = strcspn(place, ".[");
		buf_addf(out, "{'%.*s':", (int)len, place);
		build_around(out, place + len, value);
		buf_addc(out, '}');
	}
}

/* The dump of a view of the document, or its error. */
static inline const char *dump_around(const struct view_type *view, const char *place,
				      const char *value)
{
	SCOPED(scoped_buf) struct buf json, out;
	struct err err = { 0 };

	buf_init(&json, 65536);
	buf_init(&out, 65536);
	build_around(&json, place, value);
	if (view->dump(parse(buf_str(&json)), &out, &err) < 0) {
		ck_assert_int_eq(err.code, ERR_INPUT);
		return arena_strndup(test_arena(), err.text, strlen(err.text));
	}
	ck_assert_int_eq(buf_ok(&out, &err), 0);
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

static inline bool has_key(const char *dump, const char *key)
{
	size_t len = strlen(key);

	for (const char *at = strstr(dump, key); at; at = strstr(at + 1, key))
		if (at > dump && at[-1] == ' ' && at[len] && strchr("={[", at[len]))
			return true;
	return false;
}

static inline void check_value(const struct view_type *view, const char *place,
			       const struct value_case *v)
{
	const char *dot = strrchr(place, '.');
	const char *key = dot ? dot + 1 : place;
	const char *got = dump_around(view, place, v->value);
	const char *want;

	if (v->error) {
		want = arena_printf(test_arena(), "%s%s%s%s", view->root, *view->root ? "." : "",
				    place, v->error);
		ck_assert_msg(same(got, want), "%s = %s: want %s; got %s", place, v->value, want,
			      got);
		return;
	}
	ck_assert_msg(got[0] == '\0' || got[0] == ' ', "%s = %s: refused: %s", place, v->value,
		      got);
	if (!v->shows) {
		ck_assert_msg(!has_key(got, key), "%s = %s: want it absent; got%s", place, v->value,
			      got);
		return;
	}
	want = arena_printf(test_arena(), " %s%s", key, v->shows);
	ck_assert_msg(strstr(got, want), "%s = %s: want%s; got%s", place, v->value, want, got);
}

/* A key in other case is an unknown key, whatever is in it. */
static inline void check_case(const struct view_type *view, const char *place)
{
	char *other = arena_strndup(test_arena(), place, strlen(place));
	char *dot = strrchr(other, '.');
	char *first = dot ? dot + 1 : other;
	const char *empty, *got;

	*first ^= 'a' ^ 'A';
	got = dump_around(view, other, "[1,{'x':'y'}]");
	*first = '\0';
	empty = dump_around(view, arena_printf(test_arena(), "%s%s", other, "unknown"), "1");
	ck_assert_msg(same(got, empty), "%s in other case: want%s; got%s", place, empty, got);
}

static inline void check_field(const struct view_type *view, const struct field_case *field)
{
	for (size_t i = 0; i < ARRAY_LEN(value_cases); i++)
		if (value_cases[i].kind == field->kind)
			check_value(view, field->place, &value_cases[i]);
	check_case(view, field->place);
}

#endif
