/* SPDX-License-Identifier: Apache-2.0 */
/* reach.c - rules that can never match an object.
 *
 * A rule reaches the kinds that its policy reads, match.kinds names and the policy's own parameter
 * "kinds" names, in requests that the policy evaluates; there it must be able to match a namespace.
 * Kinds of no table are reached by policies of any object alone, and nothing is known of them.
 */
#include "config/reader.h"

#include <string.h>

#define LABEL_NAME_MAX 63

/* What of a rule is left to match. */
struct reach {
	struct reader *r;
	const struct spot *spot; /* of the rule */
	const struct rule *rule;
	const struct strings *kinds; /* the parameter of that name; NULL: there is none */
	bool namespaced, of_cluster, foreign;
};

static bool is_glob(const char *pattern)
{
	return strpbrk(pattern, "*?") != NULL;
}

static const struct strings *kinds_param(const struct rule *rule)
{
	for (size_t i = 0; i < rule->policy->param_count; i++)
		if (strcmp(rule->policy->params[i].name, "kinds") == 0 &&
		    rule->policy->params[i].type == PARAM_STRINGS)
			return param_strings(rule->params, i);
	return NULL;
}

/* Whether the rule evaluates objects of a kind of the table, should match.kinds name it. */
static bool evaluates(const struct reach *reach, const struct kind *kind)
{
	const struct policy *policy = reach->rule->policy;

	return policy_reads(policy, kind) && policy_operations(policy) & kind_operations(kind) &&
	       (!reach->kinds || globs_match(reach->kinds, kind->kind));
}

static const char *kind_part(const char *pattern)
{
	const char *slash = strchr(pattern, '/');

	return slash ? slash + 1 : pattern;
}

static bool names_known(const char *pattern)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (match_kind(pattern, kind->group, kind->kind))
			return true;
	return false;
}

/* Whether a kind of no table can be meant by both: a plain name of the table means that one. */
static bool reaches_foreign(const struct reach *reach, const char *pattern)
{
	if (!reach->rule->policy->check_object || (!is_glob(pattern) && names_known(pattern)))
		return false;
	if (!reach->kinds)
		return true;
	for_each_string (kind, *reach->kinds)
		if ((is_glob(kind) || !names_known(kind)) && globs_meet(kind_part(pattern), kind))
			return true;
	return false;
}

static void note(struct reach *reach, const struct kind *kind)
{
	/* A request for a Namespace is in that namespace. */
	if (kind->of_cluster && kind->view != VIEW_NAMESPACE)
		reach->of_cluster = true;
	else
		reach->namespaced = true;
}

/* Return: whether anything is reached through that entry of match.kinds. */
static bool note_pattern(struct reach *reach, const char *pattern)
{
	bool any = false;

	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		if (!match_names(pattern, kind) || !evaluates(reach, kind))
			continue;
		note(reach, kind);
		any = true;
	}
	if (reaches_foreign(reach, pattern))
		any = reach->foreign = true;
	return any;
}

/* match.kinds: [pods] names no kind, but where any object is read it would seem to. */
static const char *kind_of_resource(const char *pattern)
{
	for (const struct kind *kind = kinds_all(); !is_glob(pattern) && kind->kind; kind++)
		if (strcmp(kind->resource, kind_part(pattern)) == 0)
			return kind->kind;
	return NULL;
}

static bool policy_reads_any(const struct policy *policy, const char *pattern)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (policy_reads(policy, kind) && match_names(pattern, kind))
			return true;
	return policy->check_object;
}

static void fault_kind(const struct reach *reach, const struct spot *at, const char *pattern)
{
	const char *kind = kind_of_resource(pattern);

	if (kind)
		reader_fault(reach->r, at, "\"%.100s\" is a resource; must be a kind: %s", pattern,
			     kind);
	else if (!policy_reads_any(reach->rule->policy, pattern))
		reader_fault(reach->r, at, "\"%.100s\" is no kind that %s looks at", pattern,
			     reach->rule->policy->id);
	else if (reach->kinds)
		reader_fault(reach->r, at,
			     "\"%.100s\" never matches: params.kinds of %s does not name it",
			     pattern, reach->rule->policy->id);
	else
		reader_fault(reach->r, at,
			     "\"%.100s\" never matches: %s does not evaluate requests for it",
			     pattern, reach->rule->policy->id);
}

/* The spot of a list below the rule: match.kinds, params.kinds; its node is NULL when absent. */
struct path {
	struct spot upper, list;
};

static void find_list(const struct reach *reach, const char *upper, const char *key,
		      struct path *out)
{
	const cJSON *up = json_get(reach->spot->node, upper), *list = json_get(up, key);

	out->upper = up ? spot_member(reach->spot, up) : *reach->spot;
	out->list = list ? spot_member(&out->upper, list) : (struct spot){ .node = NULL };
}

static void check_match_kinds(struct reach *reach)
{
	const struct strings *kinds = &reach->rule->match.kinds;
	struct path path;
	const cJSON *element;
	int i = 0;

	if (!kinds->count) {
		(void)note_pattern(reach, "*");
		return;
	}
	find_list(reach, "match", "kinds", &path);
	cJSON_ArrayForEach (element, path.list.node) {
		struct spot at = spot_element(&path.list, element, i++);
		const char *pattern = json_string(element);

		if (pattern && *pattern &&
		    (kind_of_resource(pattern) || !note_pattern(reach, pattern)))
			fault_kind(reach, &at, pattern);
	}
}

/* Entries of the parameter that no object can have, or none that the policy reads. */
static void check_param_kinds(const struct reach *reach)
{
	struct path path;
	const cJSON *element;
	int i = 0;

	find_list(reach, "params", "kinds", &path);
	if (path.list.node && reach->kinds && !reach->kinds->count)
		reader_fault(reach->r, &path.list, "must name a kind: the rule never matches");
	cJSON_ArrayForEach (element, path.list.node) {
		struct spot at = spot_element(&path.list, element, i++);
		const char *pattern = json_string(element);
		bool read = false;

		if (!reach->kinds || !pattern)
			return;
		for (const struct kind *kind = kinds_all(); kind->kind; kind++)
			read = read || (policy_reads(reach->rule->policy, kind) &&
					glob_match(pattern, kind->kind));
		if (strchr(pattern, '/'))
			reader_fault(reach->r, &at,
				     "\"%.100s\" never matches: must be a kind "
				     "without its group",
				     pattern);
		else if (!read && (kind_of_resource(pattern) ||
				   !policy_reads_any(reach->rule->policy, pattern)))
			fault_kind(reach, &at, pattern);
	}
}

/* What excludes all that @pattern matches; NULL: nothing does. */
static const char *excluded_by(const struct rule *rule, const char *pattern)
{
	for_each_string (exclude, rule->match.exclude_namespaces)
		if (glob_covers(exclude, pattern))
			return exclude;
	return NULL;
}

/* A namespace's name is an RFC 1123 label. */
static bool can_be_namespace(const char *pattern)
{
	return pattern[strspn(pattern, "abcdefghijklmnopqrstuvwxyz0123456789-*?")] == '\0';
}

static void check_name(const struct reach *reach, const struct spot *at, const char *pattern)
{
	if (!can_be_namespace(pattern))
		reader_fault(reach->r, at, "\"%.100s\" never matches: no namespace has such a name",
			     pattern);
}

/* Objects of no namespace are matched by a pattern that matches an empty name, and not excluded. */
static void check_namespaces(const struct reach *reach)
{
	struct path path;
	const cJSON *element;
	bool outside = false;
	int i = 0;

	find_list(reach, "match", "namespaces", &path);
	cJSON_ArrayForEach (element, path.list.node) {
		struct spot at = spot_element(&path.list, element, i++);
		const char *pattern = json_string(element), *exclude;
		bool empty;

		if (!pattern)
			return;
		empty = glob_match(pattern, "");
		outside = outside || empty;
		exclude = excluded_by(reach->rule, pattern);
		check_name(reach, &at, pattern);
		if (exclude && !(empty && (reach->of_cluster || reach->foreign)))
			reader_fault(reach->r, &at,
				     "\"%.100s\" never matches: excludeNamespaces has \"%.100s\"",
				     pattern, exclude);
	}
	if (i && !outside && reach->of_cluster && !reach->namespaced && !reach->foreign)
		reader_fault(reach->r, &path.list,
			     "never matches: objects of these kinds are in no namespace");
}

static void check_excluded(const struct reach *reach)
{
	struct path path;
	const cJSON *element;
	int i = 0;

	find_list(reach, "match", "excludeNamespaces", &path);
	cJSON_ArrayForEach (element, path.list.node) {
		struct spot at = spot_element(&path.list, element, i++);
		const char *pattern = json_string(element);

		if (!pattern)
			return;
		check_name(reach, &at, pattern);
		if (!reach->rule->match.namespaces.count && glob_covers(pattern, "*") &&
		    !reach->of_cluster && !reach->foreign)
			reader_fault(reach->r, &at,
				     "\"%.100s\" excludes every namespace: the rule never matches",
				     pattern);
	}
}

static bool is_label_text(const char *text, size_t len, const char *more)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
	size_t fixed = 0;

	for (size_t i = 0; i < len; i++) {
		if (!strchr(plain, text[i]) && !strchr(more, text[i]))
			return false;
		fixed += text[i] != '*';
	}
	return fixed <= LABEL_NAME_MAX;
}

static bool can_be_key(const char *key)
{
	const char *slash = strchr(key, '/'), *name = slash ? slash + 1 : key;

	if (slash &&
	    (slash == key || key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-.")] != '/'))
		return false;
	return *name && is_label_text(name, strlen(name), "");
}

static void check_labels(const struct reach *reach)
{
	struct path path;
	const cJSON *label;

	find_list(reach, "match", "labels", &path);
	if (!path.list.node || !cJSON_IsObject(path.list.node))
		return;
	for (label = path.list.node->child; label; label = label->next) {
		struct spot at = spot_member(&path.list, label);
		const char *value = json_string(label);

		if (!can_be_key(label->string))
			reader_fault(reach->r, &at, "never matches: no label has such a key");
		else if (value && !is_label_text(value, strlen(value), "*?"))
			reader_fault(reach->r, &at,
				     "\"%.100s\" never matches: no label has such a value", value);
	}
}

/* Everybody who is anybody is in system:authenticated. */
static bool is_everybody(const char *pattern)
{
	return glob_covers(pattern, "*") || glob_match(pattern, "system:authenticated");
}

static void check_exempt(const struct reach *reach, const struct param *param)
{
	struct path path;
	const cJSON *element;
	int i = 0;

	find_list(reach, "params", param->name, &path);
	cJSON_ArrayForEach (element, path.list.node) {
		struct spot at = spot_element(&path.list, element, i++);
		const char *pattern = json_string(element);

		if (pattern && is_everybody(pattern))
			reader_fault(reach->r, &at,
				     "\"%.100s\" exempts every user: the rule never denies",
				     pattern);
	}
}

void check_reach(struct reader *r, const struct spot *spot, const struct rule *rule)
{
	struct reach reach = { .r = r, .spot = spot, .rule = rule };

	if (!rule->params || r->out_of_memory)
		return;
	reach.kinds = kinds_param(rule);
	check_param_kinds(&reach);
	check_match_kinds(&reach);
	if (rule->mode == RULE_OFF)
		return;
	check_namespaces(&reach);
	check_excluded(&reach);
	check_labels(&reach);
	for (size_t i = 0; i < rule->policy->param_count; i++)
		if (rule->policy->params[i].exempts)
			check_exempt(&reach, &rule->policy->params[i]);
}
