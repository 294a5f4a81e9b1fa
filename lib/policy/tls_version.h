/* SPDX-License-Identifier: Apache-2.0 */
/* tls_version.h - versions of TLS in the spellings of proxies and meshes. */
#ifndef KUBEVET_POLICY_TLS_VERSION_H
#define KUBEVET_POLICY_TLS_VERSION_H

/**
 * tls_version() - 10 for TLS 1.0 to 13 for TLS 1.3
 *
 * Reads "1.2", "TLSv1.2", "TLSV1_2", "VersionTLS12", "TLS_V1_2" alike; SSL of any version is 1.
 *
 * Return: the number; 0 when the text names none ("TLS_AUTO").
 */
int tls_version(const char *text);

#endif
