/* SPDX-License-Identifier: Apache-2.0 */
/* service.h - typed, read-only view of a Service. */
#ifndef KUBEVET_K8S_SERVICE_H
#define KUBEVET_K8S_SERVICE_H

#include "k8s/view.h"

struct service_port {
	struct at at;
	const struct service_port *next;
	const char *name, *protocol; /* "" when absent */
	int64_t port, node_port;     /* 0 when absent */
	struct int_or_string target_port;
};

struct service {
	VIEW_HEAD(service); /* at: "spec" */
	const char *type;   /* "ClusterIP" when absent, as the API server defaults it */
	const char *external_name, *cluster_ip;
	const char *external_traffic_policy; /* "" when absent */
	const char *load_balancer_class;     /* NULL when absent */
	const char *load_balancer_ip;
	struct strings external_ips, load_balancer_source_ranges;
	struct opt_bool allocate_node_ports; /* allocateLoadBalancerNodePorts */
	const struct service_port *ports;
	struct map selector;
	const cJSON *node;
};

#define for_each_service_port(p, s) \
	for (const struct service_port *p = (s)->ports; p && budget_step(); p = p->next)

/**
 * service_view() - view of a Service's spec
 * @object: the whole object, borrowed; no spec gives an empty service
 *
 * Return: the view, owned by @a, without its head; or NULL as pod_view().
 */
MUST_CHECK struct service *service_view(struct arena *a, const cJSON *object, struct err *err);

#endif
