/* SPDX-License-Identifier: Apache-2.0 */
/* key.c - private keys, and whose they are. */
#include <openssl/evp.h>
#include <string.h>

#include "crypto/pem.h"
#include "crypto/read.h"

static void scoped_pkcs8(PKCS8_PRIV_KEY_INFO **info)
{
	PKCS8_PRIV_KEY_INFO_free(*info);
}

static bool is_known_algorithm(const PKCS8_PRIV_KEY_INFO *info)
{
	static const int known[] = { EVP_PKEY_RSA, EVP_PKEY_RSA_PSS, EVP_PKEY_EC, EVP_PKEY_ED25519,
				     EVP_PKEY_ED448 };
	const ASN1_OBJECT *algorithm = NULL;

	if (PKCS8_pkey_get0(&algorithm, NULL, NULL, NULL, info) != 1)
		return false;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (OBJ_obj2nid(algorithm) == known[i])
			return true;
	return false;
}

/* "PRIVATE KEY": the key says itself of which algorithm it is. */
static EVP_PKEY *read_pkcs8(const unsigned char *der, size_t len)
{
	SCOPED(scoped_pkcs8) PKCS8_PRIV_KEY_INFO *info = NULL;
	const unsigned char *at = der;

	info = d2i_PKCS8_PRIV_KEY_INFO(NULL, &at, (long)len);
	if (!info || at != der + len || !is_known_algorithm(info))
		return NULL;
	return EVP_PKCS82PKEY(info);
}

static EVP_PKEY *read_private_key(const char *label, const unsigned char *der, size_t len)
{
	const unsigned char *at = der;

	if (strcmp(label, "RSA PRIVATE KEY") == 0)
		return d2i_PrivateKey(EVP_PKEY_RSA, NULL, &at, (long)len);
	if (strcmp(label, "EC PRIVATE KEY") == 0)
		return d2i_PrivateKey(EVP_PKEY_EC, NULL, &at, (long)len);
	return strcmp(label, "PRIVATE KEY") == 0 ? read_pkcs8(der, len) : NULL;
}

/* The one block that is a key. NULL with a fault when there is none, or more than one. */
static const struct pem_block *key_block(const struct pem *pem, const char **fault)
{
	size_t locked = pem_count(pem, PEM_LOCKED_PRIVATE_KEY);
	size_t open = pem_count(pem, PEM_PRIVATE_KEY);

	if (locked)
		*fault = "a private key behind a pass phrase";
	else if (open > 1)
		*fault = "more than one private key";
	else if (pem->fault)
		*fault = pem->fault;
	else if (!open)
		*fault = "no private key";
	if (*fault)
		return NULL;
	for (const struct pem_block *b = pem->first; b; b = b->next)
		if (b->type == PEM_PRIVATE_KEY)
			return b;
	return NULL;
}

static void fill_key(struct read *r, const struct pem_block *block, struct private_key *out)
{
	SCOPED(scoped_pkey) EVP_PKEY *key = read_private_key(block->label, block->der, block->len);

	out->label = block->label;
	out->der = block->der;
	out->len = block->len;
	if (!key)
		r->fault = "a private key that can't be read";
	else
		read_key(r, key, &out->facts);
}

const struct private_key *private_key(struct arena *a, const void *bytes, size_t len)
{
	struct private_key *out = arena_zalloc(a, sizeof(*out));
	const struct pem *pem = pem_parse(a, bytes, len);
	struct read r = { .a = a };
	const struct pem_block *block;

	if (!out || !pem)
		return NULL;
	out->facts.curve = out->label = "";
	block = key_block(pem, &out->fault);
	if (!block)
		return out;
	crypto_begin();
	fill_key(&r, block, out);
	crypto_end();
	out->fault = r.fault;
	return r.no_memory ? NULL : out;
}

static bool fits(const struct private_key *key, const struct certificate_facts *cert)
{
	SCOPED(scoped_pkey) EVP_PKEY *private = read_private_key(key->label, key->der, key->len);
	SCOPED(scoped_x509) X509 *x509 = read_x509(cert->der, cert->len);
	EVP_PKEY *public = x509 ? X509_get0_pubkey(x509) : NULL;

	return private && public && EVP_PKEY_eq(private, public) == 1;
}

bool private_key_fits(const struct private_key *key, const struct certificate_facts *cert)
{
	bool yes;

	if (!key->facts.usable || !cert->key.usable)
		return false;
	crypto_begin();
	yes = fits(key, cert);
	crypto_end();
	return yes;
}
