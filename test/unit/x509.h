/* SPDX-License-Identifier: Apache-2.0 */
/* x509.h - keys, certificates and requests for tests, made when they are asked for: no key lies in
 * the tree, and nothing in it expires. */
#ifndef KUBEVET_TEST_X509_H
#define KUBEVET_TEST_X509_H

#include "base/buf.h"

/**
 * x509_make() - PEM of what a text describes; stops the program when it can't be made
 *
 *	key:NAME			private key, PKCS #8
 *	key:NAME,sec1			the same in the form of its kind
 *	key:NAME,locked			behind a pass phrase
 *	cert:NAME,OPTION...		certificate of that key
 *	csr:NAME,OPTION...		request of that key
 *	A+B				one behind the other
 *
 * NAME begins with what the key is: ec, p384, k1 (secp256k1), explicit (P-256 by its parameters),
 * ed, rsa (2048 bits), weak (RSA of 1024), wide (RSA of 2048 with a large exponent), dsa; what
 * follows tells keys of one kind apart: ec, ec2. A name is the same key as long as the program
 * runs.
 *
 * Options: cn=, o= (both more than once), san=DNS:a;IP:::1, by=NAME (the issuer's key), bycn= (the
 * issuer's common name), from=YYYYMMDD, to=YYYYMMDD (2025 to 2027 otherwise), ca, usage=
 * (keyCertSign ...), eku= (serverAuth ...), md=sha1, twice (an extension), broken (the signature).
 */
void x509_make(struct buf *out, const char *what);

#endif
