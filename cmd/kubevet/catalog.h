/* SPDX-License-Identifier: Apache-2.0 */
/* catalog.h - what the const structs of the policies say, in the words that list, explanation and
 * documentation share. */
#ifndef KUBEVET_CMD_CATALOG_H
#define KUBEVET_CMD_CATALOG_H

#include "config/config.h"

/** severity_name() - "low", "medium", "high", "critical". */
const char *severity_name(enum severity severity);

/** mode_name() - "deny", "warn", "audit", "off". */
const char *mode_name(enum rule_mode mode);

/** policy_find() - by id, from all policies; NULL when there is none. */
const struct policy *policy_find(const char *id);

/** policy_view_name() - what it looks at: "pods", "services"; "several", "any". */
const char *policy_view_name(const struct policy *policy);

/** policy_needs() - what a verdict takes beside the object: "user, old object"; "" for nothing. */
const char *policy_needs(const struct policy *policy);

/** policy_requests() - "DELETE", "CREATE, UPDATE": the requests that it judges. */
const char *policy_requests(const struct policy *policy);

/** policy_is_usual() - whether it judges what is created and updated, as most do. */
bool policy_is_usual(const struct policy *policy);

/** policy_example_kind() - the kind that its examples are of; NULL when it reads none. */
const struct kind *policy_example_kind(const struct policy *policy);

/** policy_kinds_write() - "Pod, Deployment", "every kind". */
void policy_kinds_write(struct buf *out, const struct policy *policy);

/* What policies are about: the folders that they are in. */
struct subject_title {
	const char *set;   /* "network"; NULL ends a table */
	const char *title; /* "Network" */
};

/** subjects_all() - in the order in which a reader wants them; each policy is in one. */
const struct subject_title *subjects_all(void);

/** policy_set() - the folder: "network". */
const char *policy_set(const struct policy *policy);

/** policy_reads_kind() - whether the policy looks at objects of that kind, in a served group. */
bool policy_reads_kind(const struct policy *policy, const struct kind *kind);

/** param_default() - JSON text of the default, or "not set". */
const char *param_default(const struct param *param);

/** policy_params() - declared parameters, those that every policy of the standard has included. */
const struct param *policy_params(const struct policy *policy, size_t *count);

/* The references of a policy, one after the other. */
#define for_each_reference(item, policy)                                          \
	for (const enum reference *r_ = (policy)->maps;                           \
	     r_ < (policy)->maps + REFERENCES_MAX && *r_ != REFERENCE_NONE; r_++) \
		for (const struct reference_item *item = reference_item(*r_); item; item = NULL)

#endif
