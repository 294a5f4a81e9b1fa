/* SPDX-License-Identifier: Apache-2.0 */
/* check.c - one function for each thing that can be wrong with a webhook's registration. */
#include "webhook/check.h"

#include <string.h>

#include "webhook/print.h"
#include "webhook/run.h"

#define NAME_LABEL "kubernetes.io/metadata.name"

/* What the API server refuses outright. */
static void check_required(struct run *run)
{
	const char *name = member_text(run->hook, "name"), *dot = strchr(name, '.');
	const char *side_effects = member_text(run->hook, "sideEffects");
	const cJSON *versions = json_get(run->hook, "admissionReviewVersions");

	if (!dot || !strchr(dot + 1, '.'))
		run_found(run, json_get(run->hook, "name"),
			  "name: want three parts at least, such as " WEBHOOK_NAME);
	if (!list_has(versions, "v1"))
		run_found(run, versions,
			  "admissionReviewVersions: want v1, the one that kubevet speaks");
	if (strcmp(side_effects, "None") != 0)
		run_found(run, json_get(run->hook, "sideEffects"),
			  "sideEffects: want None, so that dry runs are judged; kubevet has none");
}

static void check_match_policy(struct run *run)
{
	const cJSON *policy = json_get(run->hook, "matchPolicy");

	if (policy && strcmp(member_text(run->hook, "matchPolicy"), "Equivalent") != 0)
		run_found(run, policy,
			  "matchPolicy: want Equivalent; otherwise who writes another version of a "
			  "resource goes past");
}

static void check_timeout(struct run *run)
{
	const cJSON *timeout = json_get(run->hook, "timeoutSeconds");
	int64_t seconds = 0;

	if (!timeout)
		run_found(run, NULL,
			  "timeoutSeconds: is absent, so 10; say how long a write may wait");
	else if (!json_int(timeout, &seconds) || seconds < 1 || seconds > WEBHOOK_TIMEOUT_MAX)
		run_found(run, timeout,
			  "timeoutSeconds: want 1 to %d; a write may take 34 seconds with all its "
			  "webhooks",
			  WEBHOOK_TIMEOUT_MAX);
}

static void check_failure_policy(struct run *run)
{
	const cJSON *policy = json_get(run->hook, "failurePolicy");

	if (policy && strcmp(member_text(run->hook, "failurePolicy"), "Fail") != 0)
		run_found(run, policy,
			  "failurePolicy: want Fail; otherwise who makes kubevet slow switches it "
			  "off");
}

static bool is_empty(const cJSON *selector)
{
	return !cJSON_GetArraySize(json_get(selector, "matchLabels")) &&
	       !cJSON_GetArraySize(json_get(selector, "matchExpressions"));
}

static void check_object_selector(struct run *run)
{
	const cJSON *selector = json_get(run->hook, "objectSelector");

	if (!is_empty(selector))
		run_found(run, selector,
			  "objectSelector: is written by whom it should stop; leave it out");
}

/* A namespace's own label: who may write it switches kubevet off. */
static void check_label(struct run *run, const cJSON *at, const char *key)
{
	if (strcmp(key, NAME_LABEL) != 0)
		run_found(
			run, at,
			"namespaceSelector: label %s can be changed by who may edit the namespace; "
			"select by " NAME_LABEL,
			key);
}

static void check_excluded(struct run *run, const cJSON *names, const char *own)
{
	const cJSON *name;

	cJSON_ArrayForEach (name, names) {
		const char *text = json_string(name);

		if (text && strcmp(text, own) != 0 && strcmp(text, "kube-system") != 0)
			run_found(run, name,
				  "namespaceSelector: leaves out %s as a whole; exemptions in "
				  "kubevet's "
				  "configuration do it with more care",
				  text);
	}
}

static void check_expression(struct run *run, const cJSON *expression, const char *own)
{
	const char *key = member_text(expression, "key"),
		   *operator= member_text(expression, "operator");

	check_label(run, expression, key);
	if (strcmp(key, NAME_LABEL) != 0)
		return;
	if (strcmp(operator, "NotIn") == 0)
		check_excluded(run, json_get(expression, "values"), own);
	else if (strcmp(operator, "In") == 0)
		run_found(run, expression,
			  "namespaceSelector: holds for the named namespaces alone, so not for new "
			  "ones");
	else
		run_found(run, expression, "namespaceSelector: operator %s, want NotIn", operator);
}

static bool excludes(const cJSON *selector, const char *ns)
{
	const cJSON *expression;

	cJSON_ArrayForEach (expression, json_get(selector, "matchExpressions"))
		if (strcmp(member_text(expression, "key"), NAME_LABEL) == 0 &&
		    strcmp(member_text(expression, "operator"), "NotIn") == 0 &&
		    list_has(json_get(expression, "values"), ns))
			return true;
	return false;
}

static void check_namespace_selector(struct run *run)
{
	const cJSON *selector = json_get(run->hook, "namespaceSelector");
	const cJSON *service = json_get(json_get(run->hook, "clientConfig"), "service");
	const char *own = member_text(service, "namespace");
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(selector, "matchLabels")) {
		const char *key = item->string ? item->string : ""; /* NULL in a list */

		check_label(run, item, key);
		if (strcmp(key, NAME_LABEL) == 0)
			run_found(run, item,
				  "namespaceSelector: holds for one namespace alone, so not for "
				  "others");
	}
	cJSON_ArrayForEach (item, json_get(selector, "matchExpressions"))
		check_expression(run, item, own);
	if (*own && !excludes(selector, own))
		run_found(run, selector,
			  "namespaceSelector: does not leave out %s, so that kubevet can't start "
			  "while "
			  "none runs",
			  own);
}

static void check_conditions(struct run *run)
{
	const cJSON *conditions = json_get(run->hook, "matchConditions");

	if (cJSON_GetArraySize(conditions) &&
	    !(cJSON_GetArraySize(conditions) == 1 && hook_is_spared(run)))
		run_found(run, conditions,
			  "matchConditions: kubevet never sees what they leave out, and does not "
			  "count "
			  "it");
}

bool is_webhook_configuration(const cJSON *doc)
{
	return strncmp(member_text(doc, "apiVersion"), GROUP, strlen(GROUP)) == 0 &&
	       strcmp(member_text(doc, "kind"), "ValidatingWebhookConfiguration") == 0;
}

static bool calls_kubevet(const cJSON *hook)
{
	static const char domain[] = ".kubevet.dev";
	const cJSON *service = json_get(json_get(hook, "clientConfig"), "service");
	const char *name = member_text(hook, "name");
	size_t len = strlen(name), tail = sizeof(domain) - 1;

	return strcmp(member_text(service, "name"), "kubevet") == 0 ||
	       (len > tail && strcmp(name + len - tail, domain) == 0);
}

bool webhook_is_ours(const cJSON *doc)
{
	const cJSON *hook;

	if (strcmp(member_text(json_get(doc, "metadata"), "name"), "kubevet") == 0)
		return true;
	cJSON_ArrayForEach (hook, json_get(doc, "webhooks"))
		if (calls_kubevet(hook))
			return true;
	return false;
}

int webhook_check(const struct webhook_check *check, struct arena *a, const cJSON *doc,
		  struct err *err)
{
	static void (*const checks[])(struct run *) = {
		check_required,		  check_match_policy, check_timeout,
		check_failure_policy,	  check_client,	      check_object_selector,
		check_namespace_selector, check_conditions,   check_rules,
	};
	struct run run = { .check = check, .a = a, .doc = doc, .index = -1 };
	const cJSON *hooks = json_get(doc, "webhooks");

	if (strcmp(member_text(doc, "apiVersion"), GROUP "v1") != 0)
		run_found(&run, json_get(doc, "apiVersion"), "apiVersion: want " GROUP "v1");
	cJSON_ArrayForEach (run.hook, hooks) {
		run.index++;
		for (size_t i = 0; i < ARRAY_LEN(checks); i++)
			checks[i](&run);
	}
	run.hook = NULL;
	if (!cJSON_GetArraySize(hooks))
		run_found(&run, hooks, "webhooks: there are none");
	else
		check_coverage(&run);
	return run.failed ? arena_error(a, err) : 0;
}
