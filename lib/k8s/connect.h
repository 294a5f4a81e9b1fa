/* SPDX-License-Identifier: Apache-2.0 */
/* connect.h - typed, read-only view of a request to connect: exec, attach, port-forward, proxy. */
#ifndef KUBEVET_K8S_CONNECT_H
#define KUBEVET_K8S_CONNECT_H

#include "k8s/view.h"

struct connect {
	VIEW_HEAD(connect); /* at: the object */
	const cJSON *node;
};

/**
 * connect_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct connect *connect_view(struct arena *a, const cJSON *object, struct err *err);

#endif
