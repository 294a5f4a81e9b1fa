/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - a JSON text to the tree that YAML makes, for its lines and columns.
 *
 * lib/json judges and reads the text; a second walk, over text and tree side by side, copies the
 * nodes and notes where each begins. By then the text is known to be valid.
 */
#include "yaml/yaml.h"

#include <string.h>

#include "yaml/node.h"

struct scan {
	struct arena *a;
	const char *at, *end;
	struct text_place place; /* of @at */
};

static void step(struct scan *s)
{
	char c = *s->at++;

	if (c == '\n') {
		s->place.line++;
		s->place.column = 1;
	} else if (((unsigned char)c & 0xc0) != 0x80) {
		s->place.column++;
	}
}

struct text_place text_place_behind(struct text_place from, const char *text, size_t len)
{
	struct scan s = { .at = text, .end = text + len, .place = from };

	while (s.at < s.end)
		step(&s);
	return s.place;
}

cJSON *yaml_placed(struct arena *a, const cJSON *node, struct text_place place)
{
	struct yaml_node *copy = node ? arena_zalloc(a, sizeof(*copy)) : NULL;

	if (!copy)
		return NULL;
	copy->json = *node;
	copy->json.type |= TYPE_YAML;
	copy->json.next = copy->json.prev = NULL;
	copy->line = copy->key_line = place.line;
	copy->column = copy->key_column = place.column;
	return &copy->json;
}

/* White space and what stands between values. */
static void skip_between(struct scan *s)
{
	while (s->at < s->end && strchr(" \t\r\n,:", *s->at))
		step(s);
}

static void skip_string(struct scan *s)
{
	step(s);
	while (s->at < s->end && *s->at != '"') {
		if (*s->at == '\\')
			step(s);
		step(s);
	}
	if (s->at < s->end)
		step(s);
}

static void skip_scalar(struct scan *s)
{
	if (s->at < s->end && *s->at == '"') {
		skip_string(s);
		return;
	}
	while (s->at < s->end && !strchr(" \t\r\n,:]}", *s->at))
		step(s);
}

/* The copy of @from, that begins at or behind the scan. */
static struct yaml_node *copy_value(struct scan *s, const cJSON *from)
{
	struct yaml_node *node = arena_zalloc(s->a, sizeof(*node));
	const cJSON *child;

	if (!node)
		return NULL;
	skip_between(s);
	node->json = *from;
	node->json.type |= TYPE_YAML;
	node->json.next = node->json.prev = node->json.child = NULL;
	node->line = node->key_line = s->place.line;
	node->column = node->key_column = s->place.column;
	if (!cJSON_IsObject(from) && !cJSON_IsArray(from)) {
		skip_scalar(s);
		return node;
	}
	step(s);
	cJSON_ArrayForEach (child, from) {
		struct text_place key;
		struct yaml_node *copy;

		skip_between(s);
		key = s->place;
		if (cJSON_IsObject(from))
			skip_string(s);
		copy = copy_value(s, child);
		if (!copy)
			return NULL;
		copy->key_line = key.line;
		copy->key_column = key.column;
		node_attach(node, copy);
	}
	skip_between(s);
	step(s);
	return node;
}

cJSON *yaml_from_json(struct arena *a, const char *text, size_t len,
		      const struct json_limits *limits, struct text_place from, struct err *err)
{
	struct scan s = { .a = a, .at = text, .end = text + len, .place = from };
	size_t fault_at;
	cJSON *root = json_parse_at(a, text, len, limits, &fault_at, err);
	struct yaml_node *copy;

	if (!root) {
		from = text_place_behind(from, text, fault_at < len ? fault_at : len);
		err_wrap(err, "%u:%u", from.line, from.column);
		return NULL;
	}
	copy = copy_value(&s, root);
	if (!copy) {
		arena_error(a, err);
		err_wrap(err, "%u:%u", from.line, from.column);
		return NULL;
	}
	return &copy->json;
}
