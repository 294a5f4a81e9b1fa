/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_stream.c - any bytes as what a client sends over its TLS connection: however they are cut,
 * the answers are the same, each is whole, and in time the connection ends.
 *
 * The first byte says how many steps follow; each step is a byte, and what is left is the stream.
 *
 *	00 to 3f	send 1 to 64 bytes of it
 *	40 to 7f	64 times as many
 *	80 to bf	1024 times as many
 *	c0 to df	let 1 to 32 seconds pass
 *	e0 to ef	read what was answered
 *	f0 to f7	the server begins to close
 *	f8 to ff	the client hangs up
 *
 * Then the rest is sent. */
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "../unit/x509.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/units.h"
#include "fuzz.h"
#include "server/tunnel.h"
#include "world.h"

#define BODY_MAX    ((size_t)64 * 1024)
#define ANSWERS_MAX ((size_t)64 * 1024 * 1024)
#define EVENTS	    8
#define TURNS_MAX   10000
#define BEGIN_US    SECONDS_US(1000)

static const struct deadlines deadlines = { .handshake_us = SECONDS_US(10),
					    .head_us = SECONDS_US(10),
					    .body_us = SECONDS_US(30),
					    .answer_us = SECONDS_US(30),
					    .idle_us = SECONDS_US(60) };

/* Made once. */
static struct {
	struct shared shared;
	struct snapshot snapshot;
	struct budget budget;
	struct station station;
	struct desk desk;
	struct arena *arena; /* of the counters */
	SSL_CTX *client;
	struct log_batch log;
} server;

/* One connection, and what came back over it. */
struct client {
	SSL *ssl;
	int fd;
	int64_t now_us;
	struct buf answers;
	bool over; /* the server said goodbye, or went */
};

static const char *pem_file(const char *what, char path[64])
{
	SCOPED(scoped_buf) struct buf pem;
	int fd = memfd_create("pem", MFD_CLOEXEC);

	buf_init(&pem, 1 << 20);
	x509_make(&pem, what);
	MUST_HOLD(fd >= 0 && write(fd, buf_str(&pem), pem.len) == (ssize_t)pem.len);
	snprintf(path, 64, "/proc/self/fd/%d", fd);
	return path;
}

static void make_tls(void)
{
	char cert[64], key[64];
	struct tls_options options = { .cert = pem_file("cert:ec,san=DNS:a", cert),
				       .key = pem_file("key:ec", key) };
	struct tls tls;
	struct err err = { 0 };

	MUST_HOLD(tls_init(&tls, &options, &err) == 0);
	server.snapshot.tls = tls.ctx;
	server.client = SSL_CTX_new(TLS_client_method());
	MUST_HOLD(server.client != NULL);
}

static void make_server(void)
{
	struct err err = { 0 };
	struct metrics *metrics;

	if (server.client)
		return;
	signal(SIGPIPE, SIG_IGN);
	log_setup(LOG_DEBUG, LOG_JSON);
	log_hold(&server.log);
	make_tls();
	metrics = metrics_new(1, &err);
	server.arena = arena_new((size_t)1 << 20, &err);
	MUST_HOLD(metrics && server.arena);
	server.shared = (struct shared){ .handle = admission_handle,
					 .metrics = metrics,
					 .max_body = BODY_MAX };
	server.snapshot.engine = world_engine(false);
	server.snapshot.config = world_config();
	server.snapshot.counters = metrics_rules(metrics, server.arena, world_config(), &err);
	MUST_HOLD(server.snapshot.counters != NULL);
	server.budget.max = (int64_t)BODY_MAX * 2;
	desk_init(&server.desk, &server.shared, metrics_meter(metrics, 0));
	server.desk.now = &server.snapshot;
	server.desk.arena = arena_new(REVIEW_ARENA_MAX, &err);
	server.station.desk = &server.desk;
	server.station.deadlines = &deadlines;
	station_serve(&server.station, http_new(&server.desk, &server.budget, 16, &err));
	server.station.epoll = epoll_create1(EPOLL_CLOEXEC);
	MUST_HOLD(server.desk.arena && server.station.http && server.station.epoll >= 0);
}

/* As a worker does it, until there is nothing to be done. */
static void serve(struct client *c)
{
	struct epoll_event events[EVENTS];
	int turns = 0, count;

	do {
		count = epoll_wait(server.station.epoll, events, EVENTS, 0);
		server.station.now_us = c->now_us;
		for (int i = 0; i < count; i++)
			tunnel_event(events[i].data.ptr, events[i].events);
		station_again(&server.station);
		(void)station_reap(&server.station);
		MUST_HOLD(turns++ < TURNS_MAX);
	} while (count > 0 || server.station.again);
	server.log.len = 0;
}

static void read_answers(struct client *c)
{
	char piece[4096];
	int n;

	do {
		serve(c);
		n = c->over ? 0 : SSL_read(c->ssl, piece, sizeof(piece));
		if (n > 0)
			buf_add(&c->answers, piece, (size_t)n);
		else if (!c->over && SSL_get_error(c->ssl, n) != SSL_ERROR_WANT_READ)
			c->over = true;
	} while (n > 0);
	MUST_HOLD(!c->answers.failed);
}

static void pass(struct client *c, int64_t seconds)
{
	c->now_us += SECONDS_US(seconds);
	clock_freeze(c->now_us, 1800000000);
	server.station.now_us = c->now_us;
	for (struct tunnel *t = server.station.first; t; t = t->next)
		tunnel_tick(t);
	serve(c);
}

static void hang_up(struct client *c)
{
	if (c->fd < 0)
		return;
	if (!c->over)
		(void)SSL_shutdown(c->ssl);
	close(c->fd);
	c->fd = -1;
	c->over = true;
	serve(c);
}

/* Return: bytes of the stream that it took. */
static size_t send_some(struct client *c, const uint8_t *data, size_t size)
{
	size_t done = 0;

	while (done < size && !c->over) {
		size_t piece = size - done < 16384 ? size - done : 16384;
		int n = SSL_write(c->ssl, data + done, (int)piece);

		if (n > 0)
			done += (size_t)n;
		else if (SSL_get_error(c->ssl, n) != SSL_ERROR_WANT_WRITE)
			c->over = true;
		else
			read_answers(c); /* a client that never reads is cut by the clock */
		serve(c);
	}
	return size;
}

static void begin(struct client *c)
{
	int pair[2];

	*c = (struct client){ .ssl = SSL_new(server.client), .now_us = BEGIN_US };
	buf_init(&c->answers, ANSWERS_MAX);
	clock_freeze(c->now_us, 1800000000);
	server.shared.phase = PHASE_SERVING;
	server.station.now_us = c->now_us;
	MUST_HOLD(c->ssl && socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0);
	c->fd = pair[0];
	MUST_HOLD(SSL_set_fd(c->ssl, c->fd) == 1);
	MUST_HOLD(tunnel_open(&server.station, pair[1], NULL, false));
	for (int i = 0; i < 4 && SSL_connect(c->ssl) != 1; i++)
		serve(c);
	MUST_HOLD(SSL_is_init_finished(c->ssl));
}

/* Whatever the client does, time ends it. */
static void end(struct client *c)
{
	read_answers(c);
	for (int i = 0; i < 10 && server.station.first; i++)
		pass(c, 60);
	MUST_HOLD(!server.station.first && !server.station.again);
	MUST_HOLD(server.budget.used == 0);
	MUST_HOLD(server.desk.meter->in_flight == 0);
	SSL_free(c->ssl);
	if (c->fd >= 0)
		close(c->fd);
	clock_freeze(-1, -1);
}

static size_t bytes_of(uint8_t step)
{
	size_t n = (size_t)(step & 0x3f) + 1;

	return step < 0x40 ? n : step < 0x80 ? n * 64 : n * 1024;
}

/* Return: whether it was only cut into pieces. */
static bool play(struct client *c, const uint8_t *steps, size_t count, const uint8_t *data,
		 size_t size)
{
	bool only_cut = true;

	for (size_t i = 0; i < count; i++) {
		size_t n = bytes_of(steps[i]);

		if (steps[i] < 0xc0) {
			n = n < size ? n : size;
			send_some(c, data, n);
			data += n;
			size -= n;
		} else if (steps[i] >= 0xe0 && steps[i] < 0xf0) {
			read_answers(c);
		} else {
			only_cut = false;
			if (steps[i] < 0xe0)
				pass(c, steps[i] - 0xc0 + 1);
			else if (steps[i] < 0xf8)
				server.shared.phase = PHASE_CLOSING;
			else
				hang_up(c);
		}
	}
	send_some(c, data, size);
	return only_cut;
}

/* The length of the body that the head announces. */
static size_t length_of(const char *head, const char *until)
{
	static const char name[] = "Content-Length: ";
	const char *at = memmem(head, (size_t)(until - head), name, sizeof(name) - 1);

	return at ? strtoul(at + sizeof(name) - 1, NULL, 10) : 0;
}

/* Each answer is whole, and those to reviews are JSON; their statuses and bodies, but for those
 * that tell of the server, go to @out. */
static void check_answers(const char *at, size_t len, struct buf *out)
{
	const char *end = at + len;

	while (at < end) {
		const char *body = memmem(at, (size_t)(end - at), "\r\n\r\n", 4);
		size_t body_len;

		MUST_HOLD(body && strncmp(at, "HTTP/1.1 ", 9) == 0);
		body += 4;
		body_len = length_of(at, body);
		MUST_HOLD(body_len <= (size_t)(end - body));
		buf_add(out, at + 9, 3);
		if (memmem(at, (size_t)(body - at), "application/json", 16)) {
			struct err err = { 0 };

			arena_reset(server.desk.arena);
			MUST_HOLD(json_parse(server.desk.arena, body, body_len, NULL, &err));
			buf_add(out, body, body_len);
		}
		at = body + body_len;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t count = size ? data[0] % 64u : 0;
	SCOPED(scoped_buf) struct buf first;
	SCOPED(scoped_buf) struct buf second;
	struct client cut, whole;
	bool only_cut;

	buf_init(&first, ANSWERS_MAX);
	buf_init(&second, ANSWERS_MAX);
	if (size < count + 1)
		return 0;
	make_server();
	data++;
	size -= count + 1;
	begin(&cut);
	only_cut = play(&cut, data, count, data + count, size);
	end(&cut);
	/* Answers to HEAD announce what does not follow; a client that hung up saw a part. */
	if (only_cut && size && !memmem(data + count, size, "HEAD", 4)) {
		begin(&whole);
		send_some(&whole, data + count, size);
		end(&whole);
		check_answers(buf_str(&cut.answers), cut.answers.len, &first);
		check_answers(buf_str(&whole.answers), whole.answers.len, &second);
		MUST_HOLD(strcmp(buf_str(&first), buf_str(&second)) == 0);
		buf_fini(&whole.answers);
	}
	buf_fini(&cut.answers);
	return 0;
}
