/* SPDX-License-Identifier: Apache-2.0 */
/* route.h - typed, read-only view of a route of the Gateway API: HTTPRoute, GRPCRoute, TLSRoute,
 * TCPRoute, UDPRoute. */
#ifndef KUBEVET_K8S_ROUTE_H
#define KUBEVET_K8S_ROUTE_H

#include "k8s/object_ref.h"
#include "k8s/view.h"

struct route_filter {
	struct at at;
	const struct route_filter *next;
	const char *type;				 /* "" when absent */
	const char *redirect_scheme, *redirect_hostname; /* of requestRedirect; "" when absent */
	const char *rewrite_hostname;			 /* of urlRewrite; "" when absent */
	const struct object_ref *mirror; /* requestMirror.backendRef; NULL when absent */
};

/* What a reference to a backend has beside the reference. */
struct route_backend {
	struct at at;
	const struct route_backend *next;
	const struct route_filter *filters;
};

struct route_rule {
	struct at at;
	const struct route_rule *next;
	const struct object_ref *backends;	     /* backendRefs */
	const struct route_backend *backend_filters; /* one for each of them */
	const struct route_filter *filters;
};

struct route {
	VIEW_HEAD(route); /* at: "spec" */
	struct strings hostnames;
	const struct object_ref *parents; /* parentRefs */
	const struct route_rule *rules;
	const cJSON *node;
};

#define for_each_route_rule(r, route) \
	for (const struct route_rule *r = (route)->rules; r && budget_step(); r = r->next)
#define for_each_route_backend(b, rule)                                                   \
	for (const struct route_backend *b = (rule)->backend_filters; b && budget_step(); \
	     b = b->next)
#define for_each_route_filter(f, of) \
	for (const struct route_filter *f = (of)->filters; f && budget_step(); f = f->next)

/**
 * route_view() - view of a route's spec
 * @object: the whole object, borrowed; no spec gives an empty route
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct route *route_view(struct arena *a, const cJSON *object, struct err *err);

#endif
