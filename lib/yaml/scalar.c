/* SPDX-License-Identifier: Apache-2.0 */
/* scalar.c - plain scalars by the rules of go-yaml v2, which is what kubectl and the API server
 * read with.
 *
 * Source: sigs.k8s.io/yaml goyaml.v2/resolve.go. Infinities and NaN, which JSON does not have, are
 * refused, as they are there on the way to JSON. An integer is an int64, else a uint64; of those
 * beyond, decimals are floats and all others strings. What is refused is not quoted: it may be a
 * password.
 */
#include "yaml/scalar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 1101 /* longer ones are refused, as in JSON */

/* Words that are no strings. The floats among them are those that JSON does not have. */
static const struct word {
	enum scalar_kind kind;
	bool flag;
	const char *texts[10];
} words[] = {
	{ SCALAR_NULL, false, { "", "~", "null", "Null", "NULL" } },
	{ SCALAR_BOOL, true, { "true", "True", "TRUE", "yes", "Yes", "YES", "y", "Y" } },
	{ SCALAR_BOOL, true, { "on", "On", "ON" } },
	{ SCALAR_BOOL, false, { "false", "False", "FALSE", "no", "No", "NO", "n", "N" } },
	{ SCALAR_BOOL, false, { "off", "Off", "OFF" } },
	{ SCALAR_FLOAT, false, { ".nan", ".NaN", ".NAN" } },
	{ SCALAR_FLOAT, false, { ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" } },
	{ SCALAR_FLOAT, false, { "-.inf", "-.Inf", "-.INF" } },
};

static const struct word *word_find(const char *text)
{
	for (const struct word *w = words; w < words + ARRAY_LEN(words); w++)
		for (const char *const *t = w->texts; *t; t++)
			if (strcmp(text, *t) == 0)
				return w;
	return NULL;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/* The base that a prefix names; @s moves behind it. */
static int take_base(const char **s)
{
	if ((*s)[0] != '0' || (*s)[1] == '\0')
		return 10;
	switch ((*s)[1]) {
	case 'x':
	case 'X':
		*s += 2;
		return 16;
	case 'o':
	case 'O':
		*s += 2;
		return 8;
	case 'b':
	case 'B':
		*s += 2;
		return 2;
	default:
		*s += 1;
		return 8;
	}
}

/* Is @s an integer of 64 bits? Then it is in @out. As in Go, one without sign in any base, behind a
 * plus too, but a plus makes none of what only fits without one. */
static bool parse_int(const char *s, struct scalar *out)
{
	bool minus = *s == '-', is_signed = minus || *s == '+';
	uint64_t n = 0, most = is_signed ? (uint64_t)INT64_MAX + minus : UINT64_MAX;
	int base;

	s += is_signed;
	base = take_base(&s);
	if (*s == '\0')
		return false;
	for (; *s; s++) {
		int d = digit(*s);

		if (d >= base || __builtin_mul_overflow(n, (uint64_t)base, &n) ||
		    __builtin_add_overflow(n, (uint64_t)d, &n))
			return false;
	}
	out->kind = n > INT64_MAX && !minus ? SCALAR_UINT : SCALAR_INT;
	out->large = n;
	out->number = (int64_t)(minus ? 0 - n : n);
	return n <= most;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static const char *skip_digits(const char *s)
{
	while (is_digit(*s))
		s++;
	return s;
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
static bool is_float(const char *s)
{
	const char *from;

	if (*s == '-' || *s == '+')
		s++;
	from = s;
	s = skip_digits(s);
	if (s == from && *s != '.')
		return false;
	if (*s == '.') {
		bool whole = s > from;

		from = ++s;
		s = skip_digits(s);
		if (s == from && !whole)
			return false;
	}
	if (*s != 'e' && *s != 'E')
		return *s == '\0';
	s++;
	if (*s == '-' || *s == '+')
		s++;
	from = s;
	s = skip_digits(s);
	return s > from && *s == '\0';
}

/* Whether @text has only what numbers are made of; what has not, is a string however long it is. */
static bool looks_numeric(const char *text)
{
	return text[strspn(text, "0123456789_+-.eE")] == '\0';
}

/* go-yaml drops underscores wherever they are, but leaves numbers that start with a point to Go,
 * which wants them between digits. */
static bool is_separator(const char *text, const char *c)
{
	return *c == '_' && (text[0] != '.' || (is_digit(c[-1]) && is_digit(c[1])));
}

/* What is too long and no number becomes empty. */
static int without_underscores(const char *text, char out[NUMBER_MAX], struct err *err)
{
	size_t n = 0;

	for (const char *c = text; *c; c++) {
		if (is_separator(text, c))
			continue;
		if (n == NUMBER_MAX - 1) {
			out[0] = '\0';
			if (!looks_numeric(text))
				return 0;
			return err_set(err, ERR_INPUT, "a number of more than %d digits",
				       NUMBER_MAX - 1);
		}
		out[n++] = *c;
	}
	out[n] = '\0';
	return 0;
}

static int resolve_number(const char *text, struct scalar *out, struct err *err)
{
	char plain[NUMBER_MAX] = "";
	struct scalar integer = { 0 };
	double real;

	if (without_underscores(text, plain, err) < 0)
		return -1;
	if (text[0] != '.' && parse_int(plain, &integer)) {
		*out = integer;
		return 0;
	}
	if (!is_float(plain))
		return 0;
	real = strtod(plain, NULL);
	if (isfinite(real)) { /* else a string, as in Go */
		out->kind = SCALAR_FLOAT;
		out->real = real;
	}
	return 0;
}

static int resolve_plain(const char *text, struct scalar *out, struct err *err)
{
	const struct word *word = word_find(text);

	if (word && word->kind == SCALAR_FLOAT)
		return err_set(err, ERR_INPUT, "%s is no number in JSON", text);
	if (word) {
		out->kind = word->kind;
		out->flag = word->flag;
		return 0;
	}
	return strchr("+-.0123456789", text[0]) ? resolve_number(text, out, err) : 0;
}

/* A tag may only say what the text is, except that an integer also is a float. */
static int check_kind(const char *tag, enum scalar_kind want, struct scalar *out, struct err *err)
{
	if (want == SCALAR_FLOAT && out->kind == SCALAR_INT) {
		out->kind = SCALAR_FLOAT;
		out->real = (double)out->number;
	}
	if (out->kind == want || (want == SCALAR_INT && out->kind == SCALAR_UINT))
		return 0;
	return err_set(err, ERR_INPUT, "a value that is no !!%s", tag);
}

int scalar_resolve(const char *tag, bool plain, const char *text, struct scalar *out,
		   struct err *err)
{
	static const struct {
		const char *name;
		enum scalar_kind kind;
	} kinds[] = {
		{ "null", SCALAR_NULL },
		{ "bool", SCALAR_BOOL },
		{ "int", SCALAR_INT },
		{ "float", SCALAR_FLOAT },
	};

	*out = (struct scalar){ .kind = SCALAR_STRING };
	if (!tag)
		return plain ? resolve_plain(text, out, err) : 0;
	if (strcmp(tag, TAG_CORE "str") == 0 || strcmp(tag, TAG_CORE "timestamp") == 0)
		return 0;
	if (strcmp(tag, TAG_CORE "binary") == 0)
		return err_set(err, ERR_INPUT,
			       "!!binary is not for Kubernetes: write the base64 text without it");
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strncmp(tag, TAG_CORE, strlen(TAG_CORE)) != 0 ||
		    strcmp(tag + strlen(TAG_CORE), kinds[i].name) != 0)
			continue;
		if (resolve_plain(text, out, err) < 0)
			return -1;
		return check_kind(kinds[i].name, kinds[i].kind, out, err);
	}
	return err_set(err, ERR_INPUT, "a tag that is not supported on a scalar");
}
