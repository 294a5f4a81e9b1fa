/* SPDX-License-Identifier: Apache-2.0 */
/* mutate.c - takes a value of the tree out, puts one in, or changes it. */
#include "mutate.h"

#include <stdbool.h>
#include <string.h>

#include "fuzz.h"
#include "json/json.h"

#define ARENA_MAX  ((size_t)64 * 1024 * 1024)
#define TEXT_MAX   ((size_t)1024 * 1024)
#define STRING_MAX 256

/* Names of members that views read, from their tables; made by the build. */
static const char *const keys[] = {
#include "keys.inc"
};

static const char *const values[] = {
	"null",
	"true",
	"false",
	"0",
	"-1",
	"1",
	"65536",
	"2147483648",
	"9007199254740993",
	"9223372036854775807",
	"18446744073709551615",
	"18446744073709552000",
	"1.5",
	"1e3",
	"\"\"",
	"\"*\"",
	"\"0\"",
	"\"a\"",
	"\"ALL\"",
	"\"/\"",
	"\"/proc/self/root/etc\"",
	"\"1Gi\"",
	"\"system:masters\"",
	"\"0.0.0.0/0\"",
	"\"::/0\"",
	"\"\\u00e4\\ufeff\"",
	"{}",
	"[]",
	"[null]",
	"[\"*\"]",
	"{\"a\":\"b\"}",
	"[{}]",
	"[{\"name\":\"a\"}]",
};

struct mutation {
	struct arena *a;
	uint64_t state;
};

static size_t below(struct mutation *m, size_t n)
{
	m->state = m->state * 6364136223846793005u + 1442695040888963407u;
	return (size_t)(m->state >> 33) % n;
}

static cJSON *read_tree(struct mutation *m, const uint8_t *data, size_t size)
{
	struct err err;

	return json_parse(m->a, (const char *)data, size, NULL, &err);
}

static size_t count_nodes(const cJSON *node)
{
	size_t count = 1;

	for (const cJSON *c = node->child; c; c = c->next)
		count += count_nodes(c);
	return count;
}

/* The node of that number, in the order of the text, and what it is in. */
static cJSON *nth(cJSON *node, size_t *n, cJSON **parent)
{
	if ((*n)-- == 0)
		return node;
	for (cJSON *c = node->child; c; c = c->next) {
		cJSON *found = nth(c, n, parent);

		if (found) {
			if (!*parent)
				*parent = node;
			return found;
		}
	}
	return NULL;
}

static cJSON *any_node(struct mutation *m, cJSON *tree, cJSON **parent)
{
	size_t n = below(m, count_nodes(tree));

	*parent = NULL;
	return nth(tree, &n, parent);
}

/* A copy of some value of @tree, or one of the table's. */
static cJSON *any_value(struct mutation *m, cJSON *tree)
{
	SCOPED(scoped_buf) struct buf text;
	const char *value = values[below(m, ARRAY_LEN(values))];
	cJSON *parent;

	buf_init(&text, TEXT_MAX);
	if (below(m, 3) == 0)
		json_write(&text, any_node(m, tree, &parent));
	else
		buf_adds(&text, value);
	return text.failed ? NULL : read_tree(m, (const uint8_t *)buf_str(&text), text.len);
}

static void take_out(cJSON *parent, cJSON *node)
{
	cJSON *last = parent->child;

	if (node == last)
		parent->child = node->next;
	while (last && last->next) {
		if (last->next == node)
			last->next = node->next;
		else
			last = last->next;
	}
	/* As cJSON keeps it. */
	if (parent->child)
		parent->child->prev = last;
}

/* @by stands where @node was, under its key. */
static void become(cJSON *node, const cJSON *by)
{
	cJSON *next = node->next, *prev = node->prev;
	char *key = node->string;

	*node = *by;
	node->next = next;
	node->prev = prev;
	node->string = key;
}

static void put_in(struct mutation *m, cJSON *node, cJSON *value)
{
	const char *key = keys[below(m, ARRAY_LEN(keys))];

	if (cJSON_IsArray(node))
		json_append(node, value);
	else if (cJSON_IsObject(node) && !json_get(node, key))
		json_put(m->a, node, key, value);
}

static void change_text(struct mutation *m, cJSON *node)
{
	uint8_t text[STRING_MAX + 1];
	size_t len = cJSON_IsString(node) ? strlen(node->valuestring) : STRING_MAX;
	cJSON *changed;

	if (len >= STRING_MAX)
		return;
	memcpy(text, node->valuestring, len);
	len = LLVMFuzzerMutate(text, len, STRING_MAX);
	text[len] = '\0';
	changed = json_new_string(m->a, (const char *)text);
	if (changed)
		become(node, changed);
}

static void change_key(struct mutation *m, cJSON *parent, cJSON *node)
{
	const char *key = keys[below(m, ARRAY_LEN(keys))];

	if (cJSON_IsObject(parent) && !json_get(parent, key))
		node->string = arena_strndup(m->a, key, strlen(key));
}

static void change(struct mutation *m, cJSON *tree, cJSON *from)
{
	cJSON *parent, *node = any_node(m, tree, &parent), *value = any_value(m, from);

	if (!value)
		return;
	switch (below(m, 6)) {
	case 0:
		if (parent)
			take_out(parent, node);
		break;
	case 1:
		put_in(m, node, value);
		break;
	case 2:
		become(node, value);
		break;
	case 3:
		if (parent)
			change_key(m, parent, node);
		break;
	default:
		change_text(m, node);
	}
}

/* Of two texts with MUTATE_BETWEEN between them one is changed, with values of the other. Return:
 * the new size, or 0 when nothing came of it. */
static size_t change_tree(struct mutation *m, uint8_t *data, size_t size, size_t max)
{
	SCOPED(scoped_buf) struct buf text;
	const uint8_t *between = memchr(data, MUTATE_BETWEEN, size);
	size_t len = between ? (size_t)(between - data) : size;
	bool second = between && below(m, 3) == 0;
	const uint8_t *part = second ? between + 1 : data;
	size_t part_len = second ? size - len - 1 : len;
	cJSON *tree = read_tree(m, part, part_len);
	cJSON *other = second ? read_tree(m, data, len) : tree;

	buf_init(&text, TEXT_MAX);
	if (!tree)
		return 0;
	for (size_t i = below(m, 3) + 1; i > 0; i--)
		change(m, tree, other ? other : tree);
	if (second)
		buf_add(&text, data, len + 1);
	json_write(&text, tree);
	if (between && !second)
		buf_add(&text, between, size - len);
	if (text.failed || !text.len || text.len > max)
		return 0;
	memcpy(data, buf_str(&text), text.len);
	return text.len;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max, unsigned seed)
{
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new(ARENA_MAX, &err);
	struct mutation m = { .a = a, .state = seed };
	size_t changed = 0;

	json_init();
	MUST_HOLD(a != NULL);
	if (below(&m, 5) > 0)
		changed = change_tree(&m, data, size, max);
	return changed ? changed : LLVMFuzzerMutate(data, size, max);
}
