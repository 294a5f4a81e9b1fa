/* SPDX-License-Identifier: Apache-2.0 */
/* says.c - words for findings; memory that runs out spoils the sink, as for all texts of findings.
 */
#include "policy/says.h"

#include <inttypes.h>
#include <time.h>

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

const char *says_date(struct findings *out, int64_t unix_s)
{
	time_t seconds = (time_t)unix_s;
	struct tm tm;

	if (!gmtime_r(&seconds, &tm))
		return says_int(out, unix_s);
	return finding_text(out, "%04d-%02d-%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
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

static void says_entry(struct findings *out, const struct meta *meta, const char *map,
		       const char *key, const struct says *says)
{
	struct at list = { .up = &meta->at, .key = map };
	struct at at = { .up = &list, .key = key };

	finding_add(out, &at, NULL, says);
}

void says_annotation(struct findings *out, const struct meta *meta, const char *key,
		     const struct says *says)
{
	says_entry(out, meta, "annotations", key, says);
}

void says_label(struct findings *out, const struct meta *meta, const char *key,
		const struct says *says)
{
	says_entry(out, meta, "labels", key, says);
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
