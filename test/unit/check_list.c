/* SPDX-License-Identifier: Apache-2.0 */
/* check_list.c - what every policy must say about itself, and whether its examples are what they
 * claim: each is wrapped into an object of the kind that the policy reads and judged.
 */
#include <stdio.h>
#include <string.h>

#include "config/presets.h"
#include "engine/engine.h"
#include "examples.h"
#include "policies.h"
#include "support.h"

/* A configuration of the one rule, with the standard itself out of the way. */
static struct engine *engine_of(const struct policy *policy, const char *params)
{
	const struct config_fault *faults;
	const char *text = arena_printf(test_arena(),
					"apiVersion: kubevet.dev/v1\nkind: Config\n"
					"podSecurity: {defaults: {}, exemptions: {}}\n"
					"rules: [{policy: %s, params: %s}]\n",
					policy->id, params ? params : "{}");
	const struct config *config =
		config_parse(test_arena(), policies_all, policy->id, text, strlen(text), &faults);
	struct err err = { 0 };
	struct engine *engine;

	ck_assert_msg(config != NULL, "%s", faults ? faults->text : "no configuration");
	engine = engine_new(policies_all, config, &err);
	ck_assert_msg(engine != NULL, "%s", err.text);
	return engine;
}

/* The operation that an example stands for: the first that the policy judges. */
static enum operation operation_of(const struct policy *policy)
{
	unsigned operations = policy_operations(policy);
	enum operation operation = policy->was ? OPERATION_UPDATE : OPERATION_CREATE;

	while (!(operations & 1u << operation))
		operation++;
	return operation;
}

/* @params: JSON; NULL: the policy's defaults. */
static enum verdict judged(const struct policy *policy, const char *params, const char *example)
{
	const struct kind *kind = example_kind(policy);
	struct engine *engine = engine_of(policy, params);
	struct judgement judgement;
	struct err err = { 0 };
	struct subject subject = {
		.operation = operation_of(policy),
		.kind = { kind->group, "v1", kind->kind },
		.resource_group = kind->group,
		.resource = kind->resource,
		.subresource = "",
		.name = "example",
		.ns = "example",
		.username = "jane",
		.object = example_object(kind, example),
		.old_object = policy->was ? example_object(kind, policy->was) : NULL,
		.ns_known = true,
	};

	if (subject.operation == OPERATION_DELETE)
		subject.old_object = subject.object;
	ck_assert_msg(engine_judge(engine, test_arena(), &subject, &judgement, &err) == 0, "%s: %s",
		      policy->id, err.text);
	engine_free(engine);
	return judgement.verdict;
}

START_TEST(each_example)
{
	const struct policy *policy = policies_all[_i];

	ck_assert_msg(policy->good && policy->bad, "%s: no examples", policy->id);
	ck_assert_msg(judged(policy, NULL, policy->bad) == VERDICT_DENY, "%s does not refuse\n%s",
		      policy->id, policy->bad);
	ck_assert_msg(judged(policy, NULL, policy->good) == VERDICT_ALLOW, "%s does not accept\n%s",
		      policy->id, policy->good);
}
END_TEST

/* A preset's parameters must not refuse what the policy itself calls good. */
START_TEST(each_preset_rule)
{
	const struct preset_rule *rule = &preset_rules()[_i];
	const struct policy *const *p = policies_all;

	while (*p && strcmp((*p)->id, rule->policy) != 0)
		p++;
	ck_assert_msg(*p != NULL, "there is no policy %s", rule->policy);
	ck_assert_msg(judged(*p, rule->params, (*p)->good) == VERDICT_ALLOW,
		      "rule %s does not accept\n%s", preset_rule_name(rule), (*p)->good);
}
END_TEST

static bool is_tidy(const char *example)
{
	size_t len = strlen(example), column = 0;

	for (const char *c = example; *c; c++) {
		column = *c == '\n' ? 0 : column + 1;
		if (*c == '\t' || column > 90)
			return false;
	}
	return len && example[len - 1] == '\n';
}

START_TEST(each_text)
{
	const struct policy *policy = policies_all[_i];

	ck_assert_msg(policy->title && policy->why && policy->remedy, "%s: a text is missing",
		      policy->id);
	ck_assert_msg(is_tidy(policy->good) && is_tidy(policy->bad),
		      "%s: examples end in a newline, have no tabs and no long lines", policy->id);
	ck_assert_msg(strstr(policy->good, "apiVersion:") == NULL, "%s: whole manifest",
		      policy->id);
}
END_TEST

START_TEST(each_mapping)
{
	const struct policy *policy = policies_all[_i];
	size_t n = 0;

	while (n < REFERENCES_MAX && policy->maps[n] != REFERENCE_NONE) {
		const struct reference_item *item = reference_item(policy->maps[n]);

		ck_assert_msg(item && item->id, "%s: maps[%zu] is in no list", policy->id, n);
		ck_assert_msg(!policy->standard || item->in != PUBLISHED_PSS,
			      "%s: a policy of the standard says its level itself", policy->id);
		for (size_t k = 0; k < n; k++)
			ck_assert_msg(policy->maps[k] != policy->maps[n], "%s: %s twice",
				      policy->id, item->id);
		n++;
	}
	for (; n < REFERENCES_MAX; n++)
		ck_assert_msg(policy->maps[n] == REFERENCE_NONE, "%s: a gap in maps", policy->id);
}
END_TEST

START_TEST(each_reference)
{
	const struct reference_item *item = reference_item((enum reference)_i);

	if (_i == REFERENCE_NONE) {
		ck_assert_ptr_null(item);
		return;
	}
	ck_assert_msg(item && item->id && *item->id, "reference %d has no row", _i);
	ck_assert_str_ne(publication_name(item->in), "");
	ck_assert_str_ne(publication_key(item->in), "");
	for (int k = REFERENCE_NONE + 1; k < _i; k++) {
		const struct reference_item *other = reference_item((enum reference)k);

		ck_assert_msg(other->in != item->in || strcmp(other->id, item->id) != 0,
			      "%s is listed twice", item->id);
	}
}
END_TEST

static int policy_count(void)
{
	int n = 0;

	while (policies_all[n])
		n++;
	return n;
}

static int preset_rule_count(void)
{
	int n = 0;

	while (preset_rules()[n].policy)
		n++;
	return n;
}

int main(void)
{
	return run_tables("list", (const struct table[]){
					  { "examples", each_example, policy_count() },
					  { "presets", each_preset_rule, preset_rule_count() },
					  { "texts", each_text, policy_count() },
					  { "mappings", each_mapping, policy_count() },
					  { "references", each_reference, REFERENCE_COUNT },
					  { 0 } });
}
