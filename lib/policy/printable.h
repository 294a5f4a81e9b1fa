/* SPDX-License-Identifier: Apache-2.0 */
/* printable.h - which characters show as themselves: Unicode's letters, marks, numbers, punctuation
 * and symbols, and the space. What is left are controls, invisible and unassigned ones, all other
 * spaces. It is Go's strconv.IsPrint. */
#ifndef KUBEVET_POLICY_PRINTABLE_H
#define KUBEVET_POLICY_PRINTABLE_H

#include <stdbool.h>
#include <stdint.h>

/** rune_prints() - whether a Unicode code point shows as itself. */
bool rune_prints(uint32_t rune);

#endif
