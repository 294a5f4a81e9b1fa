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
#include <string.h>
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
};

static bool budget_take(struct budget *b, size_t bytes)
{
	int64_t before = atomic_fetch_add_explicit(&b->used, (int64_t)bytes, memory_order_relaxed);

	if (before + (int64_t)bytes <= b->max)
		return true;
	atomic_fetch_sub_explicit(&b->used, (int64_t)bytes, memory_order_relaxed);
	return false;
}

static void body_release(struct exchange *x)
{
	struct http *h = x->http;

	atomic_fetch_sub_explicit(&h->budget->used, (int64_t)x->cap, memory_order_relaxed);
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
	size_t cap = spare ? SPARE_BYTES : x->cap ? x->cap * 2 : BODY_FIRST;
	char *body;

	while (cap < need)
		cap *= 2;
	if (!spare && cap > x->length)
		cap = x->length;
	if (!budget_take(x->http->budget, cap - x->cap)) {
		plan_refuse(&x->plan, 503, CAUSE_BUDGET, false,
			    "too many large requests at a time; try again");
		return false;
	}
	body = spare ? STEAL(x->http->spare) : mem_realloc(x->body, cap);
	if (!body) {
		atomic_fetch_sub_explicit(&x->http->budget->used, (int64_t)(cap - x->cap),
					  memory_order_relaxed);
		plan_refuse(&x->plan, 503, CAUSE_MEMORY, false, "out of memory; try again");
		return false;
	}
	x->body = body;
	x->cap = cap;
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

static enum MHD_Result answer(struct http *h, struct MHD_Connection *con, struct exchange *x)
{
	struct response out;

	routes_answer(h->desk, &x->plan, x->body, x->got, &out);
	body_release(x);
	if (atomic_load_explicit(&h->desk->shared->phase, memory_order_relaxed) == PHASE_CLOSING)
		x->last = true;
	x->ours = true;
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

	if (!x->attached || !x->ours || !x->answered || x->last || h->spare_count == SPARES_MAX) {
		http_drop(x);
		return;
	}
	x->next_spare = h->spares;
	h->spares = x;
	h->spare_count++;
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
	x->ours = x->answered = false;
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

struct plain {
	struct MHD_Daemon *daemon;
	struct desk desk;
};

static enum MHD_Result on_plain(void *cls, struct MHD_Connection *con, const char *url,
				const char *method, const char *version, const char *data,
				size_t *len, void **request)
{
	struct plain *p = cls;
	struct response out;
	struct plan plan;

	(void)version, (void)data;
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

struct plain *plain_new(struct shared *shared, struct meter *meter, int listener, struct err *err)
{
	struct plain *p = mem_alloc(sizeof(*p));

	if (!p) {
		close(listener);
		err_memory(err);
		return NULL;
	}
	desk_init(&p->desk, shared, meter);
	p->daemon = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD, 0, NULL, NULL, on_plain, p, MHD_OPTION_LISTEN_SOCKET,
		listener, MHD_OPTION_CONNECTION_LIMIT, 64U, MHD_OPTION_CONNECTION_TIMEOUT, 30U,
		MHD_OPTION_THREAD_STACK_SIZE, (size_t)512 * 1024, MHD_OPTION_END);
	if (!p->daemon) {
		close(listener);
		desk_fini(&p->desk);
		mem_free(p);
		err_set(err, ERR_SYSTEM, "can't start the plain HTTP port");
		return NULL;
	}
	return p;
}

void plain_free(struct plain *p)
{
	if (!p)
		return;
	MHD_stop_daemon(p->daemon);
	desk_fini(&p->desk);
	mem_free(p);
}
