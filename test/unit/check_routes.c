/* SPDX-License-Identifier: Apache-2.0 */
/* check_routes.c - every status without a server: the judge is invented, the request is a struct.
 */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/units.h"
#include "server/routes.h"
#include "support.h"

#define NOW_US SECONDS_US(1000)

static const struct rule rule = { .name = "no-privileged" };
static const struct rule_hit hit = { .rule = &rule, .mode = RULE_DENY, .count = 2 };

/* Judges by the body's first letter. */
static int fake(const struct engine *engine, const struct namespaces *facts, struct arena *a,
		const char *body, size_t len, struct buf *reply, struct admission_record *record,
		struct err *err)
{
	(void)engine, (void)facts, (void)a;
	record->uid = "u1";
	record->operation = "CREATE";
	switch (len ? body[0] : '\0') {
	case 'a':
		record->judgement =
			(struct judgement){ .verdict = VERDICT_ALLOW, .known_kind = true };
		break;
	case 'd':
		record->judgement = (struct judgement){ .verdict = VERDICT_DENY,
							.hits = &hit,
							.known_kind = true };
		break;
	case 'i':
		return err_set(err, ERR_INPUT, "not an AdmissionReview");
	case 'l':
		return err_set(err, ERR_LIMIT, "too deep");
	case 'm':
		return err_memory(err);
	case 's':
		return err_set(err, ERR_SYSTEM, "something broke");
	default: /* claims an answer that did not fit */
		buf_adds(reply, "x");
		ck_assert(!buf_reserve(reply, REPLY_BYTES_MAX));
		return 0;
	}
	buf_adds(reply, "{\"answer\":1}");
	return 0;
}

static const struct {
	const char *name, *method, *target, *type, *body;
	int status;
	const char *says; /* in the body */
	const char *allow;
	bool retry, close, plain;
	enum phase phase;
	int64_t age_us;	 /* how long ago the request came */
	uint64_t length; /* announced; 0: the body's */
	bool no_length;
	int64_t late_us; /* for how long a worker should have been back at its loop */
} cases[] = {
#define JSON "application/json"
	{ .name = "allowed", "POST", "/validate?timeout=10s", JSON, "a", 200, "{\"answer\":1}" },
	{ .name = "denied is an answer", "POST", "/validate", JSON, "d", 200, "{\"answer\":1}" },
	{ .name = "parameters of the type",
	  "POST",
	  "/validate",
	  "application/json; charset=utf-8",
	  "a",
	  200,
	  "answer" },
	{ .name = "type in upper case",
	  "POST",
	  "/validate",
	  "APPLICATION/JSON ;a=b",
	  "a",
	  200,
	  "answer" },
	{ .name = "bad input", "POST", "/validate", JSON, "i", 400, "not an AdmissionReview" },
	{ .name = "limit", "POST", "/validate", JSON, "l", 413, "too deep" },
	{ .name = "no memory", "POST", "/validate", JSON, "m", 500, "out of memory" },
	{ .name = "fault", "POST", "/validate", JSON, "s", 500, "something broke" },
	{ .name = "answer that did not fit", "POST", "/validate", JSON, "x", 413, "longer than" },

	{ .name = "no type", "POST", "/validate", NULL, "a", 415, "application/json" },
	{ .name = "YAML", "POST", "/validate", "application/yaml", "a", 415, "application/json" },
	{ .name = "type that only begins like it",
	  "POST",
	  "/validate",
	  "application/jsonx",
	  "a",
	  415,
	  "application/json" },
	{ .name = "no length",
	  "POST",
	  "/validate",
	  JSON,
	  "",
	  411,
	  "Content-Length",
	  .close = true,
	  .no_length = true },
	{ .name = "as large as allowed",
	  "POST",
	  "/validate",
	  JSON,
	  "a",
	  200,
	  "answer",
	  .length = 1000 },
	{ .name = "too large",
	  "POST",
	  "/validate",
	  JSON,
	  "a",
	  413,
	  "1000 bytes",
	  .close = true,
	  .length = 1001 },
	{ .name = "too large elsewhere",
	  "GET",
	  "/healthz",
	  NULL,
	  "",
	  413,
	  "1000 bytes",
	  .close = true,
	  .length = 1001 },
	{ .name = "GET of a review",
	  "GET",
	  "/validate",
	  NULL,
	  "",
	  405,
	  "not allowed",
	  .allow = "POST" },
	{ .name = "PUT of a review",
	  "PUT",
	  "/validate",
	  JSON,
	  "a",
	  405,
	  "not allowed",
	  .allow = "POST" },
	{ .name = "post in lower case",
	  "post",
	  "/validate",
	  JSON,
	  "a",
	  405,
	  "not allowed",
	  .allow = "POST" },
	{ .name = "POST to health",
	  "POST",
	  "/healthz",
	  JSON,
	  "a",
	  405,
	  "not allowed",
	  .allow = "GET, HEAD" },
	{ .name = "DELETE of metrics",
	  "DELETE",
	  "/metrics",
	  NULL,
	  "",
	  405,
	  "not allowed",
	  .allow = "GET, HEAD" },
	{ .name = "other path", "POST", "/", JSON, "a", 404, "/validate" },
	{ .name = "path with more", "POST", "/validate/", JSON, "a", 404, "/validate" },
	{ .name = "path in upper case", "POST", "/Validate", JSON, "a", 404, "/validate" },
	{ .name = "path in escapes", "POST", "/%76alidate", JSON, "a", 404, "/validate" },
	{ .name = "review on the plain port",
	  "POST",
	  "/validate",
	  JSON,
	  "a",
	  404,
	  "/validate",
	  .plain = true },

	{ .name = "health", "GET", "/healthz", NULL, "", 200, "ok" },
	{ .name = "health beside a worker that is not late enough",
	  "GET",
	  "/healthz",
	  NULL,
	  "",
	  200,
	  "ok",
	  .late_us = METER_LATE_US - 1 },
	{ .name = "health beside a stuck worker",
	  "GET",
	  "/healthz",
	  NULL,
	  "",
	  503,
	  "a worker should have been back at its loop 5 s ago",
	  .late_us = METER_LATE_US },
	{ .name = "health by HEAD", "HEAD", "/healthz", NULL, "", 200, "ok" },
	{ .name = "health on the plain port",
	  "GET",
	  "/healthz",
	  NULL,
	  "",
	  200,
	  "ok",
	  .plain = true },
	{ .name = "health with a query", "GET", "/healthz?verbose", NULL, "", 200, "ok" },
	{ .name = "health while leaving",
	  "GET",
	  "/healthz",
	  NULL,
	  "",
	  200,
	  "ok",
	  .phase = PHASE_LEAVING },
	{ .name = "ready", "GET", "/readyz", NULL, "", 200, "ok" },
	{ .name = "not ready yet",
	  "GET",
	  "/readyz",
	  NULL,
	  "",
	  503,
	  "starting",
	  .phase = PHASE_STARTING },
	{ .name = "ready no more",
	  "GET",
	  "/readyz",
	  NULL,
	  "",
	  503,
	  "shutting down",
	  .phase = PHASE_LEAVING },
	{ .name = "ready no more, closing",
	  "GET",
	  "/readyz",
	  NULL,
	  "",
	  503,
	  "shutting down",
	  .phase = PHASE_CLOSING },
	{ .name = "review while leaving",
	  "POST",
	  "/validate",
	  JSON,
	  "a",
	  200,
	  "answer",
	  .phase = PHASE_LEAVING },
	{ .name = "metrics", "GET", "/metrics", NULL, "", 200, "kubevet_requests_total" },
	{ .name = "version",
	  "GET",
	  "/version",
	  NULL,
	  "",
	  200,
	  "{\"name\":\"kubevetd\",\"version\":\"" KUBEVET_VERSION "\"}\n" },

	{ .name = "just in time",
	  "POST",
	  "/validate?timeout=5s",
	  JSON,
	  "a",
	  200,
	  "answer",
	  .age_us = 4799999 },
	{ .name = "just late",
	  "POST",
	  "/validate?timeout=5s",
	  JSON,
	  "a",
	  503,
	  "no time",
	  .retry = true,
	  .age_us = 4800000 },
	{ .name = "default time",
	  "POST",
	  "/validate",
	  JSON,
	  "a",
	  200,
	  "answer",
	  .age_us = 9799999 },
	{ .name = "default time over",
	  "POST",
	  "/validate",
	  JSON,
	  "a",
	  503,
	  "no time",
	  .retry = true,
	  .age_us = 9800000 },
	{ .name = "longest time",
	  "POST",
	  "/validate?timeout=2m",
	  JSON,
	  "a",
	  200,
	  "answer",
	  .age_us = 29799999 },
	{ .name = "longest time over",
	  "POST",
	  "/validate?timeout=2m",
	  JSON,
	  "a",
	  503,
	  "no time",
	  .retry = true,
	  .age_us = 29800000 },
	{ .name = "malformed time is none",
	  "POST",
	  "/validate?timeout=5",
	  JSON,
	  "a",
	  200,
	  "answer",
	  .age_us = 9000000 },
	{ .name = "time among others",
	  "POST",
	  "/validate?a=b&timeout=1m0.5s&c",
	  JSON,
	  "a",
	  200,
	  "answer",
	  .age_us = 20000000 },
	{ .name = "another name that ends so",
	  "POST",
	  "/validate?xtimeout=1s",
	  JSON,
	  "a",
	  200,
	  "answer",
	  .age_us = 5000000 },
	{ .name = "no time at all",
	  "POST",
	  "/validate?timeout=0",
	  JSON,
	  "a",
	  503,
	  "no time",
	  .retry = true },
};

static struct slice slice_of(const char *text)
{
	return text ? (struct slice){ text, strlen(text) } : (struct slice){ NULL, 0 };
}

/* A desk with an invented configuration of one rule. */
struct world {
	struct shared shared;
	struct config config;
	struct snapshot now;
	struct desk desk;
};

static void world_init(struct world *w)
{
	struct err err = { 0 };

	clock_freeze(NOW_US, 1700000000);
	log_setup(LOG_ERROR, LOG_TEXT);
	memset(w, 0, sizeof(*w));
	w->shared.handle = fake;
	w->shared.max_body = 1000;
	w->shared.metrics = metrics_new(1, &err);
	ck_assert(w->shared.metrics != NULL);
	w->config = (struct config){ .rules = &rule, .rule_count = 1 };
	w->now.config = &w->config;
	w->now.counters = metrics_rules(w->shared.metrics, test_arena(), &w->config, &err);
	desk_init(&w->desk, &w->shared, metrics_meter(w->shared.metrics, 0));
	w->desk.now = &w->now;
	w->desk.arena = arena_new(REVIEW_ARENA_MAX, &err);
}

static void world_fini(struct world *w)
{
	desk_fini(&w->desk);
	metrics_free(w->shared.metrics);
}

static void ask(struct world *w, int row, struct plan *plan, struct response *out)
{
	struct http_request request = {
		.method = slice_of(cases[row].method),
		.target = slice_of(cases[row].target),
		.content_type = slice_of(cases[row].type),
		.length = cases[row].length ? cases[row].length : strlen(cases[row].body),
		.has_length = !cases[row].no_length,
		.plain = cases[row].plain,
		.arrived_us = NOW_US - cases[row].age_us,
	};

	w->shared.phase = cases[row].phase ? cases[row].phase : PHASE_SERVING;
	if (strcmp(cases[row].name, "not ready yet") == 0)
		w->shared.phase = PHASE_STARTING;
	routes_plan(&w->shared, &request, plan);
	routes_answer(&w->desk, plan, cases[row].body, strlen(cases[row].body), out);
}

START_TEST(each_case)
{
	struct response out;
	struct world w;
	struct plan plan;

	world_init(&w);
	if (cases[_i].late_us)
		meter_due(metrics_meter(w.shared.metrics, 0), clock_mono_us() - cases[_i].late_us);
	ask(&w, _i, &plan, &out);
	ck_assert_msg(out.status == cases[_i].status, "%s: got %d %s", cases[_i].name, out.status,
		      out.body);
	ck_assert_msg(strstr(out.body, cases[_i].says), "%s: got %s", cases[_i].name, out.body);
	ck_assert_msg(strlen(out.body) == out.len, "%s: %zu bytes", cases[_i].name, out.len);
	ck_assert_msg(same(out.allow, cases[_i].allow), "%s: Allow: %s", cases[_i].name, out.allow);
	ck_assert_msg(plan.close == cases[_i].close, "%s: close is %d", cases[_i].name, plan.close);
	if (plan.route && plan.wants_body)
		ck_assert_msg(out.retry == cases[_i].retry, "%s: retry is %d", cases[_i].name,
			      out.retry);
	world_fini(&w);
}
END_TEST

static const struct {
	const char *text;
	int64_t us; /* -1: refused */
} durations[] = {
	{ "10s", 10000000 },
	{ "1m30s", 90000000 },
	{ "500ms", 500000 },
	{ "1.5h", 5400000000 },
	{ "0", 0 },
	{ "0s", 0 },
	{ "7us", 7 },
	{ "7\xc2\xb5s", 7 },
	{ "1ns", 0 },
	{ ".5s", 500000 },
	{ "1.s", 1000000 },
	{ "2h45m", 9900000000 },
	{ "1.0000000001s", 1000000 },
	{ "", -1 },
	{ "10", -1 },
	{ "s", -1 },
	{ ".s", -1 },
	{ "-1s", -1 },
	{ "+1s", -1 },
	{ "1 s", -1 },
	{ "1s ", -1 },
	{ "1d", -1 },
	{ "1e3s", -1 },
	{ "99999999999999999999s", -1 },
	{ "9999999h", -1 },
	{ "0.9h", 3240000000 },
	{ "87600h", 315360000000000 },
	{ "87601h", -1 },
};

START_TEST(each_duration)
{
	int64_t us = -1;
	bool ok = duration_parse(durations[_i].text, strlen(durations[_i].text), &us);

	ck_assert_msg(ok == (durations[_i].us >= 0) && us == durations[_i].us, "%s: got %d, %lld",
		      durations[_i].text, ok, (long long)us);
}
END_TEST

int main(void)
{
	return run_tables("routes", (const struct table[]){
					    { "requests", each_case, ARRAY_LEN(cases) },
					    { "durations", each_duration, ARRAY_LEN(durations) },
					    { 0 },
				    });
}
