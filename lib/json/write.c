/* SPDX-License-Identifier: Apache-2.0 */
/* write.c - trees and values as JSON text. */
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "exact.h"
#include "scan.h"

/* One byte or character that cannot be written as it is. Return: behind it. */
static const char *write_special(struct buf *out, const char *at, const char *end)
{
	static const char short_form[0x20] = {
		['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
	};
	unsigned char c = (unsigned char)*at;
	size_t len = utf8_len(at, (size_t)(end - at));

	if (c == '"' || c == '\\')
		buf_add(out, (const char[]){ '\\', *at }, 2);
	else if (c < 0x20 && short_form[c])
		buf_add(out, (const char[]){ '\\', short_form[c] }, 2);
	else if (c < 0x20)
		buf_addf(out, "\\u%04x", c);
	else if (len)
		buf_add(out, at, len);
	else
		buf_adds(out, "\xef\xbf\xbd");
	return at + (len ? len : 1);
}

void json_write_string(struct buf *out, const char *text)
{
	const char *end = text + strlen(text);

	buf_addc(out, '"');
	while (text < end) {
		const char *special = scan_plain(text, end);

		buf_add(out, text, (size_t)(special - text));
		text = special < end ? write_special(out, special, end) : end;
	}
	buf_addc(out, '"');
}

void json_write_int(struct buf *out, int64_t value)
{
	char digits[20];
	char *first = digits + sizeof(digits);
	uint64_t left = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do {
		*--first = (char)('0' + left % 10);
		left /= 10;
	} while (left > 0);
	if (value < 0)
		*--first = '-';
	buf_add(out, first, (size_t)(digits + sizeof(digits) - first));
}

static void write_number(struct buf *out, const cJSON *node)
{
	char text[40];
	double number = node->valuedouble;
	int64_t integer;

	if (json_int(node, &integer)) {
		json_write_int(out, integer);
		return;
	}
	if (node->valuestring) { /* the digits of an integer beyond 64 bits */
		buf_adds(out, node->valuestring);
		return;
	}
	snprintf(text, sizeof(text), "%.15g", number);
	if (strtod(text, NULL) != number)
		snprintf(text, sizeof(text), "%.17g", number);
	/* Large ones with an exponent, lest they read back as exact integers. */
	if (!(number > -EXACT_DOUBLE && number < EXACT_DOUBLE))
		snprintf(text, sizeof(text), "%.16e", number);
	buf_adds(out, text);
}

static void write_node(struct buf *out, const cJSON *node, unsigned depth);

static void write_members(struct buf *out, const cJSON *node, unsigned depth)
{
	bool object = cJSON_IsObject(node);

	/* Parsed trees are never that deep; a built one is not written in part. */
	if (depth == JSON_DEPTH_MAX) {
		out->failed = ERR_LIMIT;
		return;
	}
	buf_addc(out, object ? '{' : '[');
	for (const cJSON *child = node->child; child && !out->failed; child = child->next) {
		if (child != node->child)
			buf_addc(out, ',');
		if (object) {
			json_write_string(out, child->string ? child->string : "");
			buf_addc(out, ':');
		}
		write_node(out, child, depth + 1);
	}
	buf_addc(out, object ? '}' : ']');
}

static void write_node(struct buf *out, const cJSON *node, unsigned depth)
{
	if (cJSON_IsObject(node) || cJSON_IsArray(node))
		write_members(out, node, depth);
	else if (cJSON_IsString(node))
		json_write_string(out, node->valuestring);
	else if (cJSON_IsNumber(node))
		write_number(out, node);
	else if (cJSON_IsBool(node))
		buf_adds(out, cJSON_IsTrue(node) ? "true" : "false");
	else
		buf_adds(out, "null");
}

void json_write(struct buf *out, const cJSON *node)
{
	write_node(out, node, 0);
}
