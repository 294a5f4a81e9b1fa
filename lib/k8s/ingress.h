/* SPDX-License-Identifier: Apache-2.0 */
/* ingress.h - typed, read-only view of an Ingress, in the form of networking.k8s.io/v1 and in the
 * one from before. */
#ifndef KUBEVET_K8S_INGRESS_H
#define KUBEVET_K8S_INGRESS_H

#include "k8s/view.h"

/* What named the class before there was a field. */
#define INGRESS_CLASS_ANNOTATION "kubernetes.io/ingress.class"

struct ingress_backend {
	struct at at;
	const char *service;	 /* service.name; "" when absent */
	const char *old_service; /* serviceName, as v1beta1 has it; "" when absent */
	const cJSON *resource;	 /* NULL when absent */
};

struct ingress_path {
	struct at at;
	const struct ingress_path *next;
	const char *path, *type; /* "" when absent; @type is pathType */
	const struct ingress_backend *backend;
};

struct ingress_rule {
	struct at at;
	const struct ingress_rule *next;
	const char *host; /* "" when absent */
	const struct ingress_path *paths;
};

struct ingress_tls {
	struct at at;
	const struct ingress_tls *next;
	struct strings hosts;
	const char *secret; /* secretName; "" when absent */
};

struct ingress {
	VIEW_HEAD(ingress); /* at: "spec" */
	const char *class;  /* ingressClassName; NULL when absent */
	const struct ingress_backend *default_backend;
	const struct ingress_backend *old_backend; /* the same as v1beta1 has it: backend */
	const struct ingress_rule *rules;
	const struct ingress_tls *tls;
	const cJSON *node;
};

#define for_each_ingress_rule(r, ingress) \
	for (const struct ingress_rule *r = (ingress)->rules; r && budget_step(); r = r->next)
#define for_each_ingress_path(p, rule) \
	for (const struct ingress_path *p = (rule)->paths; p && budget_step(); p = p->next)
#define for_each_ingress_tls(t, ingress) \
	for (const struct ingress_tls *t = (ingress)->tls; t && budget_step(); t = t->next)

/**
 * ingress_view() - view of an Ingress's spec
 * @object: the whole object, borrowed; no spec gives an empty ingress
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct ingress *ingress_view(struct arena *a, const cJSON *object, struct err *err);

#endif
