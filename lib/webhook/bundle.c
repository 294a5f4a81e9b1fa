/* SPDX-License-Identifier: Apache-2.0 */
/* bundle.c - PEM, base64 and chain building by OpenSSL. */
#include "webhook/bundle.h"

#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/mem.h"

struct bundle {
	STACK_OF(X509) * certificates;
};

static void scoped_bio(BIO **bio)
{
	BIO_free(*bio);
}

static void scoped_store(X509_STORE **store)
{
	X509_STORE_free(*store);
}

static void scoped_store_ctx(X509_STORE_CTX **ctx)
{
	X509_STORE_CTX_free(*ctx);
}

static void scoped_bundle(struct bundle **bundle)
{
	bundle_free(*bundle);
}

/* Line breaks count for nothing, as in Go. */
int bundle_decode(const char *base64, struct buf *out, struct err *err)
{
	SCOPED(scoped_buf) struct buf text;
	size_t padding = 0;
	char *room;
	int len;

	buf_init(&text, out->max * 2);
	for (const char *c = base64; *c; c++)
		if (*c != '\n' && *c != '\r')
			buf_addc(&text, *c);
	if (buf_ok(&text, err) < 0)
		return -1;
	while (padding < text.len && padding < 2 && text.data[text.len - 1 - padding] == '=')
		padding++;
	if (text.len % 4 || text.len > INT32_MAX)
		return err_set(err, ERR_INPUT, "is not base64");
	room = buf_reserve(out, text.len / 4 * 3);
	if (!room)
		return buf_ok(out, err);
	len = EVP_DecodeBlock((unsigned char *)room, (const unsigned char *)buf_str(&text),
			      (int)text.len);
	if (len < 0)
		return err_set(err, ERR_INPUT, "is not base64");
	out->len += (size_t)len - padding;
	room[(size_t)len - padding] = '\0';
	return 0;
}

void bundle_encode(const char *pem, size_t len, struct buf *out)
{
	size_t encoded = (len + 2) / 3 * 4;
	char *room = buf_reserve(out, encoded + 1);

	if (!room)
		return;
	EVP_EncodeBlock((unsigned char *)room, (const unsigned char *)pem, (int)len);
	out->len += encoded;
}

static struct bundle *read_all(BIO *in, struct err *err)
{
	SCOPED(scoped_bundle) struct bundle *bundle = mem_alloc(sizeof(*bundle));
	X509 *certificate;

	if (!bundle || !(bundle->certificates = sk_X509_new_null())) {
		err_memory(err);
		return NULL;
	}
	ERR_clear_error();
	while ((certificate = PEM_read_bio_X509(in, NULL, NULL, NULL))) {
		if (!sk_X509_push(bundle->certificates, certificate)) {
			X509_free(certificate);
			err_memory(err);
			return NULL;
		}
	}
	if (ERR_GET_REASON(ERR_peek_last_error()) != PEM_R_NO_START_LINE)
		err_set(err, ERR_INPUT, "holds a certificate that can't be read");
	else if (!sk_X509_num(bundle->certificates))
		err_set(err, ERR_INPUT, "holds no PEM certificate");
	else
		return STEAL(bundle);
	return NULL;
}

struct bundle *bundle_parse(const char *pem, size_t len, struct err *err)
{
	SCOPED(scoped_bio) BIO *in = len <= INT32_MAX ? BIO_new_mem_buf(pem, (int)len) : NULL;

	if (!in) {
		err_memory(err);
		return NULL;
	}
	if (memmem(pem, len, "PRIVATE KEY-----", 16)) {
		err_set(err, ERR_INPUT, "holds a private key, which everybody can read there");
		return NULL;
	}
	return read_all(in, err);
}

void bundle_free(struct bundle *bundle)
{
	if (!bundle)
		return;
	sk_X509_pop_free(bundle->certificates, X509_free);
	mem_free(bundle);
}

size_t bundle_count(const struct bundle *bundle)
{
	return (size_t)sk_X509_num(bundle->certificates);
}

static int64_t unix_s(const ASN1_TIME *time)
{
	struct tm tm;

	return ASN1_TIME_to_tm(time, &tm) ? (int64_t)timegm(&tm) : 0;
}

static const char *subject_of(X509 *certificate, struct arena *a)
{
	SCOPED(scoped_bio) BIO *out = BIO_new(BIO_s_mem());
	char *text = NULL;
	long len;

	if (!out || X509_NAME_print_ex(out, X509_get_subject_name(certificate), 0,
				       XN_FLAG_ONELINE & ~ASN1_STRFLGS_ESC_MSB) < 0)
		return NULL;
	len = BIO_get_mem_data(out, &text);
	return arena_strndup(a, len ? text : "", (size_t)len);
}

const struct bundle_certificate *bundle_get(const struct bundle *bundle, size_t i, struct arena *a)
{
	X509 *certificate = sk_X509_value(bundle->certificates, (int)i);
	struct bundle_certificate *out = arena_alloc(a, sizeof(*out));

	if (!out)
		return NULL;
	*out = (struct bundle_certificate){
		.subject = subject_of(certificate, a),
		.starts_s = unix_s(X509_get0_notBefore(certificate)),
		.expires_s = unix_s(X509_get0_notAfter(certificate)),
		.is_ca = X509_check_ca(certificate) > 0,
	};
	return out->subject ? out : NULL;
}

static X509_STORE *store_of(const struct bundle *bundle)
{
	SCOPED(scoped_store) X509_STORE *store = X509_STORE_new();

	for (int i = 0; store && i < sk_X509_num(bundle->certificates); i++)
		if (!X509_STORE_add_cert(store, sk_X509_value(bundle->certificates, i)))
			return NULL;
	return store ? STEAL(store) : NULL;
}

static bool expect_host(X509_VERIFY_PARAM *param, const char *host)
{
	unsigned char address[16];

	if (inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1)
		return X509_VERIFY_PARAM_set1_ip_asc(param, host);
	return X509_VERIFY_PARAM_set1_host(param, host, 0);
}

int bundle_verify(const struct bundle *bundle, const char *pem, size_t len, const char *host,
		  struct err *err)
{
	SCOPED(scoped_bundle) struct bundle *shown = bundle_parse(pem, len, err);
	SCOPED(scoped_store) X509_STORE *store = NULL;
	SCOPED(scoped_store_ctx) X509_STORE_CTX *ctx = NULL;
	X509_VERIFY_PARAM *param;

	if (!shown)
		return -1;
	store = store_of(bundle);
	ctx = store ? X509_STORE_CTX_new() : NULL;
	if (!ctx || !X509_STORE_CTX_init(ctx, store, sk_X509_value(shown->certificates, 0),
					 shown->certificates))
		return err_memory(err);
	param = X509_STORE_CTX_get0_param(ctx);
	X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_PARTIAL_CHAIN);
	X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
	X509_VERIFY_PARAM_set_time(param, (time_t)clock_unix_s());
	if (!expect_host(param, host) || !X509_STORE_CTX_set_purpose(ctx, X509_PURPOSE_SSL_SERVER))
		return err_memory(err);
	if (X509_verify_cert(ctx) == 1)
		return 0;
	return err_set(err, ERR_INPUT, "%s",
		       X509_verify_cert_error_string(X509_STORE_CTX_get_error(ctx)));
}
