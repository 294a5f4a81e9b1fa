/* SPDX-License-Identifier: Apache-2.0 */
/* network_breadth.h - what the policies that look for rules of everybody share: their parameters,
 * and the sums of ranges. */
#ifndef KUBEVET_POLICY_NETWORK_BREADTH_H
#define KUBEVET_POLICY_NETWORK_BREADTH_H

#include "policy/ip_reach.h"
#include "policy/policy.h"
#include "policy/port_use.h"

enum {
	BREADTH_DIRECTIONS,
	BREADTH_INTERNET,
	BREADTH_CLUSTER,
	BREADTH_EXCLUSIONS,
	BREADTH_PORTS_JUDGED,
	BREADTH_INGRESS_PORTS,
	BREADTH_EGRESS_PORTS,
	BREADTH_LIMIT_V4,
	BREADTH_LIMIT_V6,
	BREADTH_PARAM_COUNT
};

#define BREADTH_PARAMS                                                                             \
	[BREADTH_DIRECTIONS] = { "directions", PARAM_STRINGS, .def = "[\"Ingress\", \"Egress\"]",  \
				 .choices = "Ingress Egress", .doc = "Directions to look at." },   \
	[BREADTH_INTERNET] = { "allowInternet", PARAM_STRINGS, .def = "[\"Ingress\", \"Egress\"]", \
			       .choices = "Ingress Egress",                                        \
			       .doc = "Directions in which a rule may be of all public addresses " \
				      "when it leaves out the private ones." },                    \
	[BREADTH_CLUSTER] = { "allowCluster", PARAM_STRINGS, .def = "[]",                          \
			      .choices = "Ingress Egress",                                         \
			      .doc = "Directions in which a rule may be of all pods of the "       \
				     "cluster." },                                                 \
	[BREADTH_EXCLUSIONS] = { "allowExclusions", PARAM_BOOL, .def = "false",                    \
				 .doc = "Whether a rule can be for all pods or namespaces but "    \
					"some, by selectors that only have NotIn or "              \
					"DoesNotExist." },                                         \
	[BREADTH_PORTS_JUDGED] = { "judgePorts", PARAM_BOOL, .def = "false",                       \
				   .doc = "Whether a rule that names ports is judged like one "    \
					  "that does not; one that opens half of all ports "       \
					  "always is." },                                          \
	[BREADTH_INGRESS_PORTS] = { "ingressPorts", PARAM_STRINGS, .def = "[]",                    \
				    .check = port_entry_check,                                     \
				    .doc = "Ports that everybody may reach when judgePorts is "    \
					   "set: \"443\", \"UDP/53\", \"8000-8010\", \"web\"." },  \
	[BREADTH_EGRESS_PORTS] = { "egressPorts", PARAM_STRINGS, .def = "[\"53\"]",                \
				   .check = port_entry_check,                                      \
				   .doc = "Ports that may be reached everywhere when judgePorts "  \
					  "is set." },                                             \
	[BREADTH_LIMIT_V4] = { "leastLeftOutIPv4",                                                 \
			       PARAM_INT,                                                          \
			       .def = "16",                                                        \
			       .min = 1,                                                           \
			       .max = 32,                                                          \
			       .doc = "Prefix of the least range that ranges must leave out so "   \
				      "that they are not all: with 16, 0.0.0.0/0 without a "       \
				      "single "                                                    \
				      "host still is." },                                          \
	[BREADTH_LIMIT_V6] = { "leastLeftOutIPv6", PARAM_INT, .def = "64",                         \
			       .min = 1,	   .max = 64, .doc = "The same for IPv6." }

enum direction { DIRECTION_INGRESS, DIRECTION_EGRESS };

/** breadth_judges() - whether a direction is looked at. */
bool breadth_judges(const struct params *params, enum direction direction);

/** breadth_allows_cluster() - whether a rule may be of all pods. */
bool breadth_allows_cluster(const struct params *params, enum direction direction);

/* The ports of one rule; start with { 0 } and note each entry. */
struct breadth_ports {
	int64_t width;
	bool any, unlisted;
};

void breadth_note_port(struct breadth_ports *ports, const struct port_use *use,
		       const struct params *params, enum direction direction);

/** breadth_is_open() - whether a rule with these ports is one to judge. */
bool breadth_is_open(const struct breadth_ports *ports, const struct params *params);

/** breadth_of() - "all IPv4 addresses", "all public IPv6 addresses" ... when they are more than the
 * parameters allow, else NULL. */
const char *breadth_of(struct findings *out, struct ip_reach *reach, const struct params *params,
		       enum direction direction);

/** breadth_all_namespaces(), breadth_all_pods() - whether a selector is of all, or of all but some
 * where the parameters do not allow that. */
bool breadth_all_namespaces(const struct selector *s, const struct params *params);
bool breadth_all_pods(const struct selector *s, const struct params *params);

/** breadth_check_range() - a finding when @cidr is no range: what it is of can't be told. */
void breadth_check_range(const struct at *at, const char *field, const char *cidr,
			 struct findings *out);

/** selector_says() - a selector that selects all, as text for a value. */
const char *selector_says(struct findings *out, const struct selector *s);

#endif
