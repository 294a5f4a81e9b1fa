/* SPDX-License-Identifier: Apache-2.0 */
/* head.c - the request head, by the grammar and nothing else. */
#include "server/head.h"

#include <string.h>
#include <strings.h>

static int refuse(struct head *out, int status, const char *why)
{
	out->status = status;
	out->why = why;
	return -1;
}

bool slice_is(struct slice s, const char *text)
{
	return s.len == strlen(text) && memcmp(s.at, text, s.len) == 0;
}

bool slice_is_nocase(struct slice s, const char *text)
{
	return s.len == strlen(text) && strncasecmp(s.at, text, s.len) == 0;
}

static bool is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool is_tchar(unsigned char c)
{
	switch (c) {
	case '!':
	case '#':
	case '$':
	case '%':
	case '&':
	case '\'':
	case '*':
	case '+':
	case '-':
	case '.':
	case '^':
	case '_':
	case '`':
	case '|':
	case '~':
		return true;
	default:
		return is_alnum(c);
	}
}

static bool is_token(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_tchar((unsigned char)s.at[i]))
			return false;
	return s.len > 0;
}

/* Visible ASCII only: no space, no control byte, nothing above 0x7e. */
static bool is_visible(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] <= 0x20 || s.at[i] == 0x7f)
			return false;
	return s.len > 0;
}

static bool is_field_value(struct slice s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static bool is_host(struct slice s)
{
	for (size_t i = 0; i < s.len; i++)
		if (!is_alnum((unsigned char)s.at[i]) && (!s.at[i] || !strchr("-._~%:[]", s.at[i])))
			return false;
	return s.len > 0;
}

static struct slice trim(struct slice s)
{
	while (s.len && (s.at[0] == ' ' || s.at[0] == '\t')) {
		s.at++;
		s.len--;
	}
	while (s.len && (s.at[s.len - 1] == ' ' || s.at[s.len - 1] == '\t'))
		s.len--;
	return s;
}

/* Cuts off what stands before @mark; false when there is no mark. */
static bool cut(struct slice *rest, char mark, struct slice *before)
{
	const char *at = rest->len ? memchr(rest->at, mark, rest->len) : NULL;

	if (!at)
		return false;
	*before = (struct slice){ rest->at, (size_t)(at - rest->at) };
	rest->len -= before->len + 1;
	rest->at = at + 1;
	return true;
}

static int read_version(struct slice s, struct head *out)
{
	if (slice_is(s, "HTTP/1.1"))
		out->keep_alive = true;
	else if (s.len == 8 && memcmp(s.at, "HTTP/", 5) == 0 && !slice_is(s, "HTTP/1.0"))
		return refuse(out, 505, "HTTP version is not supported; use HTTP/1.1");
	else if (!slice_is(s, "HTTP/1.0"))
		return refuse(out, 400, "malformed request line");
	return 0;
}

static int read_request_line(struct slice line, struct head *out)
{
	if (!cut(&line, ' ', &out->method) || !cut(&line, ' ', &out->target))
		return refuse(out, 400, "malformed request line");
	if (!is_token(out->method) || out->method.len > HEAD_METHOD_MAX)
		return refuse(out, 400, "malformed method");
	if (out->target.len > HEAD_TARGET_MAX)
		return refuse(out, 414, "request target is longer than 4096 bytes");
	if (!is_visible(out->target) || out->target.at[0] != '/' ||
	    memchr(out->target.at, '#', out->target.len))
		return refuse(out, 400, "malformed request target");
	return read_version(line, out);
}

static int read_length(struct slice value, struct head *out)
{
	uint64_t n = 0;

	if (out->has_length)
		return refuse(out, 400, "more than one Content-Length");
	if (!value.len || value.len > 18)
		return refuse(out, 400, "malformed Content-Length");
	for (size_t i = 0; i < value.len; i++) {
		if (value.at[i] < '0' || value.at[i] > '9')
			return refuse(out, 400, "malformed Content-Length");
		n = n * 10 + (uint64_t)(value.at[i] - '0');
	}
	out->content_length = n;
	out->has_length = true;
	return 0;
}

static void read_connection(struct slice value, struct head *out)
{
	struct slice option;

	while (cut(&value, ',', &option))
		if (slice_is_nocase(trim(option), "close"))
			out->keep_alive = false;
	if (slice_is_nocase(trim(value), "close"))
		out->keep_alive = false;
}

/* What has to be judged over all fields, not in one of them. */
struct seen {
	int fields, hosts;
	bool transfer_encoding;
};

static int read_field(struct slice line, struct head *out, struct seen *seen)
{
	struct slice value = line, name;

	if (line.at[0] == ' ' || line.at[0] == '\t')
		return refuse(out, 400, "folded header line");
	if (!cut(&value, ':', &name) || !is_token(name))
		return refuse(out, 400, "malformed header name");
	value = trim(value);
	if (!is_field_value(value))
		return refuse(out, 400, "control character in a header value");
	if (++seen->fields > HEAD_FIELDS_MAX)
		return refuse(out, 431, "more than 100 header fields");
	if (slice_is_nocase(name, "content-length"))
		return read_length(value, out);
	if (slice_is_nocase(name, "transfer-encoding"))
		seen->transfer_encoding = true;
	else if (slice_is_nocase(name, "connection"))
		read_connection(value, out);
	else if (slice_is_nocase(name, "host") && (++seen->hosts > 1 || !is_host(value)))
		return refuse(out, 400, "malformed Host, or more than one");
	else if (slice_is_nocase(name, "expect") && !slice_is_nocase(value, "100-continue"))
		return refuse(out, 417, "only Expect: 100-continue is supported");
	else if (slice_is_nocase(name, "content-type") && out->content_type.at)
		return refuse(out, 400, "more than one Content-Type");
	else if (slice_is_nocase(name, "content-type"))
		out->content_type = value;
	return 0;
}

static int judge_whole(struct head *out, const struct seen *seen, bool http_1_1)
{
	if (seen->transfer_encoding && out->has_length)
		return refuse(out, 400, "Content-Length beside Transfer-Encoding");
	if (seen->transfer_encoding)
		return refuse(out, 501, "Transfer-Encoding is not supported; send Content-Length");
	if (http_1_1 && !seen->hosts)
		return refuse(out, 400, "no Host");
	return 0;
}

/* The next line, its CRLF not counted. Return: 1, 0 when it has not ended yet, -1 when refused. */
static int next_line(struct slice *rest, struct slice *line, struct head *out)
{
	if (!cut(rest, '\n', line))
		return 0;
	if (!line->len || line->at[line->len - 1] != '\r')
		return refuse(out, 400, "line ends in a bare LF");
	line->len--;
	return 1;
}

static long incomplete(struct slice first, size_t len, struct head *out)
{
	if (first.len > HEAD_METHOD_MAX + HEAD_TARGET_MAX + sizeof("  HTTP/1.1\r"))
		return refuse(out, 414, "request target is longer than 4096 bytes");
	if (len >= HEAD_BYTES_MAX)
		return refuse(out, 431, "request head is longer than 16384 bytes");
	return 0;
}

/* Where the head ends: its length, 0 when the end has not come, -1 when refused. */
static long find_end(const char *bytes, size_t len, struct head *out)
{
	struct slice rest = { bytes, len < HEAD_BYTES_MAX ? len : HEAD_BYTES_MAX }, line,
		     first = { NULL, 0 };
	int got;

	while ((got = next_line(&rest, &line, out)) > 0) {
		if (line.len == 0)
			return rest.at - bytes;
		if (!first.at)
			first = line;
	}
	return got < 0 ? -1 : incomplete(first.at ? first : rest, len, out);
}

long head_read(const char *bytes, size_t len, struct head *out)
{
	struct seen seen = { 0 };
	struct slice rest, line = { NULL, 0 };
	long size;
	bool http_1_1;

	*out = (struct head){ 0 };
	size = find_end(bytes, len, out);
	if (size <= 0)
		return size;
	rest = (struct slice){ bytes, (size_t)size };
	if (next_line(&rest, &line, out) < 0 || read_request_line(line, out) < 0)
		return -1;
	http_1_1 = out->keep_alive;
	while (next_line(&rest, &line, out) > 0 && line.len > 0)
		if (read_field(line, out, &seen) < 0)
			return -1;
	return judge_whole(out, &seen, http_1_1) < 0 ? -1 : size;
}
