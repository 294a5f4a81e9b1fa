/* SPDX-License-Identifier: Apache-2.0 */
/* quantity.h - quantities of resources ("500m", "1Gi", "1e3", "0.1"), exact, without floating
 * point.
 *
 * Kubernetes counts in billionths and rounds up what is finer, so an integer of billionths holds
 * every quantity exactly; the largest is 2^63 - 1 units, larger ones are that.
 */
#ifndef KUBEVET_K8S_QUANTITY_H
#define KUBEVET_K8S_QUANTITY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define QUANTITY_TEXT_MAX 128 /* bytes; longer ones are refused */

/* @negative or not; 128 bits as two halves, since C17 has no name for them. */
struct quantity {
	bool negative;
	uint64_t high, low; /* billionths */
};

/** quantity_parse() - the number that a text says, rounded up to billionths. Return: false when it
 * is none. */
bool quantity_parse(const char *text, struct quantity *out);

/** quantity_check() - for a declared parameter. */
int quantity_check(const char *text, struct err *err);

/** quantity_compare() - less than 0, 0, more than 0: as @a is less than, equal to, more than @b. */
int quantity_compare(const struct quantity *a, const struct quantity *b);

/** quantity_is_whole() - whether it is an integer: bytes can't be split. */
bool quantity_is_whole(const struct quantity *q);

/** quantity_is_zero() */
bool quantity_is_zero(const struct quantity *q);

/**
 * quantity_over_ratio() - whether @a is more than @ratio times @b, exactly
 * @ratio: not negative, as a quantity: "1.5" is three to two
 */
bool quantity_over_ratio(const struct quantity *a, const struct quantity *b,
			 const struct quantity *ratio);

#endif
