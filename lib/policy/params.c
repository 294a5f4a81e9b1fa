/* SPDX-License-Identifier: Apache-2.0 */
/* params.c - checks given parameters against their declaration, and keeps them by number.
 *
 * Defaults are JSON text that takes the same way as given values, so that a default a user could
 * not write is a fault too.
 */
#include "policy/params.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "policy/nearest.h"

struct value {
	enum param_type type;
	bool set;
	union {
		bool flag;
		int64_t number;
		const char *text;
		struct strings list;
		struct map map;
		struct {
			const struct range *v;
			size_t count;
		} ranges;
	};
};

struct params {
	struct value *values;
};

struct parser {
	struct arena *a;
	params_fault *fault;
	void *ctx;
	bool failed;
};

/* Where a value stands: a parameter, or an element of its list. */
struct spot {
	const struct param *decl;
	const cJSON *node;
	int index; /* -1 for the parameter itself */
};

static void fault(struct parser *p, const struct spot *at, const char *fmt, ...) PRINTF_LIKE(3, 4);

static void fault(struct parser *p, const struct spot *at, const char *fmt, ...)
{
	char why[400];
	struct err err;
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, sizeof(why), fmt, args);
	va_end(args);
	if (at->index < 0)
		err_set(&err, ERR_INPUT, "%s: %s", at->decl->name, why);
	else
		err_set(&err, ERR_INPUT, "%s[%d]: %s", at->decl->name, at->index, why);
	p->fault(p->ctx, at->node, err.text);
	p->failed = true;
}

/* Room for @count elements; never NULL but when memory ran out. */
static void *list_room(struct parser *p, size_t count, size_t size)
{
	void *room = arena_zalloc(p->a, (count ? count : 1) * size);
	struct err err;

	if (!room) {
		arena_error(p->a, &err);
		p->fault(p->ctx, NULL, err.text);
		p->failed = true;
	}
	return room;
}

static bool want(struct parser *p, const struct spot *at, const char *what)
{
	fault(p, at, "want %s, got %s", what, json_type_name(at->node));
	return false;
}

/* One of the space-separated choices? If not, says which there are. */
static void check_choice(struct parser *p, const struct spot *at, const char *text)
{
	const char *choices = at->decl->choices;
	size_t len = strlen(text);

	for (const char *c = choices; *c; c += strspn(c, " ")) {
		size_t n = strcspn(c, " ");

		if (n == len && memcmp(c, text, len) == 0)
			return;
		c += n;
	}
	fault(p, at, "\"%.100s\" is none of: %s", text, choices);
}

static const char *parse_text(struct parser *p, const struct spot *at)
{
	const char *text = json_string(at->node);
	struct err err;

	if (!text) {
		want(p, at, "a string");
		return NULL;
	}
	if (at->decl->choices)
		check_choice(p, at, text);
	if (at->decl->check && at->decl->check(text, &err) < 0)
		fault(p, at, "%s", err.text);
	return text;
}

static bool parse_list(struct parser *p, const struct spot *at, struct strings *out)
{
	size_t count = cJSON_IsArray(at->node) ? (size_t)cJSON_GetArraySize(at->node) : 0;
	const char **v;
	const cJSON *item;
	int i = 0;

	if (!cJSON_IsArray(at->node))
		return want(p, at, "a list of strings");
	v = list_room(p, count, sizeof(*v));
	if (!v)
		return false;
	cJSON_ArrayForEach (item, at->node) {
		struct spot element = { at->decl, item, i };

		v[i++] = parse_text(p, &element);
	}
	*out = (struct strings){ .set = true, .count = count, .v = v };
	return true;
}

static bool parse_map(struct parser *p, const struct spot *at, struct map *out)
{
	size_t count = cJSON_IsObject(at->node) ? (size_t)cJSON_GetArraySize(at->node) : 0;
	struct map_entry *v;
	const cJSON *item;
	struct err err;
	size_t i = 0;

	if (!cJSON_IsObject(at->node))
		return want(p, at, "an object of strings");
	v = list_room(p, count, sizeof(*v));
	if (!v)
		return false;
	cJSON_ArrayForEach (item, at->node) {
		struct spot value = { at->decl, item, -1 };

		if (!json_string(item))
			fault(p, &value, "want a string for \"%.100s\", got %s", item->string,
			      json_type_name(item));
		else if (at->decl->check && at->decl->check(json_string(item), &err) < 0)
			fault(p, &value, "%.100s: %s", item->string, err.text);
		v[i++] = (struct map_entry){ item->string, json_string(item) };
	}
	*out = (struct map){ .set = true, .count = count, .v = v };
	return true;
}

static bool bounded(const struct param *decl)
{
	return decl->min != 0 || decl->max != 0;
}

static bool in_bounds(const struct param *decl, int64_t n)
{
	return !bounded(decl) || (n >= decl->min && n <= decl->max);
}

static void parse_int(struct parser *p, const struct spot *at, int64_t *out)
{
	if (!json_int(at->node, out))
		want(p, at, "an integer");
	else if (!in_bounds(at->decl, *out))
		fault(p, at, "%lld is not between %lld and %lld", (long long)*out,
		      (long long)at->decl->min, (long long)at->decl->max);
}

/* Digits alone, no sign, no white space. */
static bool take_number(const char **s, int64_t *out)
{
	const char *at = *s;
	int64_t n = 0;

	for (; *at >= '0' && *at <= '9'; at++)
		if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, *at - '0', &n))
			return false;
	if (at == *s)
		return false;
	*s = at;
	*out = n;
	return true;
}

static bool read_range(const struct param *decl, const char *text, struct range *out)
{
	if (!take_number(&text, &out->min))
		return false;
	out->max = out->min;
	if (*text == '-' && text[1] == '\0') {
		out->max = bounded(decl) ? decl->max : INT64_MAX;
		return true;
	}
	if (*text == '-') {
		text++;
		if (!take_number(&text, &out->max))
			return false;
	}
	return *text == '\0';
}

static void parse_range(struct parser *p, const struct spot *at, struct range *out)
{
	const char *text = json_string(at->node);

	if (json_int(at->node, &out->min))
		out->max = out->min;
	else if (!text) {
		want(p, at, "a number or a range like \"1000-2000\" or \"1000-\"");
		return;
	} else if (!read_range(at->decl, text, out)) {
		fault(p, at, "\"%.100s\" is no range like \"1000-2000\", \"1000-\" or \"1000\"",
		      text);
		return;
	}
	if (!in_bounds(at->decl, out->min) || !in_bounds(at->decl, out->max))
		fault(p, at, "not between %lld and %lld", (long long)at->decl->min,
		      (long long)at->decl->max);
	else if (out->min > out->max)
		fault(p, at, "the range ends before it starts");
}

static bool parse_ranges(struct parser *p, const struct spot *at, struct value *out)
{
	size_t count = cJSON_IsArray(at->node) ? (size_t)cJSON_GetArraySize(at->node) : 0;
	struct range *v;
	const cJSON *item;
	int i = 0;

	if (!cJSON_IsArray(at->node))
		return want(p, at, "a list of ranges");
	v = list_room(p, count, sizeof(*v));
	if (!v)
		return false;
	cJSON_ArrayForEach (item, at->node) {
		struct spot element = { at->decl, item, i };

		parse_range(p, &element, &v[i++]);
	}
	out->ranges.v = v;
	out->ranges.count = count;
	return true;
}

static void parse_value(struct parser *p, const struct spot *at, struct value *out)
{
	out->set = true;
	switch (at->decl->type) {
	case PARAM_BOOL:
		out->flag = cJSON_IsTrue(at->node);
		if (!cJSON_IsBool(at->node))
			want(p, at, "true or false");
		break;
	case PARAM_INT:
		parse_int(p, at, &out->number);
		break;
	case PARAM_STRING:
		out->text = parse_text(p, at);
		break;
	case PARAM_STRINGS:
		parse_list(p, at, &out->list);
		break;
	case PARAM_RANGES:
		parse_ranges(p, at, out);
		break;
	case PARAM_MAP:
		parse_map(p, at, &out->map);
		break;
	}
}

static void check_names(struct parser *p, const struct param *decl, size_t count,
			const cJSON *given)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, given) {
		struct spot at = { &(struct param){ .name = item->string }, item, -1 };
		const char *close = NULL;
		bool known = false;

		for (size_t i = 0; i < count; i++) {
			known = known || strcmp(decl[i].name, item->string) == 0;
			close = nearest_keep(item->string, close, decl[i].name);
		}
		if (!known && close)
			fault(p, &at, "unknown parameter; did you mean \"%s\"?", close);
		else if (!known)
			fault(p, &at, "unknown parameter");
	}
}

static void parse_default(struct parser *p, const struct param *decl, struct value *out)
{
	struct spot at = { decl, NULL, -1 };
	struct err err;

	if (!decl->def)
		return;
	at.node = json_parse(p->a, decl->def, strlen(decl->def), NULL, &err);
	if (at.node)
		parse_value(p, &at, out);
	else
		fault(p, &at, "bad default: %s", err.text);
}

const struct params *params_parse(struct arena *a, const struct param *decl, size_t count,
				  const cJSON *given, params_fault *fault_fn, void *ctx)
{
	struct parser p = { .a = a, .fault = fault_fn, .ctx = ctx };
	struct params *params;

	if (given && !cJSON_IsObject(given)) {
		fault_fn(ctx, given, "want an object of parameters");
		return NULL;
	}
	params = list_room(&p, 1, sizeof(*params));
	if (!params)
		return NULL;
	params->values = list_room(&p, count, sizeof(*params->values));
	if (!params->values)
		return NULL;
	check_names(&p, decl, count, given);
	for (size_t i = 0; i < count; i++) {
		struct spot at = { &decl[i], json_get(given, decl[i].name), -1 };

		params->values[i].type = decl[i].type;
		if (at.node)
			parse_value(&p, &at, &params->values[i]);
		else
			parse_default(&p, &decl[i], &params->values[i]);
	}
	return p.failed ? NULL : params;
}

bool param_set(const struct params *p, size_t i)
{
	return p->values[i].set;
}

/* A getter for another type than the declared one is a mistake in the policy. */
static const struct value *value_of(const struct params *p, size_t i, enum param_type type)
{
	assert(p->values[i].type == type);
	(void)type;
	return &p->values[i];
}

bool param_bool(const struct params *p, size_t i)
{
	return value_of(p, i, PARAM_BOOL)->flag;
}

int64_t param_int(const struct params *p, size_t i)
{
	return value_of(p, i, PARAM_INT)->number;
}

const char *param_string(const struct params *p, size_t i)
{
	const struct value *value = value_of(p, i, PARAM_STRING);

	return value->set ? value->text : "";
}

const struct strings *param_strings(const struct params *p, size_t i)
{
	return &value_of(p, i, PARAM_STRINGS)->list;
}

const struct range *param_ranges(const struct params *p, size_t i, size_t *count)
{
	const struct value *value = value_of(p, i, PARAM_RANGES);

	*count = value->ranges.count;
	return value->ranges.v;
}

const struct map *param_map(const struct params *p, size_t i)
{
	return &value_of(p, i, PARAM_MAP)->map;
}

bool ranges_have(const struct range *r, size_t count, int64_t n)
{
	for (size_t i = 0; i < count; i++)
		if (n >= r[i].min && n <= r[i].max)
			return true;
	return false;
}

const char *param_type_name(enum param_type type)
{
	static const char *const names[] = {
		[PARAM_BOOL] = "bool",
		[PARAM_INT] = "int",
		[PARAM_STRING] = "string",
		[PARAM_STRINGS] = "list of strings",
		[PARAM_RANGES] = "list of ranges",
		[PARAM_MAP] = "map",
	};

	return names[type];
}
