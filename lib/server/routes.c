/* SPDX-License-Identifier: Apache-2.0 */
/* routes.c - which requests there are, and what each is answered.
 *
 * What is refused gets a short text, since the API server shows up to 2 KB of it to the user.
 * Statuses that the client should repeat carry Retry-After: the API server repeats a POST on those
 * and on nothing else.
 */
#include "server/routes.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/budget.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/units.h"

#define TIMEOUT_DEFAULT_US SECONDS_US(10)
#define TIMEOUT_MAX_US	   SECONDS_US(30)
/* The answer has to be there before the API server gives up. */
#define TIMEOUT_MARGIN_US ((int64_t)200 * 1000)

#define TEXT_PLAIN "text/plain; charset=utf-8"

struct http_route {
	const char *path;
	bool post, on_plain_port;
	void (*answer)(struct desk *desk, const struct plan *plan, const char *body, size_t len,
		       struct response *out);
};

void desk_init(struct desk *desk, struct shared *shared, struct meter *meter)
{
	*desk = (struct desk){ .shared = shared, .meter = meter };
	buf_init(&desk->reply, REPLY_BYTES_MAX);
	buf_init(&desk->page, METRICS_TEXT_MAX);
}

void desk_fini(struct desk *desk)
{
	buf_fini(&desk->reply);
	buf_fini(&desk->page);
	arena_free(desk->arena);
	desk->arena = NULL;
}

static void page(struct desk *desk, struct response *out, int status, const char *type)
{
	struct err err = { 0 };

	if (buf_ok(&desk->page, &err) < 0) {
		buf_clear(&desk->page);
		meter_add(&desk->meter->errors[CAUSE_MEMORY], 1);
		status = 500;
	}
	*out = (struct response){
		.status = status, .type = type, .body = buf_str(&desk->page), .len = desk->page.len
	};
}

static const char *reason_of(int status)
{
	switch (status) {
	case 400:
		return "BadRequest";
	case 404:
		return "NotFound";
	case 405:
		return "MethodNotAllowed";
	case 413:
		return "RequestEntityTooLarge";
	case 415:
		return "UnsupportedMediaType";
	case 500:
		return "InternalError";
	case 503:
		return "ServiceUnavailable";
	default:
		return "";
	}
}

size_t status_print(char text[STATUS_TEXT_MAX], int status, const char *why)
{
	char message[STATUS_TEXT_MAX - 256];
	size_t len = 0;

	for (; *why && len + 2 < sizeof(message); why++) {
		if (*why == '"' || *why == '\\')
			message[len++] = '\\';
		if ((unsigned char)*why >= 0x20)
			message[len++] = *why;
	}
	message[len] = '\0';
	len = (size_t)snprintf(text, STATUS_TEXT_MAX,
			       "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},"
			       "\"status\":\"Failure\",\"message\":\"kubevet: %s\","
			       "\"reason\":\"%s\",\"code\":%d}\n",
			       message, reason_of(status), status);
	return len < STATUS_TEXT_MAX ? len : STATUS_TEXT_MAX - 1;
}

void routes_refuse(struct desk *desk, struct response *out, int status, enum error_cause cause,
		   const char *why)
{
	char text[STATUS_TEXT_MAX];

	meter_add(&desk->meter->errors[cause], 1);
	buf_clear(&desk->page);
	buf_add(&desk->page, text, status_print(text, status, why));
	*out = (struct response){ .status = status,
				  .type = "application/json",
				  .retry = status == 503,
				  .body = buf_str(&desk->page),
				  .len = desk->page.len };
}

/* Names of the rules that hit, as many as fit. */
static void rule_names(const struct judgement *j, char *text, size_t size)
{
	size_t len = 0;

	snprintf(text, size, "%s", j->pod_security_denies ? "PodSecurity" : "");
	len = strlen(text);
	for (const struct rule_hit *h = j->hits; h; h = h->next) {
		int n = snprintf(text + len, size - len, "%s%s", len ? "," : "", h->rule->name);

		if (n < 0 || (size_t)n >= size - len) {
			snprintf(text + (len < size - 4 ? len : size - 4), 4, "...");
			return;
		}
		len += (size_t)n;
	}
}

static void log_review(const struct admission_record *r, const char *error, int64_t us)
{
	static const char *const verdicts[] = { "allow", "warn", "deny", "error" };
	char rules[256];

	if (!log_enabled(LOG_INFO))
		return;
	rule_names(&r->judgement, rules, sizeof(rules));
	log_event(LOG_INFO, "review", LOG_S("uid", r->uid), LOG_S("kind", r->kind),
		  LOG_S("namespace", r->ns), LOG_S("name", r->name), LOG_S("user", r->username),
		  LOG_S("operation", r->operation),
		  LOG_S("subresource", r->subresource[0] ? r->subresource : NULL),
		  LOG_S("dry_run", r->dry_run ? "true" : NULL),
		  LOG_S("verdict", verdicts[r->judgement.verdict]),
		  LOG_S("rules", rules[0] ? rules : NULL), LOG_S("error", error), LOG_N("us", us));
}

static void handle_failed(struct desk *desk, const struct err *err, struct response *out)
{
	switch (err->code) {
	case ERR_INPUT:
		routes_refuse(desk, out, 400, CAUSE_INPUT, err->text);
		break;
	case ERR_LIMIT:
		routes_refuse(desk, out, 413, CAUSE_LIMIT, err->text);
		break;
	case ERR_TIME:
		routes_refuse(desk, out, 503, CAUSE_DEADLINE, err->text);
		break;
	case ERR_MEMORY:
		routes_refuse(desk, out, 500, CAUSE_MEMORY, err->text);
		break;
	default:
		routes_refuse(desk, out, 500, CAUSE_SYSTEM, err->text);
	}
}

static void answer_validate(struct desk *desk, const struct plan *plan, const char *body,
			    size_t len, struct response *out)
{
	struct admission_record record = { .uid = "",
					   .group = "",
					   .kind = "",
					   .ns = "",
					   .name = "",
					   .username = "",
					   .operation = "",
					   .subresource = "" };
	int64_t start = clock_mono_us(), us;
	struct err err = { 0 };
	bool answered;

	if (start >= plan->deadline_us) {
		routes_refuse(desk, out, 503, CAUSE_DEADLINE,
			      "no time was left to judge the request");
		return;
	}
	meter_body(desk->meter, len);
	buf_clear(&desk->reply);
	budget_until(plan->deadline_us);
	meter_due(desk->meter, plan->deadline_us);
	answered = desk->shared->handle(desk->now->engine, desk->now->facts, desk->arena, body, len,
					&desk->reply, &record, &err) == 0 &&
		   buf_ok(&desk->reply, &err) == 0;
	us = clock_mono_us() - start;
	if (answered) {
		*out = (struct response){ .status = 200,
					  .type = "application/json",
					  .body = buf_str(&desk->reply),
					  .len = desk->reply.len };
	} else {
		record.judgement =
			(struct judgement){ .verdict = VERDICT_ERROR, .known_kind = true };
		handle_failed(desk, &err, out);
	}
	metrics_review(desk->shared->metrics, desk->meter, &record, desk->now->config,
		       desk->now->counters, us);
	log_review(&record, answered ? NULL : err.text, us);
	if (answered && desk->shared->recorder)
		recorder_offer(desk->shared->recorder, &record, body, len, &desk->reply);
	arena_reset(desk->arena);
	meter_busy(desk->meter, clock_mono_us());
}

static void answer_healthz(struct desk *desk, const struct plan *plan, const char *body, size_t len,
			   struct response *out)
{
	int64_t late_us = metrics_late(desk->shared->metrics, clock_mono_us());

	(void)plan, (void)body, (void)len;
	if (late_us)
		buf_addf(&desk->page,
			 "a worker should have been back at its loop %" PRId64 " s ago\n",
			 (late_us + METER_LATE_US) / SECONDS_US(1));
	else
		buf_adds(&desk->page, "ok\n");
	page(desk, out, late_us ? 503 : 200, TEXT_PLAIN);
}

static void answer_readyz(struct desk *desk, const struct plan *plan, const char *body, size_t len,
			  struct response *out)
{
	static const char *const reasons[] = {
		[PHASE_STARTING] = "not ready: starting\n",
		[PHASE_SERVING] = "ok\n",
		[PHASE_LEAVING] = "not ready: shutting down\n",
		[PHASE_CLOSING] = "not ready: shutting down\n",
	};
	int phase = atomic_load_explicit(&desk->shared->phase, memory_order_relaxed);

	(void)plan, (void)body, (void)len;
	buf_adds(&desk->page, reasons[phase]);
	page(desk, out, phase == PHASE_SERVING ? 200 : 503, TEXT_PLAIN);
}

static void answer_metrics(struct desk *desk, const struct plan *plan, const char *body, size_t len,
			   struct response *out)
{
	(void)plan, (void)body, (void)len;
	metrics_write(desk->shared->metrics, &desk->page);
	page(desk, out, 200, "text/plain; version=0.0.4; charset=utf-8");
}

static void answer_version(struct desk *desk, const struct plan *plan, const char *body, size_t len,
			   struct response *out)
{
	(void)plan, (void)body, (void)len;
	buf_adds(&desk->page, "{\"name\":\"kubevetd\",\"version\":\"" KUBEVET_VERSION "\"}\n");
	page(desk, out, 200, "application/json");
}

static const struct http_route routes[] = {
	{ "/validate", true, false, answer_validate }, { "/healthz", false, true, answer_healthz },
	{ "/readyz", false, true, answer_readyz },     { "/metrics", false, true, answer_metrics },
	{ "/version", false, true, answer_version },
};

void plan_refuse(struct plan *plan, int status, enum error_cause cause, bool close, const char *fmt,
		 ...)
{
	va_list args;

	plan->route = NULL;
	plan->wants_body = false;
	plan->status = status;
	plan->cause = cause;
	plan->close = close;
	va_start(args, fmt);
	vsnprintf(plan->why, sizeof(plan->why), fmt, args);
	va_end(args);
}

static struct slice path_of(struct slice target)
{
	const char *query = target.len ? memchr(target.at, '?', target.len) : NULL;

	return query ? (struct slice){ target.at, (size_t)(query - target.at) } : target;
}

/* The value of "timeout" in the query, as the API server sends it; what is malformed counts as
 * absent. */
static int64_t timeout_of(struct slice target)
{
	const char *at = target.at + path_of(target).len, *end = target.at + target.len;
	static const char key[] = "timeout=";
	int64_t us = TIMEOUT_DEFAULT_US;

	while (at < end) {
		const char *field = at + 1; /* behind '?' or '&' */
		const char *next = memchr(field, '&', (size_t)(end - field));
		size_t len = (size_t)((next ? next : end) - field);

		if (len > sizeof(key) - 1 && memcmp(field, key, sizeof(key) - 1) == 0) {
			duration_parse(field + sizeof(key) - 1, len - (sizeof(key) - 1), &us);
			break;
		}
		at = field + len;
	}
	return us < TIMEOUT_MAX_US ? us : TIMEOUT_MAX_US;
}

static const struct http_route *find(const struct http_request *request)
{
	struct slice path = path_of(request->target);

	for (size_t i = 0; i < ARRAY_LEN(routes); i++)
		if (slice_is(path, routes[i].path) && (!request->plain || routes[i].on_plain_port))
			return &routes[i];
	return NULL;
}

static bool is_json(struct slice type)
{
	const char *parameters = type.len ? memchr(type.at, ';', type.len) : NULL;

	if (parameters)
		type.len = (size_t)(parameters - type.at);
	while (type.len && (type.at[type.len - 1] == ' ' || type.at[type.len - 1] == '\t'))
		type.len--;
	return slice_is_nocase(type, "application/json");
}

static bool method_fits(const struct http_route *route, struct slice method)
{
	return route->post ? slice_is(method, "POST")
			   : slice_is(method, "GET") || slice_is(method, "HEAD");
}

void routes_plan(const struct shared *shared, const struct http_request *request, struct plan *plan)
{
	const struct http_route *route = find(request);

	*plan = (struct plan){ .route = route };
	if (request->length > shared->max_body) {
		plan_refuse(plan, 413, CAUSE_TOO_LARGE, true,
			    "request body is larger than %zu bytes", shared->max_body);
	} else if (!route) {
		plan_refuse(plan, 404, CAUSE_PATH, false, "no such path; reviews go to /validate");
	} else if (!method_fits(route, request->method)) {
		plan_refuse(plan, 405, CAUSE_METHOD, false, "method not allowed");
		plan->allow = route->post ? "POST" : "GET, HEAD";
	} else if (route->post && !request->has_length) {
		plan_refuse(plan, 411, CAUSE_LENGTH, true, "Content-Length is required");
	} else if (route->post && !is_json(request->content_type)) {
		plan_refuse(plan, 415, CAUSE_TYPE, false, "Content-Type must be application/json");
	} else if (route->post) {
		plan->wants_body = true;
		plan->deadline_us =
			request->arrived_us + timeout_of(request->target) - TIMEOUT_MARGIN_US;
	}
}

void routes_answer(struct desk *desk, const struct plan *plan, const char *body, size_t len,
		   struct response *out)
{
	buf_clear(&desk->page);
	if (plan->route)
		plan->route->answer(desk, plan, body, len, out);
	else
		routes_refuse(desk, out, plan->status, plan->cause, plan->why);
	out->allow = plan->allow;
	meter_response(desk->meter, out->status);
}
