/* SPDX-License-Identifier: Apache-2.0 */
/* keys.c - duplicate keys, compared as they read after decoding.
 *
 * Few keys are compared each with each, by hash. Many are sorted by hash, then content, so that
 * neither their number nor colliding hashes make it quadratic; sorting in place asks for no memory.
 */
#include "keys.h"

#include "base/scoped.h"

#define FEW 16

/* Decoded bytes of a valid string, one by one. */
struct reader {
	const char *at;
	unsigned char bytes[4]; /* of the last \u escape, last byte first */
	unsigned left;
};

static void encode(struct reader *r, uint32_t code)
{
	static const unsigned char lead[] = { 0xc0, 0xe0, 0xf0 };
	unsigned tails = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;

	for (unsigned i = 0; i < tails; i++) {
		r->bytes[i] = 0x80 | (code & 0x3f);
		code >>= 6;
	}
	r->bytes[tails] = (unsigned char)(tails ? lead[tails - 1] | code : code);
	r->left = tails + 1;
}

static int escaped_byte(struct reader *r)
{
	char c = *r->at++;
	uint32_t code;

	switch (c) {
	case 'b':
		return '\b';
	case 'f':
		return '\f';
	case 'n':
		return '\n';
	case 'r':
		return '\r';
	case 't':
		return '\t';
	case 'u':
		code = (uint32_t)scan_hex4(r->at, r->at + 4);
		r->at += 4;
		if (code >= 0xd800 && code <= 0xdbff) {
			uint32_t low = (uint32_t)scan_hex4(r->at + 2, r->at + 6);

			code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
			r->at += 6;
		}
		encode(r, code);
		return r->bytes[--r->left];
	default:
		return c;
	}
}

/* The next byte, or -1 at the closing quote. */
static inline int next_byte(struct reader *r)
{
	char c;

	if (r->left)
		return r->bytes[--r->left];
	c = *r->at;
	if (c == '"')
		return -1;
	r->at++;
	return c == '\\' ? escaped_byte(r) : (unsigned char)c;
}

uint32_t key_hash_decoded(const char *from)
{
	struct reader r = { .at = from };
	uint64_t first = 0, last = 0;
	size_t len = 0;

	for (int c; len < 8 && (c = next_byte(&r)) >= 0; len++)
		first |= (uint64_t)c << 8 * len;
	last = first;
	for (int c; len >= 8 && (c = next_byte(&r)) >= 0; len++)
		last = last >> 8 | (uint64_t)c << 56;
	return key_mix(first, last, len);
}

static int compare_text(const char *a, const char *b)
{
	struct reader ra, rb;
	int ca, cb;

	while (*a == *b && *a != '"' && *a != '\\') {
		a++;
		b++;
	}
	ra = (struct reader){ .at = a };
	rb = (struct reader){ .at = b };
	do {
		ca = next_byte(&ra);
		cb = next_byte(&rb);
	} while (ca == cb && ca >= 0);
	return ca - cb;
}

static bool equal(const char *text, const struct key *a, const struct key *b)
{
	return a->hash == b->hash && compare_text(text + a->at + 1, text + b->at + 1) == 0;
}

static bool before(const char *text, const struct key *a, const struct key *b)
{
	int order;

	if (a->hash != b->hash)
		return a->hash < b->hash;
	order = compare_text(text + a->at + 1, text + b->at + 1);
	return order ? order < 0 : a->at < b->at;
}

/* Heap sort: puts keys[root] where it belongs among its descendants. */
static void sift(const char *text, struct key *keys, size_t root, size_t count)
{
	struct key moved = keys[root];

	for (size_t child; (child = 2 * root + 1) < count; root = child) {
		if (child + 1 < count && before(text, &keys[child], &keys[child + 1]))
			child++;
		if (!before(text, &moved, &keys[child]))
			break;
		keys[root] = keys[child];
	}
	keys[root] = moved;
}

static void sort(const char *text, struct key *keys, size_t count)
{
	for (size_t i = count / 2; i-- > 0;)
		sift(text, keys, i, count);
	for (size_t i = count - 1; i > 0; i--) {
		struct key largest = keys[0];

		keys[0] = keys[i];
		keys[i] = largest;
		sift(text, keys, 0, i);
	}
}

/* Whether all hashes differ in their lowest byte, as those of few keys mostly do. */
static bool surely_differ(const struct key *keys, size_t count)
{
	uint64_t seen[4] = { 0 };
	uint64_t twice = 0;

	for (size_t i = 0; i < count; i++) {
		uint64_t bit = UINT64_C(1) << (keys[i].hash & 63);

		twice |= seen[keys[i].hash >> 6 & 3] & bit;
		seen[keys[i].hash >> 6 & 3] |= bit;
	}
	return twice == 0;
}

const struct key *keys_duplicate(const char *text, struct key *keys, size_t count)
{
	const struct key *found = NULL;

	if (count <= FEW) {
		if (surely_differ(keys, count))
			return NULL;
		for (size_t i = 1; i < count; i++)
			for (size_t j = 0; j < i; j++)
				if (UNLIKELY(keys[i].hash == keys[j].hash) &&
				    equal(text, &keys[i], &keys[j]))
					return &keys[i];
		return NULL;
	}
	sort(text, keys, count);
	for (size_t i = 1; i < count; i++)
		if (equal(text, &keys[i - 1], &keys[i]) && (!found || keys[i].at < found->at))
			found = &keys[i];
	return found;
}

bool key_is(const char *text, struct key key, const char *name, size_t len)
{
	struct reader r = { .at = text + key.at + 1 };
	size_t i = 0;

	while (i < len && next_byte(&r) == (unsigned char)name[i])
		i++;
	return i == len && next_byte(&r) < 0;
}
