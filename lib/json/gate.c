/* SPDX-License-Identifier: Apache-2.0 */
/* gate.c - a strict JSON validator that builds nothing.
 *
 * One pass, no recursion: a frame for each open object or array. A frame knows its current key or
 * index, which gives messages a path and lets elided values be recognised by where they are. Keys
 * of all open objects are on one stack; when an object closes its keys are checked for duplicates
 * and dropped.
 */
#include "gate.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "keys.h"
#include "scan.h"

#define KEY_SHOWN  40  /* most bytes of a key in a message */
#define PATH_SHOWN 320 /* most bytes of a path, so that it fits a struct err with the rest */

struct frame {
	uint32_t key_at;       /* object: offset of the current key's opening quote */
	uint32_t count;	       /* members or elements begun */
	uint32_t first_key;    /* object: where its keys begin on the stack */
	unsigned char eliding; /* bit i: limits->elide[i] leads into this object */
	bool object;
};

struct gate {
	struct arena *arena;
	const char *text, *end;
	const struct json_limits *limits;
	struct gate_report *report;
	struct err *err;
	struct key *keys;
	size_t key_count, key_room;
	size_t wide_room;
	size_t values; /* begun so far */
	size_t hidden; /* those of them that the tree will not have */
	unsigned depth;
	unsigned elided_depth; /* depth of the container that is being elided, or 0 */
	const char *elided_from;
	size_t elided_values; /* when it began */
	/* What is left of each path within the container at that depth, for the bits in eliding. */
	const char *ahead[JSON_ELIDE_DEPTH][JSON_ELIDE_MAX];
	struct frame frames[JSON_DEPTH_MAX];
};

static uint32_t offset(const struct gate *g, const char *at)
{
	return (uint32_t)(at - g->text);
}

/* Appends to text of @size at @len; returns the new length, which may be beyond it. */
PRINTF_LIKE(4, 5) static size_t put(char *text, size_t size, size_t len, const char *fmt, ...)
{
	va_list args;
	int wrote;

	if (len >= size)
		return len;
	va_start(args, fmt);
	wrote = vsnprintf(text + len, size - len, fmt, args);
	va_end(args);
	return wrote < 0 ? size : len + (size_t)wrote;
}

/* The key whose opening quote is at @at, as far as it shall be shown; what is not plain ASCII shows
 * as "?". Return: true when it is a plain identifier. */
static bool show_key(const struct gate *g, uint32_t at, char shown[KEY_SHOWN + 4])
{
	const char *key = g->text + at + 1;
	bool plain = *key != '"';
	size_t len = 0;

	for (; *key != '"' && len < KEY_SHOWN; key++) {
		bool alnum = (*key >= '0' && *key <= '9') ||
			     ((*key | 0x20) >= 'a' && (*key | 0x20) <= 'z');

		plain = plain && (alnum || *key == '_' || *key == '-');
		shown[len] = '?';
		if (*key >= 0x20 && *key < 0x7f)
			shown[len] = *key;
		len++;
		if (*key == '\\' && len < KEY_SHOWN)
			shown[len++] = *++key;
	}
	memcpy(shown + len, *key == '"' ? "" : "...", *key == '"' ? 1 : 4);
	return plain && *key == '"';
}

/* Path of the first @levels frames, in front of it ", " when there is one. */
static void show_path(const struct gate *g, unsigned levels, char text[PATH_SHOWN])
{
	char key[KEY_SHOWN + 4];
	size_t len = 0;

	text[0] = '\0';
	for (unsigned i = 0; i < levels; i++) {
		const struct frame *f = &g->frames[i];
		const char *lead = i == 0 ? ", " : "";

		if (!f->object)
			len = put(text, PATH_SHOWN, len, "%s[%u]", lead, f->count - 1);
		else if (show_key(g, f->key_at, key))
			len = put(text, PATH_SHOWN, len, "%s%s", i ? "." : lead, key);
		else
			len = put(text, PATH_SHOWN, len, "%s[\"%s\"]", lead, key);
	}
	if (len >= PATH_SHOWN)
		memcpy(text + PATH_SHOWN - 4, "...", 4);
}

/* Fills the error: @fmt, the offset of @at, the path of the first @levels frames. Return: NULL,
 * always. */
PRINTF_LIKE(5, 6)
static const char *refuse(const struct gate *g, enum err_code code, const char *at, unsigned levels,
			  const char *fmt, ...)
{
	char what[128], path[PATH_SHOWN];
	va_list args;

	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	show_path(g, levels, path);
	g->report->fault_at = offset(g, at);
	err_set(g->err, code, "%s at byte %u%s", what, offset(g, at), path);
	return NULL;
}

static const char *unexpected(const struct gate *g, const char *at, unsigned levels,
			      const char *wanted)
{
	unsigned char c;

	if (at == g->end)
		return refuse(g, ERR_INPUT, at, levels, "text ends where %s should be", wanted);
	c = (unsigned char)*at;
	if (c > 0x20 && c < 0x7f)
		return refuse(g, ERR_INPUT, at, levels, "'%c' where %s should be", c, wanted);
	return refuse(g, ERR_INPUT, at, levels, "byte 0x%02x where %s should be", c, wanted);
}

static const char *refuse_duplicate(const struct gate *g, const struct key *twice)
{
	char shown[KEY_SHOWN + 4];

	show_key(g, twice->at, shown);
	return refuse(g, ERR_INPUT, g->text + twice->at, g->depth - 1, "duplicate key \"%s\"",
		      shown);
}

/* The container around the current key or element, without that key or element. */
static unsigned outside(const struct gate *g)
{
	return g->depth - 1;
}

static inline const char *skip_space(const struct gate *g, const char *at)
{
	while (at < g->end && *at <= ' ' &&
	       (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t'))
		at++;
	return at;
}

static inline bool is_at(const struct gate *g, const char *at, char c)
{
	return at < g->end && *at == c;
}

/* Twice the room for @count elements of @size in @list; NULL when the arena has none. */
static void *larger(struct gate *g, const void *list, size_t count, size_t *room, size_t size)
{
	size_t want = *room ? *room * 2 : 128;
	void *copy = arena_alloc(g->arena, want * size);

	if (!copy) {
		arena_error(g->arena, g->err);
		return NULL;
	}
	if (count)
		memcpy(copy, list, count * size);
	*room = want;
	return copy;
}

static int remember_key(struct gate *g, struct key key)
{
	if (UNLIKELY(g->key_count == g->key_room)) {
		struct key *keys = larger(g, g->keys, g->key_count, &g->key_room, sizeof(*keys));

		if (!keys)
			return -1;
		g->keys = keys;
	}
	g->keys[g->key_count++] = key;
	return 0;
}

static int remember_wide(struct gate *g, const char *from, const struct token *t)
{
	struct gate_report *report = g->report;

	if (report->wide_count == g->wide_room) {
		struct gate_wide *wide =
			larger(g, report->wide, report->wide_count, &g->wide_room, sizeof(*wide));

		if (!wide)
			return -1;
		report->wide = wide;
	}
	report->wide[report->wide_count++] = (struct gate_wide){
		.node = (uint32_t)(g->values - g->hidden),
		.at = offset(g, from),
		.len = (uint32_t)(t->end - from),
		.integer = t->integer,
	};
	return 0;
}

static void remember_elided(struct gate *g, const char *from, const char *to)
{
	g->report->elided[g->report->elided_count++] = (struct gate_span){
		.from = (size_t)(from - g->text),
		.to = (size_t)(to - g->text),
	};
}

/* How the value under the current key relates to the elided paths. */
struct elision {
	unsigned char into; /* the paths that go on inside it */
	bool whole;	    /* it is one of them */
};

/* Whether @key is the first name of @path, of @len bytes. Few begin alike; an escape may stand for
 * anything. */
static inline bool begins(const struct gate *g, const char *path, struct key key, size_t *len)
{
	char first = g->text[key.at + 1];

	if (LIKELY(first != *path && first != '\\'))
		return false;
	*len = strcspn(path, ".");
	return key_is(g->text, key, path, *len);
}

static struct elision match(struct gate *g, const struct frame *f, struct key key)
{
	struct elision e = { 0 };

	for (unsigned i = 0; i < JSON_ELIDE_MAX && f->eliding >> i; i++) {
		const char *path = g->ahead[g->depth - 1][i];
		size_t len;

		if (!(f->eliding >> i & 1) || !begins(g, path, key, &len))
			continue;
		if (path[len] == '\0') {
			/* More than there are paths only before a duplicate key is found. */
			e.whole = g->report->elided_count < JSON_ELIDE_MAX;
		} else if (g->depth < JSON_ELIDE_DEPTH) {
			g->ahead[g->depth][i] = path + len + 1;
			e.into |= (unsigned char)(1U << i);
		}
	}
	return e;
}

/* What follows reads something at @at and returns the place behind it, or NULL when it was refused.
 */

/* An empty container as a whole, the opening bracket of others. */
static const char *open_container(struct gate *g, const char *at, struct elision e)
{
	bool object = *at == '{';

	if (g->depth >= g->limits->depth || g->depth == JSON_DEPTH_MAX)
		return refuse(g, ERR_LIMIT, at, g->depth, "nesting deeper than %u", g->depth);
	if (is_at(g, at + 1, object ? '}' : ']')) {
		if (e.whole)
			remember_elided(g, at, at + 2);
		return at + 2;
	}
	g->frames[g->depth++] = (struct frame){
		.object = object,
		.first_key = (uint32_t)g->key_count,
		.eliding = e.into,
	};
	if (e.whole) {
		g->elided_depth = g->depth;
		g->elided_from = at;
		g->elided_values = g->values;
	}
	return at + 1;
}

static const char *any_number(struct gate *g, const char *at, bool elided)
{
	struct token t;

	scan_number(at, g->end, &t);
	if (t.wrong)
		return refuse(g, ERR_INPUT, t.end, g->depth, "%s", t.wrong);
	if (t.wide && !elided && remember_wide(g, at, &t) < 0)
		return NULL;
	return t.end;
}

/* Most are integers of few digits, which a double holds exactly. */
static inline const char *number(struct gate *g, const char *at, bool elided)
{
	const char *end = at;

	while (end < g->end && *end >= '0' && *end <= '9')
		end++;
	if (UNLIKELY(end == at || end - at > 15 || (*at == '0' && end - at > 1) ||
		     is_at(g, end, '.') || is_at(g, end, 'e') || is_at(g, end, 'E')))
		return any_number(g, at, elided);
	return end;
}

/* The rest of a string, from a byte that is not plain. @levels, @what: for messages. */
static const char *rest_of_string(const struct gate *g, const char *at, unsigned levels,
				  const char *what)
{
	struct token t;

	scan_string(at, g->end, &t);
	if (t.wrong)
		return refuse(g, ERR_INPUT, t.end, levels, "%s%s", what, t.wrong);
	return t.end;
}

static inline const char *string(const struct gate *g, const char *at)
{
	const char *end = scan_plain(at + 1, g->end);

	return LIKELY(is_at(g, end, '"')) ? end + 1 : rest_of_string(g, end, g->depth, "");
}

static const char *literal(const struct gate *g, const char *at, const char *word, size_t len)
{
	if ((size_t)(g->end - at) < len || memcmp(at, word, len) != 0)
		return unexpected(g, at, g->depth, "a value");
	return at + len;
}

static const char *scalar(struct gate *g, const char *at, bool elided)
{
	char c = '\0';

	if (at < g->end)
		c = *at;
	if (c == '"')
		return string(g, at);
	if (c == '-' || (c >= '0' && c <= '9'))
		return number(g, at, elided);
	switch (c) {
	case 't':
		return literal(g, at, "true", 4);
	case 'f':
		return literal(g, at, "false", 5);
	case 'n':
		return literal(g, at, "null", 4);
	default:
		return unexpected(g, at, g->depth, "a value");
	}
}

/* A whole scalar, or the start of a container. */
static const char *value(struct gate *g, const char *at, struct elision e)
{
	const char *end;

	if (++g->values > g->limits->values)
		return refuse(g, ERR_LIMIT, at, g->depth, "more than %zu values",
			      g->limits->values);
	if (is_at(g, at, '{') || is_at(g, at, '['))
		return open_container(g, at, e);
	end = scalar(g, at, e.whole || g->elided_depth);
	if (end && e.whole)
		remember_elided(g, at, end);
	return end;
}

static const char *member(struct gate *g, struct frame *f, const char *at)
{
	struct elision e = { 0 };
	const char *end;
	struct key key;

	if (!is_at(g, at, '"'))
		return unexpected(g, at, outside(g), "a key");
	end = scan_plain(at + 1, g->end);
	key.at = f->key_at = offset(g, at);
	if (LIKELY(is_at(g, end, '"'))) {
		key.hash = key_hash(at + 1, end);
		end++;
	} else {
		end = rest_of_string(g, end, outside(g), "key: ");
		if (!end)
			return NULL;
		key.hash = key_hash_decoded(at + 1);
	}
	if (remember_key(g, key) < 0)
		return NULL;
	if (f->eliding)
		e = match(g, f, key);
	at = skip_space(g, end);
	if (!is_at(g, at, ':'))
		return unexpected(g, at, g->depth, "\":\"");
	return value(g, skip_space(g, at + 1), e);
}

static const char *close_container(struct gate *g, const struct frame *f, const char *at)
{
	size_t count = f->object ? g->key_count - f->first_key : 0;

	if (count > 1) {
		const struct key *twice = keys_duplicate(g->text, g->keys + f->first_key, count);

		if (twice)
			return refuse_duplicate(g, twice);
	}
	g->key_count -= count;
	if (g->depth == g->elided_depth) {
		g->elided_depth = 0;
		g->hidden += g->values - g->elided_values;
		remember_elided(g, g->elided_from, at + 1);
	}
	g->depth--;
	return at + 1;
}

/* The next member or element of the innermost container, or its end. */
static const char *next(struct gate *g, const char *at)
{
	struct frame *f = &g->frames[g->depth - 1];

	at = skip_space(g, at);
	if (f->count > 0 && is_at(g, at, ','))
		at = skip_space(g, at + 1);
	else if (is_at(g, at, f->object ? '}' : ']'))
		return close_container(g, f, at);
	else if (f->count > 0)
		return unexpected(g, at, outside(g),
				  f->object ? "\",\" or \"}\"" : "\",\" or \"]\"");
	f->count++;
	return f->object ? member(g, f, at) : value(g, at, (struct elision){ 0 });
}

static bool check_size(const struct gate *g, size_t len)
{
	size_t most = g->limits->bytes < UINT32_MAX ? g->limits->bytes : UINT32_MAX;

	if (len > most) {
		err_set(g->err, ERR_LIMIT, "text of %zu bytes, at most %zu are accepted", len,
			most);
		return false;
	}
	if (len >= 3 && memcmp(g->text, "\xef\xbb\xbf", 3) == 0)
		return refuse(g, ERR_INPUT, g->text, 0, "byte order mark") != NULL;
	return true;
}

static struct elision elision_of_root(struct gate *g)
{
	const char *const *paths = g->limits->elide;
	struct elision e = { 0 };

	for (unsigned i = 0; paths && i < JSON_ELIDE_MAX && paths[i]; i++) {
		g->ahead[0][i] = paths[i];
		e.into |= (unsigned char)(1U << i);
	}
	return e;
}

static const char *document(struct gate *g, const char *at)
{
	at = value(g, skip_space(g, at), elision_of_root(g));
	while (at && g->depth > 0)
		at = next(g, at);
	if (!at)
		return NULL;
	g->report->nodes = g->values - g->hidden;
	at = skip_space(g, at);
	return at == g->end ? at : refuse(g, ERR_INPUT, at, 0, "more text behind the value");
}

int gate_check(struct arena *a, const char *text, size_t len, const struct json_limits *limits,
	       struct gate_report *report, struct err *err)
{
	/* Not cleared as a whole: most of it is for depths that most documents do not have. */
	struct gate g;

	*report = (struct gate_report){ 0 };
	memset(&g, 0, offsetof(struct gate, ahead));
	g.arena = a;
	g.text = text;
	g.end = text + len;
	g.limits = limits;
	g.report = report;
	g.err = err;
	return check_size(&g, len) && document(&g, text) ? 0 : -1;
}
