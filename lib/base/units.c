/* SPDX-License-Identifier: Apache-2.0 */
/* units.c - exact integers with a unit behind them; no strtol, no locale. */
#include "base/units.h"

#include <string.h>

#define TEN_YEARS_NS ((int64_t)10 * 365 * 86400 * 1000000000)

static const struct {
	const char *name;
	int64_t ns;
} duration_units[] = {
	{ "ns", 1 },
	{ "us", 1000 },
	{ "\u00b5s", 1000 },
	{ "ms", 1000000 },
	{ "s", 1000000000 },
	{ "m", (int64_t)60 * 1000000000 },
	{ "h", (int64_t)3600 * 1000000000 },
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Digits at @text[*at], moved past. False when there is none or the number passes @max. */
static bool digits(const char *text, size_t len, size_t *at, int64_t max, int64_t *n)
{
	size_t start = *at;

	for (*n = 0; *at < len && is_digit(text[*at]); ++*at) {
		int digit = text[*at] - '0';

		if (*n > (max - digit) / 10)
			return false;
		*n = *n * 10 + digit;
	}
	return *at > start;
}

/* The unit at @text[*at]: the longest one that fits, so that "ms" is not "m" and then "s". */
static int64_t unit_at(const char *text, size_t len, size_t *at)
{
	size_t best = 0;
	int64_t ns = 0;

	for (size_t i = 0; i < sizeof(duration_units) / sizeof(duration_units[0]); i++) {
		size_t size = strlen(duration_units[i].name);

		if (size > best && size <= len - *at &&
		    memcmp(text + *at, duration_units[i].name, size) == 0) {
			best = size;
			ns = duration_units[i].ns;
		}
	}
	*at += best;
	return ns;
}

/* "1.5h": nanoseconds of one number with its unit; -1 when malformed or too large. */
static int64_t duration_part(const char *text, size_t len, size_t *at)
{
	int64_t whole = 0, fraction = 0, scale = 1, unit;
	bool some = digits(text, len, at, TEN_YEARS_NS, &whole);

	if (!some && *at < len && is_digit(text[*at]))
		return -1;
	if (*at < len && text[*at] == '.') {
		for (++*at; *at < len && is_digit(text[*at]); ++*at) {
			some = true;
			if (scale < 1000000) {
				fraction = fraction * 10 + (text[*at] - '0');
				scale *= 10;
			}
		}
	}
	unit = some ? unit_at(text, len, at) : 0;
	if (!unit || whole > TEN_YEARS_NS / unit)
		return -1;
	return whole * unit + (unit >= scale ? unit / scale * fraction : unit * fraction / scale);
}

bool duration_parse(const char *text, size_t len, int64_t *us)
{
	int64_t sum = 0;
	size_t at = 0;

	if (len == 1 && text[0] == '0') {
		*us = 0;
		return true;
	}
	while (at < len) {
		int64_t part = duration_part(text, len, &at);

		if (part < 0 || part > TEN_YEARS_NS - sum)
			return false;
		sum += part;
	}
	if (!len)
		return false;
	*us = sum / 1000;
	return true;
}

bool size_parse(const char *text, int64_t *bytes)
{
	static const char *const units[] = { "", "Ki", "Mi", "Gi" };
	size_t len = strlen(text), at = 0;
	int64_t n;

	if (!digits(text, len, &at, INT64_MAX >> 30, &n))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if (strcmp(text + at, units[i]) == 0) {
			*bytes = n << (10 * i);
			return true;
		}
	}
	return false;
}

bool count_parse(const char *text, int64_t *n)
{
	size_t len = strlen(text), at = 0;
	int64_t value;

	if (!digits(text, len, &at, INT64_MAX, &value) || at != len)
		return false;
	*n = value;
	return true;
}
