/* SPDX-License-Identifier: Apache-2.0 */
/* sha256.h - FIPS 180-4, for names of findings that nobody can make collide. */
#ifndef KUBEVET_REPORT_SHA256_H
#define KUBEVET_REPORT_SHA256_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32

struct sha256 {
	uint32_t state[8];
	uint64_t len;
	unsigned char block[64];
};

void sha256_init(struct sha256 *s);
void sha256_add(struct sha256 *s, const void *bytes, size_t len);

/** sha256_end() - the digest; begin anew before the next use. */
void sha256_end(struct sha256 *s, unsigned char digest[SHA256_SIZE]);

#endif
