/* SPDX-License-Identifier: Apache-2.0 */
/* tls_secret.h - the Secrets that hold a certificate for TLS, for the policies that judge them. */
#ifndef KUBEVET_POLICY_TLS_SECRET_H
#define KUBEVET_POLICY_TLS_SECRET_H

#include "crypto/x509.h"
#include "policy/policy.h"

#define TLS_SECRET_TYPE "kubernetes.io/tls"
#define TLS_SECRET_CERT "tls.crt"
#define TLS_SECRET_KEY	"tls.key"

/* For examples: a certificate that is valid for long, and its key, which is the published example
 * of RFC 8410 and nobody's. */
#define EXAMPLE_TLS_CERT                                                         \
	"    -----BEGIN CERTIFICATE-----\n"                                      \
	"    MIH5MIGsoAMCAQICAQcwBQYDK2VwMBcxFTATBgNVBAMMDHNob3AuZXhhbXBsZTAg\n" \
	"    Fw0yNDAxMDEwMDAwMDBaGA85OTk5MTIzMTIzNTk1OVowFzEVMBMGA1UEAwwMc2hv\n" \
	"    cC5leGFtcGxlMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4\n" \
	"    rXAxZuGjGzAZMBcGA1UdEQQQMA6CDHNob3AuZXhhbXBsZTAFBgMrZXADQQBhC1fp\n" \
	"    eG1i7Hqt2mduH4ofvDcDfYkBOIu0skLWs57Qm9lQ8ql+pfgq5Hppm34dXYUP5HFX\n" \
	"    LD/MuwBVEqx94EEH\n"                                                 \
	"    -----END CERTIFICATE-----\n"
#define EXAMPLE_TLS_KEY                                                          \
	"    -----BEGIN PRIVATE KEY-----\n"                                      \
	"    MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n" \
	"    -----END PRIVATE KEY-----\n"

/* A parameter of each of them. */
#define TLS_SECRET_OPAQUE                                                                 \
	{                                                                                 \
		"opaque", PARAM_BOOL,                                                     \
			.def = "false",                                                   \
			.doc = "Whether Opaque Secrets with a tls.crt and a tls.key are " \
			       "judged, too."                                             \
	}

/** tls_secret_is() - whether it is of the type for TLS, or an Opaque one with both keys where these
 * count. */
bool tls_secret_is(const struct secret *secret, bool opaque);

/**
 * tls_secret_chain() - the certificates of tls.crt
 *
 * What can't be read is a finding: nobody can say then that it is right.
 *
 * Return: the chain up to the fault, NULL when there is nothing in tls.crt or memory ran out (the
 * sink knows).
 */
const struct certificate_chain *tls_secret_chain(const struct secret *secret, struct findings *out);

/** tls_secret_key() - the private key of a PEM text in a Secret. Return: the key, which may have a
 * fault, or NULL when memory ran out (the sink knows). */
const struct private_key *tls_secret_key(const struct datum *key, struct findings *out);

typedef void tls_secret_judge(const struct secret *secret, const struct at *at,
			      const struct certificate_facts *cert, const struct params *params,
			      struct findings *out);

/** tls_secret_each() - @judge for each certificate of a Secret that counts; at->index is its place
 * in the chain, from 0. */
void tls_secret_each(const struct secret *secret, bool opaque, const struct params *params,
		     struct findings *out, tls_secret_judge *judge);

/** tls_secret_at() - the place of a certificate in tls.crt; @index from 0. */
struct at tls_secret_at(const struct secret *secret, int index);

#endif
