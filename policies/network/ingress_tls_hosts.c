/* SPDX-License-Identifier: Apache-2.0 */
/* ingress_tls_hosts.c - each host of an Ingress that has tls is in it.
 * Reads:   hosts of rules and of tls
 * Accepts: no tls at all, which ingress-tls looks at; the host or its wildcard, for one label; an
 * entry without hosts, which stands for all and is what a rule without a host needs */
#include <string.h>

#include "policy/external_name.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { NEED_HOSTS };

static const struct param params_declared[] = {
	[NEED_HOSTS] = { "requireHosts", PARAM_BOOL, .def = "false",
			 .doc = "Whether each entry of tls must have hosts; without any it is up "
				"to the controller which hosts it is for." },
};

/* What is written as it should be needs no copy. */
static const char *lowered(struct findings *out, const char *host)
{
	char name[HOST_NAME_MAX_BYTES + 1];

	if (!host_normalise(host, name) || strcmp(host, name) == 0)
		return host;
	return finding_text(out, "%s", name);
}

/* The host itself, or a wildcard in place of its first label. */
static bool covers(const struct names *hosts, const char *host)
{
	char name[HOST_NAME_MAX_BYTES + 1];
	char *dot;

	if (!host_normalise(host, name))
		return names_have(hosts, host);
	if (names_have(hosts, name))
		return true;
	dot = strchr(name, '.');
	if (!dot || dot == name)
		return false;
	dot[-1] = '*';
	return names_have(hosts, dot - 1);
}

static void check(const struct ingress *ingress, const struct params *params, struct findings *out)
{
	struct names hosts = { 0 };
	bool all = !ingress->tls;

	for_each_ingress_tls (tls, ingress) {
		for_each_string (host, tls->hosts)
			names_add(out, &hosts, lowered(out, host));
		if (tls->hosts.count)
			continue;
		all = true;
		if (param_bool(params, NEED_HOSTS))
			finding(out, &tls->at, "hosts", .want = "the hosts that it is for");
	}
	if (all)
		return;
	names_sort_set(&hosts);
	for_each_ingress_rule (rule, ingress)
		if (!*rule->host)
			finding(out, &rule->at, "host",
				.want = "a host, since no entry of tls is for all hosts");
		else if (!covers(&hosts, rule->host))
			finding(out, &rule->at, "host", .value = rule->host,
				.want = "a host that an entry of tls has");
}

const struct policy policy_network_ingress_tls_hosts = {
	.id = "ingress-tls-hosts",
	.title = "All hosts of an Ingress with TLS have it",
	.why = "A host that no entry of tls has is served without a certificate of its own, or "
	       "over plain HTTP, while the Ingress looks protected.",
	.remedy = "Add the host to an entry of tls, and a host to each rule.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  tls: [{hosts: [shop.example.com], secretName: shop-tls}]\n"
		"  rules: [{host: shop.example.com}]\n",
	.bad = "spec:\n  tls: [{hosts: [shop.example.com], secretName: shop-tls}]\n"
	       "  rules: [{host: shop.example.com}, {host: admin.example.com}]\n",
	.maps = { NSA_ENCRYPTION },
	POLICY_PARAMS(params_declared),
	.check_ingress = check,
};
