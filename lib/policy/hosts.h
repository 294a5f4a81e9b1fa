/* SPDX-License-Identifier: Apache-2.0 */
/* hosts.h - one check for the host names that Ingresses, Gateways and routes serve: who serves a
 * name gets what is sent there. */
#ifndef KUBEVET_POLICY_HOSTS_H
#define KUBEVET_POLICY_HOSTS_H

#include "policy/policy.h"

/* The parameters of all of them; a policy's own follow. */
enum { HOSTS_ALLOWED, HOSTS_NAMESPACES, HOSTS_WILDCARDS, HOSTS_ALLOW_EMPTY, HOSTS_PARAM_COUNT };

int hosts_domain_check(const char *domain, struct err *err);
int hosts_domains_check(const char *domains, struct err *err);

#define HOSTS_PARAMS(wildcards, empty)                                                             \
	[HOSTS_ALLOWED] = { "allowed", PARAM_STRINGS, .check = hosts_domain_check,                 \
			    .doc = "Domains that hosts must be in: \"example.com\" is the domain " \
				   "itself and all below, \"*.example.com\" what is below alone. " \
				   "When absent, any." },                                          \
	[HOSTS_NAMESPACES] = { "namespaces", PARAM_MAP, .def = "{}", .check = hosts_domains_check, \
			       .doc = "Globs of namespaces with the domains, as above and "        \
				      "separated by spaces, "                                      \
				      "that their hosts must be in; \"{namespace}\" stands for "   \
				      "the namespace. A "                                          \
				      "namespace may use the domains of all globs that match it, " \
				      "and any domain "                                            \
				      "when none does: \"*\": \"\" leaves it none." },             \
	[HOSTS_WILDCARDS] = { "allowedWildcards", PARAM_STRINGS, .def = (wildcards),               \
			      .doc = "Globs, in lower case, of the wildcard hosts that may be "    \
				     "used." },                                                    \
	[HOSTS_ALLOW_EMPTY] = { "allowEmpty", PARAM_BOOL, .def = (empty),                          \
				.doc = "Whether the host may be left out, which means all "        \
				       "hosts." }

/**
 * hosts_want() - what is wanted in place of a host
 * @host: as it is written; "" when absent
 *
 * Return: a text that lives as long as the sink, or NULL when the host may be used.
 */
const char *hosts_want(const char *host, const struct request *request, const struct params *params,
		       struct findings *out);

/** hosts_in() - whether a host, as it is written, is in one of the domains. */
bool hosts_in(const char *host, const struct strings *domains);

#endif
