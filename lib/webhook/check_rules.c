/* SPDX-License-Identifier: Apache-2.0 */
/* check_rules.c - what the API server asks about: too much, and too little. */
#include <string.h>

#include "webhook/print.h"
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

/* Whether the entry, without wildcards, is the kind's resource or one below it. */
static bool names_kind(const char *entry, const struct kind *kind)
{
	size_t len = strlen(kind->resource);

	return len && strncmp(entry, kind->resource, len) == 0 &&
	       (entry[len] == '\0' || entry[len] == '/');
}

/* The subresource that the entry names in one of the rule's groups: "services/status"; NULL when
 * the table does not have it. */
static const struct subresource *subresource_of(const cJSON *rule, const char *entry)
{
	size_t len = strcspn(entry, "/");

	for (const struct subresource *sub = subresources_all(); entry[len] && sub->name; sub++)
		if (strcmp(entry + len + 1, sub->name) == 0 && strlen(sub->resource) == len &&
		    memcmp(entry, sub->resource, len) == 0 &&
		    list_has(json_get(rule, "apiGroups"), sub->group))
			return sub;
	return NULL;
}

/* Whether writing it changes labels and annotations beside a status. */
static bool is_status(const cJSON *rule, const char *entry)
{
	const struct subresource *sub = subresource_of(rule, entry);

	return sub && sub->writes & WRITES_METADATA;
}

/* A status of a kind that keeps nothing else of what is written. */
static bool is_mere_status(const cJSON *rule, const char *entry)
{
	const char *slash = strchr(entry, '/');

	return slash && (strcmp(slash, "/status") == 0 || strcmp(slash, "/finalize") == 0) &&
	       !is_status(rule, entry);
}

/* The requests of which kubevet judges what @entry names in the rule's groups. Of the kinds that
 * fit, the longest name counts: "pods/exec" is of its own. */
static unsigned judged(const struct run *run, const cJSON *rule, const char *entry)
{
	const struct config *config = run->check->config;
	const struct kind *found = NULL;

	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (names_kind(entry, kind) && list_has(json_get(rule, "apiGroups"), kind->group) &&
		    (!found || strlen(kind->resource) > strlen(found->resource)))
			found = kind;
	/* Those that are no longer served do no harm: nobody asks about them. */
	if (found && !kind_is_served(found))
		return ~0u;
	if (is_mere_status(rule, entry))
		return 0;
	if (found && is_status(rule, entry))
		return subresource_asked(config, found, subresource_of(rule, entry)) ? ON(UPDATE)
										     : 0;
	return config_operations(config, found);
}

static bool is_wild(const cJSON *rule, const char *entry)
{
	return !entry || strchr(entry, '*') || list_has(json_get(rule, "apiGroups"), "*");
}

static bool has_condition(const struct run *run, const char *expression)
{
	const cJSON *condition;

	cJSON_ArrayForEach (condition, json_get(run->hook, "matchConditions"))
		if (strcmp(member_text(condition, "expression"), expression) == 0)
			return true;
	return false;
}

/* Whether the webhook leaves out those whom a cluster needs to mend itself. */
static bool spares_cluster(const struct run *run)
{
	return has_condition(run, WEBHOOK_VITAL_CONDITION) ||
	       strcmp(member_text(run->hook, "failurePolicy"), "Ignore") == 0;
}

/* Whether it leaves out those that write statuses all the time. */
static bool spares_writers(const struct run *run)
{
	return has_condition(run, WEBHOOK_STATUS_CONDITION) ||
	       has_condition(run, WEBHOOK_VITAL_CONDITION);
}

static bool names_vital(const cJSON *rule, const char *entry)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (kind_is_vital(kind) && names_kind(entry, kind) &&
		    strcmp(entry + strlen(kind->resource), "/proxy") != 0 &&
		    list_has(json_get(rule, "apiGroups"), kind->group))
			return true;
	return false;
}

static bool is_spared(const struct run *run, const cJSON *rule, const char *entry)
{
	if (is_status(rule, entry))
		return spares_writers(run);
	return names_vital(rule, entry) && spares_cluster(run);
}

bool hook_is_spared(const struct run *run)
{
	const cJSON *rule, *entry;

	cJSON_ArrayForEach (rule, json_get(run->hook, "rules"))
		cJSON_ArrayForEach (entry, json_get(rule, "resources"))
			if (!json_string(entry) || !is_spared(run, rule, json_string(entry)))
				return false;
	return true;
}

static void check_resource(struct run *run, const cJSON *rule, const cJSON *item)
{
	const char *entry = json_string(item);

	if (is_wild(rule, entry))
		return;
	if (is_virtual(entry))
		run_found(run, item, "rules: %s: a cluster can't mend itself while kubevet is down",
			  entry);
	else if (!judged(run, rule, entry))
		run_found(run, item,
			  "rules: %s is read by nothing in kubevet's configuration (%s): calls for "
			  "nothing, with the objects in them",
			  entry, run->check->config->origin);
	else if (is_status(rule, entry) && !spares_writers(run))
		run_found(run, item,
			  "rules: %s: the cluster's own components write it all the time, and must "
			  "do so while kubevet is down; want a webhook of its own with the "
			  "matchConditions that kubevet webhook prints",
			  entry);
	else if (!is_status(rule, entry) && names_vital(rule, entry) && !spares_cluster(run))
		run_found(run, item,
			  "rules: %s: while kubevet is down the cluster's own components can't "
			  "write it either, and kubevet may need that to come back; want a webhook "
			  "of its own with the matchConditions that kubevet webhook prints",
			  entry);
}

/* Whether the operation is judged of anything that the rule names. */
static bool is_judged(const struct run *run, const cJSON *rule, const char *name)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(rule, "resources")) {
		const char *entry = json_string(item);

		if (is_wild(rule, entry))
			return true;
		for_each_operation(operation,
				   judged(run, rule, entry)) if (strcmp(operation_name(operation),
									name) == 0) return true;
	}
	return false;
}

static void check_operations(struct run *run, const cJSON *rule)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, json_get(rule, "operations")) {
		const char *name = json_string(item);

		if (name && strcmp(name, "*") != 0 && strcmp(name, "CREATE") != 0 &&
		    strcmp(name, "UPDATE") != 0 && !is_judged(run, rule, name))
			run_found(run, item, "rules: %s is not judged: calls for nothing", name);
	}
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

/* Whether an entry of resources names it: "pods", "*", "pods/" "*", "*" "/resize". Some kinds are
 * below a resource themselves: "pods/exec". */
static bool resource_matches(const char *entry, const char *resource, const char *sub)
{
	const char *slash = strchr(entry, '/'), *below = strchr(resource, '/');
	size_t len = slash ? (size_t)(slash - entry) : strlen(entry);
	size_t resource_len = strcspn(resource, "/");
	bool name = (len == 1 && *entry == '*') ||
		    (len == resource_len && memcmp(entry, resource, len) == 0);

	if (below)
		sub = below + 1;

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
	const char *wanted_scope = kind->of_cluster ? "Cluster" : "Namespaced";
	char version[KIND_VERSION_MAX];

	if ((!list_has(groups, kind->group) && !list_has(groups, "*")) ||
	    (!list_has(versions, kind_version(kind, version)) && !list_has(versions, "*")) ||
	    (!list_has(operations, operation) && !list_has(operations, "*")) ||
	    (*scope && strcmp(scope, "*") != 0 && strcmp(scope, wanted_scope) != 0))
		return false;
	cJSON_ArrayForEach (entry, json_get(rule, "resources"))
		if (json_string(entry) && resource_matches(json_string(entry), kind->resource, sub))
			return true;
	return false;
}

static void want_matched(struct run *run, const struct kind *kind, const char *sub,
			 enum operation operation)
{
	const char *name = operation_name(operation);
	char version[KIND_VERSION_MAX];
	const cJSON *hook, *rule;

	cJSON_ArrayForEach (hook, json_get(run->doc, "webhooks"))
		cJSON_ArrayForEach (rule, json_get(hook, "rules"))
			if (rule_matches(rule, kind, sub, name))
				return;
	run_found(run, json_get(run->doc, "webhooks"),
		  "rules: nothing matches %s of %s%s%s%s%s in %s", name, kind->resource,
		  *sub ? "/" : "", sub, *kind->group ? "." : "", kind->group,
		  kind_version(kind, version));
}

void check_coverage(struct run *run)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		unsigned operations = config_operations(run->check->config, kind);

		for_each_operation(operation, operations) want_matched(run, kind, "", operation);
		for_each_asked(sub, run->check->config, kind, WRITES_OBJECT | WRITES_METADATA)
			want_matched(run, kind, sub->name, OPERATION_UPDATE);
	}
}
