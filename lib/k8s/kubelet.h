/* SPDX-License-Identifier: Apache-2.0 */
/* kubelet.h - typed, read-only view of a KubeletConfiguration file. */
#ifndef KUBEVET_K8S_KUBELET_H
#define KUBEVET_K8S_KUBELET_H

#include "k8s/view.h"

struct kubelet {
	VIEW_HEAD(kubelet); /* at: the object */
	const cJSON *node;
};

/**
 * kubelet_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct kubelet *kubelet_view(struct arena *a, const cJSON *object, struct err *err);

#endif
