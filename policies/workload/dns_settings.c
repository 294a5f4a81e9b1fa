/* SPDX-License-Identifier: Apache-2.0 */
/* dns_settings.c - pods ask the cluster's name servers, and no others.
 * Reads:   dnsPolicy; dnsConfig: nameservers, searches and option ndots
 * Accepts: absent ones; policies, servers and domains that are allowed; ndots up to the maximum */
#include <stdlib.h>
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { POLICIES, SERVERS, SEARCHES, NDOTS };

static const struct param params_declared[] = {
	[POLICIES] = { "policies", PARAM_STRINGS,
		       .choices = "ClusterFirst ClusterFirstWithHostNet Default None",
		       .def = "[\"ClusterFirst\", \"ClusterFirstWithHostNet\", \"Default\", "
			      "\"None\"]",
		       .doc = "What dnsPolicy may be; absent is ClusterFirst." },
	[SERVERS] = { "nameservers", PARAM_STRINGS,
		      .def = "[\"10.*\", \"172.*\", \"192.168.*\", \"169.254.*\", \"fd*\"]",
		      .doc = "Globs of addresses that a pod may ask beside those of the policy; by "
			     "default private ones." },
	[SEARCHES] = { "searches", PARAM_STRINGS, .def = "[\"*\"]",
		       .doc = "Globs of domains that a pod may search." },
	[NDOTS] = { "maxNdots", PARAM_INT, .def = "5", .min = 0, .max = 15,
		    .doc = "Largest ndots: each name with fewer dots is asked for in every domain "
			   "first." },
};

static void check_list(const struct dns_config *dns, const char *field, const struct strings *list,
		       const struct strings *allowed, struct findings *out)
{
	for (size_t i = 0; i < list->count; i++)
		if (!globs_match(allowed, list->v[i]))
			finding(out, &dns->at, finding_text(out, "%s[%zu]", field, i),
				.value = list->v[i], .want = says_one_of(out, allowed));
}

/* Up to three digits, so that nothing overflows. */
static bool is_at_most(const char *text, int64_t max)
{
	size_t len = strspn(text, "0123456789");

	return len && len < 4 && text[len] == '\0' && strtol(text, NULL, 10) <= max;
}

static void check_config(const struct dns_config *dns, const struct params *params,
			 struct findings *out)
{
	check_list(dns, "nameservers", &dns->nameservers, param_strings(params, SERVERS), out);
	check_list(dns, "searches", &dns->searches, param_strings(params, SEARCHES), out);
	for (const struct dns_option *o = dns->options; o && budget_step(); o = o->next)
		if (strcmp(o->name, "ndots") == 0 && o->value &&
		    !is_at_most(o->value, param_int(params, NDOTS)))
			finding(out, &o->at, "value", .value = o->value,
				.want = finding_text(out, "at most %d",
						     (int)param_int(params, NDOTS)));
}

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *policies = param_strings(params, POLICIES);
	const char *policy = *pod->dns_policy ? pod->dns_policy : "ClusterFirst";

	if (!strings_have(policies, policy))
		finding(out, &pod->at, "dnsPolicy",
			.value = *pod->dns_policy ? pod->dns_policy : NULL,
			.want = says_one_of(out, policies));
	if (pod->dns_config)
		check_config(pod->dns_config, params, out);
}

const struct policy policy_workload_dns_settings = {
	.id = "dns-settings",
	.title = "Pods ask the cluster's name servers",
	.why = "A name server of somebody else's decides where a pod connects to, learns what it "
	       "asks for, and carries data out past network policies.",
	.remedy = "Remove the name server; forward domains in the cluster's DNS.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  dnsPolicy: ClusterFirst\n",
	.bad = EXAMPLE_POD "  dnsConfig: {nameservers: [8.8.8.8]}\n",
	.maps = { NSA_HARDENING },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
