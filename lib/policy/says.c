/* SPDX-License-Identifier: Apache-2.0 */
/* says.c - words for findings; memory that runs out spoils the sink, as for all texts of findings.
 */
#include "policy/says.h"

#include <inttypes.h>

#include "policy/wording.h"

const char *says_bool(struct opt_bool v)
{
	if (!v.set)
		return NULL;
	return v.v ? "true" : "false";
}

const char *says_int(struct findings *out, int64_t n)
{
	return finding_text(out, "%" PRId64, n);
}

static const char *one_of(struct findings *out, const struct names *names)
{
	if (names->count == 0)
		return "nothing";
	return finding_text(out, "%s%s", names->count > 1 ? "one of " : "",
			    names_join(out, names, ", "));
}

static struct names names_of(struct findings *out, const struct strings *list)
{
	struct names names = { 0 };

	for_each_string (s, *list)
		names_add(out, &names, s);
	return names;
}

const char *says_one_of(struct findings *out, const struct strings *list)
{
	struct names names = names_of(out, list);

	return one_of(out, &names);
}

const char *says_none_of(struct findings *out, const struct strings *list)
{
	struct names names = names_of(out, list);

	return finding_text(out, "none of %s", names_join(out, &names, ", "));
}

static const char *range_text(struct findings *out, const struct range *r)
{
	if (r->min == r->max)
		return says_int(out, r->min);
	if (r->max == INT64_MAX)
		return finding_text(out, "%" PRId64 " and more", r->min);
	return finding_text(out, "%" PRId64 "-%" PRId64, r->min, r->max);
}

const char *says_ranges(struct findings *out, const struct range *ranges, size_t count)
{
	struct names names = { 0 };

	for (size_t i = 0; i < count; i++)
		names_add(out, &names, range_text(out, &ranges[i]));
	return one_of(out, &names);
}

void says_annotation(struct findings *out, const struct meta *meta, const char *key,
		     const struct says *says)
{
	struct at annotations = { .up = &meta->at, .key = "annotations" };
	struct at at = { .up = &annotations, .key = key };

	finding_add(out, &at, NULL, says);
}

bool says_too_many(struct findings *out, const struct at *at, const char *field, size_t n, size_t m)
{
	size_t pairs;

	if (!__builtin_mul_overflow(n, m, &pairs) && pairs <= PAIRS_MAX)
		return false;
	finding(out, at, field, .value = finding_text(out, "%zu entries", n),
		.want = "so few that they can be checked");
	return true;
}
