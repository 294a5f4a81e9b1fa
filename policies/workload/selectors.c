/* SPDX-License-Identifier: Apache-2.0 */
/* selectors.c - a controller selects the pods that it makes.
 * Reads:   selector and the labels of the template
 * Accepts: selectors that the labels meet; controllers that have none, where the API server makes
 * it */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

static void check_labels(const struct at *at, const struct map *wanted, const struct map *labels,
			 struct findings *out)
{
	for_each_entry (e, *wanted) {
		const struct at key = { .up = at, .key = e->key };
		const char *value = map_get(labels, e->key);

		if (!value || strcmp(value, e->value) != 0)
			finding(out, &key, NULL, .value = e->value,
				.want = value ? finding_text(out, "%s, as in the template", value)
					      : "a label of the template");
	}
}

static bool is_met(const struct selector_requirement *r, const struct map *labels)
{
	const char *value = map_get(labels, r->key);

	if (strcmp(r->op, "In") == 0)
		return value && strings_have(&r->values, value);
	if (strcmp(r->op, "NotIn") == 0)
		return !value || !strings_have(&r->values, value);
	if (strcmp(r->op, "Exists") == 0)
		return value;
	return strcmp(r->op, "DoesNotExist") == 0 && !value;
}

static size_t value_count(const struct selector *s)
{
	size_t count = s->match_labels.count;

	for_each_requirement (r, s)
		count += 1 + r->values.count;
	return count;
}

static void check_selector(const struct selector *s, const struct map *labels, struct findings *out)
{
	const struct at match = { .up = &s->at, .key = "matchLabels" };

	if (says_too_many(out, &s->at, NULL, value_count(s), labels->count))
		return;
	if (selector_is_empty(s))
		finding(out, &s->at, NULL, .value = "{}", .want = "labels of the template");
	check_labels(&match, &s->match_labels, labels, out);
	for_each_requirement (r, s)
		if (!is_met(r, labels))
			finding(out, &r->at, NULL, .value = r->key,
				.want = "what labels of the template meet");
}

static void check(const struct workload *w, const struct params *params, struct findings *out)
{
	const struct at spec = { .up = &w->at, .key = "spec" };
	const struct at selector = { .up = &spec, .key = "selector" };

	(void)params;
	if (w->selector)
		check_selector(w->selector, &w->template_labels, out);
	if (!says_too_many(out, &selector, NULL, w->old_selector.count, w->template_labels.count))
		check_labels(&selector, &w->old_selector, &w->template_labels, out);
}

const struct policy policy_workload_selectors = {
	.id = "selectors",
	.title = "A controller selects the pods that it makes",
	.why = "What selects other labels than its template has can't be applied; what selects "
	       "too much adopts pods of others.",
	.remedy = "Make matchLabels a part of the labels in the template.",
	.severity = SEVERITY_LOW,
	.kind = "Deployment",
	.good = "spec:\n  selector: {matchLabels: {app: a}}\n"
		"  template: {metadata: {labels: {app: a, tier: web}}}\n",
	.bad = "spec:\n  selector: {matchLabels: {app: a}}\n"
	       "  template: {metadata: {labels: {app: b}}}\n",
	.maps = { NSA_RESOURCES },
	.check_workload = check,
};
