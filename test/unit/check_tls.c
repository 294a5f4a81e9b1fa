/* SPDX-License-Identifier: Apache-2.0 */
/* check_tls.c - certificates, handshakes and the way through a worker, in one process: a client of
 * OpenSSL's talks over a socketpair to a real worker with an invented judge. */
#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/units.h"
#include "policies.h"
#include "server/worker.h"
#include "support.h"

#define BODY_MAX ((size_t)1024 * 1024)
/* A body of this length is answered with very much more. */
#define LARGE_ANSWER 777
#define ANSWER_BYTES (REPLY_BYTES_MAX - 1024)
/* And one of this length with what the engine's socket holds and that of a slow caller does not. */
#define MEDIUM_ANSWER 778
#define MEDIUM_BYTES  ((size_t)100 * 1024)
#define SLOW_BYTES    4096

/* A certificate with its key, and where they lie. */
struct identity {
	EVP_PKEY *key;
	X509 *cert;
	char cert_path[128], key_path[128];
};

static char folder[] = "/tmp/check_tls.XXXXXX";

static void path_of(char *path, size_t size, const char *name, const char *end)
{
	snprintf(path, size, "%s/%s.%s", folder, name, end);
}

static void add_extension(X509 *cert, X509 *issuer, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *extension;

	X509V3_set_ctx(&ctx, issuer, cert, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ck_assert(extension != NULL);
	X509_add_ext(cert, extension, -1);
	X509_EXTENSION_free(extension);
}

static void write_identity(struct identity *id, const char *name)
{
	FILE *file;

	path_of(id->cert_path, sizeof(id->cert_path), name, "crt");
	path_of(id->key_path, sizeof(id->key_path), name, "key");
	file = fopen(id->cert_path, "w");
	ck_assert(file && PEM_write_X509(file, id->cert) == 1);
	fclose(file);
	file = fopen(id->key_path, "w");
	ck_assert(file && PEM_write_PrivateKey(file, id->key, NULL, NULL, 0, NULL, NULL) == 1);
	fclose(file);
}

/* Signed by @issuer, by itself when that is NULL; @san may be NULL. */
static struct identity identity_new(const char *name, const struct identity *issuer,
				    const char *san)
{
	struct identity id = { .key = EVP_EC_gen("P-256"), .cert = X509_new() };
	X509_NAME *subject = X509_get_subject_name(id.cert);

	X509_set_version(id.cert, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(id.cert), (long)(issuer ? 2 : 1));
	X509_gmtime_adj(X509_getm_notBefore(id.cert), -60);
	X509_gmtime_adj(X509_getm_notAfter(id.cert), issuer ? 3600 : 7200);
	X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, (const unsigned char *)name, -1,
				   -1, 0);
	X509_set_issuer_name(id.cert, issuer ? X509_get_subject_name(issuer->cert) : subject);
	X509_set_pubkey(id.cert, id.key);
	add_extension(id.cert, issuer ? issuer->cert : id.cert, NID_basic_constraints,
		      issuer ? "CA:FALSE" : "CA:TRUE");
	if (san)
		add_extension(id.cert, id.cert, NID_subject_alt_name, san);
	ck_assert(X509_sign(id.cert, issuer ? issuer->key : id.key, EVP_sha256()) > 0);
	write_identity(&id, name);
	return id;
}

/* Who there is: a CA with a server and two clients of it, and another CA with a client of its own.
 */
static struct identity ca, server, client, san_client, other_ca, stranger;

static void identities_new(void)
{
	ck_assert(mkdtemp(folder) != NULL);
	ca = identity_new("ca", NULL, NULL);
	server = identity_new("server", &ca, "DNS:kubevet.kubevet.svc");
	client = identity_new("client", &ca, NULL);
	san_client = identity_new("san-client", &ca,
				  "URI:spiffe://cluster/apiserver,DNS:apiserver.local");
	other_ca = identity_new("other-ca", NULL, NULL);
	stranger = identity_new("client-x", &other_ca, NULL);
}

static void identity_fini(struct identity *id)
{
	unlink(id->cert_path);
	unlink(id->key_path);
	EVP_PKEY_free(id->key);
	X509_free(id->cert);
}

static void identities_fini(void)
{
	struct identity *const all[] = { &ca, &server, &client, &san_client, &other_ca, &stranger };

	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		identity_fini(all[i]);
	rmdir(folder);
}

static const char *write_text(const char *name, const char *text)
{
	static char path[128];
	FILE *file;

	path_of(path, sizeof(path), name, "pem");
	file = fopen(path, "w");
	ck_assert(file != NULL);
	fputs(text, file);
	fclose(file);
	return path;
}

/* A judge that answers with the body's size and its sum, so that lost or swapped bytes show. */
static int fake(const struct engine *engine, const struct namespaces *facts, struct arena *a,
		const char *body, size_t len, struct buf *reply, struct admission_record *record,
		struct err *err)
{
	size_t more = len == LARGE_ANSWER ? ANSWER_BYTES : len == MEDIUM_ANSWER ? MEDIUM_BYTES : 0;
	unsigned long sum = 0;

	(void)engine, (void)facts, (void)a, (void)err;
	for (size_t i = 0; i < more / 16; i++)
		buf_adds(reply, "0123456789abcde\n");
	for (size_t i = 0; i < len; i++)
		sum = sum * 31 + (unsigned char)body[i];
	record->judgement.known_kind = true;
	buf_addf(reply, "%zu:%lu", len, sum);
	return 0;
}

struct world {
	struct shared shared;
	struct budget budget;
	struct worker_setup setup;
	struct live *live;
	struct worker *worker;
};

static void no_report(void *ctx, enum reload_what what, const char *text)
{
	(void)what;
	if (ctx)
		snprintf(ctx, 512, "%s", text);
}

static void world_init(struct world *w, const struct tls_options *tls)
{
	struct live_options options = { .tls = *tls, .policies = policies_all };
	struct err err = { 0 };
	char why[512] = "";

	identities_new();
	options.tls.cert = server.cert_path;
	options.tls.key = server.key_path;
	if (tls->client_ca)
		options.tls.client_ca = ca.cert_path;
	memset(w, 0, sizeof(*w));
	w->shared.handle = fake;
	w->shared.max_body = BODY_MAX;
	w->shared.phase = PHASE_SERVING;
	w->shared.metrics = metrics_new(1, &err);
	w->live = live_new(&options, w->shared.metrics, no_report, why);
	ck_assert_msg(w->live != NULL, "%s", why);
	w->budget.max = 4 * BODY_MAX;
	w->budget.replies_max = 8 * (int64_t)REPLY_BYTES_MAX;
	w->setup = (struct worker_setup){
		.shared = &w->shared,
		.live = w->live,
		.budget = &w->budget,
		.deadlines = { SECONDS_US(10), SECONDS_US(10), SECONDS_US(30), SECONDS_US(30),
			       SECONDS_US(120) },
		.max_connections = 16,
	};
	w->worker = worker_start(&w->setup, metrics_meter(w->shared.metrics, 0), &err);
	ck_assert_msg(w->worker != NULL, "%s", err.text);
}

static void world_fini(struct world *w)
{
	worker_stop(w->worker);
	live_free(w->live);
	metrics_free(w->shared.metrics);
	ck_assert_int_eq(w->budget.used, 0);
	identities_fini();
}

/* A TLS client at the other end of a socketpair. */
struct caller {
	SSL_CTX *ctx;
	SSL *ssl;
	int fd;
};

/* @hold: bytes of answers that its socket holds; 0: as many as it likes. */
static bool call_slowly(struct world *w, struct caller *c, const struct identity *who, int version,
			const char *alpn, int hold)
{
	int pair[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	if (hold)
		setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &hold, sizeof(hold));
	ck_assert_int_eq(fcntl(pair[1], F_SETFL, O_NONBLOCK), 0);
	ck_assert(worker_give(w->worker, pair[1], NULL, CROWD_NONE));
	c->fd = pair[0];
	c->ctx = SSL_CTX_new(TLS_client_method());
	SSL_CTX_set_max_proto_version(c->ctx, version);
	SSL_CTX_set_security_level(c->ctx, 0);
	if (who) {
		ck_assert_int_eq(SSL_CTX_use_certificate(c->ctx, who->cert), 1);
		ck_assert_int_eq(SSL_CTX_use_PrivateKey(c->ctx, who->key), 1);
	}
	c->ssl = SSL_new(c->ctx);
	if (alpn)
		SSL_set_alpn_protos(c->ssl, (const unsigned char *)alpn, (unsigned)strlen(alpn));
	SSL_set_fd(c->ssl, c->fd);
	return SSL_connect(c->ssl) == 1;
}

static bool call(struct world *w, struct caller *c, const struct identity *who, int version,
		 const char *alpn)
{
	return call_slowly(w, c, who, version, alpn, 0);
}

static void hang_up(struct caller *c)
{
	SSL_free(c->ssl);
	SSL_CTX_free(c->ctx);
	close(c->fd);
}

static void say(struct caller *c, const char *bytes, size_t len)
{
	if (len)
		ck_assert_int_eq(SSL_write(c->ssl, bytes, (int)len), (int)len);
}

/* One answer: status, and the body into @text; 0 when the connection ends before one. */
static int hear(struct caller *c, char *text, size_t size)
{
	char in[8192];
	size_t len = 0, body = 0;
	const char *at = NULL;

	do {
		int n = SSL_read(c->ssl, in + len, (int)(sizeof(in) - 1 - len));

		if (n <= 0)
			return 0;
		len += (size_t)n;
		in[len] = '\0';
		at = strstr(in, "\r\n\r\n");
		if (at) {
			const char *length = strstr(in, "Content-Length: ");

			body = length ? strtoul(length + 16, NULL, 10) : 0;
		}
	} while (!at || len < (size_t)(at + 4 - in) + body);
	ck_assert_uint_eq(len, (size_t)(at + 4 - in) + body);
	snprintf(text, size, "%s", at + 4);
	return (int)strtol(in + 9, NULL, 10);
}

static const struct {
	const char *name;
	struct tls_options tls;
	const struct identity *who;
	int version;
	const char *alpn;
	bool served;
} handshakes[] = {
	{ .name = "TLS 1.3", .version = TLS1_3_VERSION, .served = true },
	{ .name = "TLS 1.2", .version = TLS1_2_VERSION },
	{ .name = "TLS 1.2 when allowed",
	  { .tls12 = true },
	  .version = TLS1_2_VERSION,
	  .served = true },
	{ .name = "TLS 1.1 is never allowed", { .tls12 = true }, .version = TLS1_1_VERSION },
	{ .name = "ALPN http/1.1",
	  .version = TLS1_3_VERSION,
	  .alpn = "\x02h2\x08http/1.1",
	  .served = true },
	{ .name = "ALPN without http/1.1", .version = TLS1_3_VERSION, .alpn = "\x02h2" },
	{ .name = "no client certificate", { .client_ca = "" }, .version = TLS1_3_VERSION },
	{ .name = "no client certificate, 1.2",
	  { .client_ca = "", .tls12 = true },
	  .version = TLS1_2_VERSION },
	{ .name = "client of the CA",
	  { .client_ca = "" },
	  &client,
	  TLS1_3_VERSION,
	  .served = true },
	{ .name = "client of another CA", { .client_ca = "" }, &stranger, TLS1_3_VERSION },
	{ .name = "certificate nobody asked for", { 0 }, &client, TLS1_3_VERSION, .served = true },
	{ .name = "listed common name",
	  { .client_ca = "", .client_subjects = "x,client" },
	  &client,
	  TLS1_3_VERSION,
	  .served = true },
	{ .name = "other common name",
	  { .client_ca = "", .client_subjects = "x,clien,clientx" },
	  &client,
	  TLS1_3_VERSION },
	{ .name = "listed URI",
	  { .client_ca = "", .client_subjects = "spiffe://cluster/apiserver" },
	  &san_client,
	  TLS1_3_VERSION,
	  .served = true },
	{ .name = "listed DNS name",
	  { .client_ca = "", .client_subjects = "apiserver.local" },
	  &san_client,
	  TLS1_3_VERSION,
	  .served = true },
	{ .name = "no name listed",
	  { .client_ca = "", .client_subjects = "apiserver" },
	  &san_client,
	  TLS1_3_VERSION },
	{ .name = "listed name of another CA",
	  { .client_ca = "", .client_subjects = "client-x" },
	  &stranger,
	  TLS1_3_VERSION },
};

START_TEST(each_handshake)
{
	static const char request[] = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
	struct caller c;
	struct world w;
	char text[64];
	bool served;

	world_init(&w, &handshakes[_i].tls);
	served = call(&w, &c, handshakes[_i].who, handshakes[_i].version, handshakes[_i].alpn);
	/* With TLS 1.3 a client learns only with its first read that it was refused. */
	if (served)
		served = SSL_write(c.ssl, request, sizeof(request) - 1) > 0 &&
			 hear(&c, text, sizeof(text)) == 200;
	ck_assert_msg(served == handshakes[_i].served, "%s: served is %d", handshakes[_i].name,
		      served);
	hang_up(&c);
	world_fini(&w);
}
END_TEST

static const struct {
	const char *name;
	const char *cert, *key, *client_ca; /* PEM; NULL: the good one */
	const char *says;
} files[] = {
	{ .name = "empty certificate", .cert = "", .says = "no PEM certificate" },
	{ .name = "key in place of a certificate",
	  .cert = "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n",
	  .says = "no PEM certificate" },
	{ .name = "broken certificate",
	  .cert = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
	  .says = "no PEM certificate" },
	{ .name = "empty key", .key = "", .says = "no PEM private key" },
	{ .name = "empty client CA", .client_ca = "", .says = "no PEM certificate" },
	{ .name = "client CA that is text", .client_ca = "hello\n", .says = "no PEM certificate" },
};

START_TEST(each_bad_file)
{
	struct tls_options options;
	struct err err = { 0 };
	const char *path;
	struct tls tls;

	identities_new();
	options = (struct tls_options){ .cert = server.cert_path, .key = server.key_path };
	ck_assert_msg(tls_init(&tls, &options, &err) == 0, "%s", err.text);
	tls_fini(&tls);
	path = write_text("bad", files[_i].cert	 ? files[_i].cert
				 : files[_i].key ? files[_i].key
						 : files[_i].client_ca);
	*(files[_i].cert  ? &options.cert
	  : files[_i].key ? &options.key
			  : &options.client_ca) = path;
	ck_assert_msg(tls_init(&tls, &options, &err) == -1, "%s was accepted", files[_i].name);
	ck_assert_msg(strstr(err.text, files[_i].says) && strstr(err.text, "bad.pem"), "%s: %s",
		      files[_i].name, err.text);
	unlink(path);
	identities_fini();
}
END_TEST

START_TEST(key_of_another)
{
	struct tls_options options;
	struct err err = { 0 };
	struct tls tls;

	identities_new();
	options = (struct tls_options){ .cert = server.cert_path, .key = client.key_path };
	ck_assert_int_eq(tls_init(&tls, &options, &err), -1);
	ck_assert_msg(strstr(err.text, "is not the key of the certificate"), "%s", err.text);
	options.key = "/nowhere/tls.key";
	ck_assert_int_eq(tls_init(&tls, &options, &err), -1);
	ck_assert_msg(strstr(err.text, "/nowhere/tls.key: cannot open: No such file"), "%s",
		      err.text);
	identities_fini();
}
END_TEST

static void copy_file(const char *from, const char *to)
{
	size_t len = 0;
	const char *text = read_file(from, &len);
	FILE *file = fopen(to, "w");

	ck_assert(text && file && fwrite(text, 1, len, file) == len);
	fclose(file);
}

/* Expiry of the leaf; and of the earliest CA, be it of the chain or of the clients. */
START_TEST(expiry)
{
	struct tls_options options;
	struct err err = { 0 };
	struct tls tls;

	identities_new();
	options = (struct tls_options){ .cert = server.cert_path, .key = server.key_path };
	ck_assert_int_eq(tls_init(&tls, &options, &err), 0);
	ck_assert_int_ge(tls.leaf_expires_s, clock_unix_s() + 3500);
	ck_assert_int_le(tls.leaf_expires_s, clock_unix_s() + 3600);
	ck_assert_int_eq(tls.ca_expires_s, 0);
	tls_fini(&tls);
	options.client_ca = ca.cert_path;
	ck_assert_int_eq(tls_init(&tls, &options, &err), 0);
	ck_assert_int_ge(tls.ca_expires_s, clock_unix_s() + 7100);
	tls_fini(&tls);
	identities_fini();
}
END_TEST

/* A new certificate is for new connections, an old connection goes on; a bad one changes nothing.
 */
START_TEST(reload)
{
	static const char request[] = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
	struct caller before, after;
	char why[512] = "", text[64];
	struct world w;

	world_init(&w, &(struct tls_options){ 0 });
	ck_assert(call(&w, &before, NULL, TLS1_3_VERSION, NULL));
	copy_file(client.cert_path, server.cert_path);
	ck_assert(!live_reload(w.live, RELOAD_TLS, no_report, why));
	ck_assert_msg(strstr(why, "not the key"), "%s", why);
	copy_file(client.key_path, server.key_path);
	ck_assert(live_reload(w.live, RELOAD_TLS, no_report, why));
	worker_poke(w.worker);
	ck_assert(call(&w, &after, NULL, TLS1_3_VERSION, NULL));
	ck_assert(X509_cmp(SSL_get0_peer_certificate(after.ssl), client.cert) == 0);
	ck_assert(X509_cmp(SSL_get0_peer_certificate(before.ssl), server.cert) == 0);
	say(&before, request, sizeof(request) - 1);
	ck_assert_int_eq(hear(&before, text, sizeof(text)), 200);
	hang_up(&before);
	hang_up(&after);
	world_fini(&w);
}
END_TEST

static const struct {
	const char *name;
	size_t body, piece; /* bytes of the body, and of each write; 0: all at once */
	int requests;	    /* one after the other; written without waiting when @pipelined */
	bool pipelined;
} bodies[] = {
	{ .name = "small", .body = 100, .requests = 3 },
	{ .name = "empty", .body = 0, .requests = 2 },
	{ .name = "small, by the byte", .body = 60, .piece = 1, .requests = 2 },
	{ .name = "in sevens", .body = 3000, .piece = 7, .requests = 1 },
	{ .name = "one record less a byte", .body = 16383 - 110, .requests = 1 },
	{ .name = "20 KB", .body = 20000, .requests = 5 },
	{ .name = "20 KB in pieces", .body = 20000, .piece = 999, .requests = 2 },
	{ .name = "more than the spare buffer", .body = 200000, .requests = 2 },
	{ .name = "most", .body = BODY_MAX, .requests = 2 },
	{ .name = "most in pieces", .body = BODY_MAX, .piece = 5000, .requests = 1 },
	{ .name = "pipelined", .body = 200, .requests = 20, .pipelined = true },
	{ .name = "pipelined, large", .body = 30000, .requests = 4, .pipelined = true },
};

static size_t request_text(char *text, size_t size, size_t body, int salt)
{
	size_t len =
		(size_t)snprintf(text, size,
				 "POST /validate?timeout=10s HTTP/1.1\r\nHost: a\r\nContent-Type: "
				 "application/json\r\nContent-Length: %zu\r\n\r\n",
				 body);

	for (size_t i = 0; i < body; i++)
		text[len + i] = (char)('a' + (i * 7 + (size_t)salt) % 26);
	return len + body;
}

/* What fake() makes of that body. */
static void expect(char *text, size_t size, const char *body, size_t len)
{
	struct admission_record record;
	struct buf reply;

	buf_init(&reply, size);
	ck_assert_int_eq(fake(NULL, NULL, NULL, body, len, &reply, &record, NULL), 0);
	snprintf(text, size, "%s", buf_str(&reply));
	buf_fini(&reply);
}

START_TEST(each_body)
{
	static char request[BODY_MAX + 1000];
	char want[20][64], got[64];
	struct caller c;
	struct world w;
	size_t body = bodies[_i].body;

	log_setup(LOG_ERROR, LOG_TEXT);
	world_init(&w, &(struct tls_options){ 0 });
	ck_assert(call(&w, &c, NULL, TLS1_3_VERSION, NULL));
	for (int r = 0; r < bodies[_i].requests; r++) {
		size_t len = request_text(request, sizeof(request), body, r);
		size_t piece = bodies[_i].piece ? bodies[_i].piece : len;

		expect(want[r], sizeof(want[r]), request + len - body, body);
		for (size_t at = 0; at < len; at += piece)
			say(&c, request + at, piece < len - at ? piece : len - at);
		if (bodies[_i].pipelined)
			continue;
		ck_assert_int_eq(hear(&c, got, sizeof(got)), 200);
		ck_assert_msg(strcmp(got, want[r]) == 0, "%s: got %s, want %s", bodies[_i].name,
			      got, want[r]);
	}
	/* Of pipelined answers several may come in one read; all come, in their order. */
	if (bodies[_i].pipelined) {
		static char all[64 * 1024];
		const char *from = all, *at;
		size_t len = 0;

		for (int r = 0; r < bodies[_i].requests; r++) {
			for (; !(at = strstr(from, want[r])); all[len] = '\0') {
				int n = SSL_read(c.ssl, all + len, (int)(sizeof(all) - 1 - len));

				ck_assert_int_gt(n, 0);
				len += (size_t)n;
			}
			from = at + strlen(want[r]);
		}
	}
	hang_up(&c);
	world_fini(&w);
}
END_TEST

static const struct {
	const char *name, *bytes;
	int status;
	bool stays; /* the connection can be used again */
} refusals[] = {
	{ .name = "other path", "GET /x HTTP/1.1\r\nHost: a\r\n\r\n", 404, true },
	{ .name = "other path with a body",
	  "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
	  404,
	  true },
	{ .name = "other type",
	  "POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
	  415,
	  true },
	{ .name = "other method",
	  "PUT /validate HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
	  405,
	  true },
	{ .name = "too large",
	  "POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\nabc",
	  413 },
	{ .name = "no length", "POST /validate HTTP/1.1\r\nHost: a\r\n\r\nabc", 411 },
	{ .name = "chunked",
	  "POST /validate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
	  "chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
	  501 },
	{ .name = "two lengths",
	  "POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
	  400 },
	{ .name = "garbage", "\x01\x02\x03\n", 400 },
	{ .name = "second head is bad",
	  "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /healthz HTTP/1.1\n",
	  200 },
	{ .name = "asked to close",
	  "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
	  200 },
	{ .name = "HTTP/1.0", "GET /healthz HTTP/1.0\r\n\r\n", 200 },
};

START_TEST(each_refusal)
{
	static const char request[] = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
	struct caller c;
	struct world w;
	char text[256];
	int status;

	world_init(&w, &(struct tls_options){ 0 });
	ck_assert(call(&w, &c, NULL, TLS1_3_VERSION, NULL));
	say(&c, refusals[_i].bytes, strlen(refusals[_i].bytes));
	status = hear(&c, text, sizeof(text));
	ck_assert_msg(status == refusals[_i].status, "%s: got %d %s", refusals[_i].name, status,
		      text);
	if (refusals[_i].stays) {
		say(&c, request, sizeof(request) - 1);
		ck_assert_int_eq(hear(&c, text, sizeof(text)), 200);
	} else {
		status = hear(&c, text, sizeof(text));
		ck_assert_msg(status == 0 || status == 400, "%s: still open: %d", refusals[_i].name,
			      status);
	}
	hang_up(&c);
	world_fini(&w);
}
END_TEST

/* An answer that fills every buffer on the way, to a client that begins to read late; then another
 * request. */
START_TEST(large_answer)
{
	static char request[2000], all[ANSWER_BYTES + 1000];
	size_t len = request_text(request, sizeof(request), LARGE_ANSWER, 0), got = 0;
	struct caller c;
	struct world w;

	log_setup(LOG_ERROR, LOG_TEXT);
	world_init(&w, &(struct tls_options){ 0 });
	ck_assert(call(&w, &c, NULL, TLS1_3_VERSION, NULL));
	for (int round = 0; round < 2; round++) {
		say(&c, request, len);
		usleep(100000);
		for (got = 0; !memmem(all, got, "\n777:", 5);) {
			int n = SSL_read(c.ssl, all + got, (int)(sizeof(all) - got));

			ck_assert_int_gt(n, 0);
			got += (size_t)n;
		}
		ck_assert_uint_gt(got, ANSWER_BYTES);
	}
	hang_up(&c);
	world_fini(&w);
}
END_TEST

/* Requests of different connections take turns in the engine, more of them than it keeps places
 * for: each gets its own answer. */
START_TEST(many_callers)
{
	static char requests[12][21000];
	struct caller callers[ARRAY_LEN(requests)];
	char want[64], got[64];
	struct world w;

	log_setup(LOG_ERROR, LOG_TEXT);
	world_init(&w, &(struct tls_options){ 0 });
	for (size_t i = 0; i < ARRAY_LEN(callers); i++)
		ck_assert(call(&w, &callers[i], NULL, TLS1_3_VERSION, NULL));
	for (int round = 0; round < 3; round++) {
		size_t len = 0;

		for (size_t i = 0; i < ARRAY_LEN(callers); i++) {
			len = request_text(requests[i], sizeof(requests[i]), 20000,
					   (int)i * 5 + round);
			say(&callers[i], requests[i], len / 2);
		}
		for (size_t i = ARRAY_LEN(callers); i-- > 0;) {
			say(&callers[i], requests[i] + len / 2, len - len / 2);
			expect(want, sizeof(want), requests[i] + len - 20000, 20000);
			ck_assert_int_eq(hear(&callers[i], got, sizeof(got)), 200);
			ck_assert_msg(strcmp(got, want) == 0, "caller %zu: got %s, want %s", i, got,
				      want);
		}
	}
	for (size_t i = 0; i < ARRAY_LEN(callers); i++)
		hang_up(&callers[i]);
	world_fini(&w);
}
END_TEST

/* What a caller leaves in the engine when it goes. */
static const struct {
	const char *name, *head;
	size_t body, sent;
	int status; /* it waits for this answer before it goes; 0: it does not */
} departures[] = {
	{ "answered", NULL, 100, 100, 200 },
	{ "answered and closed",
	  "POST /validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
	  "Content-Length: 0\r\nConnection: close\r\n\r\n",
	  0, 0, 200 },
	{ "refused, its body read past",
	  "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n", 100, 100, 404 },
	{ "within a body", NULL, 20000, 10000, 0 },
	{ "within a body nobody wants",
	  "POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n", 20000, 10000, 0 },
	{ "with an answer on its way", NULL, MEDIUM_ANSWER, MEDIUM_ANSWER, 0 },
	{ "with a large answer on its way", NULL, LARGE_ANSWER, LARGE_ANSWER, 0 },
};

/* The next caller finds nothing of it. */
START_TEST(departed)
{
	static char request[21000];
	size_t len = request_text(request, sizeof(request), departures[_i].body, 0);
	char want[64], got[64];
	struct caller first, second;
	struct world w;

	log_setup(LOG_ERROR, LOG_TEXT);
	world_init(&w, &(struct tls_options){ 0 });
	ck_assert(call_slowly(&w, &first, NULL, TLS1_3_VERSION, NULL, SLOW_BYTES));
	ck_assert(call(&w, &second, NULL, TLS1_3_VERSION, NULL));
	if (departures[_i].head) {
		len = strlen(departures[_i].head);
		memcpy(request, departures[_i].head, len);
		memset(request + len, 'x', departures[_i].body);
		len += departures[_i].body;
	}
	say(&first, request, len - departures[_i].body + departures[_i].sent);
	if (departures[_i].status)
		ck_assert_int_eq(hear(&first, got, sizeof(got)), departures[_i].status);
	usleep(50000);
	hang_up(&first);
	for (int salt = 1; salt < 4; salt++) {
		len = request_text(request, sizeof(request), 300, salt);
		expect(want, sizeof(want), request + len - 300, 300);
		say(&second, request, len);
		ck_assert_int_eq(hear(&second, got, sizeof(got)), 200);
		ck_assert_msg(strcmp(got, want) == 0, "%s: got %s, want %s", departures[_i].name,
			      got, want);
	}
	hang_up(&second);
	world_fini(&w);
}
END_TEST

/* Bodies in flight beyond the budget are told to come back, and the connection stays. */
START_TEST(budget)
{
	static char request[BODY_MAX + 1000];
	struct caller c;
	struct world w;
	char text[256];
	size_t len = request_text(request, sizeof(request), 500000, 0);

	log_setup(LOG_ERROR, LOG_TEXT);
	world_init(&w, &(struct tls_options){ 0 });
	w.budget.max = 300000;
	ck_assert(call(&w, &c, NULL, TLS1_3_VERSION, NULL));
	say(&c, request, len);
	ck_assert_int_eq(hear(&c, text, sizeof(text)), 503);
	len = request_text(request, sizeof(request), 200000, 0);
	say(&c, request, len);
	ck_assert_int_eq(hear(&c, text, sizeof(text)), 200);
	hang_up(&c);
	world_fini(&w);
}
END_TEST

/* While closing, each answer is the last of its connection. */
START_TEST(closing)
{
	static const char request[] = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n";
	struct caller c;
	struct world w;
	char text[256];

	world_init(&w, &(struct tls_options){ 0 });
	ck_assert(call(&w, &c, NULL, TLS1_3_VERSION, NULL));
	w.shared.phase = PHASE_CLOSING;
	say(&c, request, sizeof(request) - 1);
	ck_assert_int_eq(hear(&c, text, sizeof(text)), 200);
	ck_assert_int_eq(hear(&c, text, sizeof(text)), 0);
	hang_up(&c);
	world_fini(&w);
}
END_TEST

int main(void)
{
	/* Either end may write to one that is gone, as in serve(). */
	signal(SIGPIPE, SIG_IGN);
	return run_tables("tls", (const struct table[]){
					 { "handshakes", each_handshake, ARRAY_LEN(handshakes) },
					 { "bad files", each_bad_file, ARRAY_LEN(files) },
					 { "key of another", key_of_another, 1 },
					 { "expiry", expiry, 1 },
					 { "reload", reload, 1 },
					 { "bodies", each_body, ARRAY_LEN(bodies) },
					 { "refusals", each_refusal, ARRAY_LEN(refusals) },
					 { "large answer", large_answer, 1 },
					 { "many callers", many_callers, 1 },
					 { "departed", departed, ARRAY_LEN(departures) },
					 { "budget", budget, 1 },
					 { "closing", closing, 1 },
					 { 0 },
				 });
}
