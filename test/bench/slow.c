/* SPDX-License-Identifier: Apache-2.0 */
/* slow.c - connections that send one byte a second, to hold a server's resources.
 *
 *	slow --port N --connections N --seconds N
 *
 * A third drips its ClientHello, a third the head of a request, a third a body. Prints "open" when
 *all are at it, and one line of JSON when the server has cut all of them or the time is over: how
 *many of each kind were cut, and the age in ms of the oldest when it was.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "common.h"

enum kind { KIND_HELLO, KIND_HEAD, KIND_BODY, KIND_COUNT };

static const char *const kind_names[] = { "hello", "head", "body" };

/* A record header that promises 512 bytes of ClientHello; zeros follow. */
static const char hello[512] = "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03";

#define HEAD                                                                       \
	"POST /validate?timeout=10s HTTP/1.1\r\nHost: kubevet.kubevet.svc:443\r\n" \
	"Content-Type: application/json\r\nContent-Length: 4300\r\n"
static const char head[] =
	HEAD "Accept: application/json, */*\r\nUser-Agent: kube-apiserver-admission\r\n";
static const char whole_head[] = HEAD "\r\n";

struct slow {
	enum kind kind;
	int fd;
	SSL *ssl; /* NULL for KIND_HELLO */
	size_t sent;
	int64_t born_ns;
};

struct tally {
	long opened[KIND_COUNT], cut[KIND_COUNT];
	long oldest_ms[KIND_COUNT];
};

static int connect_to(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;

	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0)
		die("connect: %s", strerror(errno));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	return fd;
}

/* The handshake may wait; from then on nothing does. */
static void open_one(struct slow *s, enum kind kind, SSL_CTX *tls, int port)
{
	*s = (struct slow){ .kind = kind, .fd = connect_to(port), .born_ns = now_ns() };
	if (kind == KIND_HELLO)
		return;
	s->ssl = SSL_new(tls);
	if (!s->ssl || !SSL_set_fd(s->ssl, s->fd) || SSL_connect(s->ssl) != 1)
		die("handshake failed");
	if (kind == KIND_BODY && SSL_write(s->ssl, whole_head, sizeof(whole_head) - 1) <= 0)
		die("head not sent");
}

static void drip(struct slow *s)
{
	static const char blank = ' ';
	const char *byte = s->kind == KIND_HELLO  ? &hello[s->sent % sizeof(hello)]
			   : s->kind == KIND_HEAD ? &head[s->sent % (sizeof(head) - 1)]
						  : &blank;

	s->sent++;
	if (s->ssl)
		SSL_write(s->ssl, byte, 1);
	else
		send(s->fd, byte, 1, MSG_DONTWAIT | MSG_NOSIGNAL);
}

/* Reads what came; an answer (408) alone is no cut. Return: whether the server closed. */
static bool was_cut(const struct slow *s)
{
	char piece[4096];
	ssize_t n;

	do {
		n = recv(s->fd, piece, sizeof(piece), MSG_DONTWAIT);
	} while (n > 0);
	return n == 0 || (errno != EAGAIN && errno != EINTR);
}

static void close_one(struct slow *s)
{
	SSL_free(s->ssl);
	close(s->fd);
	s->ssl = NULL;
	s->fd = -1;
}

/* Return: how many are still open. */
static long look(struct slow *all, long count, struct tally *tally)
{
	long left = 0;

	for (long i = 0; i < count; i++) {
		long age_ms = (long)((now_ns() - all[i].born_ns) / 1000000);
		enum kind kind = all[i].kind;

		if (all[i].fd < 0)
			continue;
		if (!was_cut(&all[i])) {
			left++;
			continue;
		}
		tally->cut[kind]++;
		if (age_ms > tally->oldest_ms[kind])
			tally->oldest_ms[kind] = age_ms;
		close_one(&all[i]);
	}
	return left;
}

static void run(struct slow *all, long count, long seconds, struct tally *tally)
{
	int64_t end = now_ns() + seconds * 1000000000, next = 0;

	while (look(all, count, tally) > 0 && now_ns() < end) {
		if (now_ns() >= next) {
			next = now_ns() + 1000000000;
			for (long i = 0; i < count; i++)
				if (all[i].fd >= 0)
					drip(&all[i]);
		}
		poll(NULL, 0, 50);
	}
}

static void report(const struct tally *t)
{
	for (int k = 0; k < KIND_COUNT; k++)
		printf("%c\"%s\":{\"opened\":%ld,\"cut\":%ld,\"oldest_ms\":%ld}", k ? ',' : '{',
		       kind_names[k], t->opened[k], t->cut[k], t->oldest_ms[k]);
	printf("}\n");
}

static const struct option options[] = {
	{ "port", required_argument, NULL, 'p' },
	{ "connections", required_argument, NULL, 'c' },
	{ "seconds", required_argument, NULL, 's' },
	{ 0 },
};

int main(int argc, char **argv)
{
	long port = 0, count = 200, seconds = 60;
	struct tally tally = { 0 };
	SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
	struct slow *all;
	int opt;

	while ((opt = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (opt == 'p')
			port = number(optarg, 1, 65535);
		else if (opt == 'c')
			count = number(optarg, 1, 4096);
		else if (opt == 's')
			seconds = number(optarg, 1, 600);
		else
			die("usage: slow --port N --connections N --seconds N");
	}
	signal(SIGPIPE, SIG_IGN);
	all = mem_alloc((size_t)count * sizeof(*all));
	if (!port || !tls || !all)
		die("slow: cannot start");
	for (long i = 0; i < count; i++) {
		open_one(&all[i], (enum kind)(i % KIND_COUNT), tls, (int)port);
		tally.opened[i % KIND_COUNT]++;
	}
	printf("open\n");
	fflush(stdout);
	run(all, count, seconds, &tally);
	report(&tally);
	for (long i = 0; i < count; i++)
		if (all[i].fd >= 0)
			close_one(&all[i]);
	mem_free(all);
	SSL_CTX_free(tls);
	return 0;
}
