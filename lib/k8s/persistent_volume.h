/* SPDX-License-Identifier: Apache-2.0 */
/* persistent_volume.h - typed, read-only view of a PersistentVolume. */
#ifndef KUBEVET_K8S_PERSISTENT_VOLUME_H
#define KUBEVET_K8S_PERSISTENT_VOLUME_H

#include "k8s/view.h"

struct persistent_volume {
	VIEW_HEAD(persistent_volume); /* at: the object */
	const cJSON *node;
};

/**
 * persistent_volume_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct persistent_volume *persistent_volume_view(struct arena *a, const cJSON *object,
							    struct err *err);

#endif
