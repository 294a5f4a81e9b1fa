/* SPDX-License-Identifier: Apache-2.0 */
/* ca_injection.c - annotations of CA injectors. */
#include "policy/ca_injection.h"

#include <string.h>

#include "policy/wording.h"

bool ca_is_injected(const struct meta *meta, const struct strings *injectors)
{
	for_each_entry (e, meta->annotations)
		if (globs_match(injectors, e->key) && *e->value && strcmp(e->value, "false") != 0)
			return true;
	return false;
}
