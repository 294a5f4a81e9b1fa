/* SPDX-License-Identifier: Apache-2.0 */
/* parse.h - the reference server's HTTP/1.1: the head of a POST with a Content-Length, and nothing
 * else. */
#ifndef KUBEVET_BENCH_PARSE_H
#define KUBEVET_BENCH_PARSE_H

#include <stddef.h>

#define HEAD_MAX 16384

struct request_size {
	size_t head, body;
};

enum { PARSE_MORE = 0, PARSE_OK = 200 };

/**
 * parse_head() - strict: one Host, one Content-Length, no Transfer-Encoding, CRLF only, field names
 * of tokens
 * @bytes: what came so far of one request
 *
 * Return: PARSE_OK with @size filled, PARSE_MORE while the head is not whole, or the status of a
 * refusal.
 */
int parse_head(const char *bytes, size_t len, struct request_size *size);

#endif
