/* SPDX-License-Identifier: Apache-2.0 */
/* added.h - what an update of a role or a binding gives that was not given before. */
#ifndef KUBEVET_POLICY_ADDED_H
#define KUBEVET_POLICY_ADDED_H

#include "policy/policy.h"

/** added_rights() - a finding for each rule of @role that grants what no rule of @before did, by
 * coverage; with @dangerous_only for what is in the table of rights, or a wildcard. One finding for
 * all when there are too many to compare. */
void added_rights(const struct role *before, const struct role *role, bool dangerous_only,
		  struct findings *out);

/** added_aggregation() - a finding for each label that newly adds the role to another one, and for
 * each selector that newly adds others to it. */
void added_aggregation(const struct role *before, const struct role *role, struct findings *out);

/** added_subjects() - a finding for each subject that @before did not bind. A roleRef does not
 * change; one that did all the same would make every subject a new one. */
void added_subjects(const struct binding *before, const struct binding *binding,
		    struct findings *out);

#endif
