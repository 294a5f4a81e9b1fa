/* SPDX-License-Identifier: Apache-2.0 */
/* pem.c - lines between -----BEGIN x----- and -----END x-----, headers left out. */
#include "crypto/pem.h"

#include <string.h>

#include "base/base64.h"

#define BEGIN	  "-----BEGIN "
#define END	  "-----END "
#define DASHES	  "-----"
#define LABEL_MAX 64
#define BODY_MAX  (DER_BYTES_MAX / 3 * 4)

struct reader {
	const char *at, *end;
};

struct line {
	const char *text;
	size_t len;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The next line without blanks at its end. */
static bool next_line(struct reader *r, struct line *line)
{
	const char *newline;

	if (r->at == r->end)
		return false;
	newline = memchr(r->at, '\n', (size_t)(r->end - r->at));
	line->text = r->at;
	line->len = (size_t)((newline ? newline : r->end) - r->at);
	r->at = newline ? newline + 1 : r->end;
	while (line->len && is_blank(line->text[line->len - 1]))
		line->len--;
	return true;
}

/* The label of "-----BEGIN label-----", or NULL with @len untouched. */
static const char *label_of(const struct line *line, const char *opens, size_t *len)
{
	size_t before = strlen(opens), after = strlen(DASHES);

	if (line->len < before + after || memcmp(line->text, opens, before) != 0 ||
	    memcmp(line->text + line->len - after, DASHES, after) != 0)
		return NULL;
	*len = line->len - before - after;
	return line->text + before;
}

static bool ends_in(const char *text, const char *end)
{
	size_t len = strlen(text), end_len = strlen(end);

	return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static enum pem_type type_of(const char *label, bool locked)
{
	if (strcmp(label, "CERTIFICATE") == 0)
		return PEM_CERTIFICATE;
	if (strcmp(label, "CERTIFICATE REQUEST") == 0)
		return PEM_REQUEST;
	if (!ends_in(label, "PRIVATE KEY"))
		return PEM_OTHER;
	return locked || strcmp(label, "ENCRYPTED PRIVATE KEY") == 0 ? PEM_LOCKED_PRIVATE_KEY
								     : PEM_PRIVATE_KEY;
}

static bool line_has(const struct line *line, const char *text)
{
	return memmem(line->text, line->len, text, strlen(text)) != NULL;
}

/* What is collected of a block while its lines are read. */
struct body {
	char *base64;
	size_t len, room;
	bool locked;
};

/* Return: false when the block is too large. */
static bool add_line(struct body *body, const struct line *line)
{
	if (memchr(line->text, ':', line->len)) {
		body->locked = body->locked || line_has(line, "ENCRYPTED");
		return true;
	}
	if (line->len > body->room - body->len)
		return false;
	for (size_t i = 0; i < line->len; i++)
		if (!is_blank(line->text[i]))
			body->base64[body->len++] = line->text[i];
	return true;
}

/* Reads up to the end of the block that @label opened. Return: a fault, or NULL. */
static const char *read_body(struct reader *r, const char *label, struct body *body)
{
	struct line line;
	const char *closes;
	size_t len;

	while (next_line(r, &line)) {
		closes = label_of(&line, END, &len);
		if (closes)
			return len == strlen(label) && memcmp(closes, label, len) == 0
				       ? NULL
				       : "a PEM block that ends as another one";
		if (line.len >= strlen(DASHES) && memcmp(line.text, DASHES, strlen(DASHES)) == 0)
			break;
		if (!add_line(body, &line))
			return "a PEM block that is too large";
	}
	return "a PEM block that does not end";
}

/* Return: a fault, or NULL; @block is NULL when memory ran out. */
static const char *read_block(struct arena *a, struct reader *r, const char *text, size_t len,
			      struct pem_block **out)
{
	struct pem_block *block = arena_zalloc(a, sizeof(*block));
	struct body body = { 0 };
	unsigned char *der;
	const char *label, *fault;
	ssize_t der_len;

	*out = NULL;
	if (len > LABEL_MAX)
		return "a PEM block with a long label";
	label = arena_strndup(a, text, len);
	body.room = (size_t)(r->end - r->at);
	if (body.room > BODY_MAX)
		body.room = BODY_MAX;
	body.base64 = arena_alloc(a, body.room + 1);
	if (!block || !label || !body.base64)
		return NULL;
	fault = read_body(r, label, &body);
	if (fault)
		return fault;
	der = arena_alloc(a, BASE64_ROOM(body.len));
	if (!der)
		return NULL;
	der_len = base64_decode(body.base64, body.len, der);
	if (der_len < 0)
		return "a PEM block that is no base64";
	*block = (struct pem_block){ .type = type_of(label, body.locked),
				     .label = label,
				     .der = der,
				     .len = (size_t)der_len };
	*out = block;
	return NULL;
}

const struct pem *pem_parse(struct arena *a, const void *bytes, size_t len)
{
	struct pem *pem = arena_zalloc(a, sizeof(*pem));
	struct reader r = { .at = bytes, .end = (const char *)bytes + len };
	const struct pem_block **tail;
	struct line line;

	if (!pem)
		return NULL;
	tail = &pem->first;
	if (len > PEM_BYTES_MAX)
		pem->fault = "a PEM text that is too large";
	while (!pem->fault && next_line(&r, &line)) {
		size_t label_len = 0;
		const char *label = label_of(&line, BEGIN, &label_len);
		struct pem_block *block;

		if (!label)
			continue;
		if (pem->count == PEM_BLOCKS_MAX) {
			pem->fault = "too many PEM blocks";
			break;
		}
		pem->fault = read_block(a, &r, label, label_len, &block);
		if (pem->fault)
			break;
		if (!block)
			return NULL;
		*tail = block;
		tail = &block->next;
		pem->count++;
	}
	return pem;
}

size_t pem_count(const struct pem *pem, enum pem_type type)
{
	size_t count = 0;

	for (const struct pem_block *b = pem->first; b; b = b->next)
		count += b->type == type;
	return count;
}
