/* SPDX-License-Identifier: Apache-2.0 */
/* network_policy.c - view of a NetworkPolicy's spec, with the API server's defaults. */
#include "k8s/network_policy.h"

#include "k8s/shapes.h"

static const struct field block_fields[] = {
	F_STRING("cidr", struct ip_block, cidr),
	F_STRINGS("except", struct ip_block, except),
};
static const struct shape block_shape = SHAPE_AT(struct ip_block, at, block_fields);

static const struct field peer_fields[] = {
	F_OBJECT("ipBlock", struct network_peer, ip_block, struct ip_block, block_shape),
	F_OBJECT("podSelector", struct network_peer, pods, struct selector, selector_shape),
	F_OBJECT("namespaceSelector", struct network_peer, namespaces, struct selector,
		 selector_shape),
};
static const struct shape peer_shape = SHAPE_INDEXED(struct network_peer, peer_fields);

static const struct field port_fields[] = {
	F_STRING("protocol", struct network_port, protocol),
	F_INT_OR_STRING("port", struct network_port, port),
	F_OPT_INT64("endPort", struct network_port, end_port),
};
static const struct shape port_shape = SHAPE_INDEXED(struct network_port, port_fields);

static const struct field ingress_fields[] = {
	F_LIST("from", struct network_rule, peers, struct network_peer, peer_shape),
	F_LIST("ports", struct network_rule, ports, struct network_port, port_shape),
};
static const struct shape ingress_shape = SHAPE_INDEXED(struct network_rule, ingress_fields);

static const struct field egress_fields[] = {
	F_LIST("to", struct network_rule, peers, struct network_peer, peer_shape),
	F_LIST("ports", struct network_rule, ports, struct network_port, port_shape),
};
static const struct shape egress_shape = SHAPE_INDEXED(struct network_rule, egress_fields);

/* What is decoded, before defaults: an absent selector is a NULL here. */
struct decoded {
	struct network_policy policy;
	const struct selector *pods;
};

static const struct field policy_fields[] = {
	F_OBJECT("podSelector", struct decoded, pods, struct selector, selector_shape),
	F_STRINGS("policyTypes", struct decoded, policy.policy_types),
	F_LIST("ingress", struct decoded, policy.ingress, struct network_rule, ingress_shape),
	F_LIST("egress", struct decoded, policy.egress, struct network_rule, egress_shape),
};
static const struct shape policy_shape = SHAPE_AT(struct decoded, policy.at, policy_fields);

static void set_defaults(struct network_policy *p)
{
	bool said = p->policy_types.count > 0;

	p->governs_ingress = !said || strings_have(&p->policy_types, "Ingress");
	p->governs_egress = said ? strings_have(&p->policy_types, "Egress") : p->egress != NULL;
}

struct network_policy *network_policy_view(struct arena *a, const cJSON *object, struct err *err)
{
	struct decoded *decoded =
		decode_new(a, &policy_shape, json_get(object, "spec"), "spec", err);
	struct network_policy *policy;

	if (!decoded)
		return NULL;
	policy = &decoded->policy;
	policy->pods.at = (struct at){ .up = &policy->at, .key = "podSelector" };
	if (decoded->pods)
		policy->pods = *decoded->pods;
	set_defaults(policy);
	return policy;
}
