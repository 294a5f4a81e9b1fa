/* SPDX-License-Identifier: Apache-2.0 */
/* quantity.c - sign, digits, suffix: [+-]digits[.digits](Ki..Ei | n u m k M G T P E | e[+-]digits).
 *
 * A number of at most QUANTITY_TEXT_MAX bytes is a row of decimal digits and a power of ten or of
 * 1024. It is taken digit by digit into 128 bits, and whatever would not fit is the largest
 * quantity, as Kubernetes has it.
 */
#include "k8s/quantity.h"

#include <string.h>

#include "base/scoped.h"

__extension__ typedef unsigned __int128 wide;

#define BILLION	     ((wide)1000000000)
#define DIGITS	     "0123456789"
#define ROOM	     20 /* decimal digits that 1024^6 adds */
#define SCALE	     9	/* decimal digits behind the point that are kept */
#define LARGEST	     ((wide)INT64_MAX * BILLION)
#define EXPONENT_MAX 1000 /* more than any digits can make up for */

static wide wide_of(const struct quantity *q)
{
	return (wide)q->high << 64 | q->low;
}

struct suffix {
	const char *text;
	int tens;  /* power of ten, or */
	int kilos; /* power of 1024 */
};

static const struct suffix suffixes[] = {
	{ "", 0, 0 },	{ "n", -9, 0 }, { "u", -6, 0 }, { "m", -3, 0 },
	{ "k", 3, 0 },	{ "M", 6, 0 },	{ "G", 9, 0 },	{ "T", 12, 0 },
	{ "P", 15, 0 }, { "E", 18, 0 }, { "Ki", 0, 1 }, { "Mi", 0, 2 },
	{ "Gi", 0, 3 }, { "Ti", 0, 4 }, { "Pi", 0, 5 }, { "Ei", 0, 6 },
};

/* "e3", "E-3": with a number behind, which tells it from E for 10^18. */
static bool read_exponent(const char *s, struct suffix *out)
{
	bool negative;
	int n = 0;

	if (*s != 'e' && *s != 'E')
		return false;
	s++;
	negative = *s == '-';
	s += *s == '-' || *s == '+';
	if (strspn(s, DIGITS) == 0 || s[strspn(s, DIGITS)] != '\0')
		return false;
	for (; *s; s++)
		if (n <= EXPONENT_MAX)
			n = n * 10 + (*s - '0');
	*out = (struct suffix){ .tens = negative ? -n : n };
	return true;
}

static bool read_suffix(const char *s, struct suffix *out)
{
	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
		if (strcmp(s, suffixes[i].text) == 0) {
			*out = suffixes[i];
			return true;
		}
	}
	return read_exponent(s, out);
}

/* @v times @factor plus @more; at most one above LARGEST, which is what it means then. */
static wide grow(wide v, unsigned factor, unsigned more)
{
	if (v > (LARGEST - more) / factor)
		return LARGEST + 1;
	return v * factor + more;
}

/* Decimal digits, the last @fraction of them behind the point. */
struct digits {
	unsigned char v[QUANTITY_TEXT_MAX + ROOM];
	size_t count, fraction;
};

/* In place, towards the room at the front, so that nothing is lost however fine it is. */
static void multiply_1024(struct digits *d)
{
	unsigned carry = 0;

	for (size_t i = d->count; i-- > 0;) {
		carry += d->v[i] * 1024u;
		d->v[i] = (unsigned char)(carry % 10);
		carry /= 10;
	}
}

static void read_digits(const char *text, size_t whole, size_t fraction, struct digits *out)
{
	*out = (struct digits){ .count = ROOM + whole + fraction, .fraction = fraction };
	for (size_t i = 0; i < whole + fraction; i++)
		out->v[ROOM + i] = (unsigned char)(text[i + (i >= whole)] - '0');
}

/* Times a power of ten, as billionths; what is finer is rounded up. */
static wide take_digits(const struct digits *d, int tens)
{
	int end = (int)(d->count - d->fraction) + SCALE + tens; /* digits that count */
	bool rest = false;
	wide v = 0;

	for (int i = 0; i < (int)d->count; i++) {
		if (i < end)
			v = grow(v, 10, d->v[i]);
		else
			rest = rest || d->v[i];
	}
	for (int i = (int)d->count; i < end && v && v <= LARGEST; i++)
		v = grow(v, 10, 0);
	return v + rest;
}

bool quantity_parse(const char *text, struct quantity *out)
{
	bool negative = *text == '-';
	struct suffix suffix;
	struct digits digits;
	size_t whole, fraction = 0;
	const char *end;
	wide v;

	if (strnlen(text, QUANTITY_TEXT_MAX + 1) > QUANTITY_TEXT_MAX)
		return false;
	text += *text == '-' || *text == '+';
	whole = strspn(text, DIGITS);
	end = text + whole;
	if (*end == '.') {
		fraction = strspn(end + 1, DIGITS);
		end += 1 + fraction;
	}
	if (whole + fraction == 0 || !read_suffix(end, &suffix))
		return false;
	read_digits(text, whole, fraction, &digits);
	for (int i = 0; i < suffix.kilos; i++)
		multiply_1024(&digits);
	v = take_digits(&digits, suffix.tens);
	if (v > LARGEST)
		v = LARGEST;
	*out = (struct quantity){ negative && v, (uint64_t)(v >> 64), (uint64_t)v };
	return true;
}

int quantity_check(const char *text, struct err *err)
{
	struct quantity q;

	if (quantity_parse(text, &q) && !q.negative)
		return 0;
	return err_set(err, ERR_INPUT, "\"%.100s\" is no quantity like \"500m\" or \"1Gi\"", text);
}

int quantity_compare(const struct quantity *a, const struct quantity *b)
{
	wide x = wide_of(a), y = wide_of(b);
	int order = (x > y) - (x < y);

	if (a->negative != b->negative)
		return a->negative ? -1 : 1;
	return a->negative ? -order : order;
}

bool quantity_is_whole(const struct quantity *q)
{
	return wide_of(q) % BILLION == 0;
}

bool quantity_is_zero(const struct quantity *q)
{
	return wide_of(q) == 0;
}

/* The product of two quantities, as four words, the lowest first. */
static void multiply(wide x, wide y, uint64_t out[4])
{
	uint64_t a[2] = { (uint64_t)x, (uint64_t)(x >> 64) };
	uint64_t b[2] = { (uint64_t)y, (uint64_t)(y >> 64) };

	memset(out, 0, 4 * sizeof(*out));
	for (int i = 0; i < 2; i++) {
		uint64_t carry = 0;

		for (int k = 0; k < 2; k++) {
			wide sum = (wide)a[i] * b[k] + out[i + k] + carry;

			out[i + k] = (uint64_t)sum;
			carry = (uint64_t)(sum >> 64);
		}
		out[i + 2] = carry;
	}
}

bool quantity_over_ratio(const struct quantity *a, const struct quantity *b,
			 const struct quantity *ratio)
{
	uint64_t left[4], right[4];

	if (a->negative || b->negative)
		return quantity_compare(a, b) > 0;
	/* a > b * ratio, all in billionths: a * 10^9 > b * ratio */
	multiply(wide_of(a), BILLION, left);
	multiply(wide_of(b), wide_of(ratio), right);
	for (int i = 3; i >= 0; i--)
		if (left[i] != right[i])
			return left[i] > right[i];
	return false;
}
