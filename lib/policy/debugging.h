/* SPDX-License-Identifier: Apache-2.0 */
/* debugging.h - what is not asked of ephemeral containers, since kubectl debug cannot give it.
 *
 * The API server refuses resources, probes, ports and hooks of them, so no policy asks for these.
 * What no profile of kubectl debug sets is asked for by a parameter alone, the same in each policy
 * that has one. What a profile does set (restricted sets a user, no privileges, no capabilities and
 * a seccomp profile) is asked of them as of all others.
 */
#ifndef KUBEVET_POLICY_DEBUGGING_H
#define KUBEVET_POLICY_DEBUGGING_H

#include "policy/policy.h"

#define INCLUDE_EPHEMERAL_CONTAINERS                                                         \
	{                                                                                    \
		"includeEphemeralContainers", PARAM_BOOL,                                    \
			.def = "false",                                                      \
			.doc = "Whether ephemeral containers must have it, too. No profile " \
			       "of kubectl debug sets it, so that with true most debugging " \
			       "is refused."                                                 \
	}

/** is_left_to_debug() - whether a list of containers is left out by the parameter @i, which is
 * INCLUDE_EPHEMERAL_CONTAINERS. */
static inline bool is_left_to_debug(enum container_list list, const struct params *params, size_t i)
{
	return list == CONTAINER_EPHEMERAL && !param_bool(params, i);
}

#endif
