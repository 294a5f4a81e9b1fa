/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_x509.c - any bytes as certificates, as a private key and as a request: facts that hold
 * together or a fault, within bounds, and an empty queue of errors for whoever uses OpenSSL next.
 *
 * Bytes that are no PEM are taken as the DER of each: a mutation of base64 rarely is one of DER.
 */
#include <openssl/err.h>
#include <openssl/evp.h>
#include <string.h>

#include "crypto/pem.h"
#include "crypto/x509.h"
#include "fuzz.h"

#define ARENA_MAX ((size_t)32 * 1024 * 1024)

static void check_names(const struct x509_names *names)
{
	MUST_HOLD(names->count <= X509_NAMES_MAX);
	for_each_name (name, *names)
		MUST_HOLD(name != NULL);
}

static void check_extensions(const struct x509_extensions *e)
{
	check_names(&e->dns);
	check_names(&e->ips);
	check_names(&e->emails);
	check_names(&e->uris);
	check_names(&e->extended_usages);
	MUST_HOLD(e->has_key_usage || !e->key_usage);
}

static void check_subject(const struct x509_subject *s)
{
	MUST_HOLD(s->text != NULL);
	check_names(&s->common_names);
	check_names(&s->organizations);
}

static void check_key(const struct key_facts *key)
{
	MUST_HOLD(key->curve != NULL);
	MUST_HOLD(!key->usable || (key->type != KEY_OTHER && key->bits <= KEY_BITS_MAX));
	MUST_HOLD(!key->usable || key->type != KEY_EC || *key->curve);
}

static void check_chain(const struct certificate_chain *chain)
{
	size_t count = 0;

	MUST_HOLD(chain->fault || chain->count > 0);
	for_each_certificate (c, chain) {
		check_subject(&c->subject);
		check_key(&c->key);
		check_extensions(&c->extensions);
		MUST_HOLD(c->issuer && c->digest);
		MUST_HOLD(c->len <= DER_BYTES_MAX);
		if (c->next)
			(void)certificate_issued_by(c, c->next);
		else
			(void)certificate_issued_by(c, c);
		count++;
	}
	MUST_HOLD(count == chain->count && count <= CERTIFICATES_MAX);
}

static void check_request(const struct request_facts *r)
{
	MUST_HOLD(r->digest && r->subject.text);
	if (r->fault) {
		MUST_HOLD(!request_is_signed(r));
		return;
	}
	check_subject(&r->subject);
	check_key(&r->key);
	check_extensions(&r->extensions);
	MUST_HOLD(!request_is_signed(r) || r->key.usable);
}

/* NULL is for an arena that is full alone. */
static const struct certificate_chain *chain_of(struct arena *a, const char *pem, size_t len)
{
	const struct certificate_chain *chain = certificate_chain(a, pem, len);

	MUST_HOLD(chain || arena_full(a));
	if (chain)
		check_chain(chain);
	MUST_HOLD(ERR_peek_error() == 0);
	return chain;
}

static const struct private_key *key_of(struct arena *a, const char *pem, size_t len)
{
	const struct private_key *key = private_key(a, pem, len);

	MUST_HOLD(key || arena_full(a));
	if (key)
		check_key(&key->facts);
	MUST_HOLD(ERR_peek_error() == 0);
	return key;
}

static void check_request_of(struct arena *a, const char *pem, size_t len)
{
	const struct request_facts *request = request_facts(a, pem, len);

	MUST_HOLD(request || arena_full(a));
	if (request)
		check_request(request);
	MUST_HOLD(ERR_peek_error() == 0);
}

static void check_pem(struct arena *a, const char *pem, size_t len)
{
	const struct certificate_chain *chain = chain_of(a, pem, len);
	const struct private_key *key = key_of(a, pem, len);

	if (chain && chain->first && key && !key->fault)
		(void)private_key_fits(key, chain->first);
	check_request_of(a, pem, len);
}

static void check_der(struct arena *a, const uint8_t *data, size_t size, const char *label)
{
	size_t room = size * 2 + 256;
	char *pem = malloc(room);
	size_t len;

	MUST_HOLD(pem != NULL);
	len = (size_t)snprintf(pem, room, "-----BEGIN %s-----\n", label);
	len += (size_t)EVP_EncodeBlock((unsigned char *)pem + len, data, (int)size);
	len += (size_t)snprintf(pem + len, room - len, "\n-----END %s-----\n", label);
	if (strcmp(label, "CERTIFICATE") == 0)
		(void)chain_of(a, pem, len);
	else if (strcmp(label, "CERTIFICATE REQUEST") == 0)
		check_request_of(a, pem, len);
	else
		(void)key_of(a, pem, len);
	free(pem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const labels[] = { "CERTIFICATE", "CERTIFICATE REQUEST", "PRIVATE KEY",
					      "EC PRIVATE KEY", "RSA PRIVATE KEY" };
	struct err err = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new(ARENA_MAX, &err);

	MUST_HOLD(a != NULL);
	check_pem(a, (const char *)data, size);
	if (size == 0 || size > DER_BYTES_MAX || memmem(data, size, "-----BEGIN ", 11))
		return 0;
	for (size_t i = 0; i < sizeof(labels) / sizeof(labels[0]); i++) {
		arena_reset(a);
		check_der(a, data, size, labels[i]);
	}
	return 0;
}
