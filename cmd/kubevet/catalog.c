/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.c - words for what the policies declare. */
#include "catalog.h"

#include <string.h>

#include "policies.h"

const char *severity_name(enum severity severity)
{
	static const char *const names[] = { "low", "medium", "high", "critical" };

	return names[severity];
}

const struct policy *policy_find(const char *id)
{
	for (const struct policy *const *p = policies_all; *p; p++)
		if (strcmp((*p)->id, id) == 0)
			return *p;
	return NULL;
}

const char *policy_view_name(const struct policy *policy)
{
	static const struct {
		enum view view;
		const char *words;
	} names[] = {
		{ VIEW_POD, "pods" },
#define VIEW(NAME, name, words) { VIEW_##NAME, words },
#include "k8s/views.def"
#undef VIEW
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (policy_has_check(policy, names[i].view))
			return names[i].words;
	return "";
}

const char *policy_needs(const struct policy *policy)
{
	static const char *const words[] = {
		[0] = "object",
		[NEEDS_OLD] = "object, old object",
		[NEEDS_USER] = "object, user",
		[NEEDS_OLD | NEEDS_USER] = "object, old object, user",
	};

	return words[policy->needs];
}

bool policy_reads_kind(const struct policy *policy, const struct kind *kind)
{
	return policy_reads(policy, kind) && strcmp(kind->group, "extensions") != 0;
}

const char *param_default(const struct param *param)
{
	return param->def ? param->def : "not set";
}

const struct param *policy_params(const struct policy *policy, size_t *count)
{
	if (policy->standard)
		return standard_params(count);
	*count = policy->param_count;
	return policy->params;
}
