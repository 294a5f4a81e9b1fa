/* SPDX-License-Identifier: Apache-2.0 */
/* reads.c - from rules and views to resources. */
#include "webhook/reads.h"

#include <string.h>

static bool rule_reads(const struct rule *rule, const struct kind *kind)
{
	if (rule->mode == RULE_OFF || !policy_reads(rule->policy, kind))
		return false;
	for_each_string (pattern, rule->match.kinds)
		if (match_kind(pattern, kind->group, kind->kind))
			return true;
	return !rule->match.kinds.count;
}

bool config_reads(const struct config *config, const struct kind *kind)
{
	if (!kind_is_served(kind))
		return false;
	if (kind->view == VIEW_POD || kind->view == VIEW_NAMESPACE)
		return true;
	for (size_t i = 0; i < config->rule_count; i++)
		if (rule_reads(&config->rules[i], kind))
			return true;
	return false;
}

const char *const *subresources_of(const struct kind *kind)
{
	static const char *const of_pods[] = { "ephemeralcontainers", "resize", NULL };
	static const char *const none[] = { NULL };

	return strcmp(kind->resource, "pods") == 0 && !*kind->group ? of_pods : none;
}

bool kind_is_cluster_scoped(const struct kind *kind)
{
	return kind->of_cluster;
}
