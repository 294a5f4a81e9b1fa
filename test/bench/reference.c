/* SPDX-License-Identifier: Apache-2.0 */
/* reference.c - the yardstick: what the machine can do when one loop owns socket, TLS and HTTP.
 *
 *	reference --port N --cert FILE --key FILE [--threads N] [--handler null|full]
 *
 * Theory of operation. Each thread has its own listener, epoll, connections and arena, and shares
 *nothing but the TLS set-up and the engine. Sockets are level-triggered for reading; OpenSSL reads
 *ahead, so that a record costs one read(2), and what it holds back raises no event: hence the loop
 *over SSL_has_pending(). A request is answered as soon as its last byte is there, without asking
 *the socket once more. Handler "null" gives a constant answer: the limit of the machine. Handler
 *"full" calls the product's core: what the product's transport costs shows beside it.
 *
 * It has no deadlines, no limit of connections, no drain: it is no server for anybody but the
 *benchmark.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "admission/handle.h"
#include "base/mem.h"
#include "common.h"
#include "parse.h"
#include "policies.h"

#define THREADS_MAX 64
#define PIECE	    16384 /* plain bytes of the largest TLS record */
#define KEEP_MAX    65536 /* a larger buffer is given back after its request */

struct worker {
	int poll, listener;
	SSL_CTX *tls;
	const struct engine *engine; /* NULL: the constant answer */
	struct arena *arena;
	struct buf reply;
};

struct conn {
	struct worker *worker;
	int fd;
	SSL *ssl;
	bool last; /* close when the answer is out */
	struct request_size size;
	bool head_known;
	struct buf in, out;
	size_t written;
};

enum progress { GONE, WAITS, DONE };

static int answer_full(struct worker *w, const char *body, size_t len)
{
	struct admission_record record;
	struct err err;
	int ret;

	ret = admission_handle(w->engine, NULL, w->arena, body, len, &w->reply, &record, &err);
	arena_reset(w->arena);
	if (ret == 0)
		return 200;
	buf_clear(&w->reply);
	return err.code == ERR_INPUT ? 400 : err.code == ERR_LIMIT ? 413 : 500;
}

static void answer(struct conn *c, int status)
{
	struct worker *w = c->worker;
	const char *body = c->in.data + c->size.head;

	buf_clear(&w->reply);
	if (status == 200 && w->engine)
		status = answer_full(w, body, c->size.body);
	else if (status == 200)
		buf_add(&w->reply, null_answer, strlen(null_answer));
	c->last = status != 200;
	buf_addf(
		&c->out,
		"HTTP/1.1 %d %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n%s\r\n",
		status, status == 200 ? "OK" : "Refused", w->reply.len,
		c->last ? "Connection: close\r\n" : "");
	buf_add(&c->out, w->reply.data, w->reply.len);
}

/* Takes the request's bytes off the buffer; what is left belongs to the next one. */
static void drop_request(struct conn *c)
{
	size_t used = c->size.head + c->size.body;

	c->head_known = false;
	c->in.len -= used;
	if (c->in.len)
		memmove(c->in.data, c->in.data + used, c->in.len);
	else if (c->in.cap > KEEP_MAX)
		buf_fini(&c->in);
}

static bool only_waits(const struct conn *c, int ret)
{
	int error = SSL_get_error(c->ssl, ret);

	return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

/* Reads until a request is whole. Return: DONE with *@status, 200 for a request that is worth an
 * answer. */
static enum progress read_request(struct conn *c, int *status)
{
	for (;;) {
		char *room;
		int n;

		*status = c->head_known || !c->in.len ? PARSE_MORE
						      : parse_head(c->in.data, c->in.len, &c->size);
		c->head_known |= *status == PARSE_OK;
		if (*status > PARSE_OK ||
		    (c->head_known && c->in.len >= c->size.head + c->size.body))
			return DONE;
		room = buf_reserve(&c->in, PIECE);
		n = room ? SSL_read(c->ssl, room, PIECE) : -1;
		if (!room || n <= 0)
			return room && only_waits(c, n) ? WAITS : GONE;
		c->in.len += (size_t)n;
	}
}

static enum progress write_answer(struct conn *c)
{
	while (c->written < c->out.len) {
		int n = SSL_write(c->ssl, c->out.data + c->written, (int)(c->out.len - c->written));

		if (n <= 0)
			return only_waits(c, n) ? WAITS : GONE;
		c->written += (size_t)n;
	}
	c->written = 0;
	buf_clear(&c->out);
	return c->last ? GONE : DONE;
}

static void want(struct conn *c, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.ptr = c };

	epoll_ctl(c->worker->poll, EPOLL_CTL_MOD, c->fd, &event);
}

static enum progress serve_one(struct conn *c)
{
	enum progress progress;
	int status;

	progress = read_request(c, &status);
	if (progress != DONE)
		return progress;
	answer(c, status > PARSE_OK ? status : 200);
	if (!c->last)
		drop_request(c);
	progress = write_answer(c);
	if (progress == WAITS)
		want(c, EPOLLOUT);
	return progress;
}

static void conn_close(struct conn *c)
{
	SSL_free(c->ssl);
	close(c->fd);
	buf_fini(&c->in);
	buf_fini(&c->out);
	mem_free(c);
}

static void conn_drive(struct conn *c)
{
	enum progress progress = DONE;

	if (c->out.len) {
		progress = write_answer(c);
		if (progress == DONE)
			want(c, EPOLLIN);
	} else {
		progress = serve_one(c);
	}
	while (progress == DONE && (c->in.len || SSL_has_pending(c->ssl)))
		progress = serve_one(c);
	if (progress == GONE)
		conn_close(c);
}

static void conn_open(struct worker *w, int fd)
{
	struct conn *c = mem_alloc(sizeof(*c));
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = c };
	int one = 1;

	if (!c)
		die("out of memory");
	*c = (struct conn){ .worker = w, .fd = fd, .ssl = SSL_new(w->tls) };
	buf_init(&c->in, BODY_MAX + HEAD_MAX + PIECE);
	buf_init(&c->out, REPLY_BYTES_MAX + 1024);
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if (!c->ssl || !SSL_set_fd(c->ssl, fd) ||
	    epoll_ctl(w->poll, EPOLL_CTL_ADD, fd, &event) < 0) {
		conn_close(c);
		return;
	}
	SSL_set_accept_state(c->ssl);
}

static void *work(void *arg)
{
	struct worker *w = arg;
	struct epoll_event events[128];

	for (;;) {
		int n = epoll_wait(w->poll, events, ARRAY_LEN(events), -1);

		for (int i = 0; i < n; i++) {
			int fd;

			if (events[i].data.ptr) {
				conn_drive(events[i].data.ptr);
				continue;
			}
			fd = accept4(w->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
			if (fd >= 0)
				conn_open(w, fd);
		}
	}
	return NULL;
}

/* Listeners of one port each: the kernel spreads connections over them by hash. */
static int listen_on(long port)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof(one)) < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one)) < 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0 || listen(fd, 1024) < 0)
		die("port %ld: %s", port, strerror(errno));
	return fd;
}

static void worker_init(struct worker *w, long port, SSL_CTX *tls, const struct engine *engine)
{
	struct epoll_event event = { .events = EPOLLIN };
	struct err err;

	*w = (struct worker){ .poll = epoll_create1(EPOLL_CLOEXEC),
			      .listener = listen_on(port),
			      .tls = tls,
			      .engine = engine,
			      .arena = arena_new(REVIEW_ARENA_MAX, &err) };
	buf_init(&w->reply, REPLY_BYTES_MAX);
	if (!w->arena || epoll_ctl(w->poll, EPOLL_CTL_ADD, w->listener, &event) < 0)
		die("cannot start a worker");
}

static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *out_len,
			   const unsigned char *in, unsigned int in_len, void *arg)
{
	static const unsigned char http11[] = "\x08http/1.1";
	unsigned char *chosen;

	(void)ssl;
	(void)arg;
	if (SSL_select_next_proto(&chosen, out_len, http11, sizeof(http11) - 1, in, in_len) !=
	    OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

static SSL_CTX *tls_new(const char *cert, const char *key)
{
	SSL_CTX *tls = SSL_CTX_new(TLS_server_method());

	if (!tls || !SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) ||
	    SSL_CTX_use_certificate_chain_file(tls, cert) != 1 ||
	    SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1)
		die("reference: cannot use %s and %s", cert, key);
	SSL_CTX_set_num_tickets(tls, 0);
	SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_read_ahead(tls, 1);
	SSL_CTX_set_alpn_select_cb(tls, choose_protocol, NULL);
	return tls;
}

static const struct engine *full_engine(void)
{
	const struct config_fault *faults = NULL;
	const struct config *config;
	struct engine *engine;
	struct arena *arena;
	struct err err = { 0 };

	json_init();
	arena = arena_new(REVIEW_ARENA_MAX, &err); /* lives as long as the program */
	config = arena ? config_builtin(arena, policies_all, &faults) : NULL;
	engine = config ? engine_new(policies_all, config, &err) : NULL;
	if (!engine)
		die("engine: %s", faults ? faults->text : err.text);
	return engine;
}

static const struct option options[] = {
	{ "port", required_argument, NULL, 'p' },    { "cert", required_argument, NULL, 'c' },
	{ "key", required_argument, NULL, 'k' },     { "threads", required_argument, NULL, 't' },
	{ "handler", required_argument, NULL, 'h' }, { 0 },
};

int main(int argc, char **argv)
{
	static struct worker workers[THREADS_MAX];
	const char *cert = NULL, *key = NULL;
	const struct engine *engine = NULL;
	long port = 0, threads = 1;
	SSL_CTX *tls;
	int opt;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == 'p')
			port = number(optarg, 1, 65535);
		else if (opt == 'c')
			cert = optarg;
		else if (opt == 'k')
			key = optarg;
		else if (opt == 't')
			threads = number(optarg, 1, THREADS_MAX);
		else if (opt == 'h' && strcmp(optarg, "full") == 0)
			engine = full_engine();
		else if (opt != 'h' || strcmp(optarg, "null") != 0)
			port = 0;
	}
	if (!port || !cert || !key)
		die("usage: reference --port N --cert FILE --key FILE [--threads N] "
		    "[--handler null|full]");
	signal(SIGPIPE, SIG_IGN);
	tls = tls_new(cert, key);
	for (long i = 0; i < threads; i++)
		worker_init(&workers[i], port, tls, engine);
	for (long i = 1; i < threads; i++) {
		pthread_t thread;

		if (pthread_create(&thread, NULL, work, &workers[i]) != 0)
			die("cannot start a thread");
	}
	work(&workers[0]);
	return 0;
}
