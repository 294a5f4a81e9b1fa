/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_quantity.c - quantities are ordered, and a zero where it does not count changes nothing. */
#include <string.h>

#include "fuzz.h"
#include "k8s/quantity.h"

#define PARTS 3

/* Lines of the input, the last one to its end; those that are missing are "". */
static void split(const uint8_t *data, size_t size, char out[PARTS][QUANTITY_TEXT_MAX + 2])
{
	size_t part = 0, len = 0;

	memset(out, 0, PARTS * sizeof(*out));
	for (size_t i = 0; i < size && data[i]; i++) {
		if (data[i] == '\n' && part + 1 < PARTS) {
			part++;
			len = 0;
		} else if (len <= QUANTITY_TEXT_MAX) {
			out[part][len++] = (char)data[i];
		}
	}
}

static void check_order(const struct quantity *a, const struct quantity *b)
{
	static const struct quantity one = { false, 0, 1000000000 };
	int order = quantity_compare(a, b);

	MUST_HOLD(quantity_compare(a, a) == 0);
	MUST_HOLD((order < 0) == (quantity_compare(b, a) > 0));
	MUST_HOLD((order == 0) == (quantity_compare(b, a) == 0));
	MUST_HOLD(!quantity_over_ratio(a, a, &one));
	MUST_HOLD(quantity_over_ratio(a, b, &one) == (order > 0));
}

/* 12.5Gi is 012.50Gi. */
static void check_zeros(const char *text, const struct quantity *q)
{
	char longer[QUANTITY_TEXT_MAX + 8];
	size_t sign = *text == '-' || *text == '+';
	size_t digits = strspn(text + sign, "0123456789.");
	bool point = memchr(text + sign, '.', digits) != NULL;
	struct quantity again;

	snprintf(longer, sizeof(longer), "%.*s0%.*s%s%s", (int)sign, text, (int)digits, text + sign,
		 point ? "0" : ".0", text + sign + digits);
	if (strlen(longer) > QUANTITY_TEXT_MAX)
		return;
	MUST_HOLD(quantity_parse(longer, &again));
	MUST_HOLD(quantity_compare(q, &again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[PARTS][QUANTITY_TEXT_MAX + 2];
	struct quantity q[PARTS];
	bool valid[PARTS];
	struct err err = { 0 };

	split(data, size, text);
	for (int i = 0; i < PARTS; i++) {
		valid[i] = quantity_parse(text[i], &q[i]);
		MUST_HOLD((quantity_check(text[i], &err) == 0) == (valid[i] && !q[i].negative));
		if (valid[i])
			check_zeros(text[i], &q[i]);
	}
	for (int i = 0; i < PARTS; i++)
		for (int k = 0; k < PARTS; k++)
			if (valid[i] && valid[k])
				check_order(&q[i], &q[k]);
	if (valid[0] && valid[1] && valid[2] && !q[2].negative)
		(void)quantity_over_ratio(&q[0], &q[1], &q[2]);
	return 0;
}
