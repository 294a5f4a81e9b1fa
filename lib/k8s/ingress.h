/* SPDX-License-Identifier: Apache-2.0 */
/* ingress.h - typed, read-only view of an Ingress. */
#ifndef KUBEVET_K8S_INGRESS_H
#define KUBEVET_K8S_INGRESS_H

#include "k8s/view.h"

struct ingress {
	VIEW_HEAD(ingress); /* at: the object */
	const cJSON *node;
};

/**
 * ingress_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct ingress *ingress_view(struct arena *a, const cJSON *object, struct err *err);

#endif
