/* SPDX-License-Identifier: Apache-2.0 */
/* service_account.h - typed, read-only view of a ServiceAccount. */
#ifndef KUBEVET_K8S_SERVICE_ACCOUNT_H
#define KUBEVET_K8S_SERVICE_ACCOUNT_H

#include "k8s/view.h"

struct service_account {
	VIEW_HEAD(service_account); /* at: the object */
	const cJSON *node;
};

/**
 * service_account_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct service_account *service_account_view(struct arena *a, const cJSON *object,
							struct err *err);

#endif
