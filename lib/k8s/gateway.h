/* SPDX-License-Identifier: Apache-2.0 */
/* gateway.h - typed, read-only view of a Gateway of gateway.networking.k8s.io. */
#ifndef KUBEVET_K8S_GATEWAY_H
#define KUBEVET_K8S_GATEWAY_H

#include "k8s/object_ref.h"
#include "k8s/selector.h"
#include "k8s/view.h"

struct gateway_tls {
	struct at at;
	const char *mode; /* "" when absent: Terminate */
	struct map options;
	const struct object_ref *certificates; /* certificateRefs */
	const struct object_ref *client_cas;   /* frontendValidation.caCertificateRefs */
};

/* Which namespaces routes, or other sets of listeners, may come from. */
struct gateway_from {
	struct at at;			 /* allowedRoutes.namespaces, allowedListeners.namespaces */
	const char *from;		 /* "" when absent */
	const struct selector *selector; /* NULL when absent */
};

struct gateway_listener {
	struct at at;
	const struct gateway_listener *next;
	const char *name, *protocol;		   /* "" when absent */
	const char *hostname;			   /* NULL when absent: all hosts */
	int64_t port;				   /* 0 when absent */
	const struct gateway_tls *tls;		   /* NULL when absent */
	const struct gateway_from *allowed_routes; /* NULL when absent: Same */
};

struct gateway {
	VIEW_HEAD(gateway); /* at: "spec" */
	const char *class;  /* gatewayClassName; "" when absent */
	const struct gateway_listener *listeners;
	const struct gateway_from *allowed_listeners; /* NULL when absent: None */
	const cJSON *node;
};

#define for_each_listener(l, gateway)                                                     \
	for (const struct gateway_listener *l = (gateway)->listeners; l && budget_step(); \
	     l = l->next)

/**
 * gateway_view() - view of a Gateway's spec
 * @object: the whole object, borrowed; no spec gives an empty gateway
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct gateway *gateway_view(struct arena *a, const cJSON *object, struct err *err);

#endif
