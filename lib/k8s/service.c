/* SPDX-License-Identifier: Apache-2.0 */
/* service.c - view of a Service's spec. */
#include "k8s/service.h"

#include "k8s/decode.h"

static const struct field port_fields[] = {
	F_STRING("name", struct service_port, name),
	F_STRING("protocol", struct service_port, protocol),
	F_INT32("port", struct service_port, port),
	F_INT32("nodePort", struct service_port, node_port),
	F_INT_OR_STRING("targetPort", struct service_port, target_port),
};
static const struct shape port_shape = SHAPE_NAMED(struct service_port, port_fields);

static const struct field service_fields[] = {
	F_SELF(struct service, node),
	F_STRING("type", struct service, type),
	F_STRING("externalName", struct service, external_name),
	F_STRING("clusterIP", struct service, cluster_ip),
	F_STRING("externalTrafficPolicy", struct service, external_traffic_policy),
	F_OPT_STRING("loadBalancerClass", struct service, load_balancer_class),
	F_STRING("loadBalancerIP", struct service, load_balancer_ip),
	F_STRINGS("externalIPs", struct service, external_ips),
	F_STRINGS("loadBalancerSourceRanges", struct service, load_balancer_source_ranges),
	F_OPT_BOOL("allocateLoadBalancerNodePorts", struct service, allocate_node_ports),
	F_LIST("ports", struct service, ports, struct service_port, port_shape),
	F_MAP("selector", struct service, selector),
};
static const struct shape service_shape = SHAPE_AT(struct service, at, service_fields);

struct service *service_view(struct arena *a, const cJSON *object, struct err *err)
{
	const cJSON *spec = json_get(object, "spec");
	struct service *service = decode_new(a, &service_shape, spec, "spec", err);

	if (service && service->type[0] == '\0')
		service->type = "ClusterIP";
	return service;
}
