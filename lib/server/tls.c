/* SPDX-License-Identifier: Apache-2.0 */
/* tls.c - PEM files to an SSL_CTX.
 *
 * Files are read whole before anything is parsed, so that certificate and key are of one moment and
 * are checked against each other as they will be used.
 */
#include "server/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/file.h"

#define FILE_BYTES_MAX ((size_t)1024 * 1024)

/* One read(2) takes both records of an ordinary review. */
#define READ_AHEAD_BYTES ((size_t)32 * 1024)

static void scoped_bio(BIO **bio)
{
	BIO_free(*bio);
}

static void scoped_x509(X509 **cert)
{
	X509_free(*cert);
}

static void scoped_key(EVP_PKEY **key)
{
	EVP_PKEY_free(*key);
}

/* A key must not be left in freed memory. */
static void scoped_secret(struct buf *b)
{
	if (b->data)
		OPENSSL_cleanse(b->data, b->cap);
	buf_fini(b);
}

static int fail(struct err *err, const char *path, const char *what)
{
	unsigned long code = ERR_peek_last_error();
	const char *reason = code ? ERR_reason_error_string(code) : NULL;

	ERR_clear_error();
	if (reason)
		return err_set(err, ERR_INPUT, "%s: %s (%s)", path, what, reason);
	return err_set(err, ERR_INPUT, "%s: %s", path, what);
}

/* The file as a BIO over @text, which must outlive it; NULL with @err. */
static BIO *read_pem(const char *path, struct buf *text, struct err *err)
{
	BIO *bio;

	if (file_read(path, text, err) < 0) {
		err_wrap(err, "%s", path);
		return NULL;
	}
	bio = BIO_new_mem_buf(buf_str(text), (int)text->len);
	if (!bio)
		err_memory(err);
	return bio;
}

/* PEM_read_bio_X509() with an end that is told apart from a fault. Return: 1, 0 at the end, -1. */
static int next_certificate(BIO *bio, X509 **cert)
{
	*cert = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	if (*cert)
		return 1;
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		return -1;
	ERR_clear_error();
	return 0;
}

static int64_t expires_s(const X509 *cert)
{
	struct tm tm;

	return ASN1_TIME_to_tm(X509_get0_notAfter(cert), &tm) == 1 ? (int64_t)timegm(&tm) : 0;
}

static void note_ca(struct tls *tls, const X509 *cert)
{
	int64_t expires = expires_s(cert);

	if (!tls->ca_expires_s || expires < tls->ca_expires_s)
		tls->ca_expires_s = expires;
}

static int use_chain(struct tls *tls, const char *path, BIO *bio, struct err *err)
{
	X509 *ca;
	int got;

	while ((got = next_certificate(bio, &ca)) > 0) {
		note_ca(tls, ca);
		if (SSL_CTX_add0_chain_cert(tls->ctx, ca) != 1) {
			X509_free(ca);
			return fail(err, path, "can't use the chain");
		}
	}
	return got < 0 ? fail(err, path, "malformed certificate") : 0;
}

static int use_certificate(struct tls *tls, const char *path, struct err *err)
{
	SCOPED(scoped_buf) struct buf text;
	SCOPED(scoped_bio) BIO *bio = NULL;
	SCOPED(scoped_x509) X509 *leaf = NULL;

	buf_init(&text, FILE_BYTES_MAX);
	bio = read_pem(path, &text, err);
	if (!bio)
		return -1;
	if (next_certificate(bio, &leaf) != 1)
		return fail(err, path, "holds no PEM certificate");
	if (SSL_CTX_use_certificate(tls->ctx, leaf) != 1)
		return fail(err, path, "can't use the certificate");
	tls->leaf_expires_s = expires_s(leaf);
	return use_chain(tls, path, bio, err);
}

/* A key behind a pass phrase is refused; OpenSSL would ask for it on the terminal. */
/* NOLINTNEXTLINE(readability-non-const-parameter): the type is OpenSSL's */
static int no_passphrase(char *buf, int size, int rwflag, void *ctx)
{
	(void)buf, (void)size, (void)rwflag, (void)ctx;
	return -1;
}

static int use_key(struct tls *tls, const char *path, struct err *err)
{
	SCOPED(scoped_secret) struct buf text;
	SCOPED(scoped_bio) BIO *bio = NULL;
	SCOPED(scoped_key) EVP_PKEY *key = NULL;

	buf_init(&text, FILE_BYTES_MAX);
	bio = read_pem(path, &text, err);
	if (!bio)
		return -1;
	key = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
	if (!key)
		return fail(err, path, "holds no PEM private key without pass phrase");
	if (SSL_CTX_use_PrivateKey(tls->ctx, key) != 1 || SSL_CTX_check_private_key(tls->ctx) != 1)
		return fail(err, path, "is not the key of the certificate");
	return 0;
}

static bool subject_listed(const char *list, const ASN1_STRING *name)
{
	const char *text = (const char *)ASN1_STRING_get0_data(name);
	size_t len = (size_t)ASN1_STRING_length(name);

	while (*list) {
		size_t entry = strcspn(list, ",");

		if (entry == len && len > 0 && memcmp(list, text, len) == 0)
			return true;
		list += entry + (list[entry] == ',');
	}
	return false;
}

static bool common_name_listed(const char *list, X509 *cert)
{
	const X509_NAME *subject = X509_get_subject_name(cert);
	int at = -1;

	while ((at = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0)
		if (subject_listed(list,
				   X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at))))
			return true;
	return false;
}

static bool san_listed(const char *list, X509 *cert)
{
	GENERAL_NAMES *names = X509_get_ext_d2i(cert, NID_subject_alt_name, NULL, NULL);
	bool found = false;

	for (int i = 0; !found && i < sk_GENERAL_NAME_num(names); i++) {
		const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, i);

		if (name->type == GEN_DNS || name->type == GEN_URI || name->type == GEN_EMAIL)
			found = subject_listed(list, name->d.ia5);
	}
	GENERAL_NAMES_free(names);
	return found;
}

/* Runs within the handshake, after OpenSSL's own verdict on each certificate of the chain. */
static int verify_client(int ok, X509_STORE_CTX *store)
{
	const SSL *ssl = X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
	const char *list = SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
	X509 *cert = X509_STORE_CTX_get_current_cert(store);

	if (!ok || X509_STORE_CTX_get_error_depth(store) > 0)
		return ok;
	if (common_name_listed(list, cert) || san_listed(list, cert))
		return 1;
	X509_STORE_CTX_set_error(store, X509_V_ERR_APPLICATION_VERIFICATION);
	return 0;
}

static bool chain_holds(SSL_CTX *ctx, X509 *cert, STACK_OF(X509) * chain)
{
	X509_STORE_CTX *store = X509_STORE_CTX_new();
	bool holds =
		store && X509_STORE_CTX_init(store, SSL_CTX_get_cert_store(ctx), cert, chain) &&
		X509_STORE_CTX_set_default(store, "ssl_client") && X509_verify_cert(store) == 1;

	X509_STORE_CTX_free(store);
	ERR_clear_error();
	return holds;
}

bool tls_admits(SSL_CTX *ctx, const SSL *ssl)
{
	const char *list = SSL_CTX_get_app_data(ctx);
	X509 *cert = SSL_get0_peer_certificate(ssl);

	if (!(SSL_CTX_get_verify_mode(ctx) & SSL_VERIFY_PEER))
		return true;
	return cert && chain_holds(ctx, cert, SSL_get_peer_cert_chain(ssl)) &&
	       (!list || common_name_listed(list, cert) || san_listed(list, cert));
}

/* Return: 1, 0 at the end of the file, -1 when it holds something else, -2 when OpenSSL refuses it.
 */
static int add_next_ca(struct tls *tls, BIO *bio)
{
	SCOPED(scoped_x509) X509 *ca = NULL;
	int got = next_certificate(bio, &ca);

	if (got <= 0)
		return got;
	note_ca(tls, ca);
	return X509_STORE_add_cert(SSL_CTX_get_cert_store(tls->ctx), ca) == 1 &&
			       SSL_CTX_add_client_CA(tls->ctx, ca) == 1
		       ? 1
		       : -2;
}

static int add_client_ca(struct tls *tls, const char *path, BIO *bio, struct err *err)
{
	int got, count = 0;

	while ((got = add_next_ca(tls, bio)) > 0)
		count++;
	if (got == -2)
		return fail(err, path, "can't use a certificate");
	return got < 0 || !count ? fail(err, path, "holds no PEM certificate") : 0;
}

static int require_client(struct tls *tls, const struct tls_options *o, struct err *err)
{
	SCOPED(scoped_buf) struct buf text;
	SCOPED(scoped_bio) BIO *bio = NULL;

	buf_init(&text, FILE_BYTES_MAX);
	bio = read_pem(o->client_ca, &text, err);
	if (!bio)
		return -1;
	if (add_client_ca(tls, o->client_ca, bio, err) < 0)
		return -1;
	SSL_CTX_set_app_data(tls->ctx, (void *)(uintptr_t)o->client_subjects);
	SSL_CTX_set_verify(tls->ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
			   o->client_subjects ? verify_client : NULL);
	return 0;
}

static int choose_protocol(SSL *ssl, const unsigned char **out, unsigned char *outlen,
			   const unsigned char *in, unsigned int inlen, void *ctx)
{
	static const unsigned char ours[] = "\x08http/1.1";

	(void)ssl, (void)ctx;
	if (SSL_select_next_proto((unsigned char **)(uintptr_t)out, outlen, ours, sizeof(ours) - 1,
				  in, inlen) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	return SSL_TLSEXT_ERR_OK;
}

static int set_rules(SSL_CTX *ctx, bool tls12, struct err *err)
{
	SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION |
					 SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_num_tickets(ctx, 0);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
				      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_max_cert_list(ctx, CLIENT_CHAIN_MAX);
	SSL_CTX_set_read_ahead(ctx, 1);
	SSL_CTX_set_default_read_buffer_len(ctx, READ_AHEAD_BYTES);
	SSL_CTX_set_alpn_select_cb(ctx, choose_protocol, NULL);
	if (SSL_CTX_set_min_proto_version(ctx, tls12 ? TLS1_2_VERSION : TLS1_3_VERSION) != 1 ||
	    SSL_CTX_set_cipher_list(ctx, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
		return fail(err, "TLS", "can't set the protocol rules");
	return 0;
}

int tls_init(struct tls *tls, const struct tls_options *o, struct err *err)
{
	*tls = (struct tls){ .ctx = SSL_CTX_new(TLS_server_method()) };
	if (!tls->ctx)
		return err_memory(err);
	if (set_rules(tls->ctx, o->tls12, err) < 0 || use_certificate(tls, o->cert, err) < 0 ||
	    use_key(tls, o->key, err) < 0 || (o->client_ca && require_client(tls, o, err) < 0)) {
		tls_fini(tls);
		return -1;
	}
	return 0;
}

void tls_fini(struct tls *tls)
{
	SSL_CTX_free(tls->ctx);
	*tls = (struct tls){ 0 };
}
