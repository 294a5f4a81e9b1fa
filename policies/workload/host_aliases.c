/* SPDX-License-Identifier: Apache-2.0 */
/* host_aliases.c - pods write no names of their own into /etc/hosts.
 * Reads:   hostAliases
 * Accepts: absent, null, empty; entries whose host names are all allowed */
#include "policy/policy.h"
#include "policy/says.h"

enum { ALLOWED };

static const struct param params_declared[] = {
	[ALLOWED] = { "allowedNames", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of host names that may be given an address." },
};

static void check(const struct pod *pod, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);

	for_each_host_alias (h, pod)
		for (size_t i = 0; i < h->hostnames.count; i++)
			if (!globs_match(allowed, h->hostnames.v[i]))
				finding(out, &h->at, finding_text(out, "hostnames[%zu]", i),
					.value = h->hostnames.v[i],
					.want = says_one_of(out, allowed));
}

const struct policy policy_workload_host_aliases = {
	.id = "host-aliases",
	.title = "Pods give no addresses to names by themselves",
	.why = "An entry of /etc/hosts goes before DNS: a service can be impersonated to the pod, "
	       "unseen by those who run the name.",
	.remedy = "Remove hostAliases and let DNS answer.",
	.severity = SEVERITY_LOW,
	.good = EXAMPLE_POD "  hostAliases: []\n",
	.bad = EXAMPLE_POD "  hostAliases: [{ip: 192.0.2.7, hostnames: [db.example.com]}]\n",
	.maps = { NSA_HARDENING },
	POLICY_PARAMS(params_declared),
	.check_pod = check,
};
