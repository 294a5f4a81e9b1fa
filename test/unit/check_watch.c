/* SPDX-License-Identifier: Apache-2.0 */
/* check_watch.c - which thread counts as late, by a clock that the test moves. */
#include "server/watch.h"

#include <string.h>

#include "base/log.h"
#include "base/units.h"
#include "support.h"

#define BEGIN_US SECONDS_US(1000)

static const struct {
	const char *name;
	int64_t due_us; /* what the thread is at may take so long; -1: it waits */
	int64_t now_us; /* since it began */
	bool late;
} cases[] = {
	{ "it waits for events, for days", -1, SECONDS_US(200000), false },
	{ "something that takes no time, just begun", 0, 0, false },
	{ "not long enough to be late", 0, METER_LATE_US - 1, false },
	{ "late", 0, METER_LATE_US, true },
	{ "a review of 30 s, at its end", SECONDS_US(30), SECONDS_US(30), false },
	{ "a review of 30 s, a little over", SECONDS_US(30), SECONDS_US(34), false },
	{ "a review that does not end", SECONDS_US(30), SECONDS_US(35), true },
	{ "a review of 1 s that does not end", SECONDS_US(1), SECONDS_US(6), true },
};

START_TEST(each_case)
{
	struct err err = { 0 };
	struct metrics *metrics = metrics_new(3, &err);
	struct meter *meter = metrics_meter(metrics, 1);
	int64_t now_us = BEGIN_US + cases[_i].now_us;

	if (cases[_i].due_us >= 0) {
		meter_busy(meter, BEGIN_US);
		meter_due(meter, BEGIN_US + cases[_i].due_us);
	}
	ck_assert_msg((meter_late(meter, now_us) > 0) == cases[_i].late, "%s", cases[_i].name);
	ck_assert_msg((metrics_late(metrics, now_us) > 0) == cases[_i].late, "%s", cases[_i].name);
	meter_rest(meter);
	ck_assert_int_eq(metrics_late(metrics, now_us), 0);
	metrics_free(metrics);
}
END_TEST

static bool counted(struct metrics *metrics, const char *line)
{
	struct buf out;
	bool found;

	buf_init(&out, METRICS_TEXT_MAX);
	metrics_write(metrics, &out);
	found = strstr(buf_str(&out), line) != NULL;
	buf_fini(&out);
	return found;
}

/* An incident is counted once, however often one looks, and each thread's by itself. */
START_TEST(incidents)
{
	struct err err = { 0 };
	struct metrics *metrics = metrics_new(4, &err);
	struct watch watch = { .metrics = metrics, .workers = 2 };
	int64_t now_us = BEGIN_US;

	log_setup(LOG_ERROR, LOG_TEXT);
	ck_assert_uint_eq(watch_look(&watch, now_us), 0);
	meter_busy(metrics_meter(metrics, 0), now_us);
	for (int i = 0; i < 3; i++)
		ck_assert_uint_eq(watch_look(&watch, now_us += METER_LATE_US), 1);
	ck_assert(counted(metrics, "\nkubevet_worker_stalls_total 1\n"));
	meter_busy(metrics_meter(metrics, 3), now_us);
	ck_assert_uint_eq(watch_look(&watch, now_us += METER_LATE_US), 2);
	ck_assert(counted(metrics, "\nkubevet_worker_stalls_total 2\n"));
	meter_rest(metrics_meter(metrics, 0));
	ck_assert_uint_eq(watch_look(&watch, now_us), 1);
	meter_rest(metrics_meter(metrics, 3));
	ck_assert_uint_eq(watch_look(&watch, now_us), 0);
	meter_busy(metrics_meter(metrics, 0), now_us);
	ck_assert_uint_eq(watch_look(&watch, now_us + METER_LATE_US), 1);
	ck_assert(counted(metrics, "\nkubevet_worker_stalls_total 3\n"));
	metrics_free(metrics);
}
END_TEST

int main(void)
{
	return run_tables("watch", (const struct table[]){
					   { "cases", each_case, ARRAY_LEN(cases) },
					   { "incidents", incidents, 1 },
					   { 0 },
				   });
}
