/* SPDX-License-Identifier: Apache-2.0 */
/* endpoints.h - typed, read-only view of an Endpoints or EndpointSlice. */
#ifndef KUBEVET_K8S_ENDPOINTS_H
#define KUBEVET_K8S_ENDPOINTS_H

#include "k8s/view.h"

struct endpoint_port {
	struct at at;
	const struct endpoint_port *next;
	const char *name, *protocol; /* "" when absent */
	int64_t port;		     /* 0 when absent */
};

/* One of a subset. */
struct endpoint_address {
	struct at at;
	const struct endpoint_address *next;
	const char *ip; /* "" when absent */
};

/* Of an Endpoints. */
struct endpoint_subset {
	struct at at;
	const struct endpoint_subset *next;
	const struct endpoint_address *addresses, *not_ready; /* notReadyAddresses */
	const struct endpoint_port *ports;
};

/* Of an EndpointSlice. */
struct endpoint {
	struct at at;
	const struct endpoint *next;
	struct strings addresses;
};

struct endpoints {
	VIEW_HEAD(endpoints);	  /* at: the object */
	const char *address_type; /* of a slice: IPv4, IPv6, FQDN; "" when absent */
	const struct endpoint_subset *subsets;
	const struct endpoint *endpoints;
	const struct endpoint_port *ports; /* of a slice */
	const cJSON *node;
};

#define for_each_subset(s, view) \
	for (const struct endpoint_subset *s = (view)->subsets; s && budget_step(); s = s->next)
#define for_each_address(a, list) \
	for (const struct endpoint_address *a = (list); a && budget_step(); a = a->next)
#define for_each_endpoint(e, view) \
	for (const struct endpoint *e = (view)->endpoints; e && budget_step(); e = e->next)

/**
 * endpoints_view() - view of the whole object
 * @object: borrowed
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct endpoints *endpoints_view(struct arena *a, const cJSON *object, struct err *err);

#endif
