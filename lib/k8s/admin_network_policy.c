/* SPDX-License-Identifier: Apache-2.0 */
/* admin_network_policy.c - view of the spec of an AdminNetworkPolicy, BaselineAdminNetworkPolicy or
 * ClusterNetworkPolicy.
 *
 * v1alpha1: ports[*].portNumber{protocol, port}, portRange{protocol, start, end}, namedPort.
 * v1alpha2: protocols[*].tcp{destinationPort{number, range{start, end}}}, also udp and sctp;
 * destinationNamedPort. One table reads both: no key is in both with another meaning. Of an object
 * with both, which no API server takes, the later list counts: a rule then seems narrower only by
 * what the sender added.
 */
#include "k8s/admin_network_policy.h"

#include "k8s/shapes.h"

static const struct field pods_fields[] = {
	F_OBJECT("namespaceSelector", struct namespaced_pods, namespaces, struct selector,
		 selector_shape),
	F_OBJECT("podSelector", struct namespaced_pods, pods, struct selector, selector_shape),
};
static const struct shape pods_shape = SHAPE_AT(struct namespaced_pods, at, pods_fields);

static const struct field subject_fields[] = {
	F_OBJECT("namespaces", struct admin_subject, namespaces, struct selector, selector_shape),
	F_OBJECT("pods", struct admin_subject, pods, struct namespaced_pods, pods_shape),
};
static const struct shape subject_shape = SHAPE_AT(struct admin_subject, at, subject_fields);

static const struct field peer_fields[] = {
	F_OBJECT("namespaces", struct admin_peer, namespaces, struct selector, selector_shape),
	F_OBJECT("pods", struct admin_peer, pods, struct namespaced_pods, pods_shape),
	F_OBJECT("nodes", struct admin_peer, nodes, struct selector, selector_shape),
	F_STRINGS("networks", struct admin_peer, networks),
	F_STRINGS("domainNames", struct admin_peer, domain_names),
};
static const struct shape peer_shape = SHAPE_INDEXED(struct admin_peer, peer_fields);

static const struct field range_fields[] = {
	F_INT32("start", struct port_range, start),
	F_INT32("end", struct port_range, end),
};
static const struct shape range_shape = SHAPE(struct port_range, range_fields);

static const struct field number_fields[] = {
	F_STRING("protocol", struct admin_port, protocol),
	F_INT32("port", struct admin_port, number),
};
static const struct shape number_shape = SHAPE(struct admin_port, number_fields);

static const struct field protocol_fields[] = {
	F_STRING("protocol", struct admin_port, protocol),
};
static const struct shape protocol_shape = SHAPE(struct admin_port, protocol_fields);

static const struct field destination_fields[] = {
	F_INT32("number", struct admin_port, number),
	F_OBJECT("range", struct admin_port, range, struct port_range, range_shape),
};
static const struct shape destination_shape = SHAPE(struct admin_port, destination_fields);

static const struct field transport_fields[] = {
	F_INLINE("destinationPort", destination_shape),
};
static const struct shape transport_shape = SHAPE(struct admin_port, transport_fields);

static const struct field port_fields[] = {
	F_STRING(NULL, struct admin_port, protocol),
	F_INLINE("portNumber", number_shape),
	F_INLINE("portRange", protocol_shape),
	F_OBJECT("portRange", struct admin_port, range, struct port_range, range_shape),
	F_STRING("namedPort", struct admin_port, name),
	F_STRING("destinationNamedPort", struct admin_port, name),
	F_BIT("tcp", struct admin_port, transports, TRANSPORT_TCP),
	F_BIT("udp", struct admin_port, transports, TRANSPORT_UDP),
	F_BIT("sctp", struct admin_port, transports, TRANSPORT_SCTP),
	F_INLINE("tcp", transport_shape),
	F_INLINE("udp", transport_shape),
	F_INLINE("sctp", transport_shape),
};
static const struct shape port_shape = SHAPE_INDEXED(struct admin_port, port_fields);

static const struct field ingress_fields[] = {
	F_STRING("name", struct admin_rule, name),
	F_STRING("action", struct admin_rule, action),
	F_LIST("from", struct admin_rule, peers, struct admin_peer, peer_shape),
	F_LIST("ports", struct admin_rule, ports, struct admin_port, port_shape),
	F_LIST("protocols", struct admin_rule, ports, struct admin_port, port_shape),
};
/* Names of rules are optional, and need not differ. */
static const struct shape ingress_shape = SHAPE_INDEXED(struct admin_rule, ingress_fields);

static const struct field egress_fields[] = {
	F_STRING("name", struct admin_rule, name),
	F_STRING("action", struct admin_rule, action),
	F_LIST("to", struct admin_rule, peers, struct admin_peer, peer_shape),
	F_LIST("ports", struct admin_rule, ports, struct admin_port, port_shape),
	F_LIST("protocols", struct admin_rule, ports, struct admin_port, port_shape),
};
static const struct shape egress_shape = SHAPE_INDEXED(struct admin_rule, egress_fields);

static const struct field policy_fields[] = {
	F_STRING("tier", struct admin_network_policy, tier),
	F_OPT_INT64("priority", struct admin_network_policy, priority),
	F_OBJECT("subject", struct admin_network_policy, subject, struct admin_subject,
		 subject_shape),
	F_LIST("ingress", struct admin_network_policy, ingress, struct admin_rule, ingress_shape),
	F_LIST("egress", struct admin_network_policy, egress, struct admin_rule, egress_shape),
};
static const struct shape policy_shape = SHAPE_AT(struct admin_network_policy, at, policy_fields);

const char *admin_port_protocol(const struct admin_port *p)
{
	static const char *const names[] = {
		[TRANSPORT_TCP] = "TCP", [TRANSPORT_UDP] = "UDP", [TRANSPORT_SCTP] = "SCTP"
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (p->transports >> i & 1)
			return names[i];
	return p->protocol;
}

struct admin_network_policy *admin_network_policy_view(struct arena *a, const cJSON *object,
						       struct err *err)
{
	return decode_new(a, &policy_shape, json_get(object, "spec"), "spec", err);
}
