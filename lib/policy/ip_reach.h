/* SPDX-License-Identifier: Apache-2.0 */
/* ip_reach.h - what CIDR ranges add up to: 0.0.0.0/1 and 128.0.0.0/1 are all of IPv4.
 *
 * Ranges are spans of the first 64 bits of an address. An IPv6 range narrower than a /64 adds
 * nothing and takes nothing away: too little to tell all from some.
 */
#ifndef KUBEVET_POLICY_IP_REACH_H
#define KUBEVET_POLICY_IP_REACH_H

#include "k8s/field.h"
#include "policy/findings.h"
#include "policy/ip.h"

struct ip_span {
	uint64_t first, last; /* both belong to it */
};

struct ip_spans {
	struct ip_span *v;
	size_t count, room;
};

/* Start with { 0 }. */
struct ip_reach {
	struct ip_spans v4, v6;
};

/* Leaving out less than this is leaving out nothing: one host, a subnet. */
struct ip_limits {
	unsigned v4, v6; /* prefixes, at most 32 and 64 */
};

/** ip_reach_add() - a range without @excepts; what is no range in either is left out, as no API
 * server takes it. Memory comes from the sink's arena, and running out spoils the sink. */
void ip_reach_add(struct findings *out, struct ip_reach *reach, const char *cidr,
		  const struct strings *excepts);

/** ip_reach_join() - add all of @from. */
void ip_reach_join(struct findings *out, struct ip_reach *reach, const struct ip_reach *from);

/**
 * ip_reach_all() - whether it holds all of a family; joins spans in place, n log n in their number
 *
 * Return: "all IPv4 addresses", "all IPv6 addresses"; NULL when it is neither.
 */
const char *ip_reach_all(struct ip_reach *reach, struct ip_limits limits);

/** ip_reach_all_public() - the same for addresses that are routed in the internet. */
const char *ip_reach_all_public(struct findings *out, const struct ip_reach *reach,
				struct ip_limits limits);

#endif
