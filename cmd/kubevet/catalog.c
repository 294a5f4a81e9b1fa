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
	return policy_reads_view(policy, VIEW_SERVICE) ? "services" : "pods";
}

/* A check gets the view of the object and nothing else. */
const char *policy_needs(const struct policy *policy)
{
	(void)policy;
	return "object";
}

bool policy_reads_kind(const struct policy *policy, const struct kind *kind)
{
	return policy_reads_view(policy, kind->view) && kind_version_known(kind, "v1");
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
