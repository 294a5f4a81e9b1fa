/* SPDX-License-Identifier: Apache-2.0 */
/* device_access.h - claims to devices that others use, for the policies that judge them. */
#ifndef KUBEVET_POLICY_DEVICE_ACCESS_H
#define KUBEVET_POLICY_DEVICE_ACCESS_H

#include "policy/policy.h"

/** device_access_check() - a finding for each request with adminAccess, unless @namespaces, globs,
 * have the namespace of the claim. */
void device_access_check(const struct device_claim *claim, const struct strings *namespaces,
			 struct findings *out);

#endif
