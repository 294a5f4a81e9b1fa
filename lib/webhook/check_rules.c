/* SPDX-License-Identifier: Apache-2.0 */
/* check_rules.c - what the API server asks about: too much, and too little. */
#include <string.h>

#include "webhook/reads.h"
#include "webhook/run.h"

static void check_wildcards(struct run *run, const cJSON *rule, const char *key)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(rule, key))
		if (json_string(item) && strchr(json_string(item), '*'))
			run_found(
				run, item,
				"rules: %s \"%s\" takes in what kubevet does not judge, and what a "
				"cluster needs to mend itself; list them",
				key, json_string(item));
}

/* Reviews of who may do what: with a webhook between, none can be answered while it is down. */
static bool is_virtual(const char *resource)
{
	static const char *const names[] = { "tokenreviews",
					     "subjectaccessreviews",
					     "localsubjectaccessreviews",
					     "selfsubjectaccessreviews",
					     "selfsubjectrulesreviews",
					     "selfsubjectreviews",
					     "leases",
					     "events" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(resource, names[i]) == 0)
			return true;
	return false;
}

/* Whether kubevet reads the resource (of the first @len bytes) in one of the rule's groups. */
static bool is_read(const struct run *run, const cJSON *rule, const char *resource, size_t len)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (strlen(kind->resource) == len && memcmp(kind->resource, resource, len) == 0 &&
		    list_has(json_get(rule, "apiGroups"), kind->group) &&
		    (config_reads(run->check->config, kind) || !kind_version_known(kind, "v1")))
			return true;
	return false;
}

static void check_resource(struct run *run, const cJSON *rule, const cJSON *item)
{
	const char *resource = json_string(item);

	if (!resource || strchr(resource, '*') || list_has(json_get(rule, "apiGroups"), "*"))
		return;
	if (is_virtual(resource))
		run_found(run, item, "rules: %s: a cluster can't mend itself while kubevet is down",
			  resource);
	else if (!is_read(run, rule, resource, strcspn(resource, "/")))
		run_found(run, item,
			  "rules: %s is read by nothing in kubevet's configuration (%s): calls for "
			  "nothing, with the objects in them",
			  resource, run->check->config->origin);
}

static void check_operations(struct run *run, const cJSON *rule)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(rule, "operations"))
		if (json_string(item) && strcmp(json_string(item), "CREATE") != 0 &&
		    strcmp(json_string(item), "UPDATE") != 0 && strcmp(json_string(item), "*") != 0)
			run_found(run, item, "rules: %s is not judged: calls for nothing",
				  json_string(item));
}

void check_rules(struct run *run)
{
	const cJSON *rules = json_get(run->hook, "rules"), *rule, *item;

	if (!cJSON_GetArraySize(rules))
		run_found(run, rules, "rules: there are none, so that nothing is judged");
	cJSON_ArrayForEach (rule, rules) {
		check_wildcards(run, rule, "apiGroups");
		check_wildcards(run, rule, "apiVersions");
		check_wildcards(run, rule, "operations");
		check_wildcards(run, rule, "resources");
		check_operations(run, rule);
		cJSON_ArrayForEach (item, json_get(rule, "resources"))
			check_resource(run, rule, item);
	}
}

/* Whether an entry of resources names it: "pods", "*", "pods/" "*", "*" "/resize". */
static bool resource_matches(const char *entry, const char *resource, const char *sub)
{
	const char *slash = strchr(entry, '/');
	size_t len = slash ? (size_t)(slash - entry) : strlen(entry);
	bool name = (len == 1 && *entry == '*') ||
		    (len == strlen(resource) && memcmp(entry, resource, len) == 0);

	if (!slash)
		return name && !*sub;
	return name && (strcmp(slash + 1, "*") == 0 || (*sub && strcmp(slash + 1, sub) == 0));
}

static bool rule_matches(const cJSON *rule, const struct kind *kind, const char *sub,
			 const char *operation)
{
	const cJSON *groups = json_get(rule, "apiGroups"),
		    *versions = json_get(rule, "apiVersions");
	const cJSON *operations = json_get(rule, "operations"), *entry;
	const char *scope = member_text(rule, "scope");
	const char *wanted_scope = kind_is_cluster_scoped(kind) ? "Cluster" : "Namespaced";

	if ((!list_has(groups, kind->group) && !list_has(groups, "*")) ||
	    (!list_has(versions, "v1") && !list_has(versions, "*")) ||
	    (!list_has(operations, operation) && !list_has(operations, "*")) ||
	    (*scope && strcmp(scope, "*") != 0 && strcmp(scope, wanted_scope) != 0))
		return false;
	cJSON_ArrayForEach (entry, json_get(rule, "resources"))
		if (json_string(entry) && resource_matches(json_string(entry), kind->resource, sub))
			return true;
	return false;
}

static void want_matched(struct run *run, const struct kind *kind, const char *sub,
			 const char *operation)
{
	const cJSON *hook, *rule;

	cJSON_ArrayForEach (hook, json_get(run->doc, "webhooks"))
		cJSON_ArrayForEach (rule, json_get(hook, "rules"))
			if (rule_matches(rule, kind, sub, operation))
				return;
	run_found(run, json_get(run->doc, "webhooks"),
		  "rules: nothing matches %s of %s%s%s%s%s in v1", operation, kind->resource,
		  *sub ? "/" : "", sub, *kind->group ? "." : "", kind->group);
}

void check_coverage(struct run *run)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		if (!config_reads(run->check->config, kind))
			continue;
		want_matched(run, kind, "", "CREATE");
		want_matched(run, kind, "", "UPDATE");
		for (const char *const *sub = subresources_of(kind); *sub; sub++)
			want_matched(run, kind, *sub, "UPDATE");
	}
}
