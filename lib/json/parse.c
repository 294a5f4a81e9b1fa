/* SPDX-License-Identifier: Apache-2.0 */
/* parse.c - gate, then cJSON in an arena, then the digits that doubles lose. */
#include "json.h"

#include <string.h>

#include "gate.h"

const struct json_limits json_limits_default = {
	.bytes = (size_t)8 * 1024 * 1024,
	.depth = 100,
	.values = 1000000,
};

/* cJSON has one allocator for the process, and calls it without context: so each thread says where
 * to. */
static _Thread_local struct {
	struct arena *arena; /* NULL outside json_parse() */
	bool refused;	     /* it had no more */
} source;

static void *take(size_t size)
{
	void *p = source.arena ? arena_alloc(source.arena, size) : NULL;

	if (!p)
		source.refused = true;
	return p;
}

/* Everything goes with the arena. */
static void drop(void *p)
{
	(void)p;
}

void json_init(void)
{
	cJSON_InitHooks(&(cJSON_Hooks){ .malloc_fn = take, .free_fn = drop });
}

/* The text with null in place of what is elided. */
static const char *compact(struct arena *a, const char *text, size_t *len,
			   const struct gate_report *report)
{
	char *copy = arena_alloc(a, *len + 4 * report->elided_count);
	char *to = copy;
	size_t from = 0;

	if (!copy)
		return NULL;
	for (size_t i = 0; i < report->elided_count; i++) {
		const struct gate_span *span = &report->elided[i];

		memcpy(to, text + from, span->from - from);
		to += span->from - from;
		memcpy(to, "null", 4);
		to += 4;
		from = span->to;
	}
	memcpy(to, text + from, *len - from);
	*len = (size_t)(to - copy) + *len - from;
	return copy;
}

static cJSON *parse_checked(struct arena *a, const char *text, size_t len, struct err *err)
{
	cJSON *root;

	source.arena = a;
	source.refused = false;
	root = cJSON_ParseWithLengthOpts(text, len, NULL, false);
	source.arena = NULL;
	if (root)
		return root;
	if (source.refused)
		arena_error(a, err);
	else
		err_set(err, ERR_SYSTEM, "cJSON does not read what was found to be valid");
	return NULL;
}

/* Walks a tree in document order. */
struct walk {
	cJSON *node;
	unsigned depth;
	cJSON *up[JSON_DEPTH_MAX];
};

static void walk_on(struct walk *w)
{
	if (w->node->child) {
		w->up[w->depth++] = w->node;
		w->node = w->node->child;
		return;
	}
	while (!w->node->next && w->depth > 0)
		w->node = w->up[--w->depth];
	w->node = w->node->next;
}

/* Gives the wide integers of the tree their digits. */
static int keep_digits(struct arena *a, cJSON *root, const char *text,
		       const struct gate_report *report)
{
	struct walk w = { .node = root };
	uint32_t place = 1;

	for (size_t i = 0; i < report->wide_count; i++) {
		const struct gate_wide *wide = &report->wide[i];

		for (; place < wide->node; place++)
			walk_on(&w);
		w.node->valuestring = arena_strndup(a, text + wide->at, wide->len);
		if (!w.node->valuestring)
			return -1;
	}
	return 0;
}

cJSON *json_parse(struct arena *a, const char *text, size_t len, const struct json_limits *limits,
		  struct err *err)
{
	size_t ignored;

	return json_parse_at(a, text, len, limits, &ignored, err);
}

cJSON *json_parse_at(struct arena *a, const char *text, size_t len,
		     const struct json_limits *limits, size_t *fault_at, struct err *err)
{
	struct gate_report report;
	const char *given = text;
	cJSON *root;

	*fault_at = 0;
	/* No bytes may come without a place, which must not be counted from. */
	if (!text)
		given = text = "";
	if (gate_check(a, text, len, limits ? limits : &json_limits_default, &report, err) < 0) {
		*fault_at = report.fault_at;
		return NULL;
	}
	/* A hostile text is refused before it has filled the arena. */
	if (!arena_has_room(a, report.nodes * sizeof(*root))) {
		arena_error(a, err);
		return NULL;
	}
	if (report.elided_count > 0)
		text = compact(a, text, &len, &report);
	if (!text) {
		arena_error(a, err);
		return NULL;
	}
	root = parse_checked(a, text, len, err);
	if (root && keep_digits(a, root, given, &report) < 0) {
		arena_error(a, err);
		return NULL;
	}
	return root;
}
