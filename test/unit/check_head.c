/* SPDX-License-Identifier: Apache-2.0 */
/* check_head.c - the request head: each refusal beside an accepted twin, whole and cut at every
 * byte. */
#include <stdio.h>
#include <string.h>

#include "server/head.h"
#include "support.h"

/* Long things that rows are made of, where "%s" stands. */
enum filling { NONE, TARGET_MAX, TARGET_OVER, HEAD_OVER, FIELDS_MAX, FIELDS_OVER };

#define GET  "GET / HTTP/1.1\r\nHost: a\r\n"
#define POST "POST /validate?timeout=10s HTTP/1.1\r\nHost: kubevet.kubevet.svc:443\r\n"

static const struct {
	const char *name, *bytes;
	size_t len; /* 0: strlen */
	int status; /* 0: accepted */
	uint64_t length;
	bool close;
	enum filling filling;
} heads[] = {
	{ .name = "as the API server sends it",
	  POST "User-Agent: kube-apiserver-admission\r\nContent-Length: 4096\r\nAccept: "
	       "application/json, */*\r\n"
	       "Content-Type: application/json\r\nAccept-Encoding: gzip\r\n\r\n",
	  .length = 4096 },
	{ .name = "least", GET "\r\n" },
	{ .name = "leading empty line", "\r\n" GET "\r\n", .status = 400 },
	{ .name = "bytes behind the head", GET "\r\nPOST /" },

	{ .name = "bare LF ends a line", "GET / HTTP/1.1\r\nHost: a\n\r\n", .status = 400 },
	{ .name = "bare LF ends the request line",
	  "GET / HTTP/1.1\nHost: a\r\n\r\n",
	  .status = 400 },
	{ .name = "bare LF ends the head", GET "\n", .status = 400 },
	{ .name = "CR within a value",
	  "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
	  .status = 400 },
	{ .name = "tab within a value", GET "X: a\tb\r\n\r\n" },
	{ .name = "folded line", GET "X: a\r\n b\r\n\r\n", .status = 400 },
	{ .name = "folded by a tab", GET "X: a\r\n\tb\r\n\r\n", .status = 400 },
	{ .name = "space before the colon", GET "Content-Length : 3\r\n\r\n", .status = 400 },
	{ .name = "no space behind the colon", GET "Content-Length:3\r\n\r\n", .length = 3 },
	{ .name = "spaces around a value", GET "Content-Length: \t 3 \t\r\n\r\n", .length = 3 },
	{ .name = "no colon", GET "Content-Length 3\r\n\r\n", .status = 400 },
	{ .name = "empty name", GET ": 3\r\n\r\n", .status = 400 },
	{ .name = "parenthesis in a name", GET "X(: 3\r\n\r\n", .status = 400 },
	{ .name = "every token character in a name", GET "!#$%&'*+-.^_`|~09azAZ: 3\r\n\r\n" },
	{ .name = "high byte in a name", GET "X\xc3\xa4: 3\r\n\r\n", .status = 400 },
	{ .name = "high byte in a value", GET "X: \xc3\xa4\r\n\r\n" },
	{ .name = "empty value", GET "X:\r\n\r\n" },
	{ .name = "NUL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n", 33, 400 },
	{ .name = "NUL in a name", "GET / HTTP/1.1\r\nHost: a\r\nX\0: a\r\n\r\n", 34, 400 },
	{ .name = "NUL in the target", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 28, 400 },
	{ .name = "DEL in a value", GET "X: \x7f\r\n\r\n", .status = 400 },

	{ .name = "two Content-Length",
	  GET "Content-Length: 3\r\nContent-Length: 4\r\n\r\n",
	  .status = 400 },
	{ .name = "the same Content-Length twice",
	  GET "Content-Length: 3\r\ncontent-length: 3\r\n\r\n",
	  .status = 400 },
	{ .name = "list in Content-Length", GET "Content-Length: 3, 3\r\n\r\n", .status = 400 },
	{ .name = "+ in Content-Length", GET "Content-Length: +3\r\n\r\n", .status = 400 },
	{ .name = "- in Content-Length", GET "Content-Length: -3\r\n\r\n", .status = 400 },
	{ .name = "hexadecimal Content-Length", GET "Content-Length: 0x3\r\n\r\n", .status = 400 },
	{ .name = "empty Content-Length", GET "Content-Length: \r\n\r\n", .status = 400 },
	{ .name = "Content-Length of zeros", GET "Content-Length: 0003\r\n\r\n", .length = 3 },
	{ .name = "Content-Length beyond 64 bits",
	  GET "Content-Length: 18446744073709551617\r\n\r\n",
	  .status = 400 },
	{ .name = "largest Content-Length read",
	  GET "Content-Length: 999999999999999999\r\n\r\n",
	  .length = 999999999999999999 },
	{ .name = "chunked", GET "Transfer-Encoding: chunked\r\n\r\n", .status = 501 },
	{ .name = "identity", GET "Transfer-Encoding: identity\r\n\r\n", .status = 501 },
	{ .name = "gzip, chunked", GET "TRANSFER-ENCODING: gzip, chunked\r\n\r\n", .status = 501 },
	{ .name = "chunked beside a length",
	  GET "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
	  .status = 400 },
	{ .name = "length beside chunked",
	  GET "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
	  .status = 400 },
	{ .name = "TE is another field", GET "TE: trailers\r\n\r\n" },

	{ .name = "no Host", "GET / HTTP/1.1\r\nX: a\r\n\r\n", .status = 400 },
	{ .name = "two Hosts", GET "Host: b\r\n\r\n", .status = 400 },
	{ .name = "empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", .status = 400 },
	{ .name = "space in Host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", .status = 400 },
	{ .name = "IPv6 Host", "GET / HTTP/1.1\r\nHost: [::1]:443\r\n\r\n" },
	{ .name = "HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", .close = true },
	{ .name = "HTTP/1.0 that asks to stay",
	  "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
	  .close = true },
	{ .name = "Connection: close", GET "Connection: close\r\n\r\n", .close = true },
	{ .name = "close in a list", GET "Connection: te , Close\r\n\r\n", .close = true },
	{ .name = "close within a word", GET "Connection: closed\r\n\r\n" },
	{ .name = "keep-alive", GET "Connection: keep-alive\r\n\r\n" },

	{ .name = "HTTP/2.0", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", .status = 505 },
	{ .name = "HTTP/0.9", "GET /\r\n\r\n", .status = 400 },
	{ .name = "http in lower case", "GET / http/1.1\r\nHost: a\r\n\r\n", .status = 400 },
	{ .name = "version cut short", "GET / HTTP/1\r\nHost: a\r\n\r\n", .status = 400 },
	{ .name = "space behind the version", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", .status = 400 },
	{ .name = "two spaces before the target",
	  "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
	  .status = 400 },
	{ .name = "two spaces behind the target",
	  "GET /  HTTP/1.1\r\nHost: a\r\n\r\n",
	  .status = 400 },
	{ .name = "tab for a space", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", .status = 400 },
	{ .name = "space first", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", .status = 400 },
	{ .name = "absolute target", "GET https://a/ HTTP/1.1\r\nHost: a\r\n\r\n", .status = 400 },
	{ .name = "asterisk", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", .status = 400 },
	{ .name = "fragment", "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", .status = 400 },
	{ .name = "query", "GET /?a=b&c HTTP/1.1\r\nHost: a\r\n\r\n" },
	{ .name = "bad method", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", .status = 400 },
	{ .name = "unknown method", "PURGE / HTTP/1.1\r\nHost: a\r\n\r\n" },
	{ .name = "method of 33 letters",
	  "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1\r\nHost: a\r\n\r\n",
	  .status = 400 },
	{ .name = "TLS within TLS", "\x16\x03\x01\x02\r\n\r\n", .status = 400 },

	{ .name = "Expect: 100-continue", GET "Expect: 100-Continue\r\n\r\n" },
	{ .name = "Expect: something", GET "Expect: something\r\n\r\n", .status = 417 },
	{ .name = "two Content-Type",
	  GET "Content-Type: a\r\nContent-Type: b\r\n\r\n",
	  .status = 400 },

	{ .name = "longest target", "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n", .filling = TARGET_MAX },
	{ .name = "target too long",
	  "GET /%s HTTP/1.1\r\nHost: a\r\n\r\n",
	  .status = 414,
	  .filling = TARGET_OVER },
	{ .name = "head too long", GET "X: %s\r\n\r\n", .status = 431, .filling = HEAD_OVER },
	{ .name = "most fields", GET "%s\r\n", .filling = FIELDS_MAX },
	{ .name = "too many fields", GET "%s\r\n", .status = 431, .filling = FIELDS_OVER },
};

/* The row's bytes with its filling, in static storage. */
static size_t bytes_of(int row, const char **bytes)
{
	static const size_t repeat[] = {
		0, HEAD_TARGET_MAX - 1, HEAD_TARGET_MAX, HEAD_BYTES_MAX, 99, 100
	};
	static char filling[HEAD_BYTES_MAX + 1], text[2 * HEAD_BYTES_MAX];
	size_t len = 0;

	if (heads[row].filling == NONE) {
		*bytes = heads[row].bytes;
		return heads[row].len ? heads[row].len : strlen(*bytes);
	}
	for (size_t i = 0; i < repeat[heads[row].filling]; i++) {
		if (heads[row].filling >= FIELDS_MAX)
			len += (size_t)snprintf(filling + len, sizeof(filling) - len, "X: y\r\n");
		else
			filling[len++] = 'a';
	}
	filling[len] = '\0';
	const char *mark = strstr(heads[row].bytes, "%s");
	*bytes = text;
	return (size_t)snprintf(text, sizeof(text), "%.*s%s%s", (int)(mark - heads[row].bytes),
				heads[row].bytes, filling, mark + 2);
}

START_TEST(each_head)
{
	const char *bytes;
	size_t len = bytes_of(_i, &bytes);
	struct head head;
	long size = head_read(bytes, len, &head);

	if (heads[_i].status) {
		ck_assert_msg(size == -1 && head.status == heads[_i].status && head.why,
			      "%s: got %ld, status %d", heads[_i].name, size, head.status);
		return;
	}
	ck_assert_msg(size > 0, "%s: got %ld, status %d %s", heads[_i].name, size, head.status,
		      head.why ? head.why : "");
	ck_assert_msg(head.content_length == heads[_i].length &&
			      head.keep_alive == !heads[_i].close,
		      "%s: got length %llu, keep-alive %d", heads[_i].name,
		      (unsigned long long)head.content_length, head.keep_alive);
}
END_TEST

/* However the bytes are cut: never accepted before the end, and never a refusal that the whole does
 * not get. */
START_TEST(each_head_in_pieces)
{
	const char *bytes;
	size_t len = bytes_of(_i, &bytes);
	struct head whole, part;
	long size = head_read(bytes, len, &whole);

	for (size_t cut = 0; cut < len; cut++) {
		long got = head_read(bytes, cut, &part);

		if (size > 0 && cut >= (size_t)size)
			ck_assert_msg(got == size, "%s: cut at %zu: got %ld, want %ld",
				      heads[_i].name, cut, got, size);
		else if (size > 0)
			ck_assert_msg(got == 0, "%s: cut at %zu: got %ld", heads[_i].name, cut,
				      got);
		else
			ck_assert_msg(got == 0 || part.status == whole.status,
				      "%s: cut at %zu: got %ld, status %d", heads[_i].name, cut,
				      got, part.status);
	}
}
END_TEST

int main(void)
{
	return run_tables("head", (const struct table[]){
					  { "whole", each_head, ARRAY_LEN(heads) },
					  { "in pieces", each_head_in_pieces, ARRAY_LEN(heads) },
					  { 0 },
				  });
}
