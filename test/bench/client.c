/* SPDX-License-Identifier: Apache-2.0 */
/* client.c - one connection of a client that behaves as kube-apiserver's. */
#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define HOST "kubevet.kubevet.svc"

static const unsigned char alpn[] = "\x08http/1.1";

/* OpenSSL's macros take these without const. */
static char groups[] = "X25519", server_name[] = HOST;

static void build_request(struct buf *out, const char *body_path)
{
	SCOPED(scoped_buf) struct buf body;
	struct err err;

	body_read(&body, body_path);
	buf_init(out, BODY_MAX + 4096);
	buf_addf(out,
		 "POST /validate?timeout=10s HTTP/1.1\r\n"
		 "Host: " HOST ":443\r\n"
		 "User-Agent: kube-apiserver-admission\r\n"
		 "Content-Length: %zu\r\n"
		 "Accept: application/json, */*\r\n"
		 "Content-Type: application/json\r\n"
		 "Accept-Encoding: gzip\r\n\r\n",
		 body.len);
	buf_add(out, body.data, body.len);
	if (buf_ok(out, &err) < 0)
		die("request: %s", err.text);
}

void target_init(struct target *t, int port, const char *body_path)
{
	*t = (struct target){ .port = port, .poll = epoll_create1(EPOLL_CLOEXEC) };
	build_request(&t->request, body_path);
	t->tls = SSL_CTX_new(TLS_client_method());
	if (t->poll < 0 || !t->tls || !SSL_CTX_set_min_proto_version(t->tls, TLS1_3_VERSION) ||
	    !SSL_CTX_set_ciphersuites(t->tls, "TLS_AES_128_GCM_SHA256") ||
	    !SSL_CTX_set1_groups_list(t->tls, groups) ||
	    SSL_CTX_set_alpn_protos(t->tls, alpn, sizeof(alpn) - 1) != 0)
		die("client: cannot set up TLS");
	SSL_CTX_set_mode(t->tls, SSL_MODE_ENABLE_PARTIAL_WRITE);
	SSL_CTX_set_read_ahead(t->tls, 1);
}

void target_fini(struct target *t)
{
	SSL_CTX_free(t->tls);
	buf_fini(&t->request);
	close(t->poll);
}

static bool start_tls(struct client *c)
{
	struct epoll_event want = { .events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = c };

	c->ssl = SSL_new(c->target->tls);
	if (!c->ssl || !SSL_set_fd(c->ssl, c->fd) || !SSL_set_tlsext_host_name(c->ssl, server_name))
		return false;
	SSL_set_connect_state(c->ssl);
	return epoll_ctl(c->target->poll, EPOLL_CTL_ADD, c->fd, &want) == 0;
}

bool client_open(struct client *c, const struct target *t)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)t->port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int one = 1;

	c->target = t;
	c->ssl = NULL;
	c->status = 0;
	c->fault = "connect";
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	client_again(c);
	if (c->fd < 0)
		die("socket: %s", strerror(errno));
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	if ((connect(c->fd, (struct sockaddr *)&to, sizeof(to)) < 0 && errno != EINPROGRESS) ||
	    !start_tls(c)) {
		client_close(c);
		return false;
	}
	return true;
}

void client_again(struct client *c)
{
	c->sending = true;
	c->sent = c->got = 0;
	c->started_ns = now_ns();
}

static enum client_result fail(struct client *c, const char *fault)
{
	c->fault = fault;
	return CLIENT_FAILED;
}

/* Whether OpenSSL only waits for the socket. */
static bool only_waits(const struct client *c, int ret)
{
	int error = SSL_get_error(c->ssl, ret);

	return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

static enum client_result judge_answer(struct client *c, const char *body, bool parts)
{
	if (!c->target->any_answer && c->status != 200)
		return fail(c, "status");
	if (!c->target->any_answer && !strstr(body, "\"allowed\":true"))
		return fail(c, "not admitted");
	return parts ? CLIENT_PARTED : CLIENT_ANSWERED;
}

/* Looks at what came so far; the answer's buffer always ends in NUL. */
static enum client_result read_answer(struct client *c)
{
	char *end = strstr(c->answer, "\r\n\r\n");
	const char *length, *body;
	size_t want;

	if (!end)
		return CLIENT_BUSY;
	body = end + 4;
	length = strcasestr(c->answer, "\r\ncontent-length:");
	if (strncmp(c->answer, "HTTP/1.1 ", 9) != 0 || !length || length > end)
		return fail(c, "malformed answer");
	c->status = (int)strtol(c->answer + 9, NULL, 10);
	want = (size_t)(body - c->answer) + strtoul(length + 17, NULL, 10);
	if (c->got > want)
		return fail(c, "bytes behind the answer");
	if (c->got < want)
		return CLIENT_BUSY;
	*end = '\0';
	return judge_answer(c, body, strcasestr(c->answer, "\r\nconnection: close") != NULL);
}

static enum client_result receive(struct client *c)
{
	for (;;) {
		size_t room = sizeof(c->answer) - 1 - c->got;
		enum client_result result;
		int n;

		if (!room)
			return fail(c, "answer too long");
		n = SSL_read(c->ssl, c->answer + c->got, (int)room);
		if (n <= 0)
			return only_waits(c, n) ? CLIENT_BUSY : fail(c, "closed without answer");
		c->got += (size_t)n;
		c->answer[c->got] = '\0';
		result = read_answer(c);
		if (result != CLIENT_BUSY)
			return result;
	}
}

enum client_result client_step(struct client *c)
{
	const struct buf *request = &c->target->request;

	while (c->sending) {
		int n = SSL_write(c->ssl, request->data + c->sent, (int)(request->len - c->sent));

		if (n <= 0)
			return only_waits(c, n) ? CLIENT_BUSY : fail(c, "broken while sending");
		c->sent += (size_t)n;
		c->sending = c->sent < request->len;
	}
	return receive(c);
}

void client_close(struct client *c)
{
	if (c->ssl && SSL_is_init_finished(c->ssl))
		SSL_shutdown(c->ssl);
	SSL_free(c->ssl);
	c->ssl = NULL;
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}
