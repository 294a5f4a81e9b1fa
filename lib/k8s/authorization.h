/* SPDX-License-Identifier: Apache-2.0 */
/* authorization.h - typed, read-only view of an AuthorizationConfiguration file. */
#ifndef KUBEVET_K8S_AUTHORIZATION_H
#define KUBEVET_K8S_AUTHORIZATION_H

#include "k8s/view.h"

struct authorizer {
	struct at at;
	const struct authorizer *next;
	const char *type, *name; /* "Node", "RBAC", "ABAC", "Webhook", "AlwaysAllow" ... */
	bool has_webhook;
	const char *failure_policy; /* of the webhook; "" when absent */
};

struct authorization {
	VIEW_HEAD(authorization); /* at: the object */
	const struct authorizer *authorizers;
};

#define for_each_authorizer(r, view) \
	for (const struct authorizer *r = (view)->authorizers; r && budget_step(); r = r->next)

/**
 * authorization_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct authorization *authorization_view(struct arena *a, const cJSON *object,
						    struct err *err);

#endif
