/* SPDX-License-Identifier: Apache-2.0 */
/* check_crypto.c - facts of certificates, keys and requests, and what is refused before it costs.
 */
#include <openssl/err.h>
#include <string.h>

#include "base/base64.h"
#include "base/mem.h"
#include "crypto/pem.h"
#include "crypto/x509.h"
#include "support.h"
#include "x509.h"

static struct buf text_buf(void)
{
	struct buf b;

	buf_init(&b, (size_t)4 * 1024 * 1024);
	return b;
}

static const char *text_of(struct buf *b)
{
	char *copy = arena_strndup(test_arena(), buf_str(b), b->len);

	buf_fini(b);
	return copy;
}

/* PEM of a description, or the text itself when it is none. */
static const char *pem_of(const char *what)
{
	struct buf b = text_buf();

	if (strncmp(what, "cert:", 5) != 0 && strncmp(what, "key:", 4) != 0 &&
	    strncmp(what, "csr:", 4) != 0)
		return what;
	x509_make(&b, what);
	return text_of(&b);
}

static const struct certificate_chain *chain_of(const char *what)
{
	const char *pem = pem_of(what);
	const struct certificate_chain *chain = certificate_chain(test_arena(), pem, strlen(pem));

	ck_assert(chain != NULL);
	ck_assert_uint_eq(ERR_peek_error(), 0);
	return chain;
}

static void put_names(struct buf *b, const char *what, const struct x509_names *names)
{
	for_each_name (name, *names)
		buf_addf(b, " %s=%s", what, name);
}

static void put_key(struct buf *b, const struct key_facts *key)
{
	static const char *const types[] = { "other", "RSA", "EC", "Ed25519", "Ed448" };

	buf_addf(b, " %s %d %s%s", types[key->type], key->bits, key->curve,
		 key->usable ? "" : " unusable");
}

static void put_extensions(struct buf *b, const struct x509_extensions *e)
{
	put_names(b, "dns", &e->dns);
	put_names(b, "ip", &e->ips);
	put_names(b, "email", &e->emails);
	put_names(b, "uri", &e->uris);
	if (e->other_names)
		buf_addf(b, " others=%zu", e->other_names);
	if (e->is_ca)
		buf_adds(b, " ca");
	if (e->has_key_usage)
		buf_addf(b, " usage=%u", e->key_usage);
	put_names(b, "eku", &e->extended_usages);
}

static const char *facts_of_chain(const char *what)
{
	const struct certificate_chain *chain = chain_of(what);
	struct buf b = text_buf();

	for_each_certificate (c, chain) {
		put_names(&b, "cn", &c->subject.common_names);
		put_names(&b, "o", &c->subject.organizations);
		buf_addf(&b, " %lld-%lld", (long long)c->not_before_s, (long long)c->not_after_s);
		put_key(&b, &c->key);
		buf_addf(&b, " %s%s", c->digest, c->self_issued ? " self" : "");
		put_extensions(&b, &c->extensions);
		buf_adds(&b, ";");
	}
	if (chain->fault)
		buf_addf(&b, " fault: %s", chain->fault);
	return text_of(&b);
}

#define DATES "1735689600-1798761600"

static const struct {
	const char *what, *want;
} chains[] = {
	{ "cert:ec,cn=a", " cn=a " DATES " EC 256 P-256 SHA256 self;" },
	{ "cert:rsa,cn=a,cn=b,o=x,o=y,md=sha1",
	  " cn=a cn=b o=x o=y " DATES " RSA 2048  SHA1 self;" },
	{ "cert:ed,cn=a,from=19000101,to=99990101",
	  " cn=a -2208988800-253370764800 Ed25519 256   self;" },
	{ "cert:k1,cn=a", " cn=a " DATES " EC 256 secp256k1 SHA256 self;" },
	{ "cert:explicit,cn=a", " cn=a " DATES " EC 256  unusable SHA256 self;" },
	{ "cert:wide,cn=a", " cn=a " DATES " RSA 2048  unusable SHA256 self;" },
	{ "cert:dsa,cn=a", " cn=a " DATES " other 0  unusable SHA256 self;" },
	{ "cert:ec,san=DNS:a.example;IP:10.0.0.1;IP:2001:db8::1;email:a@b;URI:spiffe://x/"
	  "y;RID:1.2.3",
	  " " DATES " EC 256 P-256 SHA256 self dns=a.example ip=10.0.0.1 ip=2001:db8::1 email=a@b "
	  "uri=spiffe://x/y others=1;" },
	{ "cert:ec,cn=a,ca,usage=keyCertSign;digitalSignature,eku=serverAuth;1.2.3.4",
	  " cn=a " DATES " EC 256 P-256 SHA256 self ca usage=33 eku=serverAuth eku=1.2.3.4;" },
	{ "cert:ec,cn=a,bycn=b,by=ec2+cert:ec2,cn=b,ca",
	  " cn=a " DATES " EC 256 P-256 SHA256; cn=b " DATES " EC 256 P-256 SHA256 self ca;" },
	{ "cert:ec,cn=a,san=DNS:a,twice", " fault: an extension that is there twice" },
	{ "key:ec", " fault: no certificate" },
	{ "", " fault: no certificate" },
	{ "-----BEGIN CERTIFICATE-----\n", " fault: a PEM block that does not end" },
	{ "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
	  " fault: a malformed certificate" },
	{ "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
	  " fault: a malformed certificate" },
	{ "-----BEGIN CERTIFICATE-----\nA*AA\n-----END CERTIFICATE-----\n",
	  " fault: a PEM block that is no base64" },
	{ "-----BEGIN CERTIFICATE-----\nAAAA\n-----END X-----\n",
	  " fault: a PEM block that ends as another one" },
	{ "-----BEGIN CERTIFICATE-----\nAAAA\n-----BEGIN CERTIFICATE-----\n",
	  " fault: a PEM block that does not end" },
};

START_TEST(each_chain)
{
	ck_assert_str_eq(facts_of_chain(chains[_i].what), chains[_i].want);
}
END_TEST

static const char *repeated(const char *what, int times)
{
	struct buf b = text_buf();
	const char *pem = pem_of(what);

	for (int i = 0; i < times; i++)
		buf_adds(&b, pem);
	return text_of(&b);
}

static const char *one_block(size_t bytes)
{
	struct buf b = text_buf();

	buf_adds(&b, "-----BEGIN CERTIFICATE-----\n");
	for (size_t i = 0; i < bytes; i += 3)
		buf_adds(&b, "AAAA");
	buf_adds(&b, "\n-----END CERTIFICATE-----\n");
	return text_of(&b);
}

START_TEST(bounds)
{
	const struct certificate_chain *chain = chain_of(repeated("cert:ec,cn=a", 16));

	ck_assert_ptr_null(chain->fault);
	ck_assert_uint_eq(chain->count, CERTIFICATES_MAX);
	chain = chain_of(repeated("cert:ec,cn=a", 17));
	ck_assert_str_eq(chain->fault, "too many certificates");
	ck_assert_uint_eq(chain->count, CERTIFICATES_MAX);
	ck_assert_str_eq(chain_of(repeated("key:ec", PEM_BLOCKS_MAX + 1))->fault,
			 "too many PEM blocks");
	ck_assert_str_eq(chain_of(one_block(DER_BYTES_MAX - 2))->fault, "a malformed certificate");
	ck_assert_str_eq(chain_of(one_block(DER_BYTES_MAX + 3))->fault,
			 "a PEM block that is too large");
	ck_assert_str_eq(chain_of(repeated("x", (int)PEM_BYTES_MAX + 1))->fault,
			 "a PEM text that is too large");
}
END_TEST

/* Blanks at the ends of lines, carriage returns, headers and text around count for nothing. */
START_TEST(loose_form)
{
	struct buf b = text_buf();

	buf_adds(&b, "Subject: a -----BEGIN CERTIFICATE-----\n\n");
	for (const char *c = pem_of("cert:ec,cn=a"); *c; c++)
		buf_adds(&b, *c == '\n' ? " \r\n" : (char[]){ *c, '\0' });
	buf_adds(&b, "behind\n");
	ck_assert_str_eq(facts_of_chain(text_of(&b)), chains[0].want);
}
END_TEST

static const struct {
	const char *chain;
	enum issue want;
} issues[] = {
	{ "cert:ec,cn=a,bycn=b,by=ec2+cert:ec2,cn=b,ca", ISSUED },
	{ "cert:ec,cn=a,bycn=b,by=rsa+cert:rsa,cn=b,ca", ISSUED },
	{ "cert:ec,cn=a,bycn=b,by=ed+cert:ed,cn=b,ca", ISSUED },
	{ "cert:ec,cn=a,bycn=b,by=ec2+cert:ec2,cn=c,ca", ISSUED_BY_OTHER_NAME },
	{ "cert:ec,cn=a,bycn=b,by=ec3+cert:ec2,cn=b,ca", ISSUED_BY_OTHER_KEY },
	{ "cert:ec,cn=a,bycn=b,by=ed,broken+cert:ed,cn=b,ca", ISSUED_BY_OTHER_KEY },
	/* Its signature holds, but nobody should have to compute that. */
	{ "cert:ec,cn=a,bycn=b,by=wide+cert:wide,cn=b,ca", ISSUED_BY_OTHER_KEY },
	{ "cert:ec,cn=a,bycn=b,by=explicit+cert:explicit,cn=b,ca", ISSUED_BY_OTHER_KEY },
};

START_TEST(each_issue)
{
	const struct certificate_chain *chain = chain_of(issues[_i].chain);

	ck_assert_ptr_null(chain->fault);
	ck_assert_int_eq(certificate_issued_by(chain->first, chain->first->next), issues[_i].want);
	ck_assert_uint_eq(ERR_peek_error(), 0);
}
END_TEST

static const struct {
	const char *key, *cert, *fault; /* @cert: the one to compare with, or NULL */
	bool fits;
} keys[] = {
	{ "key:ec", "cert:ec,cn=a", NULL, true },
	{ "key:ec,sec1", "cert:ec,cn=a", NULL, true },
	{ "key:rsa", "cert:rsa,cn=a", NULL, true },
	{ "key:rsa,sec1", "cert:rsa,cn=a", NULL, true },
	{ "key:ed", "cert:ed,cn=a", NULL, true },
	{ "key:ec2", "cert:ec,cn=a", NULL, false },
	{ "key:rsa", "cert:ec,cn=a", NULL, false },
	{ "key:p384", "cert:ec,cn=a", NULL, false },
	{ "key:wide", "cert:wide,cn=a", NULL, false },
	{ "key:ec,locked", NULL, "a private key behind a pass phrase", false },
	{ "key:ec+key:ec2", NULL, "more than one private key", false },
	{ "key:dsa", NULL, "a private key that can't be read", false },
	{ "cert:ec,cn=a", NULL, "no private key", false },
	{ "", NULL, "no private key", false },
	{ "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: "
	  "AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
	  NULL, "a private key behind a pass phrase", false },
	{ "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", NULL,
	  "a private key that can't be read", false },
	{ "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", NULL,
	  "a private key that can't be read", false },
	{ "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n", NULL,
	  "no private key", false },
};

START_TEST(each_key)
{
	const char *pem = pem_of(keys[_i].key);
	const struct private_key *key = private_key(test_arena(), pem, strlen(pem));

	ck_assert(key != NULL);
	ck_assert_msg(same(key->fault, keys[_i].fault), "%s: %s", keys[_i].key, key->fault);
	if (keys[_i].cert)
		ck_assert_int_eq(private_key_fits(key, chain_of(keys[_i].cert)->first),
				 keys[_i].fits);
	ck_assert_uint_eq(ERR_peek_error(), 0);
}
END_TEST

static const struct {
	const char *what, *want;
	bool is_signed;
} requests[] = {
	{ "csr:ec,cn=jane,o=developers", " cn=jane o=developers EC 256 P-256 SHA256", true },
	{ "csr:rsa,cn=jane,md=sha1", " cn=jane RSA 2048  SHA1", true },
	{ "csr:ed,cn=jane", " cn=jane Ed25519 256  ", true },
	{ "csr:ec,cn=a,san=DNS:a;IP:10.0.0.1,ca,usage=keyCertSign,eku=clientAuth",
	  " cn=a EC 256 P-256 SHA256 dns=a ip=10.0.0.1 ca usage=32 eku=clientAuth", true },
	{ "csr:ec,cn=jane,by=ec2", " cn=jane EC 256 P-256 SHA256", false },
	{ "csr:wide,cn=jane", " cn=jane RSA 2048  unusable SHA256", false },
	{ "csr:explicit,cn=jane", " cn=jane EC 256  unusable SHA256", false },
	{ "csr:ec,cn=a,san=DNS:a,twice", " fault: an extension that is there twice", false },
	{ "csr:ec,cn=a+csr:ec,cn=b", " fault: more than one PEM block", false },
	{ "cert:ec,cn=a", " fault: no certificate request", false },
	{ "", " fault: no certificate request", false },
	{ "-----BEGIN NEW CERTIFICATE REQUEST-----\nAAAA\n-----END NEW CERTIFICATE REQUEST-----\n",
	  " fault: no certificate request", false },
	{ "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n",
	  " fault: a malformed certificate request", false },
};

START_TEST(each_request)
{
	const char *pem = pem_of(requests[_i].what);
	const struct request_facts *r = request_facts(test_arena(), pem, strlen(pem));
	struct buf b = text_buf();

	ck_assert(r != NULL);
	if (r->fault) {
		buf_addf(&b, " fault: %s", r->fault);
	} else {
		put_names(&b, "cn", &r->subject.common_names);
		put_names(&b, "o", &r->subject.organizations);
		put_key(&b, &r->key);
		buf_addf(&b, " %s", r->digest);
		put_extensions(&b, &r->extensions);
	}
	ck_assert_str_eq(text_of(&b), requests[_i].want);
	ck_assert_int_eq(request_is_signed(r), requests[_i].is_signed);
	ck_assert_uint_eq(ERR_peek_error(), 0);
}
END_TEST

/* Out of memory is NULL, never an empty chain. */
START_TEST(each_allocation_fails)
{
	const char *pem = pem_of("cert:ec,cn=a,o=b,san=DNS:a;IP:10.0.0.1,bycn=b,by=ec2+"
				 "cert:ec2,cn=b,ca");
	const struct certificate_chain *chain = NULL;
	long n;

	for (n = 0; !chain && n < 1000; n++) {
		mem_fail_at(n);
		chain = certificate_chain(test_arena(), pem, strlen(pem));
		mem_fail_at(-1);
	}
	ck_assert_int_gt(n, 10);
	ck_assert_ptr_null(chain->fault);
	ck_assert_uint_eq(chain->count, 2);
}
END_TEST

static const struct {
	const char *text, *bytes; /* NULL: refused */
	ssize_t len;
} base64s[] = {
	{ "", "", 0 },
	{ "YQ==", "a", 1 },
	{ "YWI=", "ab", 2 },
	{ "YWJj", "abc", 3 },
	{ "YWJjZA==", "abcd", 4 },
	{ "Y\nW\r\nJj\n", "abc", 3 },
	{ "YQ=\n=", "a", 1 },
	{ "+/+/", "\xfb\xff\xbf", 3 },
	{ "YR==", "a", 1 }, /* bits behind the last byte, as Go has it */
	{ "YQ", NULL, -1 },
	{ "YQ=", NULL, -1 },
	{ "YQ===", NULL, -1 },
	{ "Y===", NULL, -1 },
	{ "=", NULL, -1 },
	{ "YWJj=", NULL, -1 },
	{ "YQ==YQ==", NULL, -1 },
	{ "YW Jj", NULL, -1 },
	{ "YW-_", NULL, -1 },
};

START_TEST(each_base64)
{
	unsigned char out[64];
	ssize_t len = base64_decode(base64s[_i].text, strlen(base64s[_i].text), out);

	ck_assert_int_eq(len, base64s[_i].len);
	if (len >= 0)
		ck_assert_mem_eq(out, base64s[_i].bytes, (size_t)len);
}
END_TEST

int main(void)
{
	return run_tables("crypto",
			  (const struct table[]){ { "chains", each_chain, ARRAY_LEN(chains) },
						  { "bounds", bounds, 1 },
						  { "loose form", loose_form, 1 },
						  { "issues", each_issue, ARRAY_LEN(issues) },
						  { "keys", each_key, ARRAY_LEN(keys) },
						  { "requests", each_request, ARRAY_LEN(requests) },
						  { "memory", each_allocation_fails, 1 },
						  { "base64", each_base64, ARRAY_LEN(base64s) },
						  { 0 } });
}
