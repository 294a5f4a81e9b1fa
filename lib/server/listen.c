/* SPDX-License-Identifier: Apache-2.0 */
/* listen.c - sockets that listen, and the thread that accepts. */
#include "server/listen.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/units.h"

#define BACKLOG 1024
/* How long to wait when there are no descriptors left. */
#define PAUSE_US (100 * 1000)
/* How long a connection far above the limit waits for workers to close others. */
#define WAIT_US	   1000
#define WAIT_TIMES 50
/* Refusals are told this often. */
#define SAY_EVERY_US SECONDS_US(10)

struct acceptor {
	pthread_t thread;
	int listener, stop, spare;
	struct worker *const *workers;
	unsigned count;
	int limit, limit_each; /* in all; from one address */
	struct peers *peers;
	struct meter *meter;
	int64_t said_us;  /* the last line about refusals */
	const char *said; /* its reason, a literal */
	int64_t unsaid;	  /* refusals since */
	int64_t hasty_us; /* until then it does not wait for workers to make room */
};

static bool is_port(const char *text)
{
	size_t len = strspn(text, "0123456789");
	unsigned port = 0;

	if (len == 0 || len > 5 || text[len])
		return false;
	for (; *text; text++)
		port = port * 10 + (unsigned)(*text - '0');
	return port <= 65535;
}

/* Host and port of "host:port" or "[host]:port"; host may be empty. */
static int split_address(const char *text, char *host, size_t size, const char **port)
{
	const char *colon = strrchr(text, ':'), *from = text, *to = colon;

	if (!colon || !is_port(colon + 1))
		return -1;
	if (*from == '[' && to > from && to[-1] == ']') {
		from++;
		to--;
	} else if (memchr(from, ':', (size_t)(to - from))) {
		return -1;
	}
	if ((size_t)(to - from) >= size)
		return -1;
	memcpy(host, from, (size_t)(to - from));
	host[to - from] = '\0';
	*port = colon + 1;
	return 0;
}

static int open_at(const struct addrinfo *at)
{
	int fd = socket(at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1,
	    off = 0, bytes = SOCKET_BYTES;

	if (fd < 0)
		return -1;
	if (at->ai_family == AF_INET6)
		setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	/* Connections have them from the listener; without, they grow to megabytes each. */
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof(bytes));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(fd, at->ai_addr, at->ai_addrlen) < 0 || listen(fd, BACKLOG) < 0) {
		int saved = errno;

		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

static void print_bound(int fd, char bound[ADDRESS_TEXT_MAX])
{
	struct sockaddr_storage at = { 0 };
	socklen_t len = sizeof(at);
	char host[48], port[8];

	if (getsockname(fd, (struct sockaddr *)&at, &len) < 0 ||
	    getnameinfo((struct sockaddr *)&at, len, host, sizeof(host), port, sizeof(port),
			NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
		snprintf(bound, ADDRESS_TEXT_MAX, "unknown");
		return;
	}
	snprintf(bound, ADDRESS_TEXT_MAX, at.ss_family == AF_INET6 ? "[%s]:%s" : "%s:%s", host,
		 port);
}

int listen_open(const char *address, char bound[ADDRESS_TEXT_MAX], struct err *err)
{
	static const char *const any[] = { "::", "0.0.0.0" };
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
				  .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV },
			*at;
	char host[64];
	const char *port;
	int fd = -1;

	if (split_address(address, host, sizeof(host), &port) < 0)
		return err_set(err, ERR_INPUT, "%s: want ADDRESS:PORT", address);
	for (size_t i = 0; fd < 0 && i < (host[0] ? 1 : ARRAY_LEN(any)); i++) {
		if (getaddrinfo(host[0] ? host : any[i], port, &hints, &at) != 0)
			return err_set(err, ERR_INPUT, "%s: want a numeric address and port",
				       address);
		fd = open_at(at);
		freeaddrinfo(at);
	}
	if (fd < 0)
		return err_set(err, ERR_SYSTEM, "can't listen on %s: %s", address, strerror(errno));
	print_bound(fd, bound);
	return fd;
}

static void set_socket(int fd)
{
	int on = 1, idle_s = 30;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof(on));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof(idle_s));
}

/* A connection that is closed without an answer: counted, and told in one line every few seconds.
 */
static void refused(struct acceptor *a, const char *why)
{
	int64_t now_us = clock_mono_us();

	meter_add(&a->meter->rejected_connections, 1);
	a->unsaid++;
	if (a->said_us && a->said == why && now_us - a->said_us < SAY_EVERY_US)
		return;
	log_event(LOG_WARN, "connections refused", LOG_N("count", a->unsaid), LOG_S("why", why));
	a->said_us = now_us;
	a->said = why;
	a->unsaid = 0;
}

static enum crowd crowd_of(const struct acceptor *a, int total, const struct peer *peer)
{
	if (peer && atomic_load_explicit(&peer->connections, memory_order_relaxed) > a->limit_each)
		return CROWD_ADDRESS;
	return total >= a->limit ? CROWD_ALL : CROWD_NONE;
}

static int total_load(const struct acceptor *a)
{
	int total = 0;

	for (unsigned i = 0; i < a->count; i++)
		total += worker_load(a->workers[i]);
	return total;
}

/* Workers make room within a moment, unless they are busy: then all who come would wait for
 * nothing, so it is not tried again at once. */
static bool wait_for_room(struct acceptor *a)
{
	if (clock_mono_us() < a->hasty_us)
		return false;
	for (int i = 0; i < WAIT_TIMES; i++) {
		usleep(WAIT_US);
		if (total_load(a) < a->limit + CONNECTIONS_OVER)
			return true;
	}
	a->hasty_us = clock_mono_us() + SECONDS_US(1);
	return false;
}

static void give(struct acceptor *a, int fd, const struct sockaddr_storage *from)
{
	struct peer *peer = peer_take(a->peers, from);
	bool room = total_load(a) < a->limit + CONNECTIONS_OVER || wait_for_room(a);
	struct worker *best = a->workers[0];

	for (unsigned i = 1; i < a->count; i++)
		if (worker_load(a->workers[i]) < worker_load(best))
			best = a->workers[i];
	if (room && worker_give(best, fd, peer, crowd_of(a, total_load(a), peer)))
		return;
	peer_release(peer);
	close(fd);
	refused(a, "too many connections");
}

/* No descriptor is left: the spare one takes the connection that waits, so that its client hears an
 * end at once and poll() does not report it forever; a worker closes one that is not in use. */
static void shed(struct acceptor *a)
{
	struct worker *fullest = a->workers[0];
	int fd;

	for (unsigned i = 1; i < a->count; i++)
		if (worker_load(a->workers[i]) > worker_load(fullest))
			fullest = a->workers[i];
	worker_shed(fullest);
	close(a->spare);
	fd = accept4(a->listener, NULL, NULL, SOCK_CLOEXEC);
	if (fd >= 0) {
		close(fd);
		refused(a, "out of file descriptors");
	}
	a->spare = open("/dev/null", O_RDONLY | O_CLOEXEC);
	usleep(PAUSE_US);
}

static void accept_all(struct acceptor *a)
{
	for (int i = 0; i < BACKLOG; i++) {
		struct sockaddr_storage from = { 0 };
		socklen_t len = sizeof(from);
		int fd = accept4(a->listener, (struct sockaddr *)&from, &len,
				 SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			set_socket(fd);
			give(a, fd, &from);
		} else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
			   errno == ENOMEM) {
			shed(a);
			return;
		} else if (errno == EAGAIN) {
			return;
		}
	}
}

static void *run(void *arg)
{
	struct acceptor *a = arg;
	struct pollfd fds[] = { { .fd = a->listener, .events = POLLIN },
				{ .fd = a->stop, .events = POLLIN } };

	while (!(fds[1].revents & POLLIN)) {
		if (poll(fds, ARRAY_LEN(fds), -1) < 0)
			continue;
		accept_all(a);
	}
	return NULL;
}

static void acceptor_free(struct acceptor *a)
{
	close(a->listener);
	if (a->stop >= 0)
		close(a->stop);
	if (a->spare >= 0)
		close(a->spare);
	peers_free(a->peers);
	mem_free(a);
}

struct acceptor *acceptor_start(int listener, const struct acceptor_setup *setup, struct err *err)
{
	struct acceptor *a = mem_alloc(sizeof(*a));

	if (!a) {
		close(listener);
		err_memory(err);
		return NULL;
	}
	*a = (struct acceptor){ .listener = listener,
				.stop = eventfd(0, EFD_CLOEXEC),
				.spare = open("/dev/null", O_RDONLY | O_CLOEXEC),
				.workers = setup->workers,
				.count = setup->count,
				.limit = setup->limit,
				.limit_each = setup->limit_each,
				.meter = setup->meter,
				.peers =
					peers_new((unsigned)setup->limit + CONNECTIONS_OVER, err) };
	if (!a->peers) {
		acceptor_free(a);
		return NULL;
	}
	if (a->stop < 0 || a->spare < 0 || pthread_create(&a->thread, NULL, run, a) != 0) {
		acceptor_free(a);
		err_set(err, ERR_SYSTEM, "can't start accepting");
		return NULL;
	}
	return a;
}

void acceptor_stop(struct acceptor *a)
{
	uint64_t one = 1;

	if (!a)
		return;
	while (write(a->stop, &one, sizeof(one)) < 0 && errno == EINTR)
		;
	pthread_join(a->thread, NULL);
	acceptor_free(a);
}
