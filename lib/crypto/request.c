/* SPDX-License-Identifier: Apache-2.0 */
/* request.c - certificate requests of PKCS #10. */
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include "crypto/pem.h"
#include "crypto/read.h"

static void scoped_extensions(STACK_OF(X509_EXTENSION) * *list)
{
	sk_X509_EXTENSION_pop_free(*list, X509_EXTENSION_free);
}

/* Attributes that ask for extensions: of several, readers differ on which one counts. */
static int extension_requests(const X509_REQ *req)
{
	static const int nids[] = { NID_ext_req, NID_ms_ext_req };
	int count = 0;

	for (size_t i = 0; i < ARRAY_LEN(nids); i++)
		for (int at = -1; (at = X509_REQ_get_attr_by_NID(req, nids[i], at)) >= 0;) {
			X509_ATTRIBUTE *attribute = X509_REQ_get_attr(req, at);

			count += nids[i] == NID_ext_req && X509_ATTRIBUTE_count(attribute) == 1 ? 1
												: 2;
		}
	return count;
}

static void read_requested(struct read *r, X509_REQ *req, struct x509_extensions *out)
{
	SCOPED(scoped_extensions) STACK_OF(X509_EXTENSION) *list = NULL;
	int count = extension_requests(req);

	if (count == 0)
		return;
	if (count > 1) {
		r->fault = "a request that asks for extensions twice";
		return;
	}
	list = X509_REQ_get_extensions(req);
	if (!list)
		r->fault = "a request with extensions that can't be read";
	else
		read_extensions(r, list, out);
}

static void fill_request(struct read *r, const struct pem_block *block, struct request_facts *out)
{
	SCOPED(scoped_x509_req) X509_REQ *req = read_x509_req(block->der, block->len);
	int digest = NID_undef;

	if (!req) {
		r->fault = "a malformed certificate request";
		return;
	}
	out->der = block->der;
	out->len = block->len;
	read_subject(r, X509_REQ_get_subject_name(req), &out->subject);
	read_key(r, X509_REQ_get0_pubkey(req), &out->key);
	if (OBJ_find_sigid_algs(X509_REQ_get_signature_nid(req), &digest, NULL) != 1)
		digest = NID_undef;
	out->digest = read_digest(digest);
	read_requested(r, req, &out->extensions);
}

/* The request must be all there is: the API server takes the first block, others another. */
static const char *fault_of(const struct pem *pem)
{
	if (pem->fault)
		return pem->fault;
	if (!pem->first || pem->first->type != PEM_REQUEST)
		return "no certificate request";
	return pem->count > 1 ? "more than one PEM block" : NULL;
}

const struct request_facts *request_facts(struct arena *a, const void *bytes, size_t len)
{
	struct request_facts *out = arena_zalloc(a, sizeof(*out));
	const struct pem *pem = pem_parse(a, bytes, len);
	struct read r = { .a = a };

	if (!out || !pem)
		return NULL;
	out->subject.text = out->digest = out->key.curve = "";
	out->fault = fault_of(pem);
	if (out->fault)
		return out;
	crypto_begin();
	fill_request(&r, pem->first, out);
	crypto_end();
	out->fault = r.fault;
	return r.no_memory ? NULL : out;
}

static bool is_signed(const struct request_facts *request)
{
	SCOPED(scoped_x509_req) X509_REQ *req = read_x509_req(request->der, request->len);
	EVP_PKEY *key = req ? X509_REQ_get0_pubkey(req) : NULL;

	return key && X509_REQ_verify(req, key) == 1;
}

bool request_is_signed(const struct request_facts *request)
{
	bool yes;

	if (request->fault || !request->key.usable)
		return false;
	crypto_begin();
	yes = is_signed(request);
	crypto_end();
	return yes;
}
