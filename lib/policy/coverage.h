/* SPDX-License-Identifier: Apache-2.0 */
/* coverage.h - what the rules of one role grant that those of another don't.
 *
 * Rules are taken apart into single grants - one verb on one resource, of one name or of all - as
 * Kubernetes does before it decides on an escalation. A grant that some old rule covers is not new,
 * however the rules were cut and ordered.
 */
#ifndef KUBEVET_POLICY_COVERAGE_H
#define KUBEVET_POLICY_COVERAGE_H

#include "policy/policy.h"

/* More single grants than this are not compared. */
#define GRANTS_MAX ((size_t)100 * 1000)

/* One grant. Of a URL @group is NULL and @resource the URL; @name NULL: of all names. */
struct grant {
	const char *group, *resource, *name, *verb;
};

typedef void coverage_new_grant(void *ctx, const struct access_rule *rule,
				const struct grant *grant);

/**
 * coverage_compare() - call @is_new for each grant of @now that @before does not cover
 * @out: for memory; spoiled when it runs out
 *
 * Cost is n log n in the grants. Return: false when there are too many to compare, and nothing was
 * called.
 */
bool coverage_compare(const struct role *before, const struct role *now, coverage_new_grant *is_new,
		      void *ctx, struct findings *out);

/** grant_text() - "get secrets/token", "create deployments.apps", "get /metrics" */
const char *grant_text(const struct grant *grant, struct findings *out);

#endif
