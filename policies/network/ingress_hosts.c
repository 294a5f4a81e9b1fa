/* SPDX-License-Identifier: Apache-2.0 */
/* ingress_hosts.c - an Ingress serves the hosts that it may.
 * Reads:   hosts of rules and of tls, the annotation server-alias
 * Accepts: host names; wildcards that are allowed; domains of the namespace where there are any */
#include <string.h>

#include "policy/hosts.h"
#include "policy/says.h"

#define ALIAS	  "nginx.ingress.kubernetes.io/server-alias"
#define ALIAS_MAX 1024 /* bytes of one alias: a regular expression at most */

static const struct param params_declared[] = { HOSTS_PARAMS("[]", "false") };

/* A list of more hosts for the same rules; a regular expression among them is no host name. */
static void check_aliases(const struct ingress *ingress, const struct params *params,
			  struct findings *out)
{
	const char *text = map_get(&ingress->meta->annotations, ALIAS);

	while (text && *text) {
		char alias[ALIAS_MAX] = "?";
		size_t len;
		const char *want;

		text += strspn(text, ", \t\r\n");
		len = strcspn(text, ", \t\r\n");
		if (len < sizeof(alias)) {
			memcpy(alias, text, len);
			alias[len] = '\0';
		}
		want = len ? hosts_want(alias, ingress->request, params, out) : NULL;
		if (want)
			says_annotation(out, ingress->meta, ALIAS,
					&(struct says){ .value = alias, .want = want });
		text += len;
	}
}

/* A certificate may be asked for each of them. */
static void check_tls(const struct ingress *ingress, const struct ingress_tls *tls,
		      const struct params *params, struct findings *out)
{
	for (size_t i = 0; i < tls->hosts.count; i++) {
		const char *host = tls->hosts.v[i];
		const char *want = hosts_want(host, ingress->request, params, out);

		if (want)
			finding(out, &tls->at, finding_text(out, "hosts[%zu]", i),
				.value = *host ? host : NULL, .want = want);
	}
}

static void check(const struct ingress *ingress, const struct params *params, struct findings *out)
{
	for_each_ingress_rule (rule, ingress) {
		const char *want = hosts_want(rule->host, ingress->request, params, out);

		if (want)
			finding(out, &rule->at, "host", .value = *rule->host ? rule->host : NULL,
				.want = want);
	}
	for_each_ingress_tls (tls, ingress)
		check_tls(ingress, tls, params, out);
	check_aliases(ingress, params, out);
}

const struct policy policy_network_ingress_hosts = {
	.id = "ingress-hosts",
	.title = "Ingresses serve the hosts that they may",
	.why = "An Ingress without a host, with a wildcard or with somebody else's name takes over "
	       "requests that were meant for others.",
	.remedy = "Name the host in full, in a domain that belongs to the namespace.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  rules: [{host: shop.example.com}]\n",
	.bad = "spec:\n  rules: [{host: \"*.example.com\"}]\n",
	.maps = { MITRE_PUBLIC_SERVICE },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_ingress = check,
};
