/* SPDX-License-Identifier: Apache-2.0 */
/* json.c - the core alone, no socket: prints microseconds of processor time and calls to the
 *allocator for one body.
 *
 *	json cjson FILE		cJSON as it comes, on malloc: parse and delete
 *	json parse FILE		the product's strict parse, on an arena
 *	json decide FILE [CONFIG]  the whole decision: admission_handle(); with the built-in
 *configuration the body must be allowed, so that the path of allowed ones is what is measured
 *
 * One way a process, since cJSON's hooks are the process's.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "admission/handle.h"
#include "base/mem.h"
#include "common.h"
#include "policies.h"

#define WARMUP	  50
#define BUDGET_NS ((int64_t)250 * 1000000)

struct bench {
	struct buf body, reply;
	struct arena *arena;
	const struct engine *engine;
	bool any_verdict; /* the configuration may refuse the body */
};

static void run_cjson(struct bench *b)
{
	cJSON *document = cJSON_ParseWithLength(b->body.data, b->body.len);

	if (!document)
		die("cJSON refuses the body");
	cJSON_Delete(document);
}

static void run_parse(struct bench *b)
{
	static const char *const elide[] = { "request.object.metadata.managedFields",
					     "request.oldObject.metadata.managedFields", NULL };
	struct json_limits limits = json_limits_default;
	struct err err;

	limits.elide = elide;
	if (!json_parse(b->arena, b->body.data, b->body.len, &limits, &err))
		die("json_parse: %s", err.text);
	arena_reset(b->arena);
}

static void run_decide(struct bench *b)
{
	struct admission_record record;
	struct err err;

	if (admission_handle(b->engine, NULL, b->arena, b->body.data, b->body.len, &b->reply,
			     &record, &err) < 0)
		die("admission_handle: %s", err.text);
	if (record.judgement.verdict == VERDICT_ERROR ||
	    (!b->any_verdict && record.judgement.verdict != VERDICT_ALLOW))
		die("the body is not admitted: %s", buf_str(&b->reply));
	buf_clear(&b->reply);
	arena_reset(b->arena);
}

static int64_t cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * (int64_t)1000000000 + t.tv_nsec;
}

static void measure(struct bench *b, void (*run)(struct bench *b))
{
	int64_t began, took = 0;
	uint64_t calls;
	long count = 0;

	for (int i = 0; i < WARMUP; i++)
		run(b);
	calls = mem_calls();
	began = cpu_ns();
	for (; took < BUDGET_NS; took = cpu_ns() - began, count += 10)
		for (int i = 0; i < 10; i++)
			run(b);
	printf("{\"us\":%.3f,\"mem_calls\":%.4f}\n", (double)took / 1000 / (double)count,
	       (double)(mem_calls() - calls) / (double)count);
}

/* Of the file, or of the built-in configuration when @path is NULL. */
static const struct engine *engine_of(struct arena *a, const char *path)
{
	const struct config_fault *faults = NULL;
	const struct config *config = path ? config_load(a, policies_all, path, &faults)
					   : config_builtin(a, policies_all, &faults);
	struct err err = { 0 };
	const struct engine *engine = config ? engine_new(policies_all, config, &err) : NULL;

	if (!engine)
		die("engine: %s", faults ? faults->text : err.text);
	return engine;
}

int main(int argc, char **argv)
{
	struct bench b = { 0 };
	struct arena *lasting; /* the configuration's */
	struct err err;

	if (argc != 3 && argc != 4)
		die("usage: json cjson|parse|decide FILE [CONFIG]");
	body_read(&b.body, argv[2]);
	if (strcmp(argv[1], "cjson") == 0) {
		measure(&b, run_cjson);
		return 0;
	}
	json_init();
	lasting = arena_new(REVIEW_ARENA_MAX, &err);
	b.arena = arena_new(REVIEW_ARENA_MAX, &err);
	if (!lasting || !b.arena)
		die("out of memory");
	b.any_verdict = argc == 4;
	b.engine = engine_of(lasting, argv[3]);
	buf_init(&b.reply, REPLY_BYTES_MAX);
	measure(&b, strcmp(argv[1], "parse") == 0 ? run_parse : run_decide);
	return 0;
}
