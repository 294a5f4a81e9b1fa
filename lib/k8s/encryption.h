/* SPDX-License-Identifier: Apache-2.0 */
/* encryption.h - typed, read-only view of an EncryptionConfiguration file. */
#ifndef KUBEVET_K8S_ENCRYPTION_H
#define KUBEVET_K8S_ENCRYPTION_H

#include "k8s/view.h"

struct encryption {
	VIEW_HEAD(encryption); /* at: the object */
	const cJSON *node;
};

/**
 * encryption_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct encryption *encryption_view(struct arena *a, const cJSON *object,
					      struct err *err);

#endif
