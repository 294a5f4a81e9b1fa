/* SPDX-License-Identifier: Apache-2.0 */
/* service_account.h - typed, read-only view of a ServiceAccount. */
#ifndef KUBEVET_K8S_SERVICE_ACCOUNT_H
#define KUBEVET_K8S_SERVICE_ACCOUNT_H

#include "k8s/view.h"

/* An object of the account's lists: a Secret. */
struct account_secret {
	struct at at;
	const struct account_secret *next;
	const char *name, *ns; /* "" when absent */
};

struct service_account {
	VIEW_HEAD(service_account); /* at: the object */
	struct opt_bool automount_token;
	const struct account_secret *secrets, *image_pull_secrets;
};

#define for_each_account_secret(s, list) \
	for (const struct account_secret *s = (list); s && budget_step(); s = s->next)

/**
 * service_account_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct service_account *service_account_view(struct arena *a, const cJSON *object,
							struct err *err);

#endif
