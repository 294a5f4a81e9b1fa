/* SPDX-License-Identifier: Apache-2.0 */
/* parse.c - gate, then cJSON in an arena, then the digits that doubles lose. */
#include "json.h"

#include <string.h>

#include "gate.h"
#include "scan.h"

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

/* A text on its way to cJSON, without what it shall not see. */
struct compaction {
	const char *text;
	size_t from; /* the text up to there is done with */
	char *to;
};

static void put_instead(struct compaction *c, size_t from, size_t behind, const char *instead)
{
	size_t before = from - c->from, len = strlen(instead);

	memcpy(c->to, c->text + c->from, before);
	memcpy(c->to + before, instead, len);
	c->to += before + len;
	c->from = behind;
}

static bool is_long(const struct gate_wide *wide)
{
	return wide->len > NUMBER_PLAIN_MAX;
}

static bool has_long(const struct gate_report *report)
{
	for (size_t i = 0; i < report->wide_count; i++)
		if (is_long(&report->wide[i]))
			return true;
	return false;
}

/* The text with null in place of what is elided, and 0 in place of long numbers. */
static const char *compact(struct arena *a, const char *text, size_t *len,
			   const struct gate_report *report)
{
	char *copy = arena_alloc(a, *len + 4 * report->elided_count);
	struct compaction c = { .text = text, .to = copy };
	const struct gate_span *span = report->elided;
	const struct gate_span *spans_end = span + report->elided_count;

	if (!copy)
		return NULL;
	for (size_t i = 0; i < report->wide_count; i++) {
		const struct gate_wide *wide = &report->wide[i];

		if (!is_long(wide))
			continue;
		for (; span < spans_end && span->from < wide->at; span++)
			put_instead(&c, span->from, span->to, "null");
		put_instead(&c, wide->at, (size_t)wide->at + wide->len, "0");
	}
	for (; span < spans_end; span++)
		put_instead(&c, span->from, span->to, "null");
	put_instead(&c, *len, *len, "");
	*len = (size_t)(c.to - copy);
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

/* Gives the long numbers of the tree their values, the wide integers their digits. */
static int keep_digits(struct arena *a, cJSON *root, const char *text,
		       const struct gate_report *report)
{
	struct walk w = { .node = root };
	uint32_t place = 1;

	for (size_t i = 0; i < report->wide_count; i++) {
		const struct gate_wide *wide = &report->wide[i];

		for (; place < wide->node; place++)
			walk_on(&w);
		if (is_long(wide))
			w.node->valuedouble = scan_double(text + wide->at, wide->len);
		if (!wide->integer)
			continue;
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
	if (report.elided_count > 0 || has_long(&report))
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
