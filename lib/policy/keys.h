/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h - keys of labels and annotations that must, may and may not be there. */
#ifndef KUBEVET_POLICY_KEYS_H
#define KUBEVET_POLICY_KEYS_H

#include "k8s/meta.h"
#include "policy/findings.h"

struct keys_wanted {
	const struct map *required;	 /* keys, with globs of their values */
	const struct map *values;	 /* the same for those that need not be there; or NULL */
	const struct strings *forbidden; /* globs of keys */
	bool hides_values;		 /* found values are not shown */
};

/** keys_check() - findings on @map, the member @key ("labels", "annotations") of @meta. */
void keys_check(const struct meta *meta, const char *key, const struct map *map,
		const struct keys_wanted *wanted, struct findings *out);

#endif
