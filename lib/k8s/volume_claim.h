/* SPDX-License-Identifier: Apache-2.0 */
/* volume_claim.h - typed, read-only view of a PersistentVolumeClaim. */
#ifndef KUBEVET_K8S_VOLUME_CLAIM_H
#define KUBEVET_K8S_VOLUME_CLAIM_H

#include "k8s/view.h"

struct volume_claim {
	VIEW_HEAD(volume_claim);   /* at: "spec" */
	const char *storage_class; /* storageClassName; NULL when absent: the default class */
	const char *volume_name;   /* "" when absent */
	const char *volume_mode;   /* "" when absent: Filesystem */
	struct strings access_modes;
	const char *requested_storage; /* for quantity_parse(); NULL when absent */
};

/**
 * volume_claim_view() - view of a PersistentVolumeClaim's spec
 * @object: the whole object, borrowed; no spec gives an empty one
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct volume_claim *volume_claim_view(struct arena *a, const cJSON *object,
						  struct err *err);

#endif
