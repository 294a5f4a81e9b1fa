/* SPDX-License-Identifier: Apache-2.0 */
/* report.c - counts, and the way from records to a writer. */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/writer.h"

#define KINDS_ARENA_MAX ((size_t)4 * 1024 * 1024)

struct report {
	const struct report_writer *writer;
	struct report_options options;
	struct buf out;
	struct writing writing;
	struct report_counts counts;
	struct arena *a;	   /* names of kinds */
	struct report_kind *kinds; /* counts.kinds */
	struct err fault;	   /* the first; code 0: none */
};

static const struct report_writer *const writers[] = { &report_text,	&report_json,
						       &report_jsonl,	&report_sarif,
						       &report_junit,	&report_github,
						       &report_markdown };

const struct report_writer *report_writer(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(writers); i++)
		if (strcmp(writers[i]->name, name) == 0)
			return writers[i];
	return NULL;
}

const char *report_writer_names(void)
{
	return "text|json|jsonl|sarif|junit|github|markdown";
}

/* What the writer has put into the buffer goes out. */
static void send(struct report *r)
{
	if (!r->fault.code && buf_ok(&r->out, &r->fault) == 0 && r->out.len &&
	    fwrite(r->out.data, 1, r->out.len, r->options.out) != r->out.len)
		err_set(&r->fault, ERR_SYSTEM, "the report can't be written");
	buf_clear(&r->out);
}

struct report *report_open(const struct report_writer *writer, const struct report_options *options,
			   struct err *err)
{
	struct report *r = mem_alloc(sizeof(*r));

	if (!r) {
		err_memory(err);
		return NULL;
	}
	*r = (struct report){ .writer = writer, .options = *options };
	buf_init(&r->out, REPORT_BUF_MAX);
	for (size_t i = 0; i < ARRAY_LEN(r->writing.held); i++)
		buf_init(&r->writing.held[i], REPORT_BUF_MAX);
	r->writing.options = &r->options;
	r->writing.out = &r->out;
	r->writing.counts = &r->counts;
	r->a = arena_new(KINDS_ARENA_MAX, err);
	r->kinds = r->a ? arena_alloc(r->a, REPORT_KINDS_MAX * sizeof(*r->kinds)) : NULL;
	if (!r->kinds) {
		err_memory(err);
		report_free(r);
		return NULL;
	}
	r->counts.kinds = r->kinds;
	if (writer->begin)
		writer->begin(&r->writing);
	send(r);
	return r;
}

void report_free(struct report *r)
{
	if (!r)
		return;
	buf_fini(&r->out);
	for (size_t i = 0; i < ARRAY_LEN(r->writing.held); i++)
		buf_fini(&r->writing.held[i]);
	arena_free(r->a);
	mem_free(r);
}

const struct report_counts *report_counts(struct report *r)
{
	return &r->counts;
}

static void end_file(struct report *r)
{
	if (r->writing.file && r->writer->file_end)
		r->writer->file_end(&r->writing);
	send(r);
}

void report_file(struct report *r, const char *path)
{
	end_file(r);
	r->writing.file = path;
	r->counts.files++;
}

/* Where a name is, or belongs, among the kinds. */
static size_t kind_place(const struct report *r, const char *name)
{
	size_t from = 0, to = r->counts.kind_count;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (strcmp(r->kinds[middle].name, name) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

static void count_kind(struct report *r, const struct report_object *object)
{
	SCOPED(scoped_buf) struct buf name;
	size_t i;
	char *copy;

	buf_init(&name, 1024);
	buf_addf(&name, "%.200s %.200s", object->api_version, object->kind);
	i = kind_place(r, buf_str(&name));
	if (i < r->counts.kind_count && strcmp(r->kinds[i].name, buf_str(&name)) == 0) {
		r->kinds[i].count++;
		return;
	}
	copy = r->counts.kind_count < REPORT_KINDS_MAX
		       ? arena_strndup(r->a, buf_str(&name), name.len)
		       : NULL;
	if (!copy) {
		r->counts.other_kinds++;
		return;
	}
	memmove(r->kinds + i + 1, r->kinds + i, (r->counts.kind_count - i) * sizeof(*r->kinds));
	r->kinds[i] = (struct report_kind){ copy, 1 };
	r->counts.kind_count++;
}

static void count_findings(struct report *r, const struct report_object *object)
{
	int worst = REPORT_EFFECTS;

	for (const struct report_finding *f = object->findings; f; f = f->next) {
		r->counts.findings[f->effect]++;
		if ((int)f->effect < worst)
			worst = f->effect;
	}
	if (worst < REPORT_EFFECTS)
		r->counts.with[worst]++;
}

void report_object(struct report *r, const struct report_object *object)
{
	r->counts.objects++;
	r->counts.judged += object->status == REPORT_JUDGED;
	r->counts.unmatched += object->status == REPORT_UNMATCHED;
	r->counts.exempt += object->exempt;
	r->counts.own += object->own;
	r->counts.unread += object->status == REPORT_UNREAD;
	r->counts.known += object->known;
	r->counts.dropped += object->dropped;
	for (const struct report_note *note = object->notes; note; note = note->next)
		r->counts.notes++;
	if (object->status == REPORT_UNREAD)
		count_kind(r, object);
	count_findings(r, object);
	if (r->writer->object)
		r->writer->object(&r->writing, object);
	send(r);
}

void report_error(struct report *r, const struct report_error *error)
{
	r->counts.errors += error->others ? error->others : 1;
	if (r->writer->error)
		r->writer->error(&r->writing, error);
	send(r);
}

void report_foreign(struct report *r, size_t count)
{
	r->counts.foreign += count;
}

void report_gone(struct report *r, size_t count)
{
	r->counts.gone += count;
}

int report_close(struct report *r, const struct report_remark *remarks, struct err *err)
{
	end_file(r);
	r->writing.remarks = remarks;
	r->writer->end(&r->writing);
	for (size_t i = 0; i < ARRAY_LEN(r->writing.held) && !r->fault.code; i++)
		if (buf_ok(&r->writing.held[i], &r->fault) < 0)
			break;
	send(r);
	if (!r->fault.code && (fflush(r->options.out) != 0 || ferror(r->options.out)))
		err_set(&r->fault, ERR_SYSTEM, "the report can't be written");
	if (!r->fault.code)
		return 0;
	*err = r->fault;
	return -1;
}
