/* SPDX-License-Identifier: Apache-2.0 */
/* host_mounts.h - the directories of the node that a pod has, and the mounts of them: one walk for
 * the policies that judge them. */
#ifndef KUBEVET_POLICY_HOST_MOUNTS_H
#define KUBEVET_POLICY_HOST_MOUNTS_H

#include "policy/host_lists.h"
#include "policy/host_path.h"
#include "policy/policy.h"

struct host_volume {
	const struct volume *volume;
	struct host_place place;
	/* Set by the caller. */
	bool refused; /* there is a finding on it already */
	const char
		*read_only; /* why its mounts must be readOnly, for a want; NULL: they need not */
};

struct host_volumes {
	size_t count;
	struct host_volume *v;
};

/** host_volumes() - all of a pod, in its order; owned by the sink's arena. When memory runs out the
 * sink is spoiled. */
struct host_volumes host_volumes(const struct pod *pod, struct findings *out);

/* What is wanted in place of @place, or NULL when it may be. */
typedef const char *host_place_judge(const struct host_place *place, const void *ctx,
				     struct findings *out);

/**
 * host_mounts_check() - findings on mounts that write to a volume whose mounts must be readOnly,
 * and on those whose subPath leads out of a volume that may be to a place that may not
 *
 * Each mount is compared with each volume; more than PAIRS_MAX pairs are a finding of their own.
 */
void host_mounts_check(const struct pod *pod, const struct host_volumes *volumes, const void *ctx,
		       struct findings *out, host_place_judge *judge);

#endif
