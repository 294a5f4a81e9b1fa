/* SPDX-License-Identifier: Apache-2.0 */
/* x509.c - what OpenSSL makes of a short description. */
#include "x509.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEYS_MAX    32
#define OPTIONS_MAX 16

static void stop(const char *what)
{
	fprintf(stderr, "x509: %s\n", what);
	exit(EXIT_FAILURE);
}

static void must(bool holds, const char *what)
{
	if (!holds)
		stop(what);
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static EVP_PKEY *make_explicit(void)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, NULL);
	EVP_PKEY *key = NULL;

	must(EVP_PKEY_keygen_init(ctx) == 1 &&
		     EVP_PKEY_CTX_set_ec_paramgen_curve_nid(ctx, NID_X9_62_prime256v1) == 1 &&
		     EVP_PKEY_CTX_set_ec_param_enc(ctx, OPENSSL_EC_EXPLICIT_CURVE) == 1 &&
		     EVP_PKEY_keygen(ctx, &key) == 1,
	     "explicit");
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static EVP_PKEY *make_wide(void)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, NULL);
	EVP_PKEY *key = NULL;
	BIGNUM *e = BN_new();

	must(BN_set_bit(e, 100) && BN_add_word(e, 1) && EVP_PKEY_keygen_init(ctx) == 1 &&
		     EVP_PKEY_CTX_set_rsa_keygen_bits(ctx, 2048) == 1 &&
		     EVP_PKEY_CTX_set1_rsa_keygen_pubexp(ctx, e) == 1 &&
		     EVP_PKEY_keygen(ctx, &key) == 1,
	     "wide");
	BN_free(e);
	EVP_PKEY_CTX_free(ctx);
	return key;
}

static EVP_PKEY *make_dsa(void)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_id(EVP_PKEY_DSA, NULL);
	EVP_PKEY *parameters = NULL, *key = NULL;

	must(EVP_PKEY_paramgen_init(ctx) == 1 &&
		     EVP_PKEY_CTX_set_dsa_paramgen_bits(ctx, 1024) == 1 &&
		     EVP_PKEY_paramgen(ctx, &parameters) == 1,
	     "DSA parameters");
	EVP_PKEY_CTX_free(ctx);
	ctx = EVP_PKEY_CTX_new(parameters, NULL);
	must(EVP_PKEY_keygen_init(ctx) == 1 && EVP_PKEY_keygen(ctx, &key) == 1, "DSA");
	EVP_PKEY_CTX_free(ctx);
	EVP_PKEY_free(parameters);
	return key;
}

static EVP_PKEY *make_key(const char *name)
{
	if (begins(name, "explicit"))
		return make_explicit();
	if (begins(name, "ec"))
		return EVP_EC_gen("P-256");
	if (begins(name, "p384"))
		return EVP_EC_gen("P-384");
	if (begins(name, "k1"))
		return EVP_EC_gen("secp256k1");
	if (begins(name, "ed"))
		return EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	if (begins(name, "rsa"))
		return EVP_RSA_gen(2048);
	if (begins(name, "weak"))
		return EVP_RSA_gen(1024);
	if (begins(name, "wide"))
		return make_wide();
	return begins(name, "dsa") ? make_dsa() : NULL;
}

static EVP_PKEY *key_of(const char *name)
{
	static struct {
		char name[16];
		EVP_PKEY *key;
	} keys[KEYS_MAX];
	size_t i = 0;

	while (i < KEYS_MAX && keys[i].key && strcmp(keys[i].name, name) != 0)
		i++;
	if (i == KEYS_MAX) {
		must(false, "too many keys");
		return NULL;
	}
	if (!keys[i].key) {
		snprintf(keys[i].name, sizeof(keys[i].name), "%s", name);
		keys[i].key = make_key(name);
		must(keys[i].key != NULL, name);
	}
	return keys[i].key;
}

/* "kind:name,option,option" taken apart. */
struct item {
	char text[512];
	const char *kind, *name;
	const char *options[OPTIONS_MAX];
	size_t count;
};

static void take_apart(struct item *item, const char *what, size_t len)
{
	char *at;

	must(len < sizeof(item->text), "too long");
	*item = (struct item){ .kind = item->text };
	memcpy(item->text, what, len);
	item->text[len] = '\0';
	at = strchr(item->text, ':');
	must(at != NULL, item->text);
	*at++ = '\0';
	item->name = at;
	while ((at = strchr(at, ','))) {
		*at++ = '\0';
		must(item->count < OPTIONS_MAX, "too many options");
		item->options[item->count++] = at;
	}
}

/* The value of the @nth option "key=" (or of the word alone), or NULL. */
static const char *option(const struct item *item, const char *key, size_t nth)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < item->count; i++)
		if (begins(item->options[i], key) &&
		    (item->options[i][len] == '=' || !item->options[i][len]) && nth-- == 0)
			return item->options[i] + len + (item->options[i][len] == '=');
	return NULL;
}

static void fill_name(X509_NAME *name, const struct item *item)
{
	static const char *const parts[][2] = { { "o", "O" }, { "cn", "CN" } };

	for (size_t p = 0; p < ARRAY_LEN(parts); p++)
		for (size_t i = 0; option(item, parts[p][0], i); i++)
			must(X509_NAME_add_entry_by_txt(
				     name, parts[p][1], MBSTRING_UTF8,
				     (const unsigned char *)option(item, parts[p][0], i), -1, -1,
				     0) == 1,
			     "name");
}

static void add_extension(STACK_OF(X509_EXTENSION) * list, int nid, const char *value)
{
	char text[512];
	X509_EXTENSION *extension;

	if (!value)
		return;
	snprintf(text, sizeof(text), "%s", value);
	for (char *c = text; *c; c++)
		if (*c == ';')
			*c = ',';
	extension = X509V3_EXT_conf_nid(NULL, NULL, nid, text);
	must(extension && sk_X509_EXTENSION_push(list, extension), text);
}

static STACK_OF(X509_EXTENSION) * extensions_of(const struct item *item)
{
	STACK_OF(X509_EXTENSION) *list = sk_X509_EXTENSION_new_null();

	add_extension(list, NID_subject_alt_name, option(item, "san", 0));
	if (option(item, "twice", 0))
		add_extension(list, NID_subject_alt_name, "DNS:twice.example");
	add_extension(list, NID_key_usage, option(item, "usage", 0));
	add_extension(list, NID_ext_key_usage, option(item, "eku", 0));
	add_extension(list, NID_basic_constraints, option(item, "ca", 0) ? "CA:TRUE" : NULL);
	return list;
}

static void set_time(ASN1_TIME *time, const char *date)
{
	char text[32];

	snprintf(text, sizeof(text), "%.8s000000Z", date);
	must(ASN1_TIME_set_string_X509(time, text) == 1, date);
}

static const EVP_MD *digest_of(const struct item *item, const EVP_PKEY *key)
{
	const char *md = option(item, "md", 0);

	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519)
		return NULL;
	return EVP_get_digestbyname(md ? md : "sha256");
}

static void spoil(const ASN1_BIT_STRING *signature)
{
	unsigned char *bytes = signature->data;

	bytes[signature->length - 1] ^= 1;
}

static void set_issuer(X509 *cert, const struct item *item)
{
	const char *by = option(item, "bycn", 0);
	X509_NAME *name = X509_NAME_new();

	if (by)
		must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
						(const unsigned char *)by, -1, -1, 0) == 1,
		     "issuer");
	must(X509_set_issuer_name(cert, by ? name : X509_get_subject_name(cert)) == 1, "issuer");
	X509_NAME_free(name);
}

static void write_cert(BIO *bio, const struct item *item)
{
	X509 *cert = X509_new();
	EVP_PKEY *key = key_of(item->name);
	EVP_PKEY *by = option(item, "by", 0) ? key_of(option(item, "by", 0)) : key;
	STACK_OF(X509_EXTENSION) *list = extensions_of(item);
	const char *from = option(item, "from", 0), *to = option(item, "to", 0);
	const ASN1_BIT_STRING *signature;

	X509_set_version(cert, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(cert), 7);
	fill_name(X509_get_subject_name(cert), item);
	set_issuer(cert, item);
	set_time(X509_getm_notBefore(cert), from ? from : "20250101");
	set_time(X509_getm_notAfter(cert), to ? to : "20270101");
	must(X509_set_pubkey(cert, key) == 1, "public key");
	for (int i = 0; i < sk_X509_EXTENSION_num(list); i++)
		X509_add_ext(cert, sk_X509_EXTENSION_value(list, i), -1);
	must(X509_sign(cert, by, digest_of(item, by)) > 0, "signature");
	X509_get0_signature(&signature, NULL, cert);
	if (option(item, "broken", 0))
		spoil(signature);
	must(PEM_write_bio_X509(bio, cert) == 1, "certificate");
	sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
	X509_free(cert);
}

static void write_request(BIO *bio, const struct item *item)
{
	X509_REQ *req = X509_REQ_new();
	EVP_PKEY *key = key_of(item->name);
	EVP_PKEY *by = option(item, "by", 0) ? key_of(option(item, "by", 0)) : key;
	STACK_OF(X509_EXTENSION) *list = extensions_of(item);

	fill_name(X509_REQ_get_subject_name(req), item);
	must(X509_REQ_set_pubkey(req, key) == 1, "public key");
	if (sk_X509_EXTENSION_num(list))
		must(X509_REQ_add_extensions(req, list) == 1, "extensions");
	must(X509_REQ_sign(req, by, digest_of(item, by)) > 0, "signature");
	must(PEM_write_bio_X509_REQ(bio, req) == 1, "request");
	sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
	X509_REQ_free(req);
}

static void write_key(BIO *bio, const struct item *item)
{
	EVP_PKEY *key = key_of(item->name);
	int written;

	if (option(item, "sec1", 0))
		written = PEM_write_bio_PrivateKey_traditional(bio, key, NULL, NULL, 0, NULL, NULL);
	else if (option(item, "locked", 0))
		written = PEM_write_bio_PKCS8PrivateKey(bio, key, EVP_aes_128_cbc(), "pass", 4,
							NULL, NULL);
	else
		written = PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
	must(written == 1, "private key");
}

void x509_make(struct buf *out, const char *what)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *bytes;
	long len;

	while (*what) {
		size_t item_len = strcspn(what, "+");
		struct item item;

		take_apart(&item, what, item_len);
		if (strcmp(item.kind, "cert") == 0)
			write_cert(bio, &item);
		else if (strcmp(item.kind, "csr") == 0)
			write_request(bio, &item);
		else
			write_key(bio, &item);
		what += item_len + (what[item_len] == '+');
	}
	len = BIO_get_mem_data(bio, &bytes);
	buf_add(out, bytes, (size_t)len);
	BIO_free(bio);
}
