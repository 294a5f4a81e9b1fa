/* SPDX-License-Identifier: Apache-2.0 */
/* storage_class.h - typed, read-only view of a StorageClass. */
#ifndef KUBEVET_K8S_STORAGE_CLASS_H
#define KUBEVET_K8S_STORAGE_CLASS_H

#include "k8s/view.h"

struct storage_class {
	VIEW_HEAD(storage_class);   /* at: the object */
	const char *provisioner;    /* "" when absent */
	const char *reclaim_policy; /* "Delete" when absent, as the API server defaults it */
	struct map parameters;
	struct strings mount_options;
	struct opt_bool allow_volume_expansion;
};

/**
 * storage_class_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct storage_class *storage_class_view(struct arena *a, const cJSON *object,
						    struct err *err);

#endif
