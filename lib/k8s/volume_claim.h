/* SPDX-License-Identifier: Apache-2.0 */
/* volume_claim.h - typed, read-only view of a PersistentVolumeClaim. */
#ifndef KUBEVET_K8S_VOLUME_CLAIM_H
#define KUBEVET_K8S_VOLUME_CLAIM_H

#include "k8s/view.h"

struct volume_claim {
	VIEW_HEAD(volume_claim); /* at: the object */
	const cJSON *node;
};

/**
 * volume_claim_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct volume_claim *volume_claim_view(struct arena *a, const cJSON *object,
						  struct err *err);

#endif
