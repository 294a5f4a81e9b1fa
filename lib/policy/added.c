/* SPDX-License-Identifier: Apache-2.0 */
/* added.c - findings for what an update adds. */
#include "policy/added.h"

#include <string.h>

#include "policy/coverage.h"
#include "policy/grantee.h"
#include "policy/rights.h"
#include "policy/says.h"

#define SHOWN_MAX 3 /* grants of one rule */

#define NOT_MORE "no more than the role granted before"

struct tally {
	struct findings *out;
	bool dangerous_only;
	const struct access_rule *rule;
	struct names shown;
	size_t count;
};

static void report(struct tally *t)
{
	const char *shown = names_join(t->out, &t->shown, ", ");
	size_t rest = t->count - t->shown.count;

	if (t->count)
		finding(t->out, &t->rule->at, NULL,
			.value =
				rest ? finding_text(t->out, "%s and %zu more", shown, rest) : shown,
			.want = NOT_MORE);
	t->shown = (struct names){ 0 };
	t->count = 0;
}

static struct strings one(const char *const *s)
{
	return (struct strings){ .set = true, .count = *s ? 1 : 0, .v = s };
}

/* Whether a grant by itself is worth a finding. */
static bool is_dangerous(const struct grant *grant)
{
	const struct access_rule rule = {
		.api_groups = one(&grant->group),
		.resources = one(&grant->resource),
		.resource_names = one(&grant->name),
		.verbs = one(&grant->verb),
	};

	if (!grant->group)
		return grant->resource[strspn(grant->resource, "/*")] == '\0';
	if (strcmp(grant->group, "*") == 0)
		return true;
	if (strcmp(grant->resource, "*") == 0 && rule_opens_builtin(&rule))
		return true;
	return rights_match(&rule);
}

static void note_grant(void *ctx, const struct access_rule *rule, const struct grant *grant)
{
	struct tally *t = ctx;

	if (t->dangerous_only && !is_dangerous(grant))
		return;
	if (rule != t->rule)
		report(t);
	t->rule = rule;
	if (t->count++ < SHOWN_MAX)
		names_add(t->out, &t->shown, grant_text(grant, t->out));
}

void added_rights(const struct role *before, const struct role *role, bool dangerous_only,
		  struct findings *out)
{
	struct tally t = { .out = out, .dangerous_only = dangerous_only };

	if (!coverage_compare(before, role, note_grant, &t, out))
		finding(out, &role->at, "rules", .value = "too many grants",
			.want = "so few that they can be compared");
	report(&t);
}

static bool same_requirements(const struct role_requirement *a, const struct role_requirement *b)
{
	for (; a && b; a = a->next, b = b->next)
		if (strcmp(a->key, b->key) != 0 || strcmp(a->operator, b->operator) != 0 ||
		    !strings_same(&a->values, &b->values))
			return false;
	return !a && !b;
}

/* The API server writes keys in order, so that equal selectors are equal member by member. */
static bool same_selector(const struct role_selector *a, const struct role_selector *b)
{
	if (a->match_labels.count != b->match_labels.count)
		return false;
	for (size_t i = 0; i < a->match_labels.count; i++)
		if (strcmp(a->match_labels.v[i].key, b->match_labels.v[i].key) != 0 ||
		    strcmp(a->match_labels.v[i].value, b->match_labels.v[i].value) != 0)
			return false;
	return same_requirements(a->match_expressions, b->match_expressions);
}

static bool has_selector(const struct role *role, const struct role_selector *wanted)
{
	for_each_role_selector(s, role)
	{
		if (same_selector(s, wanted))
			return true;
	}
	return false;
}

static size_t selector_count(const struct role *role)
{
	size_t count = 0;

	for_each_role_selector(s, role)
	{
		count++;
	}
	return count;
}

void added_aggregation(const struct role *before, const struct role *role, struct findings *out)
{
	const struct at labels = { .up = &role->meta->at, .key = "labels" };

	for_each_entry (e, role->meta->labels) {
		const struct at at = { .up = &labels, .key = e->key };
		const char *old;

		if (!aggregates_to(e))
			continue;
		old = map_get(&before->meta->labels, e->key);
		if (!old || strcmp(old, "true") != 0)
			finding(out, &at, NULL, .value = e->value, .want = "absent, as before");
	}
	if (says_too_many(out, &role->at, "aggregationRule", selector_count(before),
			  selector_count(role)))
		return;
	for_each_role_selector(s, role)
	{
		if (!has_selector(before, s))
			finding(out, &s->at, NULL, .value = "a new selector",
				.want = "the selectors there were before");
	}
}

static bool same_role(const struct role_ref *a, const struct role_ref *b)
{
	if (!a || !b)
		return a == b;
	return strcmp(a->kind, b->kind) == 0 && strcmp(a->name, b->name) == 0;
}

void added_subjects(const struct binding *before, const struct binding *binding,
		    struct findings *out)
{
	struct names old = { 0 };

	if (same_role(before->role_ref, binding->role_ref))
		for_each_subject(subject, before)
		{
			names_add(out, &old, grantee_of(before, subject, out).text);
		}
	names_sort(&old);
	for_each_subject(subject, binding)
	{
		struct grantee who = grantee_of(binding, subject, out);

		if (!names_have(&old, who.text))
			finding(out, &subject->at, NULL, .value = who.text,
				.want = "no more subjects than the binding had before");
	}
}
