/* SPDX-License-Identifier: Apache-2.0 */
/* policies.h - the table of all policies, made from policies.def. */
#ifndef KUBEVET_POLICIES_POLICIES_H
#define KUBEVET_POLICIES_POLICIES_H

#include "policy/policy.h"

/* In the order of the list, ended by NULL. */
extern const struct policy *const policies_all[];

/* The folder of each, in the same order. */
extern const char *const policies_sets[];

#endif
