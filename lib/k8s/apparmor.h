/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor.h - typed, read-only view of an AppArmorProfile. */
#ifndef KUBEVET_K8S_APPARMOR_H
#define KUBEVET_K8S_APPARMOR_H

#include "k8s/view.h"

struct apparmor {
	VIEW_HEAD(apparmor); /* at: the object */
	const cJSON *node;
};

/**
 * apparmor_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct apparmor *apparmor_view(struct arena *a, const cJSON *object, struct err *err);

#endif
