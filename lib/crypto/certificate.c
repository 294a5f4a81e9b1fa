/* SPDX-License-Identifier: Apache-2.0 */
/* certificate.c - chains of certificates, and who issued whom. */
#include <time.h>

#include "crypto/pem.h"
#include "crypto/read.h"

/* Seconds since 1970 of a time, which may be any from year 0 to 9999. */
static int64_t seconds_of(struct read *r, const ASN1_TIME *time)
{
	struct tm tm;

	if (time && ASN1_TIME_to_tm(time, &tm) == 1)
		return (int64_t)timegm(&tm);
	r->fault = "a certificate with a malformed date";
	return 0;
}

static void read_certificate(struct read *r, X509 *cert, struct certificate_facts *out)
{
	int digest = NID_undef;

	read_subject(r, X509_get_subject_name(cert), &out->subject);
	out->issuer = read_name_line(r, X509_get_issuer_name(cert));
	out->self_issued =
		X509_NAME_cmp(X509_get_subject_name(cert), X509_get_issuer_name(cert)) == 0;
	out->not_before_s = seconds_of(r, X509_get0_notBefore(cert));
	out->not_after_s = seconds_of(r, X509_get0_notAfter(cert));
	read_key(r, X509_get0_pubkey(cert), &out->key);
	if (X509_get_signature_info(cert, &digest, NULL, NULL, NULL) != 1)
		digest = NID_undef;
	out->digest = read_digest(digest);
	read_extensions(r, X509_get0_extensions(cert), &out->extensions);
}

/* NULL with r->fault, or when memory ran out. */
static struct certificate_facts *certificate_of(struct read *r, const struct pem_block *block)
{
	SCOPED(scoped_x509) X509 *cert = read_x509(block->der, block->len);
	struct certificate_facts *out = arena_zalloc(r->a, sizeof(*out));

	r->no_memory = r->no_memory || !out;
	if (!cert)
		r->fault = "a malformed certificate";
	if (!read_done(r) || !out)
		return NULL;
	out->der = block->der;
	out->len = block->len;
	read_certificate(r, cert, out);
	return read_done(r) ? out : NULL;
}

/* Return: NULL when memory ran out. */
static struct certificate_chain *chain_of(struct arena *a, const struct pem *pem)
{
	struct certificate_chain *chain = arena_zalloc(a, sizeof(*chain));
	struct read r = { .a = a };
	const struct certificate_facts **tail;

	if (!chain)
		return NULL;
	tail = &chain->first;
	for (const struct pem_block *b = pem->first; b && !r.fault; b = b->next) {
		struct certificate_facts *cert;

		if (b->type != PEM_CERTIFICATE)
			continue;
		if (chain->count == CERTIFICATES_MAX) {
			r.fault = "too many certificates";
			break;
		}
		cert = certificate_of(&r, b);
		if (r.no_memory)
			return NULL;
		if (!cert)
			break;
		*tail = cert;
		tail = &cert->next;
		chain->count++;
	}
	chain->fault = r.fault ? r.fault : pem->fault;
	if (!chain->fault && !chain->count)
		chain->fault = "no certificate";
	return chain;
}

const struct certificate_chain *certificate_chain(struct arena *a, const void *bytes, size_t len)
{
	const struct pem *pem = pem_parse(a, bytes, len);
	struct certificate_chain *chain;

	if (!pem)
		return NULL;
	crypto_begin();
	chain = chain_of(a, pem);
	crypto_end();
	return chain;
}

static enum issue issued_by(const struct certificate_facts *cert,
			    const struct certificate_facts *issuer)
{
	SCOPED(scoped_x509) X509 *below = read_x509(cert->der, cert->len);
	SCOPED(scoped_x509) X509 *above = read_x509(issuer->der, issuer->len);
	EVP_PKEY *key;

	if (!below || !above ||
	    X509_NAME_cmp(X509_get_issuer_name(below), X509_get_subject_name(above)) != 0)
		return ISSUED_BY_OTHER_NAME;
	key = issuer->key.usable ? X509_get0_pubkey(above) : NULL;
	return key && X509_verify(below, key) == 1 ? ISSUED : ISSUED_BY_OTHER_KEY;
}

enum issue certificate_issued_by(const struct certificate_facts *cert,
				 const struct certificate_facts *issuer)
{
	enum issue issue;

	crypto_begin();
	issue = issued_by(cert, issuer);
	crypto_end();
	return issue;
}
