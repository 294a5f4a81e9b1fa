/* SPDX-License-Identifier: Apache-2.0 */
/* reads.c - from rules and views to resources. */
#include "webhook/reads.h"

#include <stdio.h>
#include <string.h>

/* Whether the pattern is of a kind that there is no table of. */
static bool is_foreign(const char *pattern)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++)
		if (match_kind(pattern, kind->group, kind->kind))
			return false;
	return true;
}

/* Few clusters have any of the custom kinds, so they are registered where a rule names them. */
static bool rule_reads(const struct rule *rule, const struct kind *kind)
{
	if (rule->mode == RULE_OFF || !policy_reads(rule->policy, kind))
		return false;
	for_each_string (pattern, rule->match.kinds)
		if (kind ? match_names(pattern, kind) : is_foreign(pattern))
			return true;
	return !rule->match.kinds.count && !(kind && kind->custom);
}

unsigned config_operations(const struct config *config, const struct kind *kind)
{
	bool of_standard =
		kind && !kind->custom && (kind->view == VIEW_POD || kind->view == VIEW_NAMESPACE);
	unsigned operations = of_standard ? ON(CREATE) | ON(UPDATE) : 0;

	if (kind && !kind_is_served(kind))
		return 0;
	for (size_t i = 0; i < config->rule_count; i++)
		if (rule_reads(&config->rules[i], kind))
			operations |= policy_operations(config->rules[i].policy);
	return operations & kind_operations(kind);
}

bool config_reads(const struct config *config, const struct kind *kind)
{
	return config_operations(config, kind) != 0;
}

static bool is_kind(const struct kind *kind, const char *group, const char *resource)
{
	return strcmp(kind->group, group) == 0 && strcmp(kind->resource, resource) == 0;
}

/* Whether the rule reads labels or annotations of the kind's own objects; the ones of a template
 * are in the spec. */
static bool reads_own_metadata(const struct rule *rule, const struct kind *kind)
{
	const struct policy *policy = rule->policy;

	if (!rule_reads_metadata(rule) || !(policy_operations(policy) & ON(UPDATE)))
		return false;
	return rule->match.labels.count || policy->check_object || kind->view != VIEW_POD ||
	       (policy->check_workload && kind_has_view(kind, VIEW_WORKLOAD));
}

static bool metadata_is_read(const struct config *config, const struct kind *kind)
{
	if (kind->view == VIEW_NAMESPACE)
		return true; /* Pod Security checks its labels */
	for (size_t i = 0; i < config->rule_count; i++)
		if (rule_reads(&config->rules[i], kind) &&
		    reads_own_metadata(&config->rules[i], kind))
			return true;
	return false;
}

bool subresource_asked(const struct config *config, const struct kind *kind,
		       const struct subresource *sub)
{
	if (!is_kind(kind, sub->group, sub->resource))
		return false;
	if (sub->writes & WRITES_OBJECT)
		return config_operations(config, kind) & ON(UPDATE);
	return !sub->busy && metadata_is_read(config, kind);
}

const char *kind_version(const struct kind *kind, char text[KIND_VERSION_MAX])
{
	snprintf(text, KIND_VERSION_MAX, "%.*s", (int)strcspn(kind->versions, " "), kind->versions);
	return text;
}

bool kind_is_vital(const struct kind *kind)
{
	static const struct {
		const char *group, *resource;
	} vital[] = {
		/* Their taints decide where kubevet itself can run. */
		{ "", "nodes" },
		/* Without a certificate no node comes in. */
		{ "certificates.k8s.io", "certificatesigningrequests" },
		/* The API server brings its own up to date before it is ready. */
		{ "rbac.authorization.k8s.io", "roles" },
		{ "rbac.authorization.k8s.io", "clusterroles" },
		{ "rbac.authorization.k8s.io", "rolebindings" },
		{ "rbac.authorization.k8s.io", "clusterrolebindings" },
		{ "scheduling.k8s.io", "priorityclasses" },
		{ "apiregistration.k8s.io", "apiservices" },
		/* Written whenever a pod comes or goes; kubevet's Service has some, too. */
		{ "", "endpoints" },
		{ "discovery.k8s.io", "endpointslices" },
	};

	for (size_t i = 0; i < ARRAY_LEN(vital); i++)
		if (is_kind(kind, vital[i].group, vital[i].resource))
			return true;
	return false;
}

const char *operation_name(enum operation operation)
{
	static const char *const names[] = {
		[OPERATION_CREATE] = "CREATE",
		[OPERATION_UPDATE] = "UPDATE",
		[OPERATION_DELETE] = "DELETE",
		[OPERATION_CONNECT] = "CONNECT",
	};

	return names[operation];
}
