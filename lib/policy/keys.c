/* SPDX-License-Identifier: Apache-2.0 */
/* keys.c - maps of labels and annotations against what is wanted. */
#include "policy/keys.h"

#include "policy/wording.h"

static void note(const struct at *list, const struct map_entry *e, const char *want,
		 const struct keys_wanted *wanted, struct findings *out)
{
	const struct at at = { .up = list, .key = e->key };
	bool hide = e->value && *e->value && wanted->hides_values;

	finding(out, &at, NULL, .value = hide ? "a value" : e->value, .want = want);
}

static const char *want_value(const char *pattern)
{
	return *pattern ? pattern : "an empty value";
}

/* @must: whether absent is wrong. */
static void check_values(const struct at *list, const struct map *map, const struct map *patterns,
			 bool must, const struct keys_wanted *wanted, struct findings *out)
{
	for_each_entry (e, *patterns) {
		const char *value = map_get(map, e->key);

		if (value ? !glob_match(e->value, value) : must)
			note(list, &(struct map_entry){ e->key, value }, want_value(e->value),
			     wanted, out);
	}
}

void keys_check(const struct meta *meta, const char *key, const struct map *map,
		const struct keys_wanted *wanted, struct findings *out)
{
	const struct at list = { .up = &meta->at, .key = key };

	check_values(&list, map, wanted->required, true, wanted, out);
	if (wanted->values)
		check_values(&list, map, wanted->values, false, wanted, out);
	for_each_entry (e, *map)
		if (globs_match(wanted->forbidden, e->key))
			note(&list, e, "absent", wanted, out);
}
