/* SPDX-License-Identifier: Apache-2.0 */
/* evaluate.h - a pod against one level and version of the Pod Security Standards.
 *
 * Source: k8s.io/pod-security-admission policy/registry.go: which checks run, in which order, and
 * what they add up to.
 */
#ifndef KUBEVET_ENGINE_EVALUATE_H
#define KUBEVET_ENGINE_EVALUATE_H

#include "config/standard.h"

struct standards {
	size_t count;
	const struct policy **v; /* baseline by id, then restricted by id */
};

struct evaluation {
	bool allowed;
	const char *details; /* "reason (detail), reason" of all failed checks; "" when allowed */
	const struct findings *findings; /* finding.rule is an index into standards.v */
};

/**
 * standards_init() - the policies of @table that belong to the standard, in the order of evaluation
 * Return: 0 with @out for standards_fini(), or -1 (ERR_INPUT: an id twice, versions that don't
 * rise, an override of nothing).
 */
MUST_CHECK int standards_init(struct standards *out, const struct policy *const *table,
			      struct err *err);
void standards_fini(struct standards *s);

/** standard_check() - the function of a policy of the standard at @minor; NULL when it does not
 * exist there yet. */
policy_pod_check *standard_check(const struct policy *policy, uint64_t minor);

/**
 * standards_evaluate() - run all checks of @lv over all of @pods (linked by next); none stops at
 * the first Return: 0, or -1 when memory ran out.
 */
MUST_CHECK int standards_evaluate(const struct standards *s, struct arena *a,
				  struct level_version lv, const struct pod *pods,
				  struct evaluation *out, struct err *err);

#endif
