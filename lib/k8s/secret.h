/* SPDX-License-Identifier: Apache-2.0 */
/* secret.h - typed, read-only view of a Secret. */
#ifndef KUBEVET_K8S_SECRET_H
#define KUBEVET_K8S_SECRET_H

#include "k8s/data.h"
#include "k8s/view.h"

struct secret {
	VIEW_HEAD(secret); /* at: the object */
	const char *type;  /* "Opaque" when absent or empty, as the API server defaults it */
	struct opt_bool immutable;
	/* data and stringData, which is written over data; the bytes, not their base64. Never print
	 * them. */
	struct data data;
	const cJSON *node;
};

/**
 * secret_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct secret *secret_view(struct arena *a, const cJSON *object, struct err *err);

#endif
