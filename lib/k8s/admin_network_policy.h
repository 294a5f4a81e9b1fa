/* SPDX-License-Identifier: Apache-2.0 */
/* admin_network_policy.h - typed, read-only view of an AdminNetworkPolicy,
 * BaselineAdminNetworkPolicy or ClusterNetworkPolicy.
 *
 * They differ in what they call things: the action Allow became Accept, and ports became protocols.
 */
#ifndef KUBEVET_K8S_ADMIN_NETWORK_POLICY_H
#define KUBEVET_K8S_ADMIN_NETWORK_POLICY_H

#include "k8s/selector.h"
#include "k8s/view.h"

/* Of a subject or a peer: pods of namespaces. Absent selectors in it are empty, and select all. */
struct namespaced_pods {
	struct at at;
	const struct selector *namespaces, *pods; /* namespaceSelector, podSelector */
};

struct admin_peer {
	struct at at;
	const struct admin_peer *next;
	const struct selector *namespaces, *nodes; /* NULL when absent */
	const struct namespaced_pods *pods;	   /* NULL when absent */
	struct strings networks, domain_names;
};

struct port_range {
	int64_t start, end;
};

enum transport { TRANSPORT_TCP, TRANSPORT_UDP, TRANSPORT_SCTP };

/* One entry of ports or protocols; without number, range and name it is all of the protocol. */
struct admin_port {
	struct at at;
	const struct admin_port *next;
	uint64_t transports;		/* bit 1 << enum transport for each key of protocols */
	const char *protocol;		/* as ports say it; "" when absent */
	int64_t number;			/* 0 when absent */
	const struct port_range *range; /* NULL when absent */
	const char *name;		/* of a named port; "" when absent */
};

struct admin_rule {
	struct at at;
	const struct admin_rule *next;
	const char *name, *action;	/* Allow or Accept, Deny, Pass */
	const struct admin_peer *peers; /* from or to */
	const struct admin_port *ports; /* none: all */
};

struct admin_subject {
	struct at at;
	const struct selector *namespaces;  /* NULL when absent */
	const struct namespaced_pods *pods; /* NULL when absent */
};

struct admin_network_policy {
	VIEW_HEAD(admin_network_policy); /* at: "spec" */
	const char *tier;		 /* of a ClusterNetworkPolicy: Admin, Baseline; else "" */
	struct opt_int priority;
	const struct admin_subject *subject; /* NULL when absent */
	const struct admin_rule *ingress, *egress;
};

#define for_each_admin_rule(r, first) \
	for (const struct admin_rule *r = (first); r && budget_step(); r = r->next)
#define for_each_admin_peer(p, r) \
	for (const struct admin_peer *p = (r)->peers; p && budget_step(); p = p->next)
#define for_each_admin_port(p, r) \
	for (const struct admin_port *p = (r)->ports; p && budget_step(); p = p->next)

/** admin_port_protocol() - "TCP", "UDP", "SCTP" or what else the sender wrote; "" when he wrote
 * none.
 */
const char *admin_port_protocol(const struct admin_port *p);

/**
 * admin_network_policy_view() - view of the policy's spec
 * @object: the whole object, borrowed; no spec gives a policy without rules
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct admin_network_policy *admin_network_policy_view(struct arena *a,
								  const cJSON *object,
								  struct err *err);

#endif
