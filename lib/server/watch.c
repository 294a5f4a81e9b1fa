/* SPDX-License-Identifier: Apache-2.0 */
/* watch.c - who is late, and since when. */
#include "server/watch.h"

#include <stdio.h>

#include "base/log.h"

static const char *name_of(const struct watch *w, unsigned i, char text[32])
{
	if (i < w->workers)
		snprintf(text, 32, "worker-%u", i);
	else
		snprintf(text, 32, i == w->workers ? "plain" : "acceptor");
	return text;
}

unsigned watch_look(struct watch *w, int64_t now_us)
{
	unsigned count = metrics_meters(w->metrics), late_now = 0;

	for (unsigned i = 0; i < count && i < WATCH_THREADS_MAX; i++) {
		int64_t late_us = meter_late(metrics_meter(w->metrics, i), now_us);
		char name[32];

		if (late_us && !w->late_since_us[i]) {
			w->late_since_us[i] = now_us - late_us - METER_LATE_US;
			metrics_stall(w->metrics);
			log_event(LOG_ERROR, "a thread does not come back",
				  LOG_S("thread", name_of(w, i, name)),
				  LOG_N("ms", (now_us - w->late_since_us[i]) / 1000));
		} else if (!late_us && w->late_since_us[i]) {
			log_event(LOG_WARN, "a thread came back",
				  LOG_S("thread", name_of(w, i, name)),
				  LOG_N("ms", (now_us - w->late_since_us[i]) / 1000));
			w->late_since_us[i] = 0;
		}
		late_now += late_us != 0;
	}
	return late_now;
}
