/* SPDX-License-Identifier: Apache-2.0 */
/* draft.c - appending to a judgement. */
#include "engine/draft.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void draft_init(struct draft *d, struct arena *a, struct judgement *out)
{
	memset(out, 0, sizeof(*out));
	*d = (struct draft){
		.a = a,
		.out = out,
		.warnings_end = &out->warnings,
		.annotations_end = &out->annotations,
		.events_end = &out->events,
		.hits_end = &out->hits,
		.gaps_end = &out->gaps,
		.standard_hits_end = &out->standard_hits,
		.causes_end = &out->causes,
	};
}

static void *take(struct draft *d, size_t size)
{
	void *p = arena_zalloc(d->a, size);

	if (!p)
		d->spoiled = true;
	return p;
}

const char *draft_text(struct draft *d, const char *fmt, ...)
{
	va_list args;
	char *text;

	va_start(args, fmt);
	text = arena_vprintf(d->a, fmt, args);
	va_end(args);
	if (!text)
		d->spoiled = true;
	return text ? text : "";
}

const char *draft_quote(struct draft *d, const char *s)
{
	SCOPED(scoped_buf) struct buf quoted;
	struct err ignored;

	buf_init(&quoted, 10 * strlen(s) + 2); /* the longest escape of a byte is \U0010ffff */
	go_quote_write(&quoted, s);
	if (buf_ok(&quoted, &ignored) < 0)
		d->spoiled = true;
	return draft_text(d, "%s", buf_str(&quoted));
}

void draft_warn(struct draft *d, const char *text)
{
	struct line *line = take(d, sizeof(*line));

	if (!line)
		return;
	line->text = text;
	*d->warnings_end = line;
	d->warnings_end = &line->next;
}

void draft_annotate(struct draft *d, const char *key, const char *value)
{
	struct annotation *annotation;

	for (const struct annotation *a = d->out->annotations; a; a = a->next)
		if (strcmp(a->key, key) == 0)
			return;
	annotation = take(d, sizeof(*annotation));
	if (!annotation)
		return;
	annotation->key = key;
	annotation->value = value;
	*d->annotations_end = annotation;
	d->annotations_end = &annotation->next;
}

void draft_event(struct draft *d, const struct standard_event *event)
{
	struct standard_event *copy = take(d, sizeof(*copy));

	if (!copy)
		return;
	*copy = *event;
	copy->next = NULL;
	*d->events_end = copy;
	d->events_end = &copy->next;
}

void draft_hit(struct draft *d, const struct rule_hit *hit)
{
	struct rule_hit *copy = take(d, sizeof(*copy));

	if (!copy)
		return;
	*copy = *hit;
	copy->next = NULL;
	*d->hits_end = copy;
	d->hits_end = &copy->next;
}

void draft_gap(struct draft *d, const struct rule_gap *gap)
{
	struct rule_gap *copy = take(d, sizeof(*copy));

	if (!copy)
		return;
	*copy = *gap;
	copy->next = NULL;
	*d->gaps_end = copy;
	d->gaps_end = &copy->next;
}

void draft_standard_hit(struct draft *d, const struct standard_hit *hit)
{
	struct standard_hit *copy = take(d, sizeof(*copy));

	if (!copy)
		return;
	*copy = *hit;
	copy->next = NULL;
	*d->standard_hits_end = copy;
	d->standard_hits_end = &copy->next;
}

void draft_cause(struct draft *d, const char *reason, const char *message, const char *field)
{
	struct cause *cause;

	if (d->cause_count++ >= CAUSES_MAX)
		return;
	cause = take(d, sizeof(*cause));
	if (!cause)
		return;
	cause->reason = reason;
	cause->message = message;
	cause->field = field;
	*d->causes_end = cause;
	d->causes_end = &cause->next;
}

void draft_refuse(struct draft *d, enum verdict verdict, int code, const char *reason,
		  const char *message)
{
	d->out->verdict = verdict;
	d->out->code = code;
	d->out->reason = reason;
	d->out->message = message;
}
