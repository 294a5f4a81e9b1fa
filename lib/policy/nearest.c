/* SPDX-License-Identifier: Apache-2.0 */
/* nearest.c - edit distance, bounded in length so that it is bounded in time. */
#include "policy/nearest.h"

#include <stdint.h>
#include <string.h>

size_t edit_distance(const char *a, const char *b)
{
	size_t row[NEAREST_TEXT_MAX + 1];
	size_t a_len = strnlen(a, NEAREST_TEXT_MAX + 1), b_len = strnlen(b, NEAREST_TEXT_MAX + 1);

	if (a_len > NEAREST_TEXT_MAX || b_len > NEAREST_TEXT_MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= b_len; j++)
		row[j] = j;
	for (size_t i = 1; i <= a_len; i++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= b_len; j++) {
			size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
			size_t moved = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;

			diagonal = row[j];
			row[j] = replaced < moved ? replaced : moved;
		}
	}
	return row[b_len];
}

const char *nearest_keep(const char *text, const char *best, const char *name)
{
	size_t distance = edit_distance(text, name);

	if (distance > strnlen(text, NEAREST_TEXT_MAX) / 3 + 1)
		return best;
	return !best || distance < edit_distance(text, best) ? name : best;
}
