/* SPDX-License-Identifier: Apache-2.0 */
/* policies.c - policies.def as a table; written once, a new policy does not touch it. */
#include "policies.h"

#define POLICY(set, name) extern const struct policy policy_##set##_##name;
#include "policies.def"
#undef POLICY

#define POLICY(set, name) &policy_##set##_##name,
const struct policy *const policies_all[] = {
#include "policies.def"
	NULL
};
#undef POLICY

#define POLICY(set, name) #set,
const char *const policies_sets[] = {
#include "policies.def"
	NULL
};
#undef POLICY
