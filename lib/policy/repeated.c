/* SPDX-License-Identifier: Apache-2.0 */
/* repeated.c - neighbours in a sorted list. */
#include "policy/repeated.h"

#include <string.h>

const char *names_repeated(const struct names *list, size_t *i)
{
	while (++*i < list->count) {
		const char *const *v = &list->v[*i];
		bool again = strcmp(v[0], v[-1]) == 0;

		if (again && (*i == 1 || strcmp(v[-1], v[-2]) != 0))
			return v[0];
	}
	return NULL;
}
