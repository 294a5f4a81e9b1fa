/* SPDX-License-Identifier: Apache-2.0 */
/* findings.c - the sink: a list in an arena, a flag for what did not fit, a summary per check.
 *
 * A review with a million violations keeps the first FINDINGS_MAX and counts the rest, so that what
 * it can make us hold and answer is bounded; the verdict is the same.
 */
#include "policy/findings.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "policy/facts_table.h"
#include "policy/wording.h"

struct findings {
	struct arena *arena;
	struct facts *facts; /* @own_facts, or another sink's */
	struct facts own_facts;
	struct finding *first, *last;
	size_t count; /* the ones that were not kept too */
	size_t rule;
	const char *reason, *detail; /* never NULL */
	bool own;		     /* taken to be Kubernetes' own */
	bool spoiled;
};

struct findings *findings_new(struct arena *a)
{
	struct findings *f = arena_zalloc(a, sizeof(*f));

	if (!f)
		return NULL;
	f->arena = a;
	f->facts = &f->own_facts;
	f->reason = "";
	f->detail = "";
	return f;
}

struct findings *findings_beside(struct findings *other)
{
	struct findings *f = findings_new(other->arena);

	if (f)
		f->facts = other->facts;
	return f;
}

struct facts *findings_facts(struct findings *out)
{
	return out->facts;
}

/* A copy of @value that is as long as it will be shown; cut in front of a character, never inside
 * one. */
static const char *shown(struct findings *out, const char *value)
{
	size_t len = strnlen(value, FINDING_VALUE_MAX + 1);
	size_t keep = FINDING_VALUE_MAX;

	if (len <= FINDING_VALUE_MAX)
		return finding_text(out, "%s", value);
	while (keep > FINDING_VALUE_MAX - 3 && ((unsigned char)value[keep] & 0xc0) == 0x80)
		keep--;
	return finding_text(out, "%.*s...", (int)keep, value);
}

/* The chain may stand on the stack of the check. */
static const struct at *keep_chain(struct findings *out, const struct at *at)
{
	const struct at *first = NULL, **link = &first;

	for (; at; at = at->up) {
		struct at *copy = arena_alloc(out->arena, sizeof(*copy));

		if (!copy) {
			findings_spoil(out);
			return NULL;
		}
		*copy = *at;
		*link = copy;
		link = &copy->up;
	}
	return first;
}

void finding_add(struct findings *out, const struct at *at, const char *field,
		 const struct says *says)
{
	struct finding *f;

	budget_step();
	if (out->count++ >= FINDINGS_MAX)
		return;
	f = arena_alloc(out->arena, sizeof(*f));
	if (!f) {
		findings_spoil(out);
		return;
	}
	*f = (struct finding){
		.says = *says,
		.rule = out->rule,
		.leads = !out->last || out->last->rule != out->rule,
	};
	f->place = at_print(out->arena, at, field);
	if (!f->place) {
		findings_spoil(out);
		return;
	}
	f->at = keep_chain(out, at);
	if (field)
		f->field = finding_text(out, "%s", field);
	if (says->value)
		f->says.value = shown(out, says->value);
	if (out->last)
		out->last->next = f;
	else
		out->first = f;
	out->last = f;
}

void findings_note_own(struct findings *out)
{
	out->own = true;
}

bool findings_has_own(const struct findings *out)
{
	return out->own;
}

const char *finding_text(struct findings *out, const char *fmt, ...)
{
	va_list args;
	char *text;

	budget_step();
	va_start(args, fmt);
	text = arena_vprintf(out->arena, fmt, args);
	va_end(args);
	if (!text)
		findings_spoil(out);
	else
		budget_steps(strlen(text) / 16);
	return text ? text : "";
}

void findings_summary(struct findings *out, const char *reason, const char *detail)
{
	out->reason = reason;
	out->detail = detail;
}

struct arena *findings_arena(struct findings *out)
{
	return out->arena;
}

void findings_spoil(struct findings *out)
{
	out->spoiled = true;
}

void findings_begin(struct findings *out, size_t rule)
{
	out->rule = rule;
	findings_summary(out, "", "");
}

static int compare_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) : (a != NULL) - (b != NULL);
}

static int by_place(const void *left, const void *right)
{
	const struct finding *a = *(const struct finding *const *)left;
	const struct finding *b = *(const struct finding *const *)right;
	int order = strcmp(a->place, b->place);

	return order ? order : compare_text(a->says.value, b->says.value);
}

/* The findings by place and value; NULL when memory ran out. */
static const struct finding **by_places(struct findings *out, const struct findings *of,
					size_t *count)
{
	const struct finding **v = arena_alloc(out->arena, FINDINGS_MAX * sizeof(const void *));

	if (!v) {
		findings_spoil(out);
		return NULL;
	}
	*count = 0;
	for (const struct finding *f = of->first; f && *count < FINDINGS_MAX; f = f->next)
		v[(*count)++] = f;
	qsort(v, *count, sizeof(*v), by_place);
	return v;
}

static void append(struct findings *out, const struct finding *finding)
{
	struct finding *f;

	if (out->count++ >= FINDINGS_MAX)
		return;
	f = arena_alloc(out->arena, sizeof(*f));
	if (!f) {
		findings_spoil(out);
		return;
	}
	*f = *finding;
	f->next = NULL;
	f->rule = out->rule;
	f->leads = !out->last || out->last->rule != out->rule;
	if (out->last)
		out->last->next = f;
	else
		out->first = f;
	out->last = f;
}

void findings_add_new(struct findings *out, const struct findings *now, const struct findings *then)
{
	bool all = now->count > FINDINGS_MAX;
	size_t count = 0;
	const struct finding **old = by_places(out, then, &count);

	if (!old)
		return;
	for (const struct finding *f = now->first; f; f = f->next)
		if (all || !bsearch(&f, old, count, sizeof(const void *), by_place))
			append(out, f);
	if (all)
		out->count += now->count - FINDINGS_MAX;
	if (now->spoiled || then->spoiled)
		findings_spoil(out);
}

const struct finding *findings_first(const struct findings *out)
{
	return out->first;
}

size_t findings_count(const struct findings *out)
{
	return out->count;
}

const char *findings_reason(const struct findings *out)
{
	return out->reason;
}

const char *findings_detail(const struct findings *out)
{
	return out->detail;
}

bool findings_spoiled(const struct findings *out)
{
	return out->spoiled;
}

/* An empty text would read as if something were missing from the line. */
static void write_value(struct buf *out, const char *value)
{
	if (!value)
		buf_adds(out, "absent");
	else if (!*value)
		buf_adds(out, "\"\"");
	else
		escape_write(out, value);
}

void finding_write(struct buf *out, const struct finding *f, const char *remedy)
{
	buf_addf(out, "%s: ", f->place);
	write_value(out, f->says.value);
	if (f->says.want)
		buf_addf(out, ", want %s", f->says.want);
	if (f->says.fix)
		buf_addf(out, "; %s", f->says.fix);
	else if (remedy)
		buf_addf(out, ". %s", remedy);
}
