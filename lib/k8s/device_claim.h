/* SPDX-License-Identifier: Apache-2.0 */
/* device_claim.h - typed, read-only view of a ResourceClaim or ResourceClaimTemplate: the devices
 * that pods ask for. */
#ifndef KUBEVET_K8S_DEVICE_CLAIM_H
#define KUBEVET_K8S_DEVICE_CLAIM_H

#include "k8s/view.h"

/* The alternatives of a request, firstAvailable, have no access of administrators. */
struct device_request {
	struct at at;
	const struct device_request *next;
	bool admin_access;	   /* of the request itself, as up to v1beta1 */
	bool exactly_admin_access; /* within exactly, as since v1beta2 */
};

struct device_claim {
	VIEW_HEAD(device_claim); /* at: "spec" */
	const struct device_request *requests;
	const struct device_claim *template; /* the spec in a template's spec; else without any */
};

#define for_each_device_request(r, claim) \
	for (const struct device_request *r = (claim)->requests; r && budget_step(); r = r->next)

/**
 * device_claim_view() - view of the spec, and of the one in it
 * @object: the whole object, borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct device_claim *device_claim_view(struct arena *a, const cJSON *object,
						  struct err *err);

#endif
