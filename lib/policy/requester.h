/* SPDX-License-Identifier: Apache-2.0 */
/* requester.h - who makes a request, and places of what a request says beside its object. */
#ifndef KUBEVET_POLICY_REQUESTER_H
#define KUBEVET_POLICY_REQUESTER_H

#include "k8s/view.h"
#include "policy/findings.h"

/** requester_is_any() - whether the user's name matches one of the globs @users, or one of his
 * groups one of @groups. */
bool requester_is_any(const struct request *request, const struct strings *users,
		      const struct strings *groups);

/** request_finding() - finding_add() on a field of the request itself: "namespace". */
void request_finding(struct findings *out, const char *field, const struct says *says);

#endif
