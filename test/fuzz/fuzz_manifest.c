/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_manifest.c - any bytes as a file of manifests: what can be read is judged by every policy
 * with the defaults filled in, and reported in each form. */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "mutate.h"
#include "report/collect.h"
#include "report/report.h"
#include "source/source.h"
#include "world.h"

#define OBJECTS_MAX	 200
#define REVIEW_ARENA_MAX ((size_t)32 * 1024 * 1024)
#define REPORT_ARENA_MAX ((size_t)64 * 1024 * 1024)

static const char *const endings[] = { ".yaml", ".json", "", ".yml" };
static const char *const writers[] = { "json", "sarif",	 "jsonl",   "junit",
				       "text", "github", "markdown" };

struct run {
	struct report *report;
	struct arena *a, *review;
	const char *path;
	const struct report_rule *rules;
	size_t faults;
};

static void add_fault(struct run *run, const struct manifest *m, const struct err *err)
{
	MUST_HOLD(err->text[0]);
	run->faults++;
	report_error(run->report, &(struct report_error){ .file = run->path,
							  .document = m->document,
							  .at = m->place,
							  .text = err->text });
}

static void check_findings(const struct report_object *object)
{
	for (const struct report_finding *f = object->findings; f; f = f->next) {
		MUST_HOLD(f->rule && *f->rule && f->place);
		MUST_HOLD(strlen(f->fingerprint) == FINGERPRINT_SIZE - 1);
	}
}

static void judge(struct run *run, struct manifest *m)
{
	struct collector collector = { .engine = world_engine(false), .templates_denied = true };
	struct judgement judgement;
	struct report_object object = { 0 };
	struct report_error error = { 0 };
	struct err err = { 0 };
	int result;

	MUST_HOLD(m->kind && m->api_version && m->name && m->ns && m->document > 0);
	m->subject.ns_known = true;
	arena_reset(run->review);
	if (engine_judge(world_engine(false), run->review, &m->subject, &judgement, &err) < 0) {
		MUST_HOLD(err.code == ERR_LIMIT);
		add_fault(run, m, &err);
		return;
	}
	result = collect(&collector, run->a, run->path, m, &judgement, &object, &error, &err);
	MUST_HOLD(result >= 0 || err.code == ERR_LIMIT);
	MUST_HOLD(result == 0 || judgement.verdict != VERDICT_ERROR);
	if (result > 0) {
		check_findings(&object);
		report_object(run->report, &object);
	} else if (result == 0) {
		MUST_HOLD(*error.text);
		report_error(run->report, &error);
	}
}

static void read_all(struct run *run)
{
	SCOPED(scoped_source) struct source *source = NULL;
	struct manifest manifest = { 0 };
	struct err err = { 0 };

	source = source_open(run->path, "default", &err);
	MUST_HOLD(source != NULL);
	for (size_t n = 0; n < OBJECTS_MAX; n++) {
		int result = source_next(source, &manifest, &err);

		if (result == 0)
			break;
		if (result > 0)
			judge(run, &manifest);
		else
			add_fault(run, &manifest, &err);
	}
}

/* Whatever objects and files are called, no control reaches a terminal or ends a line. Those that
 * are one JSON value are one. */
static void check_report(struct run *run, const char *writer, const char *text, size_t len)
{
	struct err err = { 0 };

	for (size_t i = 0; i < len; i++)
		MUST_HOLD((unsigned char)text[i] >= ' ' || text[i] == '\n');
	if (strcmp(writer, "json") != 0 && strcmp(writer, "sarif") != 0)
		return;
	arena_reset(run->review);
	MUST_HOLD(json_parse(run->review, text, len, NULL, &err) || err.code == ERR_LIMIT);
}

static const struct report_rule *all_rules(void)
{
	static struct report_rule *rules;
	const struct config *config = world_config();

	if (!rules) {
		rules = calloc(config->rule_count + 1, sizeof(*rules));
		MUST_HOLD(rules != NULL);
		for (size_t i = 0; i < config->rule_count; i++)
			rules[i] = (struct report_rule){ config->rules[i].name,
							 config->rules[i].policy };
	}
	return rules;
}

static void report_as(struct run *run, const char *writer)
{
	char *text = NULL;
	size_t len = 0;
	struct report_options options = { .out = open_memstream(&text, &len),
					  .fail_on = REPORT_DENY,
					  .rules = run->rules };
	struct err err = { 0 };

	MUST_HOLD(options.out != NULL);
	run->report = report_open(report_writer(writer), &options, &err);
	MUST_HOLD(run->report != NULL);
	report_file(run->report, run->path);
	read_all(run);
	MUST_HOLD(report_counts(run->report)->errors >= run->faults);
	MUST_HOLD(report_close(run->report, NULL, &err) == 0);
	report_free(run->report);
	MUST_HOLD(fclose(options.out) == 0);
	check_report(run, writer, text, len);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run run = { .rules = all_rules() };
	struct err err = { 0 };
	/* By the first bytes, so that what follows changes nothing about how it is read. */
	size_t name = world_pick(data, size < 4 ? size : 4, ARRAY_LEN(endings));

	run.path = world_file(data, size, endings[name]);
	run.a = arena_new(REPORT_ARENA_MAX, &err);
	run.review = arena_new(REVIEW_ARENA_MAX, &err);
	MUST_HOLD(run.a && run.review);
	report_as(&run, writers[world_pick(data, size, ARRAY_LEN(writers))]);
	arena_free(run.a);
	arena_free(run.review);
	return 0;
}
