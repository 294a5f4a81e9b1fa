/* SPDX-License-Identifier: Apache-2.0 */
/* check_budget.c - policies that never end, or take too long, are errors and never allowed. */
#include <string.h>

#include "admission/handle.h"
#include "base/budget.h"
#include "base/clock.h"
#include "policy/wording.h"
#include "support.h"

#define STEPS	   INT64_C(1000000)
#define CONTAINERS 300 /* squared below STEPS, cubed above */

static void once(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params, (void)out;
	for_each_container (a, pod)
		(void)a;
}

static void squared(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_container (a, pod)
		once(pod, params, out);
}

static void cubed(const struct pod *pod, const struct params *params, struct findings *out)
{
	for_each_container (a, pod)
		squared(pod, params, out);
}

static void endless(const struct pod *pod, const struct params *params, struct findings *out)
{
	for (;;)
		once(pod, params, out);
}

static void endless_findings(const struct pod *pod, const struct params *params,
			     struct findings *out)
{
	(void)params;
	for (;;)
		finding(out, &pod->at, NULL, .value = "x");
}

static void endless_globs(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)pod, (void)params, (void)out;
	while (!glob_match("*aab", "aaaaaaaaaaaaaaaa"))
		;
}

static void endless_names(const struct pod *pod, const struct params *params, struct findings *out)
{
	struct names names = { 0 };

	(void)pod, (void)params, (void)out;
	while (!names_have(&names, "a"))
		names_sort(&names);
}

static void endless_labels(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params, (void)out;
	while (!map_get(&pod->meta->labels, "a"))
		;
}

#define FAKE(name)                                                                     \
	static const struct policy fake_##name = { .id = #name,                        \
						   .title = "It takes its time.",      \
						   .why = "To see whether that ends.", \
						   .remedy = "None.",                  \
						   .check_pod = name }
FAKE(once);
FAKE(squared);
FAKE(cubed);
FAKE(endless);
FAKE(endless_findings);
FAKE(endless_globs);
FAKE(endless_names);
FAKE(endless_labels);

static const struct policy *const table[] = {
	&fake_once,	     &fake_squared,	     &fake_cubed,
	&fake_endless,	     &fake_endless_findings, &fake_endless_globs,
	&fake_endless_names, &fake_endless_labels,   NULL
};

#define TOO_MANY "413 the request can't be judged: it takes more than 1000000 steps"
#define TOO_LATE "504 the request can't be judged: it was not done at the request's deadline"

/* Either is used up, or neither. The clock stands still: a deadline is over or far away. */
static const struct {
	const char *name, *rule, *mode;
	int64_t until_us;
	const char *want;
} cases[] = {
	{ "once", "once", "enforce", 0, "allowed" },
	{ "squared", "squared", "enforce", 0, "allowed" },
	{ "cubed", "cubed", "enforce", 0, TOO_MANY },
	{ "endless", "endless", "enforce", 0, TOO_MANY },
	{ "endless findings", "endless_findings", "enforce", 0, TOO_MANY },
	{ "endless globs", "endless_globs", "enforce", 0, TOO_MANY },
	{ "endless names", "endless_names", "enforce", 0, TOO_MANY },
	{ "endless labels", "endless_labels", "enforce", 0, TOO_MANY },
	{ "audit, once", "once", "audit", 0, "allowed" },
	{ "audit, endless", "endless", "audit", 0, "failed: 3 " },
	{ "in time", "squared", "enforce", 2000, "allowed" },
	{ "too late", "squared", "enforce", 1000, TOO_LATE },
	{ "endless, too late", "endless", "enforce", 1000, TOO_LATE },
	{ "audit, too late", "endless", "audit", 1000, "failed: 2 " },
};

static struct engine *engine_of(const char *rule, const char *mode)
{
	const struct config_fault *faults;
	struct err err = { 0 };
	const char *text = arena_printf(test_arena(),
					"apiVersion: kubevet.dev/v1\nkind: Config\nmode: %s\n"
					"podSecurity: {defaults: {}, exemptions: {}}\nrules: "
					"[{policy: %s}]\n",
					mode, rule);
	const struct config *config =
		config_parse(test_arena(), table, "fake", text, strlen(text), &faults);
	struct engine *engine;

	ck_assert_msg(config != NULL, "%s", faults ? faults->text : "no configuration");
	engine = engine_new(table, config, &err);
	ck_assert_msg(engine != NULL, "%s", err.text);
	engine_steps(engine, STEPS);
	return engine;
}

static void write_body(struct buf *body)
{
	buf_adds(body, "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
		       "\"request\":{\"uid\":\"u\",\"operation\":\"CREATE\",\"namespace\":\"n\","
		       "\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},"
		       "\"resource\":{\"group\":\"\",\"version\":\"v1\",\"resource\":\"pods\"},"
		       "\"userInfo\":{},\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\","
		       "\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[");
	for (int i = 0; i < CONTAINERS; i++)
		buf_addf(body, "%s{\"name\":\"c%d\"}", i ? "," : "", i);
	buf_adds(body, "]}}}}");
}

static const char *answer_of(const struct engine *engine)
{
	SCOPED(scoped_buf) struct buf body, reply;
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct admission_record record;
	struct err err = { 0 };
	const cJSON *answer, *response;

	buf_init(&body, REVIEW_BYTES_MAX);
	buf_init(&reply, REPLY_BYTES_MAX);
	a = arena_new(REVIEW_ARENA_MAX, &err);
	ck_assert(a != NULL);
	write_body(&body);
	if (admission_handle(engine, NULL, a, body.data, body.len, &reply, &record, &err) < 0)
		return arena_printf(test_arena(), "failed: %d %s", (int)err.code, err.text);
	answer = json_parse(test_arena(), reply.data, reply.len, NULL, &err);
	ck_assert_msg(answer != NULL, "%s", err.text);
	response = json_get(answer, "response");
	if (cJSON_IsTrue(json_get(response, "allowed")))
		return "allowed";
	return arena_printf(test_arena(), "%d %s",
			    (int)json_get(json_get(response, "status"), "code")->valuedouble,
			    json_string(json_get(json_get(response, "status"), "message")));
}

START_TEST(each_case)
{
	struct engine *engine = engine_of(cases[_i].rule, cases[_i].mode);
	const char *got;

	clock_freeze(1000, 1000);
	budget_until(cases[_i].until_us);
	got = answer_of(engine);
	ck_assert_msg(strncmp(got, cases[_i].want, strlen(cases[_i].want)) == 0,
		      "%s: got %s, want %s", cases[_i].name, got, cases[_i].want);
	ck_assert_msg(budget_used() <= STEPS + 1000, "%s: %lld steps", cases[_i].name,
		      (long long)budget_used());
	budget_until(0);
	engine_free(engine);
	engine = engine_of("once", "enforce");
	ck_assert_str_eq(answer_of(engine), "allowed");
	engine_free(engine);
}
END_TEST

/* Without a budget a step ends nothing. */
START_TEST(no_budget)
{
	for (int i = 0; i < 1000000; i++)
		ck_assert(budget_step());
	ck_assert(budget_steps(SIZE_MAX));
	ck_assert(budget_step());
}
END_TEST

int main(void)
{
	return run_tables("budget",
			  (const struct table[]){ { "cases", each_case, ARRAY_LEN(cases) },
						  { "no budget", no_budget, 1 },
						  { 0 } });
}
