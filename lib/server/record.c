/* SPDX-License-Identifier: Apache-2.0 */
/* record.c - the queue, and the thread that empties it. */
#include "server/record.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "admission/redact.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/units.h"
#include "policy/wording.h"
#include "server/ring.h"

#define LISTS_ARENA_MAX ((size_t)1024 * 1024)
#define STOP_US		SECONDS_US(5)

struct entry {
	struct entry *next;
	int64_t unix_ms;
	size_t body_len, reply_len;
	char bytes[]; /* body, then reply */
};

struct recorder {
	const char *dir;
	struct arena *lists; /* what follows of the options */
	struct strings namespaces, kinds;
	struct redact_options redact;
	int64_t sample;
	_Atomic uint64_t seen;
	struct metrics *metrics;
	struct ring *ring;

	/* The thread's own. */
	pthread_t thread;
	struct arena *a; /* of one review */
	struct buf line;
	bool failing;

	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t filled;
	struct entry *first, **end;
	size_t bytes;
	bool stopping;
	int64_t stop_us; /* when what is still waiting is dropped */
};

static size_t entry_size(const struct entry *e)
{
	return sizeof(*e) + e->body_len + e->reply_len;
}

static void write_time(struct buf *out, int64_t unix_ms)
{
	time_t seconds = (time_t)(unix_ms / 1000);
	char text[32];
	struct tm tm;

	gmtime_r(&seconds, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%S", &tm);
	buf_addf(out, "\"%s.%03dZ\"", text, (int)(unix_ms % 1000));
}

static int make_line(struct recorder *r, const struct entry *e, struct err *err)
{
	const char *reply = e->bytes + e->body_len;
	size_t reply_len = e->reply_len;

	while (reply_len && reply[reply_len - 1] == '\n')
		reply_len--;
	buf_clear(&r->line);
	arena_reset(r->a);
	buf_adds(&r->line, "{\"time\":");
	write_time(&r->line, e->unix_ms);
	buf_adds(&r->line, ",\"review\":");
	if (redact_write(r->a, e->bytes, e->body_len, &r->redact, &r->line, err) < 0)
		return -1;
	buf_adds(&r->line, ",\"answer\":");
	buf_add(&r->line, reply, reply_len);
	buf_adds(&r->line, "}\n");
	return buf_ok(&r->line, err);
}

/* One line in the log when writing begins to fail, one when it works again. */
static void note(struct recorder *r, enum record_result result, const struct err *err)
{
	bool failing = result == RECORD_FAILED;

	metrics_record(r->metrics, result);
	if (failing && !r->failing)
		log_event(LOG_WARN, "records are dropped", LOG_S("folder", r->dir),
			  LOG_S("why", err->text));
	else if (r->failing && result == RECORD_WRITTEN)
		log_event(LOG_INFO, "records are written again", LOG_S("folder", r->dir));
	r->failing = failing || (r->failing && result != RECORD_WRITTEN);
}

static enum record_result result_of(const struct err *err)
{
	if (err->code == ERR_LIMIT)
		return RECORD_TOO_LARGE;
	return err->code == ERR_MEMORY ? RECORD_NO_MEMORY : RECORD_FAILED;
}

static void write_entry(struct recorder *r, const struct entry *e)
{
	struct err err = { 0 };

	if (make_line(r, e, &err) < 0 || ring_add(r->ring, r->line.data, r->line.len, &err) < 0)
		note(r, result_of(&err), &err);
	else
		note(r, RECORD_WRITTEN, &err);
}

/* The next entry, waiting for it; NULL at the end. */
static struct entry *take(struct recorder *r)
{
	struct entry *e;

	pthread_mutex_lock(&r->lock);
	while (!r->first && !r->stopping)
		pthread_cond_wait(&r->filled, &r->lock);
	e = r->first;
	if (e && r->stopping && clock_mono_us() > r->stop_us)
		e = NULL;
	if (e) {
		r->first = e->next;
		r->end = r->first ? r->end : &r->first;
		r->bytes -= entry_size(e);
	}
	pthread_mutex_unlock(&r->lock);
	return e;
}

static void *run(void *ctx)
{
	struct recorder *r = ctx;
	struct entry *e;

	while ((e = take(r))) {
		write_entry(r, e);
		mem_free(e);
	}
	return NULL;
}

/* "a, b" as a list; the text is copied. */
static int split(struct arena *a, const char *text, struct strings *out, struct err *err)
{
	size_t count = 1, i = 0;
	const char **v;

	if (!text)
		return 0;
	for (const char *c = text; *c; c++)
		count += *c == ',';
	v = arena_alloc(a, count * sizeof(*v));
	for (; v && i < count; i++) {
		size_t len = strcspn(text += strspn(text, " "), ",");
		size_t shown = len;

		while (shown && text[shown - 1] == ' ')
			shown--;
		v[i] = arena_strndup(a, text, shown);
		if (!v[i])
			break;
		text += len + (text[len] == ',');
	}
	*out = (struct strings){ true, count, v };
	return i == count ? 0 : arena_error(a, err);
}

static int prepare(struct recorder *r, const struct record_options *o, struct err *err)
{
	r->lists = arena_new(LISTS_ARENA_MAX, err);
	r->a = r->lists ? arena_new(REVIEW_ARENA_MAX, err) : NULL;
	if (!r->a || split(r->lists, o->namespaces, &r->namespaces, err) < 0 ||
	    split(r->lists, o->kinds, &r->kinds, err) < 0 ||
	    split(r->lists, o->annotations, &r->redact.annotations, err) < 0)
		return -1;
	r->redact.keep_config_maps = o->config_maps;
	r->ring = ring_open(o->dir, o->max_bytes, err);
	return r->ring ? 0 : -1;
}

static void release(struct recorder *r)
{
	while (r->first) {
		struct entry *next = r->first->next;

		metrics_record(r->metrics, RECORD_QUEUE_FULL);
		mem_free(r->first);
		r->first = next;
	}
	ring_close(r->ring);
	buf_fini(&r->line);
	arena_free(r->a);
	arena_free(r->lists);
	pthread_cond_destroy(&r->filled);
	pthread_mutex_destroy(&r->lock);
	mem_free(r);
}

struct recorder *recorder_start(const struct record_options *options, struct metrics *metrics,
				struct err *err)
{
	struct recorder *r = mem_alloc(sizeof(*r));
	int failed;

	if (!r) {
		err_memory(err);
		return NULL;
	}
	memset(r, 0, sizeof(*r));
	r->metrics = metrics;
	r->dir = options->dir;
	r->sample = options->sample;
	r->end = &r->first;
	buf_init(&r->line, RECORD_LINE_MAX);
	pthread_mutex_init(&r->lock, NULL);
	pthread_cond_init(&r->filled, NULL);
	if (prepare(r, options, err) < 0) {
		release(r);
		return NULL;
	}
	failed = pthread_create(&r->thread, NULL, run, r);
	if (failed) {
		err_set(err, ERR_SYSTEM, "can't start a thread: %s", strerror(failed));
		release(r);
		return NULL;
	}
	return r;
}

static bool kind_wanted(const struct recorder *r, const struct admission_record *record)
{
	if (!*record->kind || strcmp(record->group, "authentication.k8s.io") == 0)
		return false;
	for_each_string (pattern, r->kinds)
		if (match_kind(pattern, record->group, record->kind))
			return true;
	return !r->kinds.set;
}

static bool wanted(struct recorder *r, const struct admission_record *record)
{
	if (!kind_wanted(r, record) ||
	    (r->namespaces.set && !globs_match(&r->namespaces, record->ns)))
		return false;
	return atomic_fetch_add_explicit(&r->seen, 1, memory_order_relaxed) % (uint64_t)r->sample ==
	       0;
}

static struct entry *entry_new(const char *body, size_t len, const struct buf *reply)
{
	struct entry *e = mem_alloc(sizeof(*e) + len + reply->len);

	if (!e)
		return NULL;
	*e = (struct entry){ .unix_ms = clock_unix_ms(), .body_len = len, .reply_len = reply->len };
	memcpy(e->bytes, body, len);
	memcpy(e->bytes + len, buf_str(reply), reply->len);
	return e;
}

/* Return: whether it fits. */
static bool put(struct recorder *r, struct entry *e)
{
	bool fits;

	pthread_mutex_lock(&r->lock);
	fits = entry_size(e) <= RECORD_QUEUE_MAX - r->bytes;
	if (fits) {
		*r->end = e;
		r->end = &e->next;
		r->bytes += entry_size(e);
		pthread_cond_signal(&r->filled);
	}
	pthread_mutex_unlock(&r->lock);
	return fits;
}

void recorder_offer(struct recorder *r, const struct admission_record *record, const char *body,
		    size_t len, const struct buf *reply)
{
	struct entry *e;

	if (!wanted(r, record))
		return;
	e = entry_new(body, len, reply);
	if (e && put(r, e))
		return;
	metrics_record(r->metrics, e ? RECORD_QUEUE_FULL : RECORD_NO_MEMORY);
	mem_free(e);
}

void recorder_stop(struct recorder *r)
{
	if (!r)
		return;
	pthread_mutex_lock(&r->lock);
	r->stopping = true;
	r->stop_us = clock_mono_us() + STOP_US;
	pthread_cond_signal(&r->filled);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	release(r);
}
