/* SPDX-License-Identifier: Apache-2.0 */
/* repeated.h - names that a list holds more than once. */
#ifndef KUBEVET_POLICY_REPEATED_H
#define KUBEVET_POLICY_REPEATED_H

#include "policy/wording.h"

/** names_repeated() - each name that a list sorted by names_sort() holds more than once, one call
 * after the other; @i starts as 0. Return: NULL when there are no more. */
const char *names_repeated(const struct names *list, size_t *i);

#endif
