/* SPDX-License-Identifier: Apache-2.0 */
/* buf.c - growable bytes with a limit. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void buf_fini(struct buf *b)
{
	mem_free(b->data);
	*b = (struct buf){ .max = b->max };
}

void scoped_buf(struct buf *b)
{
	buf_fini(b);
}

void buf_clear(struct buf *b)
{
	b->len = 0;
	b->failed = ERR_NONE;
	if (b->data)
		b->data[0] = '\0';
}

char *buf_reserve(struct buf *b, size_t extra)
{
	size_t need, cap;
	char *data;

	if (b->failed)
		return NULL;
	if (extra > b->max - b->len || extra >= SIZE_MAX - b->len) {
		b->failed = ERR_LIMIT;
		return NULL;
	}
	need = b->len + extra + 1;
	if (need <= b->cap)
		return b->data + b->len;
	cap = b->cap ? b->cap * 2 : 256;
	if (cap < need)
		cap = need;
	if (cap - 1 > b->max)
		cap = b->max + 1;
	data = mem_realloc(b->data, cap);
	if (!data) {
		b->failed = ERR_MEMORY;
		return NULL;
	}
	b->data = data;
	b->cap = cap;
	b->data[b->len] = '\0';
	return b->data + b->len;
}

void buf_add(struct buf *b, const void *bytes, size_t len)
{
	char *to = buf_reserve(b, len);

	if (!to)
		return;
	if (len)
		memcpy(to, bytes, len);
	to[len] = '\0';
	b->len += len;
}

void buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	char *to;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0) {
		b->failed = ERR_LIMIT;
		return;
	}
	to = buf_reserve(b, (size_t)len);
	if (!to)
		return;
	va_start(args, fmt);
	vsnprintf(to, (size_t)len + 1, fmt, args);
	va_end(args);
	b->len += (size_t)len;
}

const char *buf_str(const struct buf *b)
{
	return b->data ? b->data : "";
}

int buf_ok(const struct buf *b, struct err *err)
{
	if (b->failed == ERR_LIMIT)
		return err_set(err, ERR_LIMIT, "text is longer than %zu bytes", b->max);
	if (b->failed)
		return err_memory(err);
	return 0;
}
