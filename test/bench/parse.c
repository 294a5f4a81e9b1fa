/* SPDX-License-Identifier: Apache-2.0 */
/* parse.c - the reference server's HTTP/1.1. */
#include "parse.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "common.h"

struct fields {
	int hosts, lengths;
	size_t body;
};

/* A line of the head, its CRLF not counted. */
struct line_of_head {
	const char *at;
	size_t len;
};

static bool is_token(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("!#$%&'*+-.^_`|~", c));
}

static bool named(const char *name, size_t len, const char *want)
{
	return len == strlen(want) && strncasecmp(name, want, len) == 0;
}

static bool is_text(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < ' ' ? s[i] != '\t' : s[i] == 0x7f)
			return false;
	return true;
}

static int read_length(const char *s, size_t len, size_t *value)
{
	if (!len)
		return 400;
	*value = 0;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return 400;
		*value = *value * 10 + (size_t)(s[i] - '0');
		if (*value > BODY_MAX)
			return 413;
	}
	return PARSE_OK;
}

static int read_request_line(struct line_of_head line)
{
	static const char method[] = "POST ", path[] = "/validate", version[] = " HTTP/1.1";
	const size_t m = sizeof(method) - 1, p = sizeof(path) - 1, v = sizeof(version) - 1;
	const char *target = line.at + m, *end;

	if (line.len < m + v)
		return 400;
	end = line.at + line.len - v;
	if (memcmp(end, version, v) != 0)
		return 400;
	if (memcmp(line.at, method, m) != 0)
		return 405;
	for (const char *c = target; c < end; c++)
		if (*c <= ' ' || *c > '~')
			return 400;
	if ((size_t)(end - target) < p || memcmp(target, path, p) != 0)
		return 404;
	return target + p == end || target[p] == '?' ? PARSE_OK : 404;
}

static int read_field(struct line_of_head line, struct fields *fields)
{
	const char *value, *last = line.at + line.len;
	size_t name = 0;

	while (name < line.len && is_token(line.at[name]))
		name++;
	if (!name || name == line.len || line.at[name] != ':')
		return 400;
	value = line.at + name + 1;
	while (value < last && (*value == ' ' || *value == '\t'))
		value++;
	while (last > value && (last[-1] == ' ' || last[-1] == '\t'))
		last--;
	if (!is_text(value, (size_t)(last - value)) || named(line.at, name, "transfer-encoding") ||
	    named(line.at, name, "expect"))
		return 400;
	fields->hosts += named(line.at, name, "host");
	if (!named(line.at, name, "content-length"))
		return PARSE_OK;
	fields->lengths++;
	return read_length(value, (size_t)(last - value), &fields->body);
}

/* The line at @at; there is one, since the head ends in an empty line. */
static struct line_of_head next_line(const char *at, const char *end)
{
	const char *cr = memmem(at, (size_t)(end - at), "\r\n", 2);

	return (struct line_of_head){ .at = at, .len = (size_t)(cr - at) };
}

int parse_head(const char *bytes, size_t len, struct request_size *size)
{
	const char *end = memmem(bytes, len < HEAD_MAX ? len : HEAD_MAX, "\r\n\r\n", 4);
	struct fields fields = { 0 };
	struct line_of_head line;
	int status;

	if (!end)
		return len < HEAD_MAX ? PARSE_MORE : 431;
	end += 2;
	line = next_line(bytes, end);
	status = read_request_line(line);
	while (status == PARSE_OK && line.at + line.len + 2 < end) {
		line = next_line(line.at + line.len + 2, end);
		status = read_field(line, &fields);
	}
	if (status != PARSE_OK)
		return status;
	if (fields.hosts != 1 || fields.lengths != 1)
		return fields.lengths ? 400 : 411;
	*size = (struct request_size){ .head = (size_t)(end + 2 - bytes), .body = fields.body };
	return PARSE_OK;
}
