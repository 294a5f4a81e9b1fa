/* SPDX-License-Identifier: Apache-2.0 */
/* decode.c - the one place where JSON becomes typed fields.
 *
 * It follows Go's decoder as the API server uses it: null is absent, a null element is a zero
 * element, keys compare by case, a wrong type is an error. Recursion goes as deep as the tables
 * nest, whatever the document does.
 */
#include "k8s/decode.h"

#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 1101 /* bytes of a number as text */

struct decoder {
	struct arena *a;
	struct err *err;
};

static int fill(const struct decoder *d, const struct shape *shape, const cJSON *node,
		const struct at *at, void *out);

static int no_memory(const struct decoder *d)
{
	return arena_error(d->a, d->err);
}

/* The node at @at is not @want. */
static int wrong(const struct decoder *d, const struct at *at, const char *want, const cJSON *node)
{
	const char *place = at_print(d->a, at, NULL);

	if (!place)
		return no_memory(d);
	return err_set(d->err, ERR_INPUT, "%s: want %s, got %s", place[0] ? place : "object", want,
		       json_type_name(node));
}

static int get_bool(const struct decoder *d, const cJSON *node, const struct at *at, bool *v)
{
	if (!cJSON_IsBool(node))
		return wrong(d, at, "a boolean", node);
	*v = cJSON_IsTrue(node);
	return 0;
}

static int get_int(const struct decoder *d, const cJSON *node, const struct at *at, int64_t *v)
{
	const char *place;

	if (json_int(node, v))
		return 0;
	if (!cJSON_IsNumber(node))
		return wrong(d, at, "an integer", node);
	place = at_print(d->a, at, NULL);
	if (!place)
		return no_memory(d);
	return err_set(d->err, ERR_INPUT, "%s: want an integer, got a number that is none", place);
}

static int get_int32(const struct decoder *d, const cJSON *node, const struct at *at, int64_t *v)
{
	const char *place;

	if (get_int(d, node, at, v) < 0)
		return -1;
	if (*v >= INT32_MIN && *v <= INT32_MAX)
		return 0;
	place = at_print(d->a, at, NULL);
	if (!place)
		return no_memory(d);
	return err_set(d->err, ERR_INPUT, "%s: want an integer of 32 bits, got %lld", place,
		       (long long)*v);
}

static int get_string(const struct decoder *d, const cJSON *node, const struct at *at,
		      const char **v)
{
	if (!cJSON_IsString(node))
		return wrong(d, at, "a string", node);
	*v = json_string(node);
	return 0;
}

static int get_int_or_string(const struct decoder *d, const cJSON *node, const struct at *at,
			     struct int_or_string *v)
{
	v->set = true;
	v->is_string = cJSON_IsString(node);
	if (v->is_string)
		return get_string(d, node, at, &v->s);
	if (!cJSON_IsNumber(node))
		return wrong(d, at, "an integer or a string", node);
	return get_int32(d, node, at, &v->i);
}

static size_t children_count(const cJSON *node)
{
	size_t count = 0;

	for (const cJSON *child = node->child; child; child = child->next)
		count++;
	return count;
}

static int get_strings(const struct decoder *d, const cJSON *node, const struct at *at,
		       struct strings *list)
{
	struct at here = { .up = at };
	const char **v;

	if (!cJSON_IsArray(node))
		return wrong(d, at, "an array", node);
	list->set = true;
	list->count = children_count(node);
	if (list->count == 0)
		return 0;
	v = arena_alloc(d->a, list->count * sizeof(*v));
	if (!v)
		return no_memory(d);
	list->v = v;
	for (const cJSON *child = node->child; child; child = child->next, v++, here.index++) {
		*v = "";
		if (!cJSON_IsNull(child) && get_string(d, child, &here, v) < 0)
			return -1;
	}
	return 0;
}

static int get_int64s(const struct decoder *d, const cJSON *node, const struct at *at,
		      const int64_t **list, size_t *count)
{
	struct at here = { .up = at };
	int64_t *v;

	if (!cJSON_IsArray(node))
		return wrong(d, at, "an array", node);
	*count = children_count(node);
	if (*count == 0)
		return 0;
	v = arena_alloc(d->a, *count * sizeof(*v));
	if (!v)
		return no_memory(d);
	*list = v;
	for (const cJSON *child = node->child; child; child = child->next, v++, here.index++) {
		*v = 0;
		if (!cJSON_IsNull(child) && get_int(d, child, &here, v) < 0)
			return -1;
	}
	return 0;
}

/* As the API server has it, a quantity may be a number, and what it says is its text. */
static int get_quantity(const struct decoder *d, const cJSON *node, const struct at *at,
			const char **v)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, NUMBER_MAX);
	if (cJSON_IsString(node))
		return get_string(d, node, at, v);
	if (!cJSON_IsNumber(node))
		return wrong(d, at, "a string or a number", node);
	json_write(&text, node);
	if (buf_ok(&text, d->err) < 0)
		return -1;
	*v = arena_strndup(d->a, buf_str(&text), text.len);
	return *v ? 0 : no_memory(d);
}

/* Policies look keys of one map up in another: with many of them that must not take as long as one
 * map times the other. Below, a walk is as good. */
#define MAP_ORDERED_MIN 16

static int by_key(const void *left, const void *right)
{
	return strcmp((*(const struct map_entry *const *)left)->key,
		      (*(const struct map_entry *const *)right)->key);
}

static int order_map(const struct decoder *d, struct map *map)
{
	const struct map_entry **order;

	if (map->count < MAP_ORDERED_MIN)
		return 0;
	order = arena_alloc(d->a, map->count * sizeof(*order));
	if (!order)
		return no_memory(d);
	for (size_t i = 0; i < map->count; i++)
		order[i] = &map->v[i];
	qsort(order, map->count, sizeof(*order), by_key);
	map->order = order;
	return 0;
}

typedef int get_text(const struct decoder *d, const cJSON *node, const struct at *at,
		     const char **v);

/* Null values are @zero. */
static int get_map(const struct decoder *d, const cJSON *node, const struct at *at, get_text *get,
		   const char *zero, struct map *map)
{
	struct map_entry *e;

	if (!cJSON_IsObject(node))
		return wrong(d, at, "an object", node);
	map->set = true;
	map->count = children_count(node);
	if (map->count == 0)
		return 0;
	e = arena_alloc(d->a, map->count * sizeof(*e));
	if (!e)
		return no_memory(d);
	map->v = e;
	for (const cJSON *child = node->child; child; child = child->next, e++) {
		struct at here = { .up = at, .key = child->string };

		*e = (struct map_entry){ .key = child->string, .value = zero };
		if (!cJSON_IsNull(child) && get(d, child, &here, &e->value) < 0)
			return -1;
	}
	return order_map(d, map);
}

/* A place that outlives the call, for what is below it. */
static const struct at *keep_at(const struct decoder *d, const struct at *at)
{
	struct at *kept = arena_alloc(d->a, sizeof(*kept));

	if (!kept) {
		no_memory(d);
		return NULL;
	}
	*kept = *at;
	return kept;
}

static int get_object(const struct decoder *d, const struct shape *shape, const cJSON *node,
		      const struct at *at, const void **out)
{
	void *object = arena_zalloc(d->a, shape->size);

	if (!object)
		return no_memory(d);
	*out = object;
	if (shape->has_at) {
		memcpy(object, at, sizeof(*at));
		return fill(d, shape, node, object, object);
	}
	at = keep_at(d, at);
	return at ? fill(d, shape, node, at, object) : -1;
}

static int get_inline(const struct decoder *d, const struct shape *shape, const cJSON *node,
		      const struct at *at, void *out)
{
	at = keep_at(d, at);
	return at ? fill(d, shape, node, at, out) : -1;
}

static int get_list(const struct decoder *d, const struct shape *shape, const cJSON *node,
		    const struct at *at, struct element **list)
{
	int index = 0;

	if (!cJSON_IsArray(node))
		return wrong(d, at, "an array", node);
	*list = NULL;
	at = keep_at(d, at);
	if (!at)
		return -1;
	for (const cJSON *child = node->child; child; child = child->next) {
		struct element *e = arena_zalloc(d->a, shape->size);

		if (!e)
			return no_memory(d);
		e->at = (struct at){ .up = at, .index = index };
		index++;
		if (shape->is_named)
			e->at.name = json_string(json_get(child, "name"));
		if (fill(d, shape, child, &e->at, e) < 0)
			return -1;
		*list = e;
		list = &e->next;
	}
	return 0;
}

static int want_object(const struct decoder *d, const cJSON *node, const struct at *at)
{
	return cJSON_IsObject(node) ? 0 : wrong(d, at, "an object", node);
}

/* @node is not null. */
static int get_field(const struct decoder *d, const struct field *f, const cJSON *node,
		     const struct at *at, char *out)
{
	void *slot = out + f->offset;

	switch (f->type) {
	case FIELD_BOOL:
		return get_bool(d, node, at, slot);
	case FIELD_OPT_BOOL:
		((struct opt_bool *)slot)->set = true;
		return get_bool(d, node, at, &((struct opt_bool *)slot)->v);
	case FIELD_INT32:
		return get_int32(d, node, at, slot);
	case FIELD_OPT_INT64:
		((struct opt_int *)slot)->set = true;
		return get_int(d, node, at, &((struct opt_int *)slot)->v);
	case FIELD_INT_OR_STRING:
		return get_int_or_string(d, node, at, slot);
	case FIELD_STRING:
	case FIELD_OPT_STRING:
		return get_string(d, node, at, slot);
	case FIELD_STRINGS:
		return get_strings(d, node, at, slot);
	case FIELD_INT64S:
		return get_int64s(d, node, at, slot, (size_t *)(void *)(out + f->second));
	case FIELD_MAP:
		return get_map(d, node, at, get_string, "", slot);
	case FIELD_QUANTITIES:
		return get_map(d, node, at, get_quantity, "0", slot);
	case FIELD_OPT_QUANTITY:
		return get_quantity(d, node, at, slot);
	case FIELD_OBJECT:
		return get_object(d, f->shape, node, at, slot);
	case FIELD_INLINE:
		return get_inline(d, f->shape, node, at, out);
	case FIELD_LIST:
		return get_list(d, f->shape, node, at, slot);
	case FIELD_HAS:
		*(bool *)slot = true;
		return want_object(d, node, at);
	case FIELD_BIT:
		*(uint64_t *)slot |= UINT64_C(1) << f->second;
		return want_object(d, node, at);
	case FIELD_NODE:
		*(const cJSON **)slot = node;
		return want_object(d, node, at);
	case FIELD_SELF:
		break;
	}
	return 0;
}

static void set_defaults(const struct shape *shape, const cJSON *node, char *out)
{
	for (const struct field *f = shape->fields; f < shape->fields + shape->count; f++) {
		void *slot = out + f->offset;

		if (f->type == FIELD_STRING)
			*(const char **)slot = "";
		else if (f->type == FIELD_INT_OR_STRING)
			((struct int_or_string *)slot)->s = "";
		else if (f->type == FIELD_SELF)
			*(const cJSON **)slot = node;
	}
}

/* strcmp(), but most keys are short and differ at once: the call would cost more than the
 * comparison. */
static bool is_key(const struct field *f, const char *key)
{
	const char *want = f->key;

	if (!want)
		return false;
	while (*want && *want == *key) {
		want++;
		key++;
	}
	return *want == *key;
}

static int fill(const struct decoder *d, const struct shape *shape, const cJSON *node,
		const struct at *at, void *out)
{
	const struct field *end = shape->fields + shape->count;

	set_defaults(shape, node, out);
	if (!node || cJSON_IsNull(node))
		return 0;
	if (want_object(d, node, at) < 0)
		return -1;
	for (const cJSON *child = node->child; child; child = child->next) {
		if (cJSON_IsNull(child))
			continue;
		for (const struct field *f = shape->fields; f < end; f++) {
			const struct at here = { .up = at, .key = f->key };

			if (is_key(f, child->string) && get_field(d, f, child, &here, out) < 0)
				return -1;
		}
	}
	return 0;
}

void *decode_new(struct arena *a, const struct shape *shape, const cJSON *node, const char *path,
		 struct err *err)
{
	struct at *out = arena_zalloc(a, shape->size);

	if (!out) {
		arena_error(a, err);
		return NULL;
	}
	out->key = path;
	return fill(&(struct decoder){ .a = a, .err = err }, shape, node, out, out) < 0 ? NULL
											: out;
}

const char *map_get(const struct map *map, const char *key)
{
	budget_step();
	if (map->order) {
		const struct map_entry wanted = { .key = key }, *at = &wanted;
		const struct map_entry *const *found =
			bsearch(&at, map->order, map->count, sizeof(*map->order), by_key);

		return found ? (*found)->value : NULL;
	}
	for_each_entry (e, *map)
		if (strcmp(e->key, key) == 0)
			return e->value;
	return NULL;
}

bool strings_have(const struct strings *list, const char *s)
{
	for (size_t i = 0; i < list->count && budget_step(); i++)
		if (strcmp(list->v[i], s) == 0)
			return true;
	return false;
}

bool strings_same(const struct strings *a, const struct strings *b)
{
	if (a->count != b->count)
		return false;
	budget_steps(a->count);
	for (size_t i = 0; i < a->count; i++)
		if (strcmp(a->v[i], b->v[i]) != 0)
			return false;
	return true;
}
