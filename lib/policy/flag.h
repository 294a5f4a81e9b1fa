/* SPDX-License-Identifier: Apache-2.0 */
/* flag.h - booleans that are written as text, as annotations have them. */
#ifndef KUBEVET_POLICY_FLAG_H
#define KUBEVET_POLICY_FLAG_H

#include <stdbool.h>

/** flag_is() - whether a text says @v by Go's strconv.ParseBool: 1, t, T, true, True, TRUE, and the
 * like for false. Blanks around it don't count: some controllers trim them. NULL says neither. */
bool flag_is(const char *text, bool v);

#endif
