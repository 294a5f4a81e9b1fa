/* SPDX-License-Identifier: Apache-2.0 */
/* yaml.c - libyaml's events to a tree.
 *
 * Hostile texts are bounded here and not by libyaml: depth and values as they come, aliases by
 * copying under the same count (a billion laughs stop at the million), anchors by a fixed table,
 * and %TAG directives before the start, since libyaml compares each with all others.
 */
#include "yaml/yaml.h"

#include <inttypes.h>
#include <string.h>
#include <yaml.h>

#include "base/mem.h"
#include "yaml/node.h"
#include "yaml/scalar.h"

struct anchor {
	const char *name;
	const struct yaml_node *node;
};

struct yaml {
	yaml_parser_t parser;
	const struct json_limits *limits;
	const char *text;
	size_t len;
	size_t first_line; /* from 0 */
	bool started, ended;

	/* Of the current document. */
	struct arena *a;
	size_t values;
	struct anchor anchors[YAML_ANCHORS_MAX];
	size_t anchor_count;
};

static void scoped_event(yaml_event_t *event)
{
	yaml_event_delete(event);
}

/* Puts the place in front of what inner code said. */
static int at_mark(const yaml_mark_t *mark, struct err *err)
{
	return err_wrap(err, "%zu:%zu", mark->line + 1, mark->column + 1);
}

#define refuse(err, code, mark, ...) (err_set((err), (code), __VA_ARGS__), at_mark((mark), (err)))

/* How many there are, or one more than there may be. */
static size_t tag_directives(const char *text, size_t len)
{
	static const char word[] = "%TAG";
	const char *end = text + len, *at = text;
	size_t count = 0;

	while (count <= YAML_DIRECTIVES_MAX &&
	       (at = memmem(at, (size_t)(end - at), word, strlen(word)))) {
		at += strlen(word);
		count++;
	}
	return count;
}

struct yaml *yaml_open(const char *text, size_t len, const struct json_limits *limits,
		       struct err *err)
{
	struct yaml *y;

	if (!limits)
		limits = &json_limits_default;
	if (len > limits->bytes) {
		err_set(err, ERR_LIMIT, "larger than %zu bytes", limits->bytes);
		return NULL;
	}
	if (tag_directives(text, len) > YAML_DIRECTIVES_MAX) {
		err_set(err, ERR_LIMIT, "more than %d %%TAG directives", YAML_DIRECTIVES_MAX);
		return NULL;
	}
	y = mem_alloc(sizeof(*y));
	if (!y) {
		err_memory(err);
		return NULL;
	}
	*y = (struct yaml){ .limits = limits, .text = text, .len = len };
	if (!yaml_parser_initialize(&y->parser)) {
		mem_free(y);
		err_memory(err);
		return NULL;
	}
	yaml_parser_set_encoding(&y->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&y->parser, (const unsigned char *)text, len);
	return y;
}

void yaml_count_from(struct yaml *y, unsigned line)
{
	y->first_line = line - 1;
	y->parser.mark.line = line - 1;
}

void yaml_close(struct yaml *y)
{
	if (!y)
		return;
	yaml_parser_delete(&y->parser);
	mem_free(y);
}

void scoped_yaml(struct yaml **y)
{
	yaml_close(*y);
}

/* The reader knows only the offset of a bad byte. */
static yaml_mark_t mark_of_offset(const struct yaml *y, size_t offset)
{
	yaml_mark_t mark = { .line = y->first_line };

	for (size_t i = 0; i < offset && i < y->len; i++) {
		mark.column++;
		if (y->text[i] == '\n') {
			mark.line++;
			mark.column = 0;
		}
	}
	return mark;
}

static int parser_error(const struct yaml *y, struct err *err)
{
	const yaml_parser_t *p = &y->parser;
	yaml_mark_t mark = p->problem_mark;

	if (p->error == YAML_MEMORY_ERROR)
		return refuse(err, ERR_MEMORY, &p->mark, "out of memory");
	if (p->error == YAML_READER_ERROR)
		mark = mark_of_offset(y, p->problem_offset);
	return refuse(err, ERR_INPUT, &mark, "%s%s%s", p->problem ? p->problem : "not YAML",
		      p->context ? " " : "", p->context ? p->context : "");
}

static int next_event(struct yaml *y, yaml_event_t *event, struct err *err)
{
	if (yaml_parser_parse(&y->parser, event))
		return 0;
	*event = (yaml_event_t){ 0 };
	return parser_error(y, err);
}

static int no_room(const struct yaml *y, const yaml_mark_t *mark, struct err *err)
{
	arena_error(y->a, err);
	return at_mark(mark, err);
}

/* One more value; counts before it is there. */
static struct yaml_node *new_node(struct yaml *y, const yaml_mark_t *mark, struct err *err)
{
	struct yaml_node *node;

	if (++y->values > y->limits->values) {
		refuse(err, ERR_LIMIT, mark, "more than %zu values, aliases expanded",
		       y->limits->values);
		return NULL;
	}
	node = arena_zalloc(y->a, sizeof(*node));
	if (!node) {
		no_room(y, mark, err);
		return NULL;
	}
	node->line = (unsigned)mark->line + 1;
	node->column = (unsigned)mark->column + 1;
	node->key_line = node->line;
	node->key_column = node->column;
	return node;
}

static int check_depth(const struct yaml *y, unsigned depth, const yaml_mark_t *mark,
		       struct err *err)
{
	if (depth <= y->limits->depth && depth <= JSON_DEPTH_MAX)
		return 0;
	return refuse(err, ERR_LIMIT, mark, "nested more than %u levels deep", depth - 1);
}

static int set_anchor(struct yaml *y, const yaml_char_t *name, const struct yaml_node *node,
		      const yaml_mark_t *mark, struct err *err)
{
	const char *text = (const char *)name;
	size_t i = 0;

	if (!text)
		return 0;
	while (i < y->anchor_count && strcmp(y->anchors[i].name, text) != 0)
		i++;
	if (i == YAML_ANCHORS_MAX)
		return refuse(err, ERR_LIMIT, mark, "more than %d anchors", YAML_ANCHORS_MAX);
	if (i == y->anchor_count) {
		y->anchors[i].name = arena_strndup(y->a, text, strlen(text));
		if (!y->anchors[i].name)
			return no_room(y, mark, err);
		y->anchor_count++;
	}
	y->anchors[i].node = node;
	return 0;
}

/* A copy of all that @from holds, at @depth of the tree. Keys and texts are never changed, so both
 * share them. */
static struct yaml_node *copy_node(struct yaml *y, const struct yaml_node *from, unsigned depth,
				   const yaml_mark_t *mark, struct err *err)
{
	bool holds = cJSON_IsObject(&from->json) || cJSON_IsArray(&from->json);
	struct yaml_node *node = new_node(y, mark, err);
	const cJSON *child;

	if (!node || (holds && check_depth(y, depth + 1, mark, err) < 0))
		return NULL;
	*node = *from;
	node->json.next = node->json.prev = node->json.child = NULL;
	node->merged = false;
	cJSON_ArrayForEach (child, &from->json) {
		struct yaml_node *copy =
			copy_node(y, (const struct yaml_node *)child, depth + 1, mark, err);

		if (!copy)
			return NULL;
		node_attach(node, copy);
	}
	return node;
}

static struct yaml_node *read_alias(struct yaml *y, const yaml_event_t *event, unsigned depth,
				    struct err *err)
{
	const char *name = (const char *)event->data.alias.anchor;
	const struct yaml_node *node = NULL;
	struct yaml_node *copy;

	for (size_t i = 0; i < y->anchor_count && !node; i++)
		if (strcmp(y->anchors[i].name, name) == 0)
			node = y->anchors[i].node;
	if (node && !node->open) {
		copy = copy_node(y, node, depth, &event->start_mark, err);
		if (copy) {
			copy->key_line = copy->line;
			copy->key_column = copy->column;
		}
		return copy;
	}
	/* Without its name: a password may begin with an asterisk. */
	refuse(err, ERR_INPUT, &event->start_mark,
	       node ? "an anchor contains itself" : "an alias of no anchor");
	return NULL;
}

static int resolve(const yaml_event_t *event, struct scalar *out, struct err *err)
{
	const char *text = (const char *)event->data.scalar.value;

	if (strlen(text) != event->data.scalar.length)
		return refuse(err, ERR_INPUT, &event->start_mark, "NUL in a string");
	if (scalar_resolve((const char *)event->data.scalar.tag, event->data.scalar.plain_implicit,
			   text, out, err) < 0)
		return at_mark(&event->start_mark, err);
	return 0;
}

static int fill_scalar(struct yaml *y, struct yaml_node *node, const yaml_event_t *event,
		       struct err *err)
{
	const cJSON *number;
	struct scalar s;

	if (resolve(event, &s, err) < 0)
		return -1;
	switch (s.kind) {
	case SCALAR_NULL:
		node->json.type = cJSON_NULL;
		break;
	case SCALAR_BOOL:
		node->json.type = s.flag ? cJSON_True : cJSON_False;
		break;
	case SCALAR_INT: /* lib/json knows how to keep all digits */
		number = json_new_int(y->a, s.number);
		if (!number)
			return no_room(y, &event->start_mark, err);
		node->json = *number;
		break;
	case SCALAR_UINT:
		number = json_new_uint(y->a, s.large);
		if (!number)
			return no_room(y, &event->start_mark, err);
		node->json = *number;
		break;
	case SCALAR_FLOAT:
		node->json.type = cJSON_Number;
		node->json.valuedouble = s.real;
		break;
	case SCALAR_STRING:
		node->json.type = cJSON_String;
		node->json.valuestring = arena_strndup(y->a, (const char *)event->data.scalar.value,
						       event->data.scalar.length);
		if (!node->json.valuestring)
			return no_room(y, &event->start_mark, err);
		break;
	}
	return 0;
}

static struct yaml_node *read_node(struct yaml *y, const yaml_event_t *event, unsigned depth,
				   struct err *err);

static int read_items(struct yaml *y, struct yaml_node *sequence, unsigned depth, struct err *err)
{
	for (;;) {
		SCOPED(scoped_event) yaml_event_t event;
		struct yaml_node *item;

		if (next_event(y, &event, err) < 0)
			return -1;
		if (event.type == YAML_SEQUENCE_END_EVENT)
			return 0;
		item = read_node(y, &event, depth, err);
		if (!item)
			return -1;
		node_attach(sequence, item);
	}
}

/* Keys that are no strings become their text, as in Kubernetes. */
static char *key_text(struct yaml *y, const yaml_event_t *event, struct err *err)
{
	struct scalar s;
	char *text = NULL;

	if (event->type != YAML_SCALAR_EVENT) {
		refuse(err, ERR_INPUT, &event->start_mark,
		       "a key must be a string, not a list, a map or an alias");
		return NULL;
	}
	if (resolve(event, &s, err) < 0)
		return NULL;
	switch (s.kind) {
	case SCALAR_STRING:
		text = arena_strndup(y->a, (const char *)event->data.scalar.value,
				     event->data.scalar.length);
		break;
	case SCALAR_INT:
		text = arena_printf(y->a, "%" PRId64, s.number);
		break;
	case SCALAR_BOOL:
		text = arena_printf(y->a, "%s", s.flag ? "true" : "false");
		break;
	case SCALAR_NULL:
	case SCALAR_UINT:
	case SCALAR_FLOAT:
		refuse(err, ERR_INPUT, &event->start_mark, "key \"%.100s\" needs quotes",
		       (const char *)event->data.scalar.value);
		return NULL;
	}
	if (!text)
		no_room(y, &event->start_mark, err);
	return text;
}

static bool is_merge(const yaml_event_t *event)
{
	const char *tag;

	if (event->type != YAML_SCALAR_EVENT ||
	    strcmp((const char *)event->data.scalar.value, "<<") != 0)
		return false;
	tag = (const char *)event->data.scalar.tag;
	return tag ? strcmp(tag, TAG_CORE "merge") == 0 : event->data.scalar.plain_implicit;
}

static int merge_from(struct yaml *y, struct yaml_node *mapping, struct yaml_node *from,
		      const yaml_mark_t *mark, struct err *err)
{
	cJSON *next;

	if (!cJSON_IsObject(&from->json))
		return refuse(err, ERR_INPUT, mark, "<< needs a map or a list of maps");
	y->values--; /* @from itself goes, its members come over */
	for (cJSON *child = from->json.child; child; child = next) {
		struct yaml_node *member = (struct yaml_node *)child;

		next = child->next;
		member->merged = true;
		node_attach(mapping, member);
	}
	return 0;
}

static int read_merge(struct yaml *y, struct yaml_node *mapping, unsigned depth, struct err *err)
{
	SCOPED(scoped_event) yaml_event_t event;
	struct yaml_node *value;
	cJSON *next;

	if (next_event(y, &event, err) < 0)
		return -1;
	/* The members end up one level above where they are read. */
	value = read_node(y, &event, depth - 1, err);
	if (!value)
		return -1;
	if (!cJSON_IsArray(&value->json))
		return merge_from(y, mapping, value, &event.start_mark, err);
	y->values--;
	for (cJSON *item = value->json.child; item; item = next) {
		next = item->next;
		if (merge_from(y, mapping, (struct yaml_node *)item, &event.start_mark, err) < 0)
			return -1;
	}
	return 0;
}

static int read_member(struct yaml *y, struct yaml_node *mapping, const yaml_event_t *key_event,
		       unsigned depth, struct err *err)
{
	SCOPED(scoped_event) yaml_event_t event = { 0 };
	char *key = key_text(y, key_event, err);
	struct yaml_node *value;

	if (!key || next_event(y, &event, err) < 0)
		return -1;
	value = read_node(y, &event, depth, err);
	if (!value)
		return -1;
	value->json.string = key;
	value->key_line = (unsigned)key_event->start_mark.line + 1;
	value->key_column = (unsigned)key_event->start_mark.column + 1;
	node_attach(mapping, value);
	return 0;
}

static int read_members(struct yaml *y, struct yaml_node *mapping, unsigned depth, struct err *err)
{
	bool merged = false;

	for (;;) {
		SCOPED(scoped_event) yaml_event_t key;

		if (next_event(y, &key, err) < 0)
			return -1;
		if (key.type == YAML_MAPPING_END_EVENT)
			return node_settle_keys(y->a, mapping, err);
		if (!is_merge(&key)) {
			if (read_member(y, mapping, &key, depth, err) < 0)
				return -1;
			continue;
		}
		if (merged)
			return refuse(err, ERR_INPUT, &key.start_mark, "key \"<<\" stands twice");
		merged = true;
		if (read_merge(y, mapping, depth, err) < 0)
			return -1;
	}
}

static int check_tag(const yaml_char_t *tag, const char *want, const yaml_mark_t *mark,
		     struct err *err)
{
	if (!tag || strcmp((const char *)tag, want) == 0)
		return 0;
	return refuse(err, ERR_INPUT, mark, "a tag that is not supported here");
}

static int fill_sequence(struct yaml *y, struct yaml_node *node, const yaml_event_t *event,
			 unsigned depth, struct err *err)
{
	node->json.type = cJSON_Array;
	if (check_tag(event->data.sequence_start.tag, YAML_SEQ_TAG, &event->start_mark, err) < 0 ||
	    check_depth(y, depth + 1, &event->start_mark, err) < 0)
		return -1;
	return read_items(y, node, depth + 1, err);
}

static int fill_mapping(struct yaml *y, struct yaml_node *node, const yaml_event_t *event,
			unsigned depth, struct err *err)
{
	node->json.type = cJSON_Object;
	if (check_tag(event->data.mapping_start.tag, YAML_MAP_TAG, &event->start_mark, err) < 0 ||
	    check_depth(y, depth + 1, &event->start_mark, err) < 0)
		return -1;
	return read_members(y, node, depth + 1, err);
}

static const yaml_char_t *event_anchor(const yaml_event_t *event)
{
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return event->data.scalar.anchor;
	case YAML_SEQUENCE_START_EVENT:
		return event->data.sequence_start.anchor;
	case YAML_MAPPING_START_EVENT:
		return event->data.mapping_start.anchor;
	default:
		return NULL;
	}
}

/* The node that begins with @event; @depth is the number of collections around it. */
static struct yaml_node *read_node(struct yaml *y, const yaml_event_t *event, unsigned depth,
				   struct err *err)
{
	struct yaml_node *node;
	int result;

	if (event->type == YAML_ALIAS_EVENT)
		return read_alias(y, event, depth, err);
	node = new_node(y, &event->start_mark, err);
	if (!node || set_anchor(y, event_anchor(event), node, &event->start_mark, err) < 0)
		return NULL;
	node->open = true;
	if (event->type == YAML_SEQUENCE_START_EVENT)
		result = fill_sequence(y, node, event, depth, err);
	else if (event->type == YAML_MAPPING_START_EVENT)
		result = fill_mapping(y, node, event, depth, err);
	else
		result = fill_scalar(y, node, event, err);
	node->open = false;
	node->json.type |= TYPE_YAML;
	return result < 0 ? NULL : node;
}

static int read_document(struct yaml *y, cJSON **doc, struct err *err)
{
	SCOPED(scoped_event) yaml_event_t event = { 0 };
	SCOPED(scoped_event) yaml_event_t end = { 0 };
	struct yaml_node *root;

	y->values = 0;
	y->anchor_count = 0;
	if (next_event(y, &event, err) < 0)
		return -1;
	root = read_node(y, &event, 0, err);
	if (!root || next_event(y, &end, err) < 0)
		return -1;
	*doc = &root->json;
	return 1;
}

/* Stream and document starts carry nothing. Return: as yaml_next(). */
static int next_document(struct yaml *y, cJSON **doc, struct err *err)
{
	SCOPED(scoped_event) yaml_event_t event = { 0 };

	if (!y->started) {
		SCOPED(scoped_event) yaml_event_t start = { 0 };

		y->started = true;
		if (next_event(y, &start, err) < 0)
			return -1;
	}
	if (next_event(y, &event, err) < 0)
		return -1;
	if (event.type == YAML_STREAM_END_EVENT) {
		y->ended = true;
		return 0;
	}
	return read_document(y, doc, err);
}

int yaml_next(struct yaml *y, struct arena *a, cJSON **doc, struct err *err)
{
	int result;

	if (y->ended)
		return 0;
	y->a = a;
	result = next_document(y, doc, err);
	y->ended = y->ended || result < 0;
	return result;
}

static const struct yaml_node *ours(const cJSON *node)
{
	return node && (node->type & TYPE_YAML) ? (const struct yaml_node *)node : NULL;
}

unsigned yaml_line(const cJSON *node)
{
	const struct yaml_node *n = ours(node);

	return n ? n->line : 0;
}

unsigned yaml_column(const cJSON *node)
{
	const struct yaml_node *n = ours(node);

	return n ? n->column : 0;
}

unsigned yaml_key_line(const cJSON *node)
{
	const struct yaml_node *n = ours(node);

	return n ? n->key_line : 0;
}

unsigned yaml_key_column(const cJSON *node)
{
	const struct yaml_node *n = ours(node);

	return n ? n->key_column : 0;
}
