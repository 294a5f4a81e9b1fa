/* SPDX-License-Identifier: Apache-2.0 */
/* read.c - OpenSSL's structs to facts: what is there twice or in an unknown form is a fault. */
#include "crypto/read.h"

#include <arpa/inet.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define LINE_MAX_BYTES	  200
#define EXPONENT_BITS_MAX 64

void scoped_x509(X509 **cert)
{
	X509_free(*cert);
}

void scoped_x509_req(X509_REQ **req)
{
	X509_REQ_free(*req);
}

void scoped_pkey(EVP_PKEY **key)
{
	EVP_PKEY_free(*key);
}

static void scoped_bignum(BIGNUM **n)
{
	BN_free(*n);
}

static void scoped_names(GENERAL_NAMES **names)
{
	GENERAL_NAMES_free(*names);
}

static void scoped_constraints(BASIC_CONSTRAINTS **constraints)
{
	BASIC_CONSTRAINTS_free(*constraints);
}

static void scoped_bits(ASN1_BIT_STRING **bits)
{
	ASN1_BIT_STRING_free(*bits);
}

static void scoped_usages(EXTENDED_KEY_USAGE **usages)
{
	EXTENDED_KEY_USAGE_free(*usages);
}

static void init(void)
{
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

void crypto_begin(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, init);
}

void crypto_end(void)
{
	ERR_clear_error();
}

bool read_done(const struct read *r)
{
	return !r->fault && !r->no_memory;
}

static const char *keep(struct read *r, const char *text, size_t len)
{
	char *kept = arena_strndup(r->a, text, len);

	r->no_memory = r->no_memory || !kept;
	return kept ? kept : "";
}

/* Keys. */

static enum key_type type_of(const EVP_PKEY *key)
{
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_RSA:
	case EVP_PKEY_RSA_PSS:
		return KEY_RSA;
	case EVP_PKEY_EC:
		return KEY_EC;
	case EVP_PKEY_ED25519:
		return KEY_ED25519;
	case EVP_PKEY_ED448:
		return KEY_ED448;
	default:
		return KEY_OTHER;
	}
}

/* A large exponent makes each check of a signature as dear as making one. */
static bool exponent_is_small(const EVP_PKEY *key)
{
	SCOPED(scoped_bignum) BIGNUM *e = NULL;

	return EVP_PKEY_get_bn_param(key, "e", &e) == 1 && BN_num_bits(e) <= EXPONENT_BITS_MAX;
}

static const char *curve_name(struct read *r, const EVP_PKEY *key)
{
	static const char *const known[][2] = { { "prime256v1", "P-256" },
						{ "secp384r1", "P-384" },
						{ "secp521r1", "P-521" },
						{ "secp224r1", "P-224" } };
	char name[64];
	size_t len = 0;
	int explicit = 0;

	/* Parameters written out are a curve of the sender's, whatever they are equal to. */
	if (EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS,
				   &explicit) == 1 &&
	    explicit)
		return "";
	if (EVP_PKEY_get_group_name(key, name, sizeof(name), &len) != 1)
		return "";
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(known[i][0], name) == 0)
			return known[i][1];
	return keep(r, name, strlen(name));
}

void read_key(struct read *r, EVP_PKEY *key, struct key_facts *out)
{
	*out = (struct key_facts){ .type = key ? type_of(key) : KEY_OTHER, .curve = "" };
	if (out->type == KEY_OTHER)
		return;
	out->bits = EVP_PKEY_get_bits(key);
	out->usable = out->bits > 0 && out->bits <= KEY_BITS_MAX;
	if (out->type == KEY_RSA)
		out->usable = out->usable && exponent_is_small(key);
	if (out->type == KEY_EC) {
		out->curve = curve_name(r, key);
		out->usable = out->usable && *out->curve;
	}
}

const char *read_digest(int nid)
{
	const char *name = nid == NID_undef ? NULL : OBJ_nid2sn(nid);

	return name && strcmp(name, "UNDEF") != 0 ? name : "";
}

/* Names. */

/* A list that is filled once its length is known. */
struct filling {
	const char **v;
	size_t count, room;
};

static struct filling filling_of(struct read *r, int room)
{
	struct filling f = { .room = room > 0 ? (size_t)room : 0 };

	if (f.room > X509_NAMES_MAX) {
		r->fault = "more names than are read";
		f.room = 0;
	}
	f.v = f.room ? arena_alloc(r->a, f.room * sizeof(*f.v)) : NULL;
	r->no_memory = r->no_memory || (f.room && !f.v);
	return f;
}

static void put(struct read *r, struct filling *f, const char *text, size_t len)
{
	if (!f->v || f->count == f->room)
		return;
	if (memchr(text, '\0', len)) {
		r->fault = "a name with a NUL byte";
		return;
	}
	f->v[f->count++] = keep(r, text, len);
}

static struct x509_names names_of(const struct filling *f)
{
	return (struct x509_names){ .count = f->count, .v = f->v };
}

static void put_asn1(struct read *r, struct filling *f, const ASN1_STRING *text)
{
	const unsigned char *bytes = ASN1_STRING_get0_data(text);
	int len = ASN1_STRING_length(text);

	put(r, f, bytes ? (const char *)bytes : "", len > 0 ? (size_t)len : 0);
}

/* A part of a subject may be in any of ASN.1's string types. */
static void put_utf8(struct read *r, struct filling *f, const ASN1_STRING *text)
{
	unsigned char *utf8 = NULL;
	int len = ASN1_STRING_to_UTF8(&utf8, text);

	if (len < 0)
		r->fault = "a name in an unknown character set";
	else
		put(r, f, utf8 ? (const char *)utf8 : "", (size_t)len);
	OPENSSL_free(utf8);
}

static struct x509_names parts_of(struct read *r, const X509_NAME *name, int nid)
{
	struct filling f = filling_of(r, X509_NAME_entry_count(name));
	int at = -1;

	while (read_done(r) && (at = X509_NAME_get_index_by_NID(name, nid, at)) >= 0)
		put_utf8(r, &f, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
	return names_of(&f);
}

const char *read_name_line(struct read *r, const X509_NAME *name)
{
	char line[LINE_MAX_BYTES] = "";

	if (!X509_NAME_oneline(name, line, sizeof(line)))
		r->fault = "a name that does not print";
	return keep(r, line, strlen(line));
}

void read_subject(struct read *r, const X509_NAME *name, struct x509_subject *out)
{
	*out = (struct x509_subject){ .text = "" };
	if (X509_NAME_entry_count(name) > X509_NAMES_MAX) {
		r->fault = "more names than are read";
		return;
	}
	out->text = read_name_line(r, name);
	out->common_names = parts_of(r, name, NID_commonName);
	out->organizations = parts_of(r, name, NID_organizationName);
}

/* Extensions. */

static void put_ip(struct read *r, struct filling *f, const ASN1_OCTET_STRING *ip)
{
	int len = ASN1_STRING_length(ip);
	char text[INET6_ADDRSTRLEN];

	if ((len != 4 && len != 16) || !inet_ntop(len == 4 ? AF_INET : AF_INET6,
						  ASN1_STRING_get0_data(ip), text, sizeof(text)))
		r->fault = "an address of no known length";
	else
		put(r, f, text, strlen(text));
}

static void sort_name(struct read *r, const GENERAL_NAME *name, struct filling *dns,
		      struct filling *ips, struct filling *emails, struct filling *uris,
		      size_t *others)
{
	switch (name->type) {
	case GEN_DNS:
		put_asn1(r, dns, name->d.dNSName);
		break;
	case GEN_EMAIL:
		put_asn1(r, emails, name->d.rfc822Name);
		break;
	case GEN_URI:
		put_asn1(r, uris, name->d.uniformResourceIdentifier);
		break;
	case GEN_IPADD:
		put_ip(r, ips, name->d.iPAddress);
		break;
	default:
		(*others)++;
	}
}

/* The one extension of a kind, decoded; NULL when it is absent, or with a fault. */
static void *extension(struct read *r, const STACK_OF(X509_EXTENSION) * list, int nid)
{
	int critical = -1;
	void *decoded = X509V3_get_d2i(list, nid, &critical, NULL);

	if (!decoded && critical == -2)
		r->fault = "an extension that is there twice";
	else if (!decoded && critical != -1)
		r->fault = "an extension that can't be read";
	return decoded;
}

static void read_alternative_names(struct read *r, const STACK_OF(X509_EXTENSION) * list,
				   struct x509_extensions *out)
{
	SCOPED(scoped_names) GENERAL_NAMES *names = extension(r, list, NID_subject_alt_name);
	int count = sk_GENERAL_NAME_num(names);
	struct filling dns = filling_of(r, count), ips = filling_of(r, count);
	struct filling emails = filling_of(r, count), uris = filling_of(r, count);

	for (int i = 0; read_done(r) && i < count; i++)
		sort_name(r, sk_GENERAL_NAME_value(names, i), &dns, &ips, &emails, &uris,
			  &out->other_names);
	out->dns = names_of(&dns);
	out->ips = names_of(&ips);
	out->emails = names_of(&emails);
	out->uris = names_of(&uris);
}

static void read_usages(struct read *r, const STACK_OF(X509_EXTENSION) * list,
			struct x509_extensions *out)
{
	SCOPED(scoped_bits) ASN1_BIT_STRING *bits = extension(r, list, NID_key_usage);
	SCOPED(scoped_usages) EXTENDED_KEY_USAGE *usages = extension(r, list, NID_ext_key_usage);
	struct filling f = filling_of(r, sk_ASN1_OBJECT_num(usages));

	out->has_key_usage = bits != NULL;
	for (int i = 0; bits && i < 9; i++)
		out->key_usage |= ASN1_BIT_STRING_get_bit(bits, i) ? 1U << i : 0;
	out->has_extended_usage = usages != NULL;
	for (int i = 0; read_done(r) && i < sk_ASN1_OBJECT_num(usages); i++) {
		const ASN1_OBJECT *usage = sk_ASN1_OBJECT_value(usages, i);
		int nid = OBJ_obj2nid(usage);
		char number[80] = "";

		if (nid == NID_undef)
			OBJ_obj2txt(number, sizeof(number), usage, 1);
		else
			snprintf(number, sizeof(number), "%s", OBJ_nid2sn(nid));
		put(r, &f, number, strlen(number));
	}
	out->extended_usages = names_of(&f);
}

void read_extensions(struct read *r, const STACK_OF(X509_EXTENSION) * list,
		     struct x509_extensions *out)
{
	SCOPED(scoped_constraints) BASIC_CONSTRAINTS *constraints = NULL;

	*out = (struct x509_extensions){ 0 };
	if (!list)
		return;
	constraints = extension(r, list, NID_basic_constraints);
	out->is_ca = constraints && constraints->ca;
	read_alternative_names(r, list, out);
	read_usages(r, list, out);
}

X509 *read_x509(const unsigned char *der, size_t len)
{
	const unsigned char *at = der;
	X509 *cert = d2i_X509(NULL, &at, (long)len);

	if (cert && at == der + len)
		return cert;
	X509_free(cert);
	return NULL;
}

X509_REQ *read_x509_req(const unsigned char *der, size_t len)
{
	const unsigned char *at = der;
	X509_REQ *req = d2i_X509_REQ(NULL, &at, (long)len);

	if (req && at == der + len)
		return req;
	X509_REQ_free(req);
	return NULL;
}
