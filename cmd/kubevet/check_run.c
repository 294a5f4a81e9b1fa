/* SPDX-License-Identifier: Apache-2.0 */
/* check_run.c - files judged by several threads, reported in their order.
 *
 * A worker reads and judges one file at a time and hands over what it found in batches; the main
 * thread reports them. What a batch holds lives in its own arena.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "admission/handle.h"
#include "base/clock.h"
#include "base/ordered.h"
#include "check.h"
#include "cli.h"

#define BATCH_ARENA_MAX	  ((size_t)256 * 1024 * 1024)
#define BATCH_ENOUGH	  ((size_t)192 * 1024)
#define PROGRESS_AFTER_US 1000000
#define PROGRESS_EACH_US  100000

struct record {
	struct record *next;
	bool is_error;
	struct report_object object;
	struct report_error error;
};

struct batch {
	struct ordered_piece piece; /* first, so that a piece is a batch */
	struct arena *a;	    /* owns the batch too */
	bool opens;		    /* the first of its file */
	struct record *first, **last;
	struct assumed assumed;
	size_t ns_assumed, foreign;
};

struct progress {
	bool on, shown;
	int64_t begun, last;
};

struct state {
	struct check_run *run;
	atomic_bool failed; /* memory ran out: the report is not all there is */
	struct progress progress;
	struct err err; /* of the main thread */
};

/* One file on its way. */
struct job {
	struct state *state;
	struct ordered *to;
	const char *path;
	struct arena *review; /* of one object */
	struct batch *batch;
	bool in_folder;
	size_t errors;		 /* so far */
	struct namespaces *seen; /* of standard input: its Namespaces so far; else NULL */
};

static bool begin_batch(struct job *job, bool opens)
{
	struct err ignored;
	struct arena *a = arena_new(BATCH_ARENA_MAX, &ignored);

	job->batch = a ? arena_zalloc(a, sizeof(*job->batch)) : NULL;
	if (!job->batch) {
		arena_free(a);
		atomic_store(&job->state->failed, true);
		return false;
	}
	job->batch->a = a;
	job->batch->opens = opens;
	job->batch->last = &job->batch->first;
	return true;
}

static void hand_over(struct job *job)
{
	ordered_put(job->to, &job->batch->piece);
	job->batch = NULL;
}

/* Room for one more record, in a new batch when this one is full. Return: NULL when memory ran out.
 */
static struct record *add_record(struct job *job)
{
	struct record *record;

	if (arena_used(job->batch->a) > BATCH_ENOUGH) {
		hand_over(job);
		if (!begin_batch(job, false))
			return NULL;
	}
	record = arena_zalloc(job->batch->a, sizeof(*record));
	if (!record) {
		atomic_store(&job->state->failed, true);
		return NULL;
	}
	*job->batch->last = record;
	job->batch->last = &record->next;
	return record;
}

/* Return: false when memory ran out. */
static bool add_error(struct job *job, size_t document, struct text_place at, const char *text)
{
	struct record *record = add_record(job);
	const char *copy = record ? arena_strndup(job->batch->a, text, strlen(text)) : NULL;

	if (!copy) {
		atomic_store(&job->state->failed, true);
		return false;
	}
	record->is_error = true;
	record->error = (struct report_error){ job->path, document, at, copy, 0 };
	return true;
}

/* Something that is no object. Return: false when memory ran out. */
static bool add_fault(struct job *job, const struct manifest *m, const char *text)
{
	if (m->is_foreign && job->in_folder) {
		job->batch->foreign++;
		return true;
	}
	if (++job->errors > ERRORS_SHOWN)
		return true;
	return add_error(job, m->document, m->place, text);
}

/* One line for those that have none. */
static void add_rest(struct job *job)
{
	size_t rest = job->errors > ERRORS_SHOWN ? job->errors - ERRORS_SHOWN : 0;
	struct record *record = rest ? add_record(job) : NULL;
	const char *text = record ? arena_printf(job->batch->a, "and %zu more %s in this file",
						 rest, plural("error", "errors", rest))
				  : NULL;

	if (!rest)
		return;
	if (!text) {
		atomic_store(&job->state->failed, true);
		return;
	}
	record->is_error = true;
	record->error = (struct report_error){ .file = job->path, .text = text, .others = rest };
}

static void count_assumed(struct batch *batch, const struct manifest *m, enum report_status status)
{
	batch->assumed.empty_dirs += m->assumed.empty_dirs;
	batch->assumed.host_ports += m->assumed.host_ports;
	batch->ns_assumed += m->ns_assumed && status == REPORT_JUDGED;
}

/* What comes with the objects says more than what the configuration knows of the cluster. */
static void find_namespace(const struct job *job, struct subject *subject)
{
	const struct check_run *run = job->state->run;
	const struct namespaces *facts = run->basis->facts;
	const struct map *labels = NULL;

	if (run->labels)
		labels = namespaces_find(job->seen ? job->seen : run->labels, subject->ns);
	if (!labels && facts)
		labels = namespaces_find(facts, subject->ns);
	subject->ns_labels = labels;
	subject->ns_known = !facts || labels;
}

/* Return: false when memory ran out. */
static bool remember(struct job *job, const struct manifest *m)
{
	const cJSON *labels = job->seen ? manifest_labels(m) : NULL;
	struct err err = { 0 };

	/* Labels of a wrong form are reported where the Namespace is judged. */
	if (!labels || namespaces_put(job->seen, m->subject.name, labels, &err) == 0 ||
	    err.code == ERR_INPUT)
		return true;
	atomic_store(&job->state->failed, true);
	return false;
}

/* Return: false when memory ran out. */
static bool judge(struct job *job, struct manifest *m)
{
	const struct check_basis *basis = job->state->run->basis;
	struct judgement judgement;
	struct record *record;
	struct err err = { 0 };
	int result;

	arena_reset(job->review);
	find_namespace(job, &m->subject);
	if (engine_judge(basis->engine, job->review, &m->subject, &judgement, &err) < 0)
		return add_fault(job, m, err.text);
	record = add_record(job);
	if (!record)
		return false;
	result = collect(&basis->collector, job->batch->a, job->path, m, &judgement,
			 &record->object, &record->error, &err);
	if (result < 0) {
		atomic_store(&job->state->failed, true);
		return false;
	}
	record->is_error = result == 0;
	if (result > 0)
		count_assumed(job->batch, m, record->object.status);
	return true;
}

static void judge_file(struct job *job)
{
	SCOPED(scoped_source) struct source *source = NULL;
	struct manifest manifest;
	struct err err = { 0 };
	int result;

	source = source_open(job->path, job->state->run->ns, &err);
	if (!source) {
		add_error(job, 0, (struct text_place){ 0 }, err.text);
		return;
	}
	while ((result = source_next(source, &manifest, &err)) != 0) {
		bool ok = result > 0 ? remember(job, &manifest) && judge(job, &manifest)
				     : add_fault(job, &manifest, err.text);

		if (!ok)
			return;
	}
	add_rest(job);
}

static void work(void *ctx, size_t index, struct ordered *to)
{
	struct state *state = ctx;
	const struct input *input = &state->run->inputs.v[index];
	SCOPED(scoped_arena) struct arena *review = NULL;
	struct job job = {
		.state = state, .to = to, .path = input->path, .in_folder = input->in_folder
	};
	struct err err = { 0 };

	if (!begin_batch(&job, true))
		return;
	if (state->run->labels && strcmp(input->path, "-") == 0) {
		job.seen = namespaces_new(&err);
		if (!job.seen)
			atomic_store(&state->failed, true);
	}
	job.review = review = arena_new(REVIEW_ARENA_MAX, &err);
	if (input->fault)
		add_error(&job, 0, (struct text_place){ 0 }, input->fault);
	else if (!review)
		atomic_store(&state->failed, true);
	else
		judge_file(&job);
	if (job.batch)
		hand_over(&job);
	namespaces_free(job.seen);
}

static void hide_progress(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}

static void show_progress(struct progress *p, size_t done, size_t all)
{
	int64_t now = p->on ? clock_mono_us() : 0;

	if (!p->on || now - p->begun < PROGRESS_AFTER_US || now - p->last < PROGRESS_EACH_US)
		return;
	fprintf(stderr, "\r\033[K%zu of %zu files", done, all);
	p->last = now;
	p->shown = true;
}

static void report_record(struct state *state, struct arena *a, struct record *record)
{
	struct check_run *run = state->run;
	int result = 0;

	if (record->is_error) {
		report_error(run->report, &record->error);
		return;
	}
	if (run->recording)
		result = baseline_record(run->baseline, &record->object, &state->err);
	else if (run->baseline)
		result = baseline_filter(run->baseline, a, &record->object, &state->err);
	if (result < 0)
		atomic_store(&state->failed, true);
	report_object(run->report, &record->object);
}

static void take(void *ctx, size_t index, struct ordered_piece *piece)
{
	struct state *state = ctx;
	struct check_run *run = state->run;
	struct batch *batch = (struct batch *)piece;

	hide_progress(&state->progress);
	if (batch->opens)
		report_file(run->report, run->inputs.v[index].path);
	for (struct record *record = batch->first; record; record = record->next)
		report_record(state, batch->a, record);
	run->assumed.empty_dirs += batch->assumed.empty_dirs;
	run->assumed.host_ports += batch->assumed.host_ports;
	run->ns_assumed += batch->ns_assumed;
	report_foreign(run->report, batch->foreign);
	arena_free(batch->a);
	show_progress(&state->progress, index, run->inputs.count);
}

int check_run(struct check_run *run, struct err *err)
{
	struct state state = { .run = run };
	struct ordered_work all = { .inputs = run->inputs.count,
				    .jobs = run->jobs,
				    .ctx = &state,
				    .work = work,
				    .take = take };

	state.progress = (struct progress){ .on = isatty(STDERR_FILENO), .begun = clock_mono_us() };
	if (ordered_run(&all, err) < 0)
		return -1;
	hide_progress(&state.progress);
	return atomic_load(&state.failed) ? err_memory(err) : 0;
}
