/* SPDX-License-Identifier: Apache-2.0 */
/* check_metrics.c - what is counted, and that the text is one that Prometheus reads. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "server/metrics.h"
#include "support.h"

static const struct rule rules[] = { { .name = "first" }, { .name = "odd \"name\"\\" } };
static const struct config config = { .rules = rules, .rule_count = ARRAY_LEN(rules) };

struct world {
	struct metrics *metrics;
	struct meter *meter;
	struct rule_counter *const *counters;
};

static struct world world_new(void)
{
	struct err err = { 0 };
	struct world w = { .metrics = metrics_new(2, &err) };

	ck_assert_msg(w.metrics != NULL, "%s", err.text);
	w.meter = metrics_meter(w.metrics, 1);
	w.counters = metrics_rules(w.metrics, test_arena(), &config, &err);
	ck_assert_msg(w.counters != NULL, "%s", err.text);
	return w;
}

static const char *text_of(const struct world *w)
{
	struct buf out;
	char *copy;

	buf_init(&out, METRICS_TEXT_MAX);
	metrics_write(w->metrics, &out);
	copy = arena_strndup(test_arena(), buf_str(&out), out.len);
	ck_assert(copy != NULL);
	buf_fini(&out);
	return copy;
}

/* Whether the text has exactly this line. */
static bool has_line(const char *text, const char *line)
{
	size_t len = strlen(line);

	for (const char *at = text; (at = strstr(at, line)) != NULL; at++)
		if ((at == text || at[-1] == '\n') && at[len] == '\n')
			return true;
	return false;
}

static void review(const struct world *w, const char *operation, const char *subresource,
		   const struct judgement *j)
{
	struct admission_record record = { .operation = operation,
					   .subresource = subresource,
					   .judgement = *j };

	metrics_review(w->metrics, w->meter, &record, &config, w->counters, 1500);
}

#define EVALUATIONS "pod_security_evaluations_total{"

static const struct {
	const char *name, *operation, *subresource;
	struct standard_event event;
	const char *line;
} events[] = {
	{ "allowed, latest",
	  "CREATE",
	  "",
	  { .lv = { LEVEL_BASELINE, VERSION_LATEST }, .mode = MODE_ENFORCE, .resource = "pod" },
	  EVALUATIONS
	  "decision=\"allow\",mode=\"enforce\",policy_level=\"baseline\",policy_version=\"latest\","
	  "request_operation=\"create\",resource=\"pod\",subresource=\"\"} 1" },
	{ "privileged is always latest",
	  "UPDATE",
	  "",
	  { .lv = { LEVEL_PRIVILEGED, 20 }, .mode = MODE_ENFORCE, .resource = "pod" },
	  EVALUATIONS "decision=\"allow\",mode=\"enforce\",policy_level=\"privileged\",policy_"
		      "version=\"latest\","
		      "request_operation=\"update\",resource=\"pod\",subresource=\"\"} 1" },
	{ "denied, oldest",
	  "CREATE",
	  "ephemeralcontainers",
	  { .deny = true, .lv = { LEVEL_RESTRICTED, 0 }, .mode = MODE_ENFORCE, .resource = "pod" },
	  EVALUATIONS
	  "decision=\"deny\",mode=\"enforce\",policy_level=\"restricted\",policy_version=\"v1.0\","
	  "request_operation=\"create\",resource=\"pod\",subresource=\"ephemeralcontainers\"} 1" },
	{ "newest known version",
	  "CREATE",
	  "resize",
	  { .deny = true,
	    .lv = { LEVEL_BASELINE, 37 },
	    .mode = MODE_AUDIT,
	    .resource = "controller" },
	  EVALUATIONS
	  "decision=\"deny\",mode=\"audit\",policy_level=\"baseline\",policy_version=\"v1.37\","
	  "request_operation=\"create\",resource=\"controller\",subresource=\"resize\"} 1" },
	{ "version of the future",
	  "CREATE",
	  "",
	  { .deny = true, .lv = { LEVEL_RESTRICTED, 38 }, .mode = MODE_WARN, .resource = "pod" },
	  EVALUATIONS
	  "decision=\"deny\",mode=\"warn\",policy_level=\"restricted\",policy_version=\"future\","
	  "request_operation=\"create\",resource=\"pod\",subresource=\"\"} 1" },
	{ "subresource that a client invents",
	  "CREATE",
	  "x\"}\nevil 1",
	  { .lv = { LEVEL_BASELINE, VERSION_LATEST }, .mode = MODE_ENFORCE, .resource = "pod" },
	  EVALUATIONS
	  "decision=\"allow\",mode=\"enforce\",policy_level=\"baseline\",policy_version=\"latest\","
	  "request_operation=\"create\",resource=\"pod\",subresource=\"other\"} 1" },
	{ "exemption",
	  "UPDATE",
	  "",
	  { .type = STANDARD_EXEMPTION, .resource = "controller" },
	  "pod_security_exemptions_total{request_operation=\"update\",resource=\"controller\","
	  "subresource=\"\"} 1" },
	{ "fatal error",
	  "CREATE",
	  "",
	  { .type = STANDARD_ERROR, .fatal = true, .resource = "pod" },
	  "pod_security_errors_total{fatal=\"true\",request_operation=\"create\",resource=\"pod\","
	  "subresource=\"\"} 1" },
	{ "error that is not fatal",
	  "CREATE",
	  "",
	  { .type = STANDARD_ERROR, .resource = "controller" },
	  "pod_security_errors_total{fatal=\"false\",request_operation=\"create\",resource="
	  "\"controller\","
	  "subresource=\"\"} 1" },
};

START_TEST(each_event)
{
	struct world w = world_new();
	const char *text;

	review(&w, events[_i].operation, events[_i].subresource,
	       &(struct judgement){ .events = &events[_i].event });
	text = text_of(&w);
	ck_assert_msg(has_line(text, events[_i].line), "%s: want %s, got\n%s", events[_i].name,
		      events[_i].line, text);
	ck_assert_msg(!strstr(text, "evil"), "%s", text);
	metrics_free(w.metrics);
}
END_TEST

static const char *const lines_at_start[] = {
	"pod_security_evaluations_total{decision=\"allow\",mode=\"enforce\",policy_level="
	"\"privileged\","
	"policy_version=\"latest\",request_operation=\"create\",resource=\"pod\",subresource=\"\"} "
	"0",
	"pod_security_evaluations_total{decision=\"allow\",mode=\"enforce\",policy_level="
	"\"privileged\","
	"policy_version=\"latest\",request_operation=\"update\",resource=\"pod\",subresource=\"\"} "
	"0",
	"pod_security_exemptions_total{request_operation=\"create\",resource=\"pod\",subresource="
	"\"\"} 0",
	"pod_security_exemptions_total{request_operation=\"update\",resource=\"controller\","
	"subresource=\"\"} 0",
	"kubevet_requests_total{verdict=\"error\"} 0",
	"kubevet_errors_total{cause=\"no_length\"} 0",
	"kubevet_http_responses_total{code=\"other\"} 0",
	"kubevet_findings_total{rule=\"first\",mode=\"deny\"} 0",
	"kubevet_findings_total{rule=\"odd \\\"name\\\"\\\\\",mode=\"audit\"} 0",
	"kubevet_reload_total{what=\"certificate\",result=\"refused\"} 0",
	"kubevet_request_seconds_count{verdict=\"allow\"} 0",
	"kubevet_body_bytes_count 0",
};

START_TEST(each_line_at_start)
{
	struct world w = world_new();

	ck_assert_msg(has_line(text_of(&w), lines_at_start[_i]), "%s", lines_at_start[_i]);
	metrics_free(w.metrics);
}
END_TEST

static const char *const lines_after[] = {
	"kubevet_requests_total{verdict=\"deny\"} 2",
	"kubevet_findings_total{rule=\"first\",mode=\"deny\"} 6",
	"kubevet_findings_total{rule=\"first\",mode=\"warn\"} 0",
	"kubevet_request_seconds_bucket{verdict=\"deny\",le=\"0.001\"} 0",
	"kubevet_request_seconds_bucket{verdict=\"deny\",le=\"0.0025\"} 2",
	"kubevet_request_seconds_bucket{verdict=\"deny\",le=\"+Inf\"} 2",
	"kubevet_request_seconds_count{verdict=\"deny\"} 2",
	"kubevet_unjudged_total 2",
	"kubevet_body_bytes_bucket{le=\"1024\"} 1",
	"kubevet_body_bytes_bucket{le=\"4096\"} 1",
	"kubevet_body_bytes_bucket{le=\"+Inf\"} 2",
	"kubevet_body_bytes_sum 90001024",
	"kubevet_http_responses_total{code=\"200\"} 1",
	"kubevet_http_responses_total{code=\"other\"} 1",
	"kubevet_certificate_expiry_seconds{which=\"leaf\"} 1800000000",
	"kubevet_config_generation 7",
	"kubevet_reload_total{what=\"namespace_labels\",result=\"ok\"} 1",
	"kubevet_requests_in_flight 3",
};

START_TEST(each_line_after)
{
	static const struct rule_hit hit = { .rule = &rules[0], .mode = RULE_DENY, .count = 3 };
	struct world w = world_new();
	const char *text;

	review(&w, "CREATE", "", &(struct judgement){ .verdict = VERDICT_DENY, .hits = &hit });
	review(&w, "CREATE", "", &(struct judgement){ .verdict = VERDICT_DENY, .hits = &hit });
	meter_body(w.meter, 1024);
	meter_body(w.meter, 90000000);
	meter_response(w.meter, 200);
	meter_response(w.meter, 299);
	meter_move(&w.meter->in_flight, 3);
	metrics_snapshot(w.metrics, 7, 1800000000, 0);
	metrics_reload(w.metrics, RELOAD_NAMESPACES, true);
	text = text_of(&w);
	ck_assert_msg(has_line(text, lines_after[_i]), "%s: got\n%s", lines_after[_i], text);
	ck_assert(!strstr(text, "which=\"ca\""));
	metrics_free(w.metrics);
}
END_TEST

/* One sample: name, labels in quotes with escapes, a number. */
static bool is_sample(const char *line)
{
	size_t name = strspn(line, "abcdefghijklmnopqrstuvwxyz_");
	char *end;

	line += name;
	if (*line == '{') {
		do {
			line += 1 + strspn(line + 1, "abcdefghijklmnopqrstuvwxyz_");
			if (strncmp(line, "=\"", 2) != 0)
				return false;
			for (line += 2; *line && *line != '"'; line++)
				line += *line == '\\';
			if (*line++ != '"')
				return false;
		} while (*line == ',');
		if (*line++ != '}')
			return false;
	}
	if (!name || *line++ != ' ')
		return false;
	(void)strtod(line, &end);
	return end > line && !*end;
}

/* Every family is announced before its samples, and once. */
START_TEST(grammar)
{
	struct world w = world_new();
	char *text = arena_strndup(test_arena(), text_of(&w), strlen(text_of(&w)));
	const char *announced = "";
	int samples = 0;
	char *rest;

	for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (strncmp(line, "# TYPE ", 7) == 0) {
			announced = arena_printf(test_arena(), "%.*s", (int)strcspn(line + 7, " "),
						 line + 7);
		} else if (line[0] != '#') {
			ck_assert_msg(is_sample(line), "no sample: %s", line);
			ck_assert_msg(strncmp(line, announced, strlen(announced)) == 0,
				      "%s below %s", line, announced);
			samples++;
		}
	}
	ck_assert_int_gt(samples, 100);
	metrics_free(w.metrics);
}
END_TEST

/* A reload keeps what a rule of the same name has counted. */
START_TEST(reload)
{
	static const struct config after = { .rules = &rules[1], .rule_count = 1 };
	struct world w = world_new();
	struct err err = { 0 };
	struct rule_counter *const *table;

	atomic_fetch_add(&w.counters[1]->count[RULE_WARN], 5);
	table = metrics_rules(w.metrics, test_arena(), &after, &err);
	ck_assert(table && table[0] == w.counters[1]);
	ck_assert(
		has_line(text_of(&w),
			 "kubevet_findings_total{rule=\"odd \\\"name\\\"\\\\\",mode=\"warn\"} 5"));
	metrics_free(w.metrics);
}
END_TEST

START_TEST(each_failing_allocation)
{
	struct arena *a = test_arena();
	struct err err = { 0 };
	struct metrics *m;

	mem_fail_at(_i);
	m = metrics_new(2, &err);
	if (m && !metrics_rules(m, a, &config, &err))
		ck_assert_int_eq(err.code, ERR_MEMORY);
	else if (!m)
		ck_assert_int_eq(err.code, ERR_MEMORY);
	mem_fail_at(-1);
	metrics_free(m);
}
END_TEST

static void *count_on(void *arg)
{
	for (int i = 0; i < 20000; i++)
		meter_response(arg, 200);
	return NULL;
}

/* A scrape while others count; for ThreadSanitizer. */
START_TEST(scrape_beside)
{
	struct world w = world_new();
	pthread_t threads[2];

	for (unsigned i = 0; i < 2; i++)
		ck_assert_int_eq(
			pthread_create(&threads[i], NULL, count_on, metrics_meter(w.metrics, i)),
			0);
	for (int i = 0; i < 20; i++)
		(void)text_of(&w);
	for (unsigned i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	ck_assert(has_line(text_of(&w), "kubevet_http_responses_total{code=\"200\"} 40000"));
	metrics_free(w.metrics);
}
END_TEST

int main(void)
{
	return run_tables("metrics",
			  (const struct table[]){
				  { "standard", each_event, ARRAY_LEN(events) },
				  { "at start", each_line_at_start, ARRAY_LEN(lines_at_start) },
				  { "after requests", each_line_after, ARRAY_LEN(lines_after) },
				  { "grammar", grammar, 1 },
				  { "reload", reload, 1 },
				  { "no memory", each_failing_allocation, 10 },
				  { "scrape beside", scrape_beside, 1 },
				  { 0 },
			  });
}
