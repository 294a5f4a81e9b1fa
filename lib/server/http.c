/* SPDX-License-Identifier: Apache-2.0 */
/* http.c - the one file that includes microhttpd.h.
 *
 * The library's handler is called once for the head, for each piece of the body, and once at the
 * end. An answer is given only at the end, also when the request was refused by its head: then the
 * body is read past and the connection stays usable, since the API server does not repeat a POST
 * that a closed connection cut off.
 */
#include "server/http.h"

#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

/* Bodies up to this size use one buffer that a worker keeps. */
#define SPARE_BYTES ((size_t)64 * 1024)
/* A body's first buffer when that one is in use; it grows as bytes arrive, whatever was announced.
 */
#define BODY_FIRST ((size_t)4 * 1024)
/* Exchanges that wait for their next request. Most requests come and are answered in one piece, so
 * few are in use at a time. */
#define SPARES_MAX 8
/* Rounds of one http_run(); each handles what is ready on all connections. */
#define ROUNDS_MAX 256

/* One thread runs an engine. Not told so, the library has a new connection wait for the next run
 * since 0.9.77, and a request is begun on it at once. */
#if MHD_VERSION >= 0x00097707
#define ENGINE_FLAGS (MHD_USE_NO_LISTEN_SOCKET | MHD_USE_EPOLL | MHD_USE_NO_THREAD_SAFETY)
#else
#define ENGINE_FLAGS (MHD_USE_NO_LISTEN_SOCKET | MHD_USE_EPOLL)
#endif

struct http {
	struct MHD_Daemon *daemon;
	struct desk *desk;
	struct budget *budget;
	struct exchange *attaching; /* for the library's notice of the new connection; else NULL */
	char *spare;		    /* SPARE_BYTES, NULL while in use */
	struct exchange *spares;
	unsigned spare_count;
	bool (*cut_one)(void *ctx);
	void *ctx;
};

static bool take(_Atomic int64_t *used, int64_t max, size_t bytes)
{
	int64_t before = atomic_fetch_add_explicit(used, (int64_t)bytes, memory_order_relaxed);

	if (before + (int64_t)bytes <= max)
		return true;
	atomic_fetch_sub_explicit(used, (int64_t)bytes, memory_order_relaxed);
	return false;
}

static void give_back(_Atomic int64_t *used, size_t *bytes)
{
	atomic_fetch_sub_explicit(used, (int64_t)*bytes, memory_order_relaxed);
	*bytes = 0;
}

/* The buffer that @need bytes go to: what has come counts, not what was announced, and a quarter
 * more, so that growing costs linear time. */
static size_t body_cap(const struct exchange *x, size_t need)
{
	size_t cap = x->cap ? x->cap + x->cap / 4 : BODY_FIRST;

	if (cap < need)
		cap = need;
	return cap > x->length ? x->length : cap;
}

static size_t body_charge(const struct exchange *x, size_t cap)
{
	return x->length > BODY_FREE_BYTES ? cap : 0;
}

/* What bodies may take in all when this one wants more. */
static int64_t body_limit(const struct exchange *x)
{
	const struct budget *b = x->http->budget;

	return x->senior ? b->max - b->reserve : b->max;
}

bool exchange_lacks(const struct exchange *x, size_t len)
{
	size_t cap;

	if (!x->plan.wants_body || x->got + len <= x->cap || x->got + len > x->length)
		return false;
	cap = body_charge(x, body_cap(x, x->got + len));
	return atomic_load_explicit(&x->http->budget->used, memory_order_relaxed) +
		       (int64_t)(cap - x->charged) >
	       body_limit(x);
}

bool http_pressed(const struct http *h)
{
	const struct budget *b = h->budget;

	return b->reserve &&
	       atomic_load_explicit(&b->used, memory_order_relaxed) > b->max - b->reserve;
}

static void body_release(struct exchange *x)
{
	struct http *h = x->http;

	give_back(&h->budget->used, &x->charged);
	if (!h->spare && x->cap == SPARE_BYTES)
		h->spare = x->body;
	else
		mem_free(x->body);
	x->body = NULL;
	x->got = x->cap = 0;
}

/* A larger buffer for what is to come; the budget is charged before the memory is there. */
static bool body_grow(struct exchange *x, size_t need)
{
	bool spare = !x->body && x->http->spare && need <= SPARE_BYTES;
	size_t cap = spare ? SPARE_BYTES : body_cap(x, need);
	size_t more = body_charge(x, cap) - x->charged;
	char *body;

	if (!take(&x->http->budget->used, body_limit(x), more)) {
		plan_refuse(&x->plan, 503, CAUSE_BUDGET, false,
			    "too many large requests at a time; try again");
		return false;
	}
	body = spare ? STEAL(x->http->spare) : mem_realloc(x->body, cap);
	if (!body) {
		give_back(&x->http->budget->used, &more);
		plan_refuse(&x->plan, 503, CAUSE_MEMORY, false, "out of memory; try again");
		return false;
	}
	x->body = body;
	x->cap = cap;
	x->charged += more;
	return true;
}

static void body_add(struct exchange *x, const char *bytes, size_t len)
{
	if (!x->plan.wants_body || len > x->length - x->got) {
		x->got += len;
		return;
	}
	if (x->got + len > x->cap && !body_grow(x, x->got + len)) {
		size_t got = x->got + len;

		body_release(x);
		x->got = got;
		return;
	}
	memcpy(x->body + x->got, bytes, len);
	x->got += len;
}

/* False when a header could not be added. */
static bool add_headers(struct MHD_Response *r, const struct response *out, bool last)
{
	return MHD_add_response_header(r, MHD_HTTP_HEADER_CONTENT_TYPE, out->type) == MHD_YES &&
	       (!out->allow ||
		MHD_add_response_header(r, MHD_HTTP_HEADER_ALLOW, out->allow) == MHD_YES) &&
	       (!out->retry ||
		MHD_add_response_header(r, MHD_HTTP_HEADER_RETRY_AFTER, "1") == MHD_YES) &&
	       (!last ||
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close") == MHD_YES);
}

static enum MHD_Result send_response(struct MHD_Connection *con, const struct response *out,
				     bool last)
{
	/* The library never writes to it; its parameter is only not const. */
	void *body = (void *)(uintptr_t)out->body;
	struct MHD_Response *r =
		MHD_create_response_from_buffer(out->len, body, MHD_RESPMEM_MUST_COPY);
	enum MHD_Result result = MHD_NO;

	if (r && add_headers(r, out, last))
		result = MHD_queue_response(con, (unsigned int)out->status, r);
	if (r)
		MHD_destroy_response(r);
	return result;
}

/* Return: whether there is room for an answer of this size, made if need be. */
static bool charge_answer(struct http *h, size_t len)
{
	while (!take(&h->budget->replies, h->budget->replies_max, len))
		if (!h->cut_one || !h->cut_one(h->ctx))
			return false;
	return true;
}

static enum MHD_Result answer(struct http *h, struct MHD_Connection *con, struct exchange *x)
{
	struct response out;

	routes_answer(h->desk, &x->plan, x->body, x->got, &out);
	body_release(x);
	if (out.len > REPLY_FREE_BYTES && !charge_answer(h, out.len))
		routes_refuse(h->desk, &out, 503, CAUSE_BUDGET,
			      "too many answers wait to be taken; try again");
	else if (out.len > REPLY_FREE_BYTES)
		x->reply = out.len;
	if (atomic_load_explicit(&h->desk->shared->phase, memory_order_relaxed) == PHASE_CLOSING)
		x->last = true;
	x->ours = true;
	x->answer_bytes = out.len;
	return send_response(con, &out, x->last);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *con, const char *url,
				  const char *method, const char *version, const char *data,
				  size_t *len, void **request)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(con, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct exchange *x = info->socket_context;

	(void)url, (void)method, (void)version;
	if (!x)
		return MHD_NO;
	if (!*request) {
		*request = x;
		return MHD_YES;
	}
	if (*len) {
		body_add(x, data, *len);
		*len = 0;
		return MHD_YES;
	}
	/* The front cut the stream by its own reading: if the library read another length, neither
	 * is believed. */
	if (x->got != x->length)
		return MHD_NO;
	return answer(cls, con, x);
}

static void on_completed(void *cls, struct MHD_Connection *con, void **request,
			 enum MHD_RequestTerminationCode how)
{
	struct exchange *x = *request;

	(void)cls, (void)con;
	if (!x)
		return;
	x->answered = how == MHD_REQUEST_TERMINATED_COMPLETED_OK;
}

static void exchange_free(struct exchange *x)
{
	body_release(x);
	give_back(&x->http->budget->replies, &x->reply);
	mem_free(x);
}

static void on_connection(void *cls, struct MHD_Connection *con, void **context,
			  enum MHD_ConnectionNotificationCode what)
{
	struct http *h = cls;
	struct exchange *x = *context;

	(void)con;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		*context = h->attaching;
		if (h->attaching)
			h->attaching->attached = true;
	} else if (x) {
		x->attached = false;
		if (x->dropped)
			exchange_free(x);
	}
}

struct http *http_new(struct desk *desk, struct budget *budget, unsigned limit, struct err *err)
{
	struct http *h = mem_alloc(sizeof(*h));

	if (!h) {
		err_memory(err);
		return NULL;
	}
	*h = (struct http){ .desk = desk, .budget = budget, .spare = mem_alloc(SPARE_BYTES) };
	h->daemon = MHD_start_daemon(
		ENGINE_FLAGS, 0, NULL, NULL, on_request, h, MHD_OPTION_CONNECTION_LIMIT, limit,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, h, MHD_OPTION_END);
	if (!h->daemon) {
		mem_free(h->spare);
		mem_free(h);
		err_set(err, ERR_SYSTEM, "can't start the HTTP engine");
		return NULL;
	}
	return h;
}

void http_free(struct http *h)
{
	if (!h)
		return;
	while (h->spares) {
		struct exchange *x = h->spares;

		h->spares = x->next_spare;
		http_drop(x);
	}
	MHD_stop_daemon(h->daemon);
	mem_free(h->spare);
	mem_free(h);
}

static struct exchange *take_spare(struct http *h)
{
	struct exchange *x = h->spares;

	if (x) {
		h->spares = x->next_spare;
		h->spare_count--;
	}
	return x;
}

static struct exchange *exchange_new(struct http *h)
{
	/* The library wants an address; it only hands it to handlers that ask. */
	struct sockaddr nowhere = { .sa_family = AF_UNIX };
	struct exchange *x = mem_alloc(sizeof(*x));
	int pair[2];

	if (!x)
		return NULL;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) < 0) {
		mem_free(x);
		return NULL;
	}
	*x = (struct exchange){ .http = h, .fd = pair[0] };
	h->attaching = x;
	if (MHD_add_connection(h->daemon, pair[1], &nowhere, sizeof(nowhere)) != MHD_YES ||
	    !x->attached) {
		h->attaching = NULL;
		http_drop(x);
		return NULL;
	}
	h->attaching = NULL;
	return x;
}

struct exchange *http_attach(struct http *h)
{
	struct exchange *x = take_spare(h);

	/* The library may have hung up meanwhile. */
	while (x && !x->attached) {
		http_drop(x);
		x = take_spare(h);
	}
	return x ? x : exchange_new(h);
}

void http_release(struct exchange *x)
{
	struct http *h = x->http;

	give_back(&h->budget->replies, &x->reply);
	if (!x->attached || !x->ours || !x->answered || x->last || h->spare_count == SPARES_MAX) {
		http_drop(x);
		return;
	}
	x->next_spare = h->spares;
	h->spares = x;
	h->spare_count++;
}

void http_on_full(struct http *h, bool (*cut_one)(void *ctx), void *ctx)
{
	h->cut_one = cut_one;
	h->ctx = ctx;
}

size_t http_take_charge(struct exchange *x)
{
	size_t charged = x->reply;

	x->reply = 0;
	return charged;
}

void http_answer_taken(struct http *h, size_t *charged)
{
	give_back(&h->budget->replies, charged);
}

void http_drop(struct exchange *x)
{
	struct http *h = x->http;

	close(x->fd);
	x->dropped = true;
	if (x->attached)
		http_run(h, NULL); /* which notices, and frees it */
	else
		exchange_free(x);
}

void exchange_begin(struct exchange *x, const struct plan *plan, size_t length, bool last)
{
	x->plan = *plan;
	x->length = length;
	x->last = last;
	x->senior = x->ours = x->answered = false;
	x->answer_bytes = 0;
}

void http_run(struct http *h, const struct exchange *until)
{
	MHD_UNSIGNED_LONG_LONG wait_ms = 0;
	int round = 0;

	/* Data can be left that no new event will announce; a timeout of 0 is how the library says
	 * so. */
	do {
		MHD_run(h->daemon);
	} while (++round < ROUNDS_MAX && !(until && until->answered) &&
		 MHD_get_timeout(h->daemon, &wait_ms) == MHD_YES && wait_ms == 0);
}

/* Most connections of the plain port. One more takes the place of another: first of one that never
 * asked for anything, so that who only stands there keeps no probe out. */
#define GUESTS_MAX 64
/* Longest wait of its loop. */
#define PLAIN_WAIT_MS 1000

struct guest {
	int fd; /* the library's; -1: the place is free */
	uint64_t number;
	bool asked;
};

struct plain {
	struct MHD_Daemon *daemon;
	struct desk desk;
	pthread_t thread;
	int listener, stop;
	uint64_t count; /* of connections so far */
	struct guest guests[GUESTS_MAX];
};

static void on_guest(void *cls, struct MHD_Connection *con, void **context,
		     enum MHD_ConnectionNotificationCode what)
{
	struct plain *p = cls;
	struct guest *g = *context;
	const union MHD_ConnectionInfo *info;

	if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
		if (g)
			g->fd = -1;
		return;
	}
	info = MHD_get_connection_info(con, MHD_CONNECTION_INFO_CONNECTION_FD);
	for (size_t i = 0; info && i < GUESTS_MAX; i++)
		if (p->guests[i].fd < 0) {
			p->guests[i] =
				(struct guest){ .fd = info->connect_fd, .number = ++p->count };
			*context = &p->guests[i];
			return;
		}
}

static enum MHD_Result on_plain(void *cls, struct MHD_Connection *con, const char *url,
				const char *method, const char *version, const char *data,
				size_t *len, void **request)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(con, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct guest *guest = info->socket_context;
	struct plain *p = cls;
	struct response out;
	struct plan plan;

	(void)version, (void)data;
	if (guest)
		guest->asked = true;
	if (!*request) {
		*request = p;
		return MHD_YES;
	}
	if (*len) {
		*len = 0;
		return MHD_YES;
	}
	routes_plan(p->desk.shared,
		    &(struct http_request){ .method = { method, strlen(method) },
					    .target = { url, strlen(url) },
					    .plain = true },
		    &plan);
	routes_answer(&p->desk, &plan, NULL, 0, &out);
	return send_response(con, &out, false);
}

/* The oldest of those that never asked, else of all. */
static struct guest *least_wanted(struct plain *p)
{
	struct guest *found = NULL;

	for (size_t i = 0; i < GUESTS_MAX; i++) {
		struct guest *g = &p->guests[i];

		if (g->fd >= 0 && (!found || (found->asked && !g->asked) ||
				   (found->asked == g->asked && g->number < found->number)))
			found = g;
	}
	return found;
}

static bool has_place(const struct plain *p)
{
	for (size_t i = 0; i < GUESTS_MAX; i++)
		if (p->guests[i].fd < 0)
			return true;
	return false;
}

static void make_place(struct plain *p)
{
	struct guest *g = has_place(p) ? NULL : least_wanted(p);

	if (!g)
		return;
	meter_add(&p->desk.meter->evicted_connections, 1);
	shutdown(g->fd, SHUT_RDWR); /* the library notices, and closes it */
	MHD_run(p->daemon);
}

static void let_in(struct plain *p)
{
	struct sockaddr_storage from;
	socklen_t len = sizeof(from);
	int fd = accept4(p->listener, (struct sockaddr *)&from, &len, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (fd < 0)
		return;
	make_place(p);
	/* The library closes what it refuses. */
	if (MHD_add_connection(p->daemon, fd, (struct sockaddr *)&from, len) != MHD_YES)
		meter_add(&p->desk.meter->rejected_connections, 1);
}

static int plain_wait_ms(struct plain *p)
{
	MHD_UNSIGNED_LONG_LONG wait_ms = 0;

	if (MHD_get_timeout(p->daemon, &wait_ms) != MHD_YES || wait_ms > PLAIN_WAIT_MS)
		return PLAIN_WAIT_MS;
	return (int)wait_ms;
}

static void *plain_run(void *arg)
{
	struct plain *p = arg;
	const union MHD_DaemonInfo *info = MHD_get_daemon_info(p->daemon, MHD_DAEMON_INFO_EPOLL_FD);
	struct pollfd fds[] = { { .fd = p->listener, .events = POLLIN },
				{ .fd = p->stop, .events = POLLIN },
				{ .fd = info ? info->epoll_fd : -1, .events = POLLIN } };

	while (!(fds[1].revents & POLLIN)) {
		if (poll(fds, ARRAY_LEN(fds), plain_wait_ms(p)) < 0)
			continue;
		if (fds[0].revents)
			let_in(p);
		MHD_run(p->daemon);
	}
	return NULL;
}

static int plain_start(struct plain *p)
{
	pthread_attr_t attr;
	int failed;

	p->stop = eventfd(0, EFD_CLOEXEC);
	p->daemon = MHD_start_daemon(ENGINE_FLAGS, 0, NULL, NULL, on_plain, p,
				     MHD_OPTION_CONNECTION_LIMIT, (unsigned)GUESTS_MAX + 1,
				     MHD_OPTION_CONNECTION_TIMEOUT, 30U,
				     MHD_OPTION_NOTIFY_CONNECTION, on_guest, p, MHD_OPTION_END);
	if (p->stop < 0 || !p->daemon)
		return -1;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, (size_t)512 * 1024);
	failed = pthread_create(&p->thread, &attr, plain_run, p);
	pthread_attr_destroy(&attr);
	return failed ? -1 : 0;
}

static void plain_release(struct plain *p)
{
	if (p->daemon)
		MHD_stop_daemon(p->daemon);
	if (p->stop >= 0)
		close(p->stop);
	close(p->listener);
	desk_fini(&p->desk);
	mem_free(p);
}

struct plain *plain_new(struct shared *shared, struct meter *meter, int listener, struct err *err)
{
	struct plain *p = mem_alloc(sizeof(*p));

	if (!p) {
		close(listener);
		err_memory(err);
		return NULL;
	}
	*p = (struct plain){ .listener = listener, .stop = -1 };
	for (size_t i = 0; i < GUESTS_MAX; i++)
		p->guests[i].fd = -1;
	desk_init(&p->desk, shared, meter);
	if (plain_start(p) < 0) {
		plain_release(p);
		err_set(err, ERR_SYSTEM, "can't start the plain HTTP port");
		return NULL;
	}
	return p;
}

void plain_free(struct plain *p)
{
	uint64_t one = 1;

	if (!p)
		return;
	while (write(p->stop, &one, sizeof(one)) < 0 && errno == EINTR)
		;
	pthread_join(p->thread, NULL);
	plain_release(p);
}
