/* SPDX-License-Identifier: Apache-2.0 */
/* check_tunnel.c - who is cut, who is closed for others and who is not, by a clock that the test
 * moves: clients of OpenSSL's and one station, in one thread. */
#include <openssl/err.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/units.h"
#include "server/tunnel.h"
#include "support.h"
#include "x509.h"

#define BEGIN_US     SECONDS_US(1000)
#define TICK_US	     ((int64_t)250 * 1000)
#define BODY_MAX     ((size_t)1024 * 1024)
#define ANSWER_BYTES ((size_t)200 * 1024)
#define EVENTS	     16
/* What a client's end of the line holds. */
#define LINE_BYTES 4096

struct world {
	struct shared shared;
	struct budget budget;
	struct snapshot snapshot;
	struct desk desk;
	struct station station;
	struct config config;
	int64_t now_us;
	SSL_CTX *client;
};

struct caller {
	SSL *ssl;
	int fd;
	struct tunnel *tunnel;
	struct buf heard;
	bool over; /* the server said goodbye, or went */
};

static const struct deadlines deadlines = { SECONDS_US(10), SECONDS_US(10), SECONDS_US(30),
					    SECONDS_US(30), SECONDS_US(120) };

/* A body that begins with L gets a large answer. */
static int fake(const struct engine *engine, const struct namespaces *facts, struct arena *a,
		const char *body, size_t len, struct buf *reply, struct admission_record *record,
		struct err *err)
{
	(void)engine, (void)facts, (void)a, (void)err;
	record->judgement.known_kind = true;
	for (size_t i = 0; len && body[0] == 'L' && i < ANSWER_BYTES / 16; i++)
		buf_adds(reply, "0123456789abcde\n");
	buf_adds(reply, "end");
	return 0;
}

static const char *pem_file(const char *what, char path[64])
{
	SCOPED(scoped_buf) struct buf pem;
	int fd = memfd_create("pem", MFD_CLOEXEC);

	buf_init(&pem, 1 << 20);
	x509_make(&pem, what);
	ck_assert(fd >= 0 && write(fd, buf_str(&pem), pem.len) == (ssize_t)pem.len);
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return path;
}

static void set_now(struct world *w, int64_t now_us)
{
	w->now_us = w->station.now_us = now_us;
	clock_freeze(now_us, 1800000000);
}

static void world_init(struct world *w, int64_t replies_max)
{
	char cert[64], key[64];
	struct tls_options options = { .cert = pem_file("cert:ec,san=DNS:a", cert),
				       .key = pem_file("key:ec", key) };
	struct err err = { 0 };
	struct tls tls;

	signal(SIGPIPE, SIG_IGN);
	log_setup(LOG_ERROR, LOG_TEXT);
	memset(w, 0, sizeof(*w));
	ck_assert_msg(tls_init(&tls, &options, &err) == 0, "%s", err.text);
	w->client = SSL_CTX_new(TLS_client_method());
	w->snapshot.tls = tls.ctx;
	w->shared.handle = fake;
	w->shared.max_body = BODY_MAX;
	w->shared.phase = PHASE_SERVING;
	w->shared.metrics = metrics_new(1, &err);
	w->snapshot.config = &w->config;
	w->snapshot.counters = metrics_rules(w->shared.metrics, test_arena(), &w->config, &err);
	w->budget = (struct budget){ .max = 4 * (int64_t)BODY_MAX, .replies_max = replies_max };
	desk_init(&w->desk, &w->shared, metrics_meter(w->shared.metrics, 0));
	w->desk.now = &w->snapshot;
	w->desk.arena = arena_new(REVIEW_ARENA_MAX, &err);
	w->station.desk = &w->desk;
	w->station.deadlines = &deadlines;
	w->station.epoll = epoll_create1(EPOLL_CLOEXEC);
	station_serve(&w->station, http_new(&w->desk, &w->budget, 16, &err));
	set_now(w, BEGIN_US);
}

/* As a worker does it, until there is nothing to be done. */
static void serve(struct world *w)
{
	struct epoll_event events[EVENTS];
	int count;

	do {
		count = epoll_wait(w->station.epoll, events, EVENTS, 0);
		for (int i = 0; i < count; i++)
			tunnel_event(events[i].data.ptr, events[i].events);
		station_again(&w->station);
		(void)station_reap(&w->station);
	} while (count > 0 || w->station.again);
}

static void tick(struct world *w)
{
	for (struct tunnel *t = w->station.first; t; t = t->next)
		tunnel_tick(t);
	station_relieve(&w->station);
	serve(w);
}

static void pass(struct world *w, int64_t us)
{
	for (int64_t end_us = w->now_us + us; w->now_us < end_us;) {
		set_now(w, w->now_us + TICK_US);
		tick(w);
	}
}

/* A connection; without @hello it says nothing. */
static void call(struct world *w, struct caller *c, bool hello, bool over_limit)
{
	int pair[2], hold = LINE_BYTES;

	*c = (struct caller){ .ssl = SSL_new(w->client) };
	buf_init(&c->heard, 1 << 20);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &hold, sizeof(hold));
	c->fd = pair[0];
	SSL_set_fd(c->ssl, c->fd);
	ck_assert(tunnel_open(&w->station, pair[1], NULL, over_limit));
	c->tunnel = w->station.first;
	for (int i = 0; hello && i < 4 && SSL_connect(c->ssl) != 1; i++)
		serve(w);
	ck_assert_int_eq(hello, SSL_is_init_finished(c->ssl));
	serve(w);
}

static void say(struct world *w, struct caller *c, const char *bytes, size_t len)
{
	size_t done = 0;

	for (int tries = 0; done < len && tries < 10000; tries++) {
		size_t piece = len - done < 16384 ? len - done : 16384;
		int n;

		ERR_clear_error();
		n = SSL_write(c->ssl, bytes + done, (int)piece);
		done += n > 0 ? (size_t)n : 0;
		serve(w);
	}
	ck_assert_uint_eq(done, len);
}

/* At most @most bytes of what was answered, and then as much as there is in one record. */
static void hear(struct world *w, struct caller *c, size_t most)
{
	char piece[4096];
	size_t got = 0;

	for (int dry = 0; got < most && dry < 3 && !c->over;) {
		int n;

		serve(w);
		ERR_clear_error();
		n = SSL_read(c->ssl, piece, sizeof(piece));
		if (n > 0) {
			buf_add(&c->heard, piece, (size_t)n);
			got += (size_t)n;
			dry = 0;
		} else {
			c->over = SSL_get_error(c->ssl, n) != SSL_ERROR_WANT_READ;
			dry++;
		}
	}
	serve(w);
}

static void hang_up(struct world *w, struct caller *c)
{
	SSL_free(c->ssl);
	close(c->fd);
	buf_fini(&c->heard);
	serve(w);
}

static void world_fini(struct world *w)
{
	pass(w, SECONDS_US(130));
	ck_assert(!w->station.first);
	ck_assert_int_eq(w->budget.used, 0);
	ck_assert_int_eq(w->budget.replies, 0);
	ck_assert_int_eq(w->desk.meter->in_flight, 0);
	http_free(w->station.http);
	close(w->station.epoll);
	desk_fini(&w->desk);
	metrics_free(w->shared.metrics);
	SSL_CTX_free(w->client);
	SSL_CTX_free(w->snapshot.tls);
	clock_freeze(-1, -1);
}

/* A request whose body begins with @first, and @sent bytes of it. */
static void ask(struct world *w, struct caller *c, char first, size_t length, size_t sent)
{
	static char text[BODY_MAX + 1000];
	int len = snprintf(text, sizeof(text),
			   "POST /validate?timeout=10s HTTP/1.1\r\nHost: a\r\nContent-Type: "
			   "application/json\r\nContent-Length: %zu\r\n\r\n",
			   length);

	memset(text + len, 'x', sent);
	text[len] = first;
	say(w, c, text, (size_t)len + sent);
}

static uint64_t cut_by(const struct world *w, enum error_cause cause)
{
	return atomic_load(&w->desk.meter->errors[cause]);
}

static bool is_open(const struct world *w, const struct caller *c)
{
	for (const struct tunnel *t = w->station.first; t; t = t->next)
		if (t == c->tunnel)
			return t->stage != STAGE_LINGER;
	return false;
}

static const struct {
	const char *name;
	size_t each; /* bytes that the reader takes in half a second */
	bool whole;  /* it gets all of its answer */
} readers[] = {
	{ "reads nothing", 0, false },
	{ "a byte at a time", 1, false },
	{ "not quite fast enough", 4096, false },
	{ "slow, but fast enough", (size_t)16 * 1024, true },
	{ "at once", ANSWER_BYTES * 2, true },
};

START_TEST(each_reader)
{
	struct caller c, other;
	struct world w;

	world_init(&w, (int64_t)1 << 20);
	call(&w, &c, true, false);
	call(&w, &other, true, false);
	ask(&w, &c, 'L', 100, 100);
	ck_assert_int_gt(w.budget.replies, 0);
	/* It waits outside of the engine. */
	ck_assert(c.tunnel->exchange == NULL);
	for (int i = 0; i < 40 && !c.over; i++) {
		if (readers[_i].each)
			hear(&w, &c, readers[_i].each);
		pass(&w, 2 * TICK_US);
		ask(&w, &other, 's', 100, 100);
		hear(&w, &other, 1000);
	}
	ck_assert_msg((c.heard.len > ANSWER_BYTES) == readers[_i].whole, "%s: %zu bytes",
		      readers[_i].name, c.heard.len);
	ck_assert_msg(is_open(&w, &c) == readers[_i].whole, "%s", readers[_i].name);
	ck_assert_uint_eq(cut_by(&w, CAUSE_SLOW_READER), readers[_i].whole ? 0 : 1);
	ck_assert_int_eq(w.budget.replies, 0);
	ck_assert(is_open(&w, &other));
	hang_up(&w, &c);
	hang_up(&w, &other);
	world_fini(&w);
}
END_TEST

/* Two unread answers fill the budget: who asks then is told to come back; the one that has taken
 * nothing for a second gives way. A small answer waits for nobody. */
START_TEST(unread_answers_give_way)
{
	struct caller c[2], other;
	struct world w;

	world_init(&w, (int64_t)ANSWER_BYTES * 2 + 1000);
	call(&w, &other, true, false);
	for (int i = 0; i < 2; i++) {
		call(&w, &c[i], true, false);
		ask(&w, &c[i], 'L', 100, 100);
		pass(&w, TICK_US);
	}
	ask(&w, &other, 'L', 100, 100);
	hear(&w, &other, 4096);
	ck_assert_msg(strstr(buf_str(&other.heard), "HTTP/1.1 503") &&
			      strstr(buf_str(&other.heard), "Retry-After: 1"),
		      "%s", buf_str(&other.heard));
	buf_clear(&other.heard);
	ask(&w, &other, 's', 100, 100);
	hear(&w, &other, 4096);
	ck_assert(strstr(buf_str(&other.heard), "HTTP/1.1 200"));
	pass(&w, SECONDS_US(1) - TICK_US);
	buf_clear(&other.heard);
	ask(&w, &other, 'L', 100, 100);
	hear(&w, &other, 2 * ANSWER_BYTES);
	ck_assert(strstr(buf_str(&other.heard), "HTTP/1.1 200"));
	ck_assert_uint_gt(other.heard.len, ANSWER_BYTES);
	ck_assert(!is_open(&w, &c[0]) && is_open(&w, &c[1]));
	ck_assert_uint_eq(cut_by(&w, CAUSE_CUT_FOR_OTHERS), 1);
	for (int i = 0; i < 2; i++)
		hang_up(&w, &c[i]);
	hang_up(&w, &other);
	world_fini(&w);
}
END_TEST

/* Who is closed for others, in this order; who is answered never is. */
START_TEST(evictions)
{
	static const char *const names[] = { "said goodbye", "handshake",   "asked nothing",
					     "half a head",  "idle longer", "idle",
					     "half a body" };
	struct caller c[ARRAY_LEN(names)], reading;
	struct world w;

	world_init(&w, (int64_t)1 << 20);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		call(&w, &c[i], i != 1, false);
		pass(&w, TICK_US);
	}
	say(&w, &c[0], "\n", 1);
	say(&w, &c[3], "GET / HTTP/1.1\r\n", 16);
	for (size_t i = 4; i < 6; i++) {
		ask(&w, &c[i], 's', 10, 10);
		pass(&w, TICK_US);
	}
	ask(&w, &c[6], 's', 100, 50);
	call(&w, &reading, true, false);
	ask(&w, &reading, 'L', 100, 100);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		bool halted = i == 6;

		ck_assert_msg(!halted || !station_evict(&w.station, NULL), "%s, at once", names[i]);
		pass(&w, halted ? SECONDS_US(1) : 0);
		ck_assert_msg(station_evict(&w.station, NULL), "%s", names[i]);
		serve(&w);
		for (size_t k = 0; k < ARRAY_LEN(names); k++) {
			bool there = false;

			for (struct tunnel *t = w.station.first; t; t = t->next)
				there |= t == c[k].tunnel;
			ck_assert_msg(there == (k > i), "%s, after %s", names[k], names[i]);
		}
	}
	ck_assert(!station_evict(&w.station, NULL));
	ck_assert(is_open(&w, &reading));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		hang_up(&w, &c[i]);
	hang_up(&w, &reading);
	world_fini(&w);
}
END_TEST

START_TEST(one_too_many)
{
	struct caller c;
	struct world w;

	world_init(&w, (int64_t)1 << 20);
	call(&w, &c, true, true);
	ask(&w, &c, 's', 10, 10);
	hear(&w, &c, 4096);
	ck_assert(strstr(buf_str(&c.heard), "HTTP/1.1 503") &&
		  strstr(buf_str(&c.heard), "Retry-After: 1") &&
		  strstr(buf_str(&c.heard), "too many connections"));
	ck_assert(!is_open(&w, &c));
	hang_up(&w, &c);
	world_fini(&w);
}
END_TEST

static const struct {
	const char *name;
	size_t length, sent;
	bool excused; /* the worker was away */
	bool open;    /* after a minute without a byte */
} stalls[] = {
	{ "a large body", 200000, 100000, false, false },
	{ "a large body, the worker was away", 200000, 100000, true, true },
	{ "a small body", 2000, 1000, false, false },
	{ "a small body, the worker was away", 2000, 1000, true, true },
};

/* What a worker did not look at for a minute is not held against anyone. */
START_TEST(each_stall)
{
	int64_t away_us = SECONDS_US(60);
	struct caller c;
	struct world w;

	world_init(&w, (int64_t)1 << 20);
	call(&w, &c, true, false);
	ask(&w, &c, 's', stalls[_i].length, stalls[_i].sent);
	set_now(&w, w.now_us + away_us);
	if (stalls[_i].excused)
		station_excuse(&w.station, away_us);
	tick(&w);
	hear(&w, &c, 4096);
	ck_assert_msg(is_open(&w, &c) == stalls[_i].open, "%s", stalls[_i].name);
	ck_assert_msg(!strstr(buf_str(&c.heard), "HTTP/1.1 408") == stalls[_i].open, "%s",
		      stalls[_i].name);
	if (stalls[_i].open) {
		char rest[100000];

		memset(rest, 'x', sizeof(rest));
		say(&w, &c, rest, stalls[_i].length - stalls[_i].sent);
		hear(&w, &c, 4096);
		/* The API server has given up by then. */
		ck_assert(strstr(buf_str(&c.heard), "no time was left"));
	}
	hang_up(&w, &c);
	world_fini(&w);
}
END_TEST

/* Other workers' bodies fill all that is not reserved: a new one finds room all the same, and who
 * has been at it for long gives way for what it took. */
START_TEST(reserve)
{
	const int64_t others = 2 * (int64_t)BODY_MAX;
	static char rest[BODY_MAX];
	struct caller slow, newcomer, senior;
	struct world w;

	world_init(&w, (int64_t)1 << 20);
	w.budget.reserve = BODY_MAX;
	w.budget.used += others;
	call(&w, &slow, true, false);
	ask(&w, &slow, 's', BODY_MAX, BODY_MAX - 1);
	ck_assert_int_eq(w.budget.used, w.budget.max - w.budget.reserve);
	pass(&w, SECONDS_US(1) + 2 * TICK_US);
	ck_assert(is_open(&w, &slow));
	call(&w, &newcomer, true, false);
	ask(&w, &newcomer, 's', BODY_MAX / 2, BODY_MAX / 2 - 1);
	ck_assert(is_open(&w, &slow) && is_open(&w, &newcomer));
	ck_assert_int_gt(w.budget.used, w.budget.max - w.budget.reserve);
	pass(&w, TICK_US);
	ck_assert(!is_open(&w, &slow) && is_open(&w, &newcomer));
	ck_assert_uint_eq(cut_by(&w, CAUSE_CUT_FOR_OTHERS), 1);
	say(&w, &newcomer, "x", 1);
	hear(&w, &newcomer, 4096);
	ck_assert(strstr(buf_str(&newcomer.heard), "HTTP/1.1 200"));
	/* The reserve is not for one that has had its time. */
	call(&w, &senior, true, false);
	ask(&w, &senior, 's', BODY_MAX, 100000);
	w.budget.used += BODY_MAX / 2;
	pass(&w, SECONDS_US(1) + TICK_US);
	ck_assert(is_open(&w, &senior));
	say(&w, &senior, rest, BODY_MAX - 100000);
	hear(&w, &senior, 4096);
	ck_assert(strstr(buf_str(&senior.heard), "HTTP/1.1 503"));
	w.budget.used -= others + BODY_MAX / 2;
	hang_up(&w, &slow);
	hang_up(&w, &newcomer);
	hang_up(&w, &senior);
	world_fini(&w);
}
END_TEST

/* However fast a body comes, others have their turn after a few pieces of it. */
START_TEST(turns)
{
	static char text[BODY_MAX];
	size_t sent = 0;
	struct caller c;
	struct world w;
	int n;

	world_init(&w, (int64_t)1 << 20);
	call(&w, &c, true, false);
	ask(&w, &c, 's', BODY_MAX, 1);
	memset(text, 'x', sizeof(text));
	n = (int)BODY_MAX;
	setsockopt(c.fd, SOL_SOCKET, SO_SNDBUFFORCE, &n, sizeof(n));
	setsockopt(c.fd, SOL_SOCKET, SO_SNDBUF, &n, sizeof(n));
	while (sent + 16384 < BODY_MAX && (n = SSL_write(c.ssl, text, 16384)) > 0)
		sent += (size_t)n;
	ck_assert_uint_gt(sent, 5 * PUMP_IN_BYTES);
	tunnel_event(c.tunnel, EPOLLIN);
	ck_assert_uint_lt(c.tunnel->exchange->got, 1 + 4 * PUMP_IN_BYTES + 16384);
	serve(&w);
	ck_assert_uint_ge(c.tunnel->exchange->got + PUMP_IN_BYTES, sent);
	hang_up(&w, &c);
	world_fini(&w);
}
END_TEST

int main(void)
{
	return run_tables("tunnel", (const struct table[]){
					    { "readers", each_reader, ARRAY_LEN(readers) },
					    { "unread answers", unread_answers_give_way, 1 },
					    { "evictions", evictions, 1 },
					    { "one too many", one_too_many, 1 },
					    { "stalls", each_stall, ARRAY_LEN(stalls) },
					    { "reserve", reserve, 1 },
					    { "turns", turns, 1 },
					    { 0 },
				    });
}
