/* SPDX-License-Identifier: Apache-2.0 */
/* tunnel.c - stages of a connection.
 *
 * Level-triggered epoll, so that what is left in the kernel is announced again; what is left inside
 * OpenSSL is not, hence SSL_has_pending() before leaving. A tunnel is never freed while an event of
 * the same turn may point at it: it becomes CLOSED and station_reap() frees it.
 */
#include "server/tunnel.h"

#include <errno.h>
#include <openssl/err.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/units.h"

#define LINGER_US SECONDS_US(2)
/* The socketpair holds more than one piece; that it stays full after so many runs of the engine is
 * a fault. */
#define SEND_TRIES 64

/* A large body must bring this much in each window, and the reader of an answer take it. */
#define WINDOW_US    SECONDS_US(2)
#define WINDOW_BYTES ((size_t)32 * 1024)
/* When bodies fill the budget, an upload this old, or this long silent, may be cut for others. */
#define CUT_AGE_US    SECONDS_US(1)
#define CUT_SILENT_US ((int64_t)250 * 1000)
/* When there are too many connections, one that has stopped so long within a request may go. */
#define STOPPED_LEAST_US SECONDS_US(1)
/* Pieces that are read from one connection before others have their turn. */
#define INPUT_ROUNDS 3
/* Status line and header fields of an answer. */
#define ANSWER_HEAD_MAX ((size_t)1024)

static void update_interest(struct tunnel *t);

static void begin_window(struct tunnel *t, size_t last)
{
	t->window_us = t->station->now_us;
	t->last_window_bytes = last;
	t->window_bytes = 0;
}

static void enter(struct tunnel *t, enum stage stage, int64_t time_us)
{
	t->stage = stage;
	t->since_us = t->station->now_us;
	t->deadline_us = t->since_us + time_us;
	begin_window(t, WINDOW_BYTES);
}

static struct meter *meter_of(const struct tunnel *t)
{
	return t->station->desk->meter;
}

static void leave_flight(struct tunnel *t)
{
	if (t->in_flight)
		meter_move(&meter_of(t)->in_flight, -1);
	t->in_flight = false;
}

static void detach(struct tunnel *t)
{
	if (t->exchange)
		http_drop(STEAL(t->exchange));
}

static void forget_unsent(struct tunnel *t)
{
	mem_free(t->unsent);
	t->unsent = NULL;
	t->unsent_at = t->unsent_len = 0;
	http_answer_taken(t->station->http, &t->charged);
}

static void close_now(struct tunnel *t)
{
	if (t->stage == STAGE_CLOSED)
		return;
	leave_flight(t);
	detach(t);
	forget_unsent(t);
	t->stage = STAGE_CLOSED;
	t->next_closed = t->station->closed;
	t->station->closed = t;
}

/* What any client can bring about at will: told once a second. */
static void note_cut(struct tunnel *t, const char *why)
{
	int64_t count;

	if (notice_due(&t->station->cut, t->station->now_us, &count))
		log_event(LOG_WARN, "requests cut", LOG_S("why", why), LOG_N("count", count));
}

/* The client went away, or broke the protocol. */
static void cut_off(struct tunnel *t)
{
	if (t->stage == STAGE_HEAD || t->stage == STAGE_BODY)
		meter_add(&meter_of(t)->errors[CAUSE_CUT], 1);
	close_now(t);
}

static void release_tls(struct tunnel *t)
{
	SSL_free(t->ssl);
	t->ssl = NULL;
	mem_free(t->kept);
	t->kept = NULL;
	t->kept_len = 0;
}

/* No more answers; what the client may still be sending is read past. */
static void linger(struct tunnel *t)
{
	leave_flight(t);
	detach(t);
	forget_unsent(t);
	release_tls(t);
	if (shutdown(t->fd, SHUT_WR) < 0)
		close_now(t);
	else
		enter(t, STAGE_LINGER, LINGER_US);
}

static void say_goodbye(struct tunnel *t)
{
	if (t->ssl && SSL_is_init_finished(t->ssl))
		SSL_shutdown(t->ssl);
	ERR_clear_error();
	linger(t);
}

static void linger_read(struct tunnel *t)
{
	ssize_t n;

	do {
		n = recv(t->fd, t->station->in, sizeof(t->station->in), MSG_DONTWAIT);
	} while (n == (ssize_t)sizeof(t->station->in));
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		close_now(t);
}

/* As much as the socket takes. Return: bytes that went out, or -1 when the connection is gone. */
static ssize_t write_some(struct tunnel *t, const char *bytes, size_t len)
{
	size_t done = 0;

	while (done < len) {
		/* Given more than a record, it would not tell that one went before all is blocked.
		 */
		size_t piece = len - done < PUMP_OUT_BYTES ? len - done : PUMP_OUT_BYTES;
		int n;

		ERR_clear_error();
		n = SSL_write(t->ssl, bytes + done, (int)piece);
		if (n > 0) {
			done += (size_t)n;
			continue;
		}
		if (SSL_get_error(t->ssl, n) == SSL_ERROR_WANT_WRITE)
			break;
		cut_off(t);
		return -1;
	}
	if (done && t->stage == STAGE_ANSWER) {
		t->window_bytes += done;
		t->heard_us = t->station->now_us;
	}
	return (ssize_t)done;
}

/* Behind what is unsent already; @room: of the buffer, when it is made. False when there is no
 * memory, and then no connection. */
static bool add_unsent(struct tunnel *t, const char *bytes, size_t len, size_t room)
{
	if (!t->unsent)
		t->unsent = mem_alloc(room);
	if (!t->unsent) {
		close_now(t);
		return false;
	}
	memcpy(t->unsent + t->unsent_at + t->unsent_len, bytes, len);
	t->unsent_len += len;
	return true;
}

/* What the rest of its answer can come to. */
static size_t answer_room(const struct tunnel *t)
{
	return t->exchange ? t->exchange->answer_bytes + ANSWER_HEAD_MAX : 0;
}

/* Return: whether all is out; if not, the rest is kept, or the connection is gone. */
static bool write_all(struct tunnel *t, const char *bytes, size_t len)
{
	ssize_t done = write_some(t, bytes, len);
	size_t left = done < 0 ? 0 : len - (size_t)done;

	if (done < 0 || !left)
		return done >= 0;
	(void)add_unsent(t, bytes + done, left, left + answer_room(t));
	return false;
}

/* Return: whether nothing is left unsent. */
static bool flush(struct tunnel *t)
{
	ssize_t done;

	if (!t->unsent)
		return true;
	done = write_some(t, t->unsent + t->unsent_at, t->unsent_len);
	if (done < 0)
		return false;
	t->unsent_at += (size_t)done;
	t->unsent_len -= (size_t)done;
	if (t->unsent_len)
		return false;
	forget_unsent(t);
	return true;
}

/* An answer of the front's own: the engine never sees this request, or no more of it. */
static void refuse(struct tunnel *t, int status, enum error_cause cause, const char *why)
{
	char body[STATUS_TEXT_MAX], text[STATUS_TEXT_MAX + 256];
	size_t body_len = status_print(body, status, why);
	int len = snprintf(text, sizeof(text),
			   "HTTP/1.1 %d Refused\r\nContent-Type: application/json\r\n"
			   "Content-Length: %zu\r\n%sConnection: close\r\n\r\n%s",
			   status, body_len, status == 503 ? "Retry-After: 1\r\n" : "", body);

	meter_add(&meter_of(t)->errors[cause], 1);
	meter_response(meter_of(t), status);
	log_event(LOG_DEBUG, "refused", LOG_N("status", status), LOG_S("why", why));
	leave_flight(t);
	detach(t);
	enter(t, STAGE_ANSWER, t->station->deadlines->answer_us);
	t->last_words = true;
	t->alone = false;
	if (t->unsent) /* in the middle of something else, behind which nothing can be said */
		close_now(t);
	else if (write_all(t, text, (size_t)len))
		say_goodbye(t);
}

static void answered(struct tunnel *t, bool last)
{
	leave_flight(t);
	if (last)
		say_goodbye(t);
	else
		enter(t, STAGE_IDLE, t->station->deadlines->idle_us);
}

/* Behind an answer of the library's own nobody knows where the next request begins. */
static bool is_last(const struct exchange *x)
{
	return x->last || !x->ours;
}

static void finish_request(struct tunnel *t)
{
	bool last = is_last(t->exchange);

	http_release(STEAL(t->exchange));
	answered(t, last);
}

/* All of the answer is in @unsent. */
static void leave_engine(struct tunnel *t)
{
	t->charged = http_take_charge(t->exchange);
	t->alone = true;
	t->last_words = is_last(t->exchange);
	http_release(STEAL(t->exchange));
}

/* The client does not take its answer as fast as the engine writes it: all of it waits here, so
 * that the engine's buffers and the socketpair serve others. */
static void take_rest(struct tunnel *t)
{
	struct exchange *x = t->exchange;
	size_t room = t->unsent_len + answer_room(t);

	for (bool ran = false;;) {
		ssize_t n = recv(x->fd, t->station->out, PUMP_OUT_BYTES, MSG_DONTWAIT);

		if (n > 0 && (t->unsent_at + t->unsent_len + (size_t)n > room ||
			      !add_unsent(t, t->station->out, (size_t)n, room)))
			break;
		if (x->answered && n < (ssize_t)PUMP_OUT_BYTES) {
			leave_engine(t);
			return;
		}
		if (n == 0 || (n < 0 && ran))
			break;
		if (n < 0)
			http_run(t->station->http, x);
		ran = n < 0;
	}
	close_now(t);
}

/* Carries what the engine wrote to the client, and lets it write on; @ran: it can't right now. */
static void output(struct tunnel *t, bool ran)
{
	while (flush(t)) {
		ssize_t n;

		if (t->last_words) {
			say_goodbye(t);
			return;
		}
		if (t->alone) {
			t->alone = false;
			answered(t, false);
			return;
		}
		if (!t->exchange)
			return;
		n = recv(t->exchange->fd, t->station->out, PUMP_OUT_BYTES, MSG_DONTWAIT);
		if (n > 0 && !write_all(t, t->station->out, (size_t)n)) {
			if (t->exchange && t->stage == STAGE_ANSWER)
				take_rest(t);
			return;
		}
		if (t->exchange->answered &&
		    (n < 0 ? errno == EAGAIN : n < (ssize_t)PUMP_OUT_BYTES)) {
			finish_request(t);
			return;
		}
		if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR)) {
			/* The engine hung up on a request that our own reading had passed. */
			if (t->in_flight)
				meter_add(&meter_of(t)->errors[CAUSE_SYSTEM], 1);
			say_goodbye(t);
			return;
		}
		if (n < 0 && ran)
			return;
		if (n < 0)
			http_run(t->station->http, t->exchange);
		ran = n < 0;
	}
}

/* Head and body bytes into the engine, which always takes what it is given. */
static void forward(struct tunnel *t, const char *bytes, size_t len)
{
	int tries = 0;

	while (len > 0) {
		ssize_t n = send(t->exchange->fd, bytes, len, MSG_DONTWAIT | MSG_NOSIGNAL);

		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		} else if (n < 0 && errno == EAGAIN && ++tries < SEND_TRIES) {
			http_run(t->station->http, t->exchange);
		} else {
			break;
		}
	}
	http_run(t->station->http, t->exchange);
	output(t, true);
	if (len > 0 && t->stage != STAGE_LINGER && t->stage != STAGE_CLOSED)
		say_goodbye(t);
}

/* A passed head becomes a request. Return: whether the engine is to have it. */
static bool begin_request(struct tunnel *t, const struct head *head)
{
	struct station *s = t->station;
	struct plan plan;

	routes_plan(s->desk->shared,
		    &(struct http_request){ .method = head->method,
					    .target = head->target,
					    .content_type = head->content_type,
					    .length = head->content_length,
					    .has_length = head->has_length,
					    .arrived_us = clock_mono_us() },
		    &plan);
	t->requests++;
	if (t->tls != s->desk->now->tls && !tls_admits(s->desk->now->tls, t->ssl))
		plan_refuse(&plan, 403, CAUSE_CERTIFICATE, true,
			    "the client certificate is no longer accepted");
	if (t->over_limit)
		plan_refuse(&plan, 503, CAUSE_BUDGET, true, "too many connections; try again");
	if (plan.close) {
		refuse(t, plan.status, plan.cause, plan.why);
		return false;
	}
	t->exchange = http_attach(s->http);
	if (!t->exchange) {
		refuse(t, 503, CAUSE_MEMORY, "out of memory; try again");
		return false;
	}
	exchange_begin(t->exchange, &plan, (size_t)head->content_length,
		       !head->keep_alive || t->tls != s->desk->now->tls);
	t->body_left = head->content_length;
	t->in_flight = true;
	meter_move(&meter_of(t)->in_flight, 1);
	enter(t, STAGE_BODY, s->deadlines->body_us);
	return true;
}

/* Whether a body has had the time that one needs. */
static bool is_senior(const struct tunnel *t)
{
	return t->station->now_us - t->since_us >= CUT_AGE_US;
}

static bool is_upload(const struct tunnel *t)
{
	return t->stage == STAGE_BODY && t->exchange && t->exchange->length > BODY_FREE_BYTES;
}

/* The slowest large upload but @newcomer, of those that have had their time; without one, of the
 * old ones alone, not of those that have gone silent. */
static struct tunnel *slowest_upload(struct station *s, const struct tunnel *newcomer)
{
	struct tunnel *slowest = NULL;

	for (struct tunnel *t = s->first; t; t = t->next) {
		if (t == newcomer || !is_upload(t) || !t->exchange->charged ||
		    (!is_senior(t) && (!newcomer || s->now_us - t->heard_us < CUT_SILENT_US)))
			continue;
		if (!slowest || t->window_bytes + t->last_window_bytes <
					slowest->window_bytes + slowest->last_window_bytes)
			slowest = t;
	}
	return slowest;
}

static void cut_for_others(struct tunnel *t)
{
	note_cut(t, "others waited for the memory of a slow request body");
	refuse(t, 503, CAUSE_CUT_FOR_OTHERS,
	       "the request body came too slowly while others waited; try again");
	update_interest(t);
}

/* Bodies fill the budget: who sends slowest gives way. Nothing of the engine is running. */
static void make_room(struct tunnel *newcomer, size_t len)
{
	struct tunnel *t;

	newcomer->exchange->senior = is_senior(newcomer);
	while (exchange_lacks(newcomer->exchange, len) &&
	       (t = slowest_upload(newcomer->station, newcomer)))
		cut_for_others(t);
}

void station_relieve(struct station *s)
{
	struct tunnel *t;

	while (http_pressed(s->http) && (t = slowest_upload(s, NULL)))
		cut_for_others(t);
}

/* The next piece of the stream. Return: bytes that are done with; the rest is to be kept. */
static size_t consume(struct tunnel *t, const char *bytes, size_t len)
{
	size_t used = 0;

	t->heard_us = t->station->now_us;
	if (t->stage == STAGE_IDLE)
		enter(t, STAGE_HEAD, t->station->deadlines->head_us);
	if (t->stage == STAGE_HEAD) {
		struct head head;
		long size = head_read(bytes, len, &head);

		if (size == 0)
			return 0;
		if (size < 0) {
			refuse(t, head.status, CAUSE_HEAD, head.why);
			return len;
		}
		if (!begin_request(t, &head))
			return len;
		used = (size_t)size;
	}
	if (t->body_left < len - used)
		len = used + (size_t)t->body_left;
	t->body_left -= len - used;
	t->window_bytes += len - used;
	make_room(t, len - used);
	if (!t->body_left)
		enter(t, STAGE_ANSWER, t->station->deadlines->answer_us);
	forward(t, bytes, len);
	return len;
}

static bool wants_input(const struct tunnel *t)
{
	return t->stage == STAGE_IDLE || t->stage == STAGE_HEAD || t->stage == STAGE_BODY;
}

static size_t take_kept(struct tunnel *t)
{
	size_t len = t->kept_len;

	if (len)
		memcpy(t->station->in, t->kept, len);
	mem_free(t->kept);
	t->kept = NULL;
	t->kept_len = 0;
	return len;
}

static void keep(struct tunnel *t, size_t from, size_t to)
{
	if (from == to || t->stage == STAGE_LINGER || t->stage == STAGE_CLOSED)
		return;
	t->kept = mem_alloc(to - from);
	if (!t->kept) {
		close_now(t);
		return;
	}
	t->kept_len = to - from;
	memcpy(t->kept, t->station->in + from, t->kept_len);
}

static void input_stopped(struct tunnel *t, int result)
{
	switch (SSL_get_error(t->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		/* Part of a record has come: the request has begun, however slowly. */
		if (t->stage == STAGE_IDLE && SSL_has_pending(t->ssl))
			enter(t, STAGE_HEAD, t->station->deadlines->head_us);
		break;
	case SSL_ERROR_WANT_WRITE:
		t->wants_to_write = true;
		break;
	case SSL_ERROR_ZERO_RETURN: /* goodbye */
	default:
		cut_off(t);
	}
}

static void do_again(struct tunnel *t)
{
	if (t->in_again)
		return;
	t->in_again = true;
	t->next_again = t->station->again;
	t->station->again = t;
}

/* What the client has sent, behind the @have bytes that are there: all records that are at hand, so
 * that the engine gets head and body in one piece. Return: SSL_read()'s result when there is
 * nothing. */
static int read_records(struct tunnel *t, size_t have, bool *drained)
{
	struct station *s = t->station;
	size_t len = have;
	int n;

	do {
		ERR_clear_error();
		n = SSL_read(t->ssl, s->in + len, (int)(sizeof(s->in) - len));
		len += n > 0 ? (size_t)n : 0;
	} while (n > 0 && len < sizeof(s->in) && SSL_has_pending(t->ssl));
	*drained = n <= 0 || !SSL_has_pending(t->ssl);
	return len > have ? (int)(len - have) : n;
}

/* Reads until there is no more, one request was answered, or others have waited long enough: a
 * large body that comes fast must not have a worker to itself. */
static void input(struct tunnel *t)
{
	bool drained = false;

	for (int round = 0; wants_input(t) && !drained; round++) {
		size_t have = take_kept(t), used;

		/* What was kept behind a request may hold the next one whole; what was kept within
		 * a head needs more. */
		if (!have || t->stage != STAGE_IDLE) {
			int n = read_records(t, have, &drained);

			if (n <= 0) {
				keep(t, 0, have);
				input_stopped(t, n);
				return;
			}
			have += (size_t)n;
		}
		used = consume(t, t->station->in, have);
		keep(t, used, have);
		if (!t->ssl || t->stage == STAGE_CLOSED)
			return;
		if (t->stage == STAGE_IDLE || round == INPUT_ROUNDS) {
			if (t->kept || SSL_has_pending(t->ssl))
				do_again(t);
			return;
		}
	}
}

static void handshake_failed(struct tunnel *t)
{
	static const char plain[] =
		"HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\n"
		"Connection: close\r\n\r\nClient sent an HTTP request to an HTTPS server.\n";
	unsigned long code = ERR_peek_error();
	const char *reason = code ? ERR_reason_error_string(code) : NULL;

	meter_add(&meter_of(t)->handshake_failures, 1);
	log_event(LOG_DEBUG, "handshake failed",
		  LOG_S("why", reason ? reason : "connection closed"));
	if (code && ERR_GET_REASON(code) == SSL_R_HTTP_REQUEST &&
	    send(t->fd, plain, sizeof(plain) - 1, MSG_DONTWAIT | MSG_NOSIGNAL) > 0)
		meter_response(meter_of(t), 400);
	ERR_clear_error();
	linger(t);
}

static void handshake(struct tunnel *t)
{
	int result;

	if (!t->ssl) {
		t->tls = t->station->desk->now->tls;
		t->ssl = SSL_new(t->station->desk->now->tls);
		if (!t->ssl || SSL_set_fd(t->ssl, t->fd) != 1) {
			close_now(t);
			return;
		}
	}
	ERR_clear_error();
	result = SSL_accept(t->ssl);
	if (result == 1) {
		t->wants_to_write = false;
		enter(t, STAGE_IDLE, t->station->deadlines->idle_us);
		input(t);
		return;
	}
	switch (SSL_get_error(t->ssl, result)) {
	case SSL_ERROR_WANT_READ:
		t->wants_to_write = false;
		break;
	case SSL_ERROR_WANT_WRITE:
		t->wants_to_write = true;
		break;
	default:
		handshake_failed(t);
	}
}

static void update_interest(struct tunnel *t)
{
	struct epoll_event event = { .data.ptr = t };

	if (t->stage == STAGE_CLOSED)
		return;
	if (wants_input(t) || t->stage == STAGE_LINGER ||
	    (t->stage == STAGE_HANDSHAKE && !t->wants_to_write))
		event.events |= EPOLLIN;
	if (t->unsent || t->wants_to_write)
		event.events |= EPOLLOUT;
	if (event.events != t->interest &&
	    epoll_ctl(t->station->epoll, EPOLL_CTL_MOD, t->fd, &event) < 0)
		close_now(t);
	t->interest = event.events;
}

static void serve_stage(struct tunnel *t, uint32_t events)
{
	if (t->stage == STAGE_LINGER) {
		linger_read(t);
	} else if (events & (EPOLLERR | EPOLLHUP)) {
		cut_off(t);
	} else if (t->stage == STAGE_HANDSHAKE) {
		handshake(t);
	} else {
		t->wants_to_write = false;
		if (events & EPOLLOUT)
			output(t, false);
		input(t);
	}
}

void tunnel_event(struct tunnel *t, uint32_t events)
{
	if (t->stage == STAGE_CLOSED)
		return;
	serve_stage(t, events);
	update_interest(t);
}

bool tunnel_open(struct station *s, int fd, struct peer *peer, bool over_limit)
{
	struct tunnel *t = mem_alloc(sizeof(*t));
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = t };

	if (!t || epoll_ctl(s->epoll, EPOLL_CTL_ADD, fd, &event) < 0) {
		mem_free(t);
		peer_release(peer);
		close(fd);
		return false;
	}
	*t = (struct tunnel){ .station = s,
			      .next = s->first,
			      .fd = fd,
			      .peer = peer,
			      .opened_us = s->now_us,
			      .heard_us = s->now_us,
			      .interest = EPOLLIN,
			      .over_limit = over_limit };
	if (s->first)
		s->first->prev = t;
	s->first = t;
	enter(t, STAGE_HANDSHAKE, s->deadlines->handshake_us);
	return true;
}

static void time_is_up(struct tunnel *t)
{
	switch (t->stage) {
	case STAGE_HANDSHAKE:
		meter_add(&meter_of(t)->handshake_failures, 1);
		close_now(t);
		break;
	case STAGE_IDLE:
		say_goodbye(t);
		break;
	case STAGE_HEAD:
		refuse(t, 408, CAUSE_TIMEOUT, "the request head did not come in time");
		break;
	case STAGE_BODY:
		refuse(t, 408, CAUSE_TIMEOUT, "the request body did not come in time");
		break;
	case STAGE_ANSWER:
		meter_add(&meter_of(t)->errors[CAUSE_SLOW_READER], 1);
		note_cut(t, "the answer was not read in time");
		close_now(t);
		break;
	default:
		close_now(t);
	}
}

/* Time and memory are held by the announced length of a large body, so it must come. */
static void look_at_upload(struct tunnel *t)
{
	if (!is_upload(t) || t->station->now_us - t->window_us < WINDOW_US)
		return;
	if (t->window_bytes < WINDOW_BYTES) {
		note_cut(t, "the request body comes too slowly");
		refuse(t, 408, CAUSE_SLOW, "the request body comes too slowly");
	} else {
		begin_window(t, t->window_bytes);
	}
}

static void cut_reader(struct tunnel *t, enum error_cause cause, const char *why)
{
	meter_add(&meter_of(t)->errors[cause], 1);
	note_cut(t, why);
	close_now(t);
}

/* An answer that waits holds memory until it is read. */
static void look_at_reader(struct tunnel *t)
{
	output(t, false);
	if (t->stage != STAGE_ANSWER || !t->unsent || t->station->now_us - t->window_us < WINDOW_US)
		return;
	if (t->window_bytes < WINDOW_BYTES)
		cut_reader(t, CAUSE_SLOW_READER, "the answer is read too slowly");
	else
		begin_window(t, t->window_bytes);
}

void tunnel_tick(struct tunnel *t)
{
	if (t->stage == STAGE_CLOSED)
		return;
	look_at_upload(t);
	if (t->station->now_us >= t->deadline_us)
		time_is_up(t);
	else if (t->stage == STAGE_ANSWER)
		look_at_reader(t);
	update_interest(t);
}

/* The answer whose reader has taken nothing for longest. */
static bool cut_waiting_answer(void *ctx)
{
	struct station *s = ctx;
	struct tunnel *found = NULL;

	for (struct tunnel *t = s->first; t; t = t->next)
		if (t->stage == STAGE_ANSWER && t->charged &&
		    s->now_us - t->heard_us >= STOPPED_LEAST_US &&
		    (!found || t->heard_us < found->heard_us))
			found = t;
	if (!found)
		return false;
	cut_reader(found, CAUSE_CUT_FOR_OTHERS, "others waited for the memory of an unread answer");
	return true;
}

void station_serve(struct station *s, struct http *http)
{
	s->http = http;
	http_on_full(http, cut_waiting_answer, s);
}

void station_excuse(struct station *s, int64_t away_us)
{
	int64_t before_us = s->now_us - away_us;

	for (struct tunnel *t = s->first; t; t = t->next) {
		if (t->since_us > before_us)
			continue;
		t->deadline_us += away_us;
		t->window_us += t->window_us <= before_us ? away_us : 0;
		t->heard_us += t->heard_us <= before_us ? away_us : 0;
	}
}

void station_again(struct station *s)
{
	struct tunnel *t = STEAL(s->again);

	while (t) {
		struct tunnel *next = t->next_again;

		t->in_again = false;
		if (wants_input(t)) {
			input(t);
			update_interest(t);
		}
		t = next;
	}
}

/* How readily a connection is closed for another: the least goes first; those of one kind by
 * @age_us, the oldest first. */
enum worth { WORTH_CLOSING, WORTH_SILENT, WORTH_IDLE, WORTH_STOPPED, WORTH_KEEPING };

static enum worth worth_of(const struct tunnel *t, int64_t *age_us)
{
	int64_t now = t->station->now_us;

	switch (t->stage) {
	case STAGE_LINGER:
		*age_us = now - t->since_us;
		return WORTH_CLOSING;
	case STAGE_HANDSHAKE:
	case STAGE_IDLE:
	case STAGE_HEAD:
		if (!t->requests) {
			*age_us = now - t->opened_us;
			return WORTH_SILENT;
		}
		*age_us = now - t->since_us;
		if (t->stage == STAGE_IDLE)
			return WORTH_IDLE;
		__attribute__((fallthrough));
	case STAGE_BODY:
		*age_us = now - t->heard_us;
		return *age_us >= STOPPED_LEAST_US ? WORTH_STOPPED : WORTH_KEEPING;
	default:
		return WORTH_KEEPING;
	}
}

bool station_evict(struct station *s, const struct peer *peer)
{
	enum worth least = WORTH_KEEPING;
	struct tunnel *chosen = NULL;
	int64_t oldest_us = 0, count;

	for (struct tunnel *t = s->first; t; t = t->next) {
		int64_t age_us = 0;
		enum worth worth = worth_of(t, &age_us);

		if ((peer && t->peer != peer) || worth == WORTH_KEEPING || worth > least ||
		    (worth == least && age_us <= oldest_us))
			continue;
		least = worth;
		oldest_us = age_us;
		chosen = t;
	}
	if (!chosen)
		return false;
	meter_add(&meter_of(chosen)->evicted_connections, 1);
	if (notice_due(&s->evicted, s->now_us, &count))
		log_event(LOG_WARN, "connections closed to make room",
			  LOG_S("why", peer ? "too many of one address" : "too many"),
			  LOG_N("count", count));
	/* Its place is needed now: nobody waits for an answer to the goodbye. */
	if (chosen->stage == STAGE_IDLE)
		SSL_shutdown(chosen->ssl);
	ERR_clear_error();
	close_now(chosen);
	return true;
}

static bool silent(const struct tunnel *t)
{
	char byte;

	return (!t->ssl || !SSL_has_pending(t->ssl)) &&
	       recv(t->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

/* Whether a connection that idles may stay, though another configuration let it in: it costs a
 * signature or two, so it is asked once for each configuration. */
static bool may_stay(struct tunnel *t)
{
	const struct snapshot *now = t->station->desk->now;

	if (t->checked == now->tls_generation)
		return true;
	if (!tls_admits(now->tls, t->ssl))
		return false;
	t->checked = now->tls_generation;
	return true;
}

void station_renew(struct station *s)
{
	for (struct tunnel *t = s->first; t; t = t->next) {
		if (t->stage != STAGE_IDLE || t->tls == s->desk->now->tls || may_stay(t))
			continue;
		say_goodbye(t);
		update_interest(t);
	}
}

void station_retire(struct station *s, int64_t least_us)
{
	for (struct tunnel *t = s->first; t; t = t->next) {
		bool idle = t->stage == STAGE_IDLE || (t->stage == STAGE_HANDSHAKE && !t->ssl);

		if (!idle || s->now_us - t->since_us < least_us || t->kept || !silent(t))
			continue;
		say_goodbye(t);
		update_interest(t);
	}
}

static void tunnel_free(struct tunnel *t)
{
	if (t->prev)
		t->prev->next = t->next;
	else
		t->station->first = t->next;
	if (t->next)
		t->next->prev = t->prev;
	release_tls(t);
	peer_release(t->peer);
	close(t->fd);
	mem_free(t);
}

unsigned station_reap(struct station *s)
{
	struct tunnel *t = STEAL(s->closed);
	unsigned count = 0;

	while (t) {
		struct tunnel *next = t->next_closed;

		if (t->in_again) {
			t->next_closed = s->closed;
			s->closed = t;
		} else {
			tunnel_free(t);
			count++;
		}
		t = next;
	}
	return count;
}

void station_close(struct station *s)
{
	for (struct tunnel *t = s->first; t; t = t->next)
		close_now(t);
}
