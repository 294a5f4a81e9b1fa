/* SPDX-License-Identifier: Apache-2.0 */
/* worker.c - the loop of one worker. */
#include "server/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/units.h"

#define STACK_BYTES ((size_t)1024 * 1024)
#define TICK_MS	    250
#define EVENTS	    64

/* While closing, a connection this long idle is taken for unused. */
#define RETIRE_US SECONDS_US(2)

enum { POKE = -1, STOP = -2, SHED = -3 };

/* What goes through the pipe; small enough that a write is whole or not at all. */
struct message {
	int fd; /* or POKE, STOP, SHED */
	enum crowd crowd;
	struct peer *peer;
};

struct worker {
	pthread_t thread;
	const struct worker_setup *setup;
	int inbox[2];
	_Atomic int load;
	bool stopping;
	int64_t tick_us, next_tick_us;
	struct desk desk;
	struct station station;
	struct log_batch log;
};

static void accept_given(struct worker *w, const struct message *m)
{
	const struct peer *peer = m->crowd == CROWD_ADDRESS ? m->peer : NULL;
	bool over = m->crowd != CROWD_NONE && !station_evict(&w->station, peer);

	if (over)
		meter_add(&w->desk.meter->rejected_connections, 1);
	if (tunnel_open(&w->station, m->fd, m->peer, over))
		meter_move(&w->desk.meter->open, 1);
	else
		atomic_fetch_sub(&w->load, 1);
}

static void read_inbox(struct worker *w)
{
	struct message m;

	while (read(w->inbox[0], &m, sizeof(m)) == (ssize_t)sizeof(m)) {
		if (m.fd == STOP)
			w->stopping = true;
		else if (m.fd == SHED)
			(void)station_evict(&w->station, NULL);
		else if (m.fd >= 0)
			accept_given(w, &m);
	}
}

static void tick(struct worker *w)
{
	int64_t away_us;

	if (w->station.now_us < w->next_tick_us)
		return;
	away_us = w->station.now_us - w->tick_us - 2 * (int64_t)TICK_MS * 1000;
	if (away_us > 0)
		station_excuse(&w->station, away_us);
	w->tick_us = w->station.now_us;
	w->next_tick_us = w->station.now_us + (int64_t)TICK_MS * 1000;
	for (struct tunnel *t = w->station.first; t; t = t->next)
		tunnel_tick(t);
	station_renew(&w->station);
	station_relieve(&w->station);
	if (atomic_load_explicit(&w->setup->shared->phase, memory_order_relaxed) == PHASE_CLOSING)
		station_retire(&w->station, RETIRE_US);
}

static void reap(struct worker *w)
{
	int count = (int)station_reap(&w->station);

	if (!count)
		return;
	meter_move(&w->desk.meter->open, -count);
	atomic_fetch_sub(&w->load, count);
}

/* Lines that are held leave before the worker sleeps, but not while there is work: a busy worker
 * writes a batch at a time. */
static int next_events(struct worker *w, struct epoll_event events[EVENTS])
{
	int wait_ms = w->station.again ? 0 : w->station.first ? TICK_MS : -1;
	int count = epoll_wait(w->station.epoll, events, EVENTS, 0);

	if (count != 0 || wait_ms == 0)
		return count;
	log_flush();
	return epoll_wait(w->station.epoll, events, EVENTS, wait_ms);
}

static void turn(struct worker *w)
{
	struct epoll_event events[EVENTS];
	int count;

	meter_rest(w->desk.meter);
	count = next_events(w, events);
	w->station.now_us = clock_mono_us();
	meter_busy(w->desk.meter, w->station.now_us);
	live_refresh(w->setup->live, &w->desk.now);
	for (int i = 0; i < count; i++) {
		if (events[i].data.ptr == w)
			read_inbox(w);
		else
			tunnel_event(events[i].data.ptr, events[i].events);
	}
	station_again(&w->station);
	tick(w);
	reap(w);
}

static void *run(void *arg)
{
	struct worker *w = arg;

	log_hold(&w->log);
	while (!w->stopping)
		turn(w);
	station_close(&w->station);
	station_again(&w->station);
	reap(w);
	live_release(w->setup->live, &w->desk.now);
	meter_rest(w->desk.meter);
	log_release();
	return NULL;
}

static void worker_free(struct worker *w)
{
	http_free(w->station.http);
	desk_fini(&w->desk);
	if (w->station.epoll >= 0)
		close(w->station.epoll);
	if (w->inbox[0] >= 0) {
		close(w->inbox[0]);
		close(w->inbox[1]);
	}
	mem_free(w);
}

static int set_up(struct worker *w, struct err *err)
{
	struct http *http;
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = w };

	w->desk.arena = arena_new(REVIEW_ARENA_MAX, err);
	if (!w->desk.arena)
		return -1;
	http = http_new(&w->desk, w->setup->budget, w->setup->max_connections, err);
	if (!http)
		return -1;
	station_serve(&w->station, http);
	w->station.epoll = epoll_create1(EPOLL_CLOEXEC);
	if (w->station.epoll < 0 || pipe2(w->inbox, O_NONBLOCK | O_CLOEXEC) < 0 ||
	    epoll_ctl(w->station.epoll, EPOLL_CTL_ADD, w->inbox[0], &event) < 0)
		return err_set(err, ERR_SYSTEM, "can't set up a worker: %s", strerror(errno));
	return 0;
}

static int start_thread(struct worker *w, struct err *err)
{
	pthread_attr_t attr;
	int failed;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	failed = pthread_create(&w->thread, &attr, run, w);
	pthread_attr_destroy(&attr);
	if (failed)
		return err_set(err, ERR_SYSTEM, "can't start a worker: %s", strerror(failed));
	return 0;
}

struct worker *worker_start(const struct worker_setup *setup, struct meter *meter, struct err *err)
{
	struct worker *w = mem_alloc(sizeof(*w));

	if (!w) {
		err_memory(err);
		return NULL;
	}
	memset(w, 0, sizeof(*w));
	w->setup = setup;
	w->inbox[0] = w->inbox[1] = -1;
	desk_init(&w->desk, setup->shared, meter);
	w->station.desk = &w->desk;
	w->station.deadlines = &setup->deadlines;
	w->station.epoll = -1;
	if (set_up(w, err) < 0 || start_thread(w, err) < 0) {
		worker_free(w);
		return NULL;
	}
	return w;
}

static bool tell(struct worker *w, struct message m)
{
	return write(w->inbox[1], &m, sizeof(m)) == (ssize_t)sizeof(m);
}

void worker_stop(struct worker *w)
{
	if (!w)
		return;
	while (!tell(w, (struct message){ .fd = STOP }) && errno == EAGAIN)
		usleep(1000);
	pthread_join(w->thread, NULL);
	worker_free(w);
}

bool worker_give(struct worker *w, int fd, struct peer *peer, enum crowd crowd)
{
	atomic_fetch_add(&w->load, 1);
	if (tell(w, (struct message){ .fd = fd, .peer = peer, .crowd = crowd }))
		return true;
	atomic_fetch_sub(&w->load, 1);
	return false;
}

int worker_load(const struct worker *w)
{
	return atomic_load_explicit(&w->load, memory_order_relaxed);
}

void worker_shed(struct worker *w)
{
	(void)!tell(w, (struct message){ .fd = SHED });
}

void worker_poke(struct worker *w)
{
	/* A full pipe wakes it just as well. */
	(void)!tell(w, (struct message){ .fd = POKE });
}
