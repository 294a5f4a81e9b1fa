/* SPDX-License-Identifier: Apache-2.0 */
/* policy.h - the contract: what a policy is, and all that it may use.
 *
 * A policy is one file with one const struct. Its check is pure: it reads views and parameters and
 * adds findings. It cannot fail, log or block, and what it allocates is bounded by the review's
 * arena. When that is full the sink notes it and the engine refuses the review: no failure path
 * ends as "allowed".
 *
 * Adding one is a new file under policies/ and one line in policies/policies.def.
 */
#ifndef KUBEVET_POLICY_POLICY_H
#define KUBEVET_POLICY_POLICY_H

#include "k8s/views.h"
#include "policy/findings.h"
#include "policy/params.h"
#include "policy/reference.h"
#include "policy/wording.h"

enum severity { SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };

/* Pod Security levels, from the weakest to the strictest. */
enum level { LEVEL_PRIVILEGED, LEVEL_BASELINE, LEVEL_RESTRICTED };

typedef void policy_pod_check(const struct pod *pod, const struct params *params,
			      struct findings *out);
#define VIEW(NAME, name, words)                                                                  \
	typedef void policy_##name##_check(const struct name *view, const struct params *params, \
					   struct findings *out);
#include "k8s/views.def"
#undef VIEW

/* What a verdict takes that a file does not have. */
enum need {
	NEEDS_OLD = 1, /* what an update replaces: then views have @old */
	NEEDS_USER = 2,
	NEEDS_VALUES = 4 /* data of Secrets and the like, which records leave out */
};

/* A rule of the standard as it reads from minor version @from (v1.@from) until the next one. */
struct standard_version {
	int from;
	policy_pod_check *check;
};

#define STANDARD_VERSIONS_MAX 6

/* What makes a policy one of the 19 checks of the Pod Security Standards. Its checks add findings
 * like all others and must also call findings_summary() once when there is any: upstream's reason
 * and detail, to the letter. */
struct standard {
	enum level level;
	const char *id; /* upstream's check id: "capabilities_baseline" */
	const char *
		overrides; /* id of the baseline check that this restricted one replaces, or NULL */
	struct standard_version versions[STANDARD_VERSIONS_MAX]; /* rising; ends at check == NULL */
};

struct policy {
	const char *id;	    /* kebab-case, never reused */
	const char *title;  /* what holds when it passes: "Containers take no port of the node" */
	const char *why;    /* what goes wrong otherwise */
	const char *remedy; /* what to do about it */
	enum severity severity;

	/* Manifests without apiVersion, kind and name that the policy accepts and refuses with its
	 * default parameters; a test judges them. */
	const char *good, *bad;
	const char *kind; /* of both, where the first in kinds.c that it reads does not do */
	const char *was;  /* what both replace, for policies that judge updates alone; or NULL */
	enum reference maps[REFERENCES_MAX]; /* what it helps to meet; ends at REFERENCE_NONE */

	const struct param *params; /* declared parameters, or NULL */
	size_t param_count;

	/* The views it reads: each check that is there runs on objects that have that view. */
	policy_pod_check *check_pod;
#define VIEW(NAME, name, words) policy_##name##_check *check_##name;
#include "k8s/views.def"
#undef VIEW

	/* Labels or annotations of the object itself, not only of a template in it, decide what it
	 * finds: then the webhook is registered also for what writes these beside a status. */
	bool reads_metadata;
	unsigned needs;	     /* enum need, or'ed */
	unsigned operations; /* ON(CREATE) | ...; 0: CREATE and UPDATE */

	const struct standard *standard; /* then check_pod is NULL and the version chooses */
};

/* A bit of policy.operations: ON(DELETE). */
#define ON(operation) (1u << OPERATION_##operation)

/* The beginning of most examples: what follows belongs to the container or to the spec. */
#define EXAMPLE_POD "spec:\n  containers:\n  - name: app\n"

#define POLICY_PARAMS(table) .params = (table), .param_count = ARRAY_LEN(table)

#endif
