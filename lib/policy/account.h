/* SPDX-License-Identifier: Apache-2.0 */
/* account.h - which service accounts a policy leaves alone. */
#ifndef KUBEVET_POLICY_ACCOUNT_H
#define KUBEVET_POLICY_ACCOUNT_H

#include "policy/policy.h"

enum { ACCOUNT_ALLOWED, ACCOUNT_USERS, ACCOUNT_PARAM_COUNT };

/* Users that make or change accounts on behalf of the cluster: the account "default" of each
 * namespace, those of controllers, Secrets of tokens in old versions. */
#define ACCOUNT_PARAMS                                                                          \
	[ACCOUNT_ALLOWED] = { "allowedAccounts", PARAM_STRINGS, .def = "[]",                    \
			      .doc = "Globs of accounts that are not looked at: "               \
				     "namespace/name." },                                       \
	[ACCOUNT_USERS] = { "allowedUsers", PARAM_STRINGS,                                      \
			    .def = "[\"system:kube-controller-manager\", "                      \
				   "\"system:serviceaccount:kube-system:"                       \
				   "service-account-controller\"]",                             \
			    .doc = "Globs of the names of users whose accounts are not looked " \
				   "at." }

/** account_is_left_alone() - by the parameters above. */
bool account_is_left_alone(const struct service_account *account, const struct params *params,
			   struct findings *out);

#endif
