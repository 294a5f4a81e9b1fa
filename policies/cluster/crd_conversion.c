/* SPDX-License-Identifier: Apache-2.0 */
/* crd_conversion.c - who converts custom resources, and what they may hold.
 * Reads:   conversion, preserveUnknownFields, the root of each version's schema
 * Accepts: no webhook; one that is a Service of the cluster, or an allowed host, with a CA to know
 * it by; fields that the schema names */
#include <string.h>

#include "policy/ca_injection.h"
#include "policy/external_name.h"
#include "policy/policy.h"
#include "policy/says.h"

enum { HOSTS, NEED_CA, INJECTORS, SCHEMAS };

static const struct param params_declared[] = {
	[HOSTS] = { "allowedHosts", PARAM_STRINGS, .def = "[\"*.svc\", \"*.svc.cluster.local\"]",
		    .doc = "Globs of the hosts, in lower case, that a webhook's URL may name." },
	[NEED_CA] = { "requireCABundle", PARAM_BOOL, .def = "false",
		      .doc = "Whether a webhook must come with the CA that its certificate is of, "
			     "or ask for one." },
	[INJECTORS] = PARAM_CA_INJECTORS,
	[SCHEMAS] = { "judgeSchemas", PARAM_BOOL, .def = "false",
		      .doc = "Whether a schema, too, may not keep all fields that it does not "
			     "know, at its root." },
};

/* The host of "https://name:443/path" in normal form; false when there is none. */
static bool host_of(const char *url, char host[HOST_NAME_MAX_BYTES + 1])
{
	char text[HOST_NAME_MAX_BYTES + 1];
	const char *start = strstr(url, "://");
	size_t len;

	start = start ? start + 3 : url;
	len = strcspn(start, "/?#");
	for (const char *at = memchr(start, '@', len); at; at = memchr(start, '@', len)) {
		len -= (size_t)(at + 1 - start);
		start = at + 1;
	}
	if (len && *start == '[')
		len = strcspn(start, "]");
	else if (memchr(start, ':', len))
		len = strcspn(start, ":");
	if (len == 0 || len >= sizeof(text))
		return false;
	memcpy(text, start, len);
	text[len] = '\0';
	return host_normalise(text, host);
}

static void check_client(const struct resource_definition *d, const struct conversion_client *c,
			 const struct params *params, struct findings *out)
{
	const struct strings *hosts = param_strings(params, HOSTS);
	char host[HOST_NAME_MAX_BYTES + 1];

	if (c->url && (!host_of(c->url, host) || !globs_match(hosts, host)))
		finding(out, &c->at, "url", .value = c->url,
			.want = finding_text(out, "a service, or a host of %s",
					     says_one_of(out, hosts)));
	if (param_bool(params, NEED_CA) && !*c->ca_bundle &&
	    !ca_is_injected(d->meta, param_strings(params, INJECTORS)))
		finding(out, &c->at, "caBundle", .want = "the CA of the webhook's certificate");
}

/* v1beta1 keeps unknown fields unless it is told not to. */
static void check_unknown_fields(const struct resource_definition *d, struct findings *out)
{
	bool beta = strcmp(d->request->kind.version, "v1beta1") == 0;

	if (d->preserve_unknown_fields.set ? d->preserve_unknown_fields.v : beta)
		finding(out, &d->at, "preserveUnknownFields",
			.value = says_bool(d->preserve_unknown_fields), .want = "false");
}

static void check(const struct resource_definition *d, const struct params *params,
		  struct findings *out)
{
	if (d->conversion && d->conversion->client &&
	    strcmp(d->conversion->strategy, "Webhook") == 0)
		check_client(d, d->conversion->client, params, out);
	check_unknown_fields(d, out);
	if (!param_bool(params, SCHEMAS))
		return;
	for_each_definition_version(v, d) if (v->schema_preserves_unknown)
		finding(out, &v->at, "schema.openAPIV3Schema.x-kubernetes-preserve-unknown-fields",
			.value = "true", .want = "absent or false");
}

const struct policy policy_cluster_crd_conversion = {
	.id = "crd-conversion",
	.title = "Custom resources are converted within the cluster, and hold what they declare",
	.why = "A conversion webhook reads and writes every object of its kind on the way to the "
	       "store, and fields that no schema knows are checked by nobody.",
	.remedy = "Have a Service of the cluster convert, with its caBundle, and a schema that "
		  "names the fields.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n"
		"  conversion:\n"
		"    strategy: Webhook\n"
		"    webhook:\n"
		"      clientConfig:\n"
		"        service: {namespace: shop, name: convert}\n"
		"        caBundle: LS0tLS1CRUdJTg==\n",
	.bad = "spec:\n"
	       "  conversion:\n"
	       "    strategy: Webhook\n"
	       "    webhook:\n"
	       "      clientConfig:\n"
	       "        url: https://convert.example.com/\n",
	.maps = { NSA_CONTROL_PLANE },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_resource_definition = check,
};
