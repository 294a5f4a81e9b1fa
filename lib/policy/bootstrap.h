/* SPDX-License-Identifier: Apache-2.0 */
/* bootstrap.h - roles and bindings that are the API server's own.
 *
 * Where the user is known it is he who counts: nobody else becomes the API server by a name and a
 * label. A file has only these, and they are its author's. So what it labels as the cluster's own
 * is taken for that only where bootstrap.def has the name - a role with no right of a topic that
 * the real one lacks, a binding of the same role to no more subjects - and the sink is told
 * (findings_note_own()), so that nothing goes unseen.
 */
#ifndef KUBEVET_POLICY_BOOTSTRAP_H
#define KUBEVET_POLICY_BOOTSTRAP_H

#include "policy/policy.h"

/** role_is_bootstrap() - whether a role is the API server's own and may have rights of all
 * @topics, bits as RIGHTS_BIT(). */
bool role_is_bootstrap(const struct role *role, unsigned topics, struct findings *out);

/** binding_is_bootstrap() - whether a binding is the API server's own. */
bool binding_is_bootstrap(const struct binding *binding, struct findings *out);

/** request_is_bootstrap() - whether the API server itself asks; never for a file. */
bool request_is_bootstrap(const struct request *request);

#endif
