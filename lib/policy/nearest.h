/* SPDX-License-Identifier: Apache-2.0 */
/* nearest.h - the name somebody may have meant. */
#ifndef KUBEVET_POLICY_NEAREST_H
#define KUBEVET_POLICY_NEAREST_H

#include <stddef.h>

/* Longer texts are not compared: their nearest name is none. */
#define NEAREST_TEXT_MAX 48

/**
 * edit_distance() - least number of bytes to insert, delete or replace that turn @a into @b
 *
 * Return: the number, or SIZE_MAX when one of them is longer than NEAREST_TEXT_MAX.
 */
size_t edit_distance(const char *a, const char *b);

/**
 * nearest_keep() - for a search over names: keep @name when it is closer to @text than @best
 * @best: best name so far, or NULL
 *
 * Return: @name or @best; NULL while nothing is within a third of the text's length and one.
 */
const char *nearest_keep(const char *text, const char *best, const char *name);

#endif
