/* SPDX-License-Identifier: Apache-2.0 */
/* ingress_snippets.c - an Ingress writes no configuration of its controller.
 * Reads:   annotations of Ingresses
 * Accepts: all but snippets; empty ones */
#include <string.h>

#include "policy/policy.h"
#include "policy/says.h"

enum { FORBIDDEN, ALLOWED, FORBID_RISKY, PREFIX };

static const struct param params_declared[] = {
	[FORBIDDEN] = { "forbidden", PARAM_STRINGS,
			.def = "[\"*/*-snippet\", \"*/*-snippets\", "
			       "\"*/lua-resty-waf*\", "
			       "\"haproxy-ingress.github.io/config-*\", "
			       "\"ingress.kubernetes.io/config-*\"]",
			.doc = "Globs of the annotations that may not be there." },
	[ALLOWED] = { "allowed", PARAM_STRINGS, .def = "[]",
		      .doc = "Globs of annotations that may be there all the same." },
	[FORBID_RISKY] = { "forbidHighRisk", PARAM_BOOL, .def = "false",
			   .doc = "Whether the annotations that ingress-nginx rates as a high "
				  "risk are refused too: auth-url, auth-signin, server-alias, "
				  "mirror-target and others that go into its configuration." },
	[PREFIX] = { "prefix", PARAM_STRING, .def = "\"nginx.ingress.kubernetes.io\"",
		     .doc = "What stands before the slash in the annotations of ingress-nginx." },
};

static bool is_risky(const char *key, const char *prefix)
{
	static const char *const risky[] = {
		"auth-signin",
		"auth-tls-error-page",
		"auth-tls-match-cn",
		"auth-url",
		"mirror-host",
		"mirror-target",
		"modsecurity-transaction-id",
		"proxy-ssl-name",
		"server-alias",
		"upstream-hash-by",
	};
	size_t len = strlen(prefix);

	if (strncmp(key, prefix, len) != 0 || key[len] != '/')
		return false;
	for (size_t i = 0; i < ARRAY_LEN(risky); i++)
		if (strcmp(key + len + 1, risky[i]) == 0)
			return true;
	return false;
}

static bool is_refused(const char *key, const struct params *params)
{
	if (globs_match(param_strings(params, ALLOWED), key))
		return false;
	return globs_match(param_strings(params, FORBIDDEN), key) ||
	       (param_bool(params, FORBID_RISKY) && is_risky(key, param_string(params, PREFIX)));
}

/* What a snippet says may be a secret, so its length has to do. */
static void check(const struct ingress *ingress, const struct params *params, struct findings *out)
{
	for_each_entry (e, ingress->meta->annotations) {
		size_t len = strlen(e->value);

		if (len > 0 && is_refused(e->key, params))
			says_annotation(
				out, ingress->meta, e->key,
				&(struct says){ .value = finding_text(out, "%zu %s", len,
								      plural("byte", "bytes", len)),
						.want = "absent" });
	}
}

const struct policy policy_network_ingress_snippets = {
	.id = "ingress-snippets",
	.title = "Ingresses write no configuration of their controller",
	.why = "A snippet becomes part of the controller's configuration: it can read the "
	       "controller's token, and with it the Secrets of all namespaces.",
	.remedy = "Use the annotation or the resource that the controller has for the purpose.",
	.severity = SEVERITY_HIGH,
	.good = "metadata:\n  annotations:\n    nginx.ingress.kubernetes.io/rewrite-target: /$1\n",
	.bad = "metadata:\n  annotations:\n"
	       "    nginx.ingress.kubernetes.io/configuration-snippet: return 302 /login;\n",
	.maps = { MITRE_TOKENS, MITRE_CREDENTIALS },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_ingress = check,
};
