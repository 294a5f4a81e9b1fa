/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c - matching and running of rules. */
#include "engine/rules.h"

#include <string.h>

bool rules_read_kind(const struct config *config, const struct kind *kind)
{
	for (size_t i = 0; i < config->rule_count; i++)
		if (config->rules[i].mode != RULE_OFF &&
		    policy_reads(config->rules[i].policy, kind))
			return true;
	return false;
}

bool rules_need_old(const struct config *config, const struct kind *kind)
{
	for (size_t i = 0; i < config->rule_count; i++)
		if (config->rules[i].mode != RULE_OFF &&
		    config->rules[i].policy->needs & NEEDS_OLD &&
		    policy_reads(config->rules[i].policy, kind))
			return true;
	return false;
}

static bool kind_matches(const struct strings *kinds, const struct gvk *gvk)
{
	for_each_string (pattern, *kinds)
		if (match_kind(pattern, gvk->group, gvk->kind))
			return true;
	return false;
}

static bool labels_match(const struct map *wanted, const struct map *labels)
{
	for_each_entry (want, *wanted) {
		const char *value = map_get(labels, want->key);

		if (!value || !glob_match(want->value, value))
			return false;
	}
	return true;
}

/* All that can be told without decoding the object. */
static bool scope_matches(const struct match *match, const struct subject *subject)
{
	if (match->namespaces.count && !globs_match(&match->namespaces, subject->ns))
		return false;
	if (*subject->ns && globs_match(&match->exclude_namespaces, subject->ns))
		return false;
	return !match->kinds.count || kind_matches(&match->kinds, &subject->kind);
}

/* Return: 1 when the rule applies, 0 when not, -1 with @err when the object does not decode. */
static int rule_applies(const struct rule *rule, const struct subject *subject, struct views *views,
			struct err *err)
{
	const struct meta *meta;

	if (rule->mode == RULE_OFF || !policy_reads(rule->policy, views->kind) ||
	    !(policy_operations(rule->policy) & 1u << subject->operation) ||
	    !scope_matches(&rule->match, subject))
		return 0;
	if (!rule->match.labels.count)
		return 1;
	if (views_meta(views, &meta, err) < 0)
		return -1;
	return labels_match(&rule->match.labels, &meta->labels);
}

static enum rule_mode effective_mode(const struct config *config, const struct rule *rule)
{
	return config->audit_only ? RULE_AUDIT : rule->mode;
}

/* What a file or a record can't tell. On a real request all is there: no old object then means that
 * there was none. */
static unsigned missing(const struct rule *rule, const struct request *request)
{
	unsigned gone = request->offline ? NEEDS_OLD | NEEDS_USER : 0;

	if (request->redacted)
		gone |= NEEDS_VALUES;
	return rule->policy->needs & gone;
}

/* One run of rules_judge(). */
struct run {
	struct views *views, *before;
	enum change change;
	struct findings *findings;
};

/* What the rule finds in the old object, judged as if it replaced itself. */
static int run_before(const struct run *run, const struct rule *rule, struct findings *then,
		      struct err *err)
{
	const struct meta *meta;

	if (views_meta(run->before, &meta, err) < 0)
		return -1;
	if (!labels_match(&rule->match.labels, &meta->labels))
		return 0;
	return views_run(run->before, rule->policy, rule->standard_minor, rule->params, then, err);
}

/* What is found in the new object and was not in the old one. Policies that compare the two find
 * nothing else anyway. */
static int run_changed(const struct run *run, const struct rule *rule, struct err *err)
{
	struct findings *now = findings_beside(run->findings);
	struct findings *then = findings_beside(run->findings);

	if (!now || !then)
		return arena_error(run->views->a, err);
	if (views_run(run->views, rule->policy, rule->standard_minor, rule->params, now, err) < 0)
		return -1;
	if (findings_count(now) && run->before->object && !(rule->policy->needs & NEEDS_OLD) &&
	    run_before(run, rule, then, err) < 0)
		return err_wrap(err, "oldObject");
	findings_add_new(run->findings, now, then);
	return 0;
}

static int run_rule(const struct run *run, const struct rule *rule, struct err *err)
{
	return run->change == CHANGE_METADATA
		       ? run_changed(run, rule, err)
		       : views_run(run->views, rule->policy, rule->standard_minor, rule->params,
				   run->findings, err);
}

int rules_judge(const struct config *config, const struct subject *subject, struct views *views,
		enum change change, struct views *before, struct findings *findings,
		struct draft *draft, struct rules_result *result, struct err *err)
{
	const struct run run = { views, before, change, findings };

	memset(result, 0, sizeof(*result));
	if (change == CHANGE_NOTHING)
		return 0;
	for (size_t i = 0; i < config->rule_count; i++) {
		const struct rule *rule = &config->rules[i];
		size_t count = findings_count(findings);
		int applies;
		unsigned gone;

		applies = rule_applies(rule, subject, views, err);
		if (applies == 0)
			continue;
		gone = applies > 0 ? missing(rule, views->request) : 0;
		if (gone)
			draft_gap(draft, &(struct rule_gap){ .rule = rule, .needs = gone });
		if (gone & NEEDS_VALUES)
			continue; /* placeholders would be judged */
		findings_begin(findings, i);
		if (applies < 0 || run_rule(&run, rule, err) < 0) {
			if (err->code != ERR_INPUT)
				return -1;
			result->undecided = true; /* for all rules alike: it is one object */
			result->why = *err;
			return 0;
		}
		result->looked = true;
		if (findings_count(findings) > count)
			draft_hit(draft,
				  &(struct rule_hit){ .rule = rule,
						      .mode = effective_mode(config, rule),
						      .count = findings_count(findings) - count });
	}
	return 0;
}
