/* SPDX-License-Identifier: Apache-2.0 */
/* network_policy.h - typed, read-only view of a NetworkPolicy. */
#ifndef KUBEVET_K8S_NETWORK_POLICY_H
#define KUBEVET_K8S_NETWORK_POLICY_H

#include "k8s/selector.h"
#include "k8s/view.h"

struct ip_block {
	struct at at;
	const char *cidr; /* "" when absent */
	struct strings except;
};

struct network_peer {
	struct at at;
	const struct network_peer *next;
	const struct ip_block *ip_block;   /* NULL when absent */
	const struct selector *pods;	   /* podSelector; NULL when absent */
	const struct selector *namespaces; /* namespaceSelector; NULL: the policy's own */
};

struct network_port {
	struct at at;
	const struct network_port *next;
	const char *protocol;	   /* "" when absent: TCP */
	struct int_or_string port; /* not set: all of the protocol */
	struct opt_int end_port;
};

struct network_rule {
	struct at at;
	const struct network_rule *next;
	const struct network_peer *peers; /* from or to; none: everybody */
	const struct network_port *ports; /* none: all */
};

struct network_policy {
	VIEW_HEAD(network_policy); /* at: "spec" */
	struct selector pods;	   /* podSelector: which pods it governs; absent is empty */
	struct strings policy_types;
	bool governs_ingress, governs_egress; /* by policyTypes, or what the API server makes it */
	const struct network_rule *ingress, *egress;
};

#define for_each_network_rule(r, first) \
	for (const struct network_rule *r = (first); r && budget_step(); r = r->next)
#define for_each_network_peer(p, r) \
	for (const struct network_peer *p = (r)->peers; p && budget_step(); p = p->next)
#define for_each_network_port(p, r) \
	for (const struct network_port *p = (r)->ports; p && budget_step(); p = p->next)

/**
 * network_policy_view() - view of a NetworkPolicy's spec
 * @object: the whole object, borrowed; no spec gives a policy of all pods that lets nothing in
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct network_policy *network_policy_view(struct arena *a, const cJSON *object,
						      struct err *err);

#endif
