/* SPDX-License-Identifier: Apache-2.0 */
/* tls_options.h - the protocol versions and cipher suites that servers of a cluster are told to
 * take.
 */
#ifndef KUBEVET_POLICY_TLS_OPTIONS_H
#define KUBEVET_POLICY_TLS_OPTIONS_H

#include "policy/command_line.h"

/* Parameters of the policies that judge them: forward secrecy and authenticated encryption, under
 * the names that Go and Kubernetes have for them. */
#define PARAM_MIN_VERSION                                                               \
	{                                                                               \
		.name = "minVersion", .type = PARAM_STRING, .def = "\"VersionTLS12\"",  \
		.choices = "VersionTLS12 VersionTLS13",                                 \
		.doc = "Oldest version of TLS that may be set; programs take 1.2 when " \
		       "nothing is set.",                                               \
	}
#define PARAM_CIPHER_SUITES                                                               \
	{                                                                                 \
		.name = "cipherSuites", .type = PARAM_STRINGS,                            \
		.def = "[\"TLS_AES_128_GCM_SHA256\", \"TLS_AES_256_GCM_SHA384\", "        \
		       "\"TLS_CHACHA20_POLY1305_SHA256\", "                               \
		       "\"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256\", "                    \
		       "\"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\", "                    \
		       "\"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305\", "                     \
		       "\"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256\", "              \
		       "\"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256\", "                      \
		       "\"TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384\", "                      \
		       "\"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305\", "                       \
		       "\"TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256\"]",                \
		.doc = "Cipher suites that may be named; programs choose good ones when " \
		       "none is.",                                                        \
	}

/** tls_version_is_old() - whether @text names a version before @least, or none; "TLS1.2" and
 * "VersionTLS12" are the same. */
bool tls_version_is_old(const char *text, const char *least);

/* What is wanted in place of a suite that is not allowed. */
#define TLS_SUITE_WANT "a suite with forward secrecy and authenticated encryption"

/** tls_flags_judge() - the flags @version and @suites, where they are given. */
void tls_flags_judge(const struct command_line *line, const char *version, const char *least,
		     const char *suites, const struct strings *allowed, struct findings *out);

#endif
