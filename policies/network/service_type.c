/* SPDX-License-Identifier: Apache-2.0 */
/* service_type.c - how Services are reached, and what they lead to.
 * Reads:   type, ports, externalIPs, loadBalancerSourceRanges, loadBalancerClass, externalName,
 * externalTrafficPolicy and annotations of Services Accepts: every type; no external IPs; external
 * names outside the cluster */
#include <string.h>

#include "policy/external_name.h"
#include "policy/ip.h"
#include "policy/policy.h"
#include "policy/says.h"

#define OLD_RANGES "service.beta.kubernetes.io/load-balancer-source-ranges"

enum {
	ALLOWED,
	NODE_PORTS,
	EXTERNAL_IPS,
	NEED_RANGES,
	MIN_PREFIX_V4,
	MIN_PREFIX_V6,
	CLASSES,
	ANNOTATIONS,
	TRAFFIC_POLICIES,
	ALLOWED_NAMES,
	FORBIDDEN_NAMES,
	CLUSTER_DOMAIN,
};

static const struct param params_declared[] = {
	[ALLOWED] = { "allowed", PARAM_STRINGS,
		      .def = "[\"ClusterIP\", \"NodePort\", \"LoadBalancer\", \"ExternalName\"]",
		      .choices = "ClusterIP NodePort LoadBalancer ExternalName",
		      .doc = "Types that a Service may have; a headless one is a ClusterIP." },
	[NODE_PORTS] = { "nodePorts", PARAM_RANGES, .min = 1, .max = 65535,
			 .doc = "Ranges of node ports that may be asked for; when absent, any." },
	[EXTERNAL_IPS] = { "externalIPs", PARAM_STRINGS, .def = "[]", .check = cidr_check,
			   .doc = "Addresses and CIDR ranges that externalIPs may be in." },
	[NEED_RANGES] = { "requireSourceRanges", PARAM_BOOL, .def = "false",
			  .doc = "Whether a LoadBalancer must limit its sources with "
				 "loadBalancerSourceRanges." },
	[MIN_PREFIX_V4] = { "minSourcePrefixIPv4", PARAM_INT, .def = "8", .min = 1, .max = 32,
			    .doc = "Shortest prefix of an IPv4 range where source ranges are "
				   "required." },
	[MIN_PREFIX_V6] = { "minSourcePrefixIPv6", PARAM_INT, .def = "16", .min = 1, .max = 128,
			    .doc = "Shortest prefix of an IPv6 range where source ranges are "
				   "required." },
	[CLASSES] = { "allowedLoadBalancerClasses", PARAM_STRINGS,
		      .doc = "Globs of the classes that a LoadBalancer may have, \"\" being none; "
			     "when absent, any." },
	[ANNOTATIONS] = { "requiredAnnotations", PARAM_MAP, .def = "{}",
			  .doc = "Annotations that each LoadBalancer must have, with globs of "
				 "their values." },
	[TRAFFIC_POLICIES] = { "allowedExternalTrafficPolicies", PARAM_STRINGS,
			       .def = "[\"Cluster\", \"Local\"]", .choices = "Cluster Local",
			       .doc = "Values of externalTrafficPolicy that NodePort and "
				      "LoadBalancer may have." },
	[ALLOWED_NAMES] = { "allowedExternalNames", PARAM_STRINGS, .def = "[\"*\"]",
			    .doc = "Globs of the names, in lower case, that an ExternalName may "
				   "lead to." },
	[FORBIDDEN_NAMES] = { "forbiddenExternalNames", PARAM_STRINGS,
			      .def = "[\"*.nip.io\", \"*.sslip.io\", \"*.localtest.me\", "
				     "\"localtest.me\"]",
			      .doc = "Globs of names, in lower case, that it may not lead to, even "
				     "when allowed above." },
	[CLUSTER_DOMAIN] = { "clusterDomain", PARAM_STRING, .def = "\"cluster.local\"",
			     .doc = "The cluster's DNS domain, which no ExternalName may lead "
				    "into." },
};

static bool is_type(const struct service *s, const char *type)
{
	return strcmp(s->type, type) == 0;
}

static void judge_port(const struct at *at, const char *field, int64_t port,
		       const struct params *params, struct findings *out)
{
	size_t count;
	const struct range *ranges = param_ranges(params, NODE_PORTS, &count);

	if (port != 0 && param_set(params, NODE_PORTS) && !ranges_have(ranges, count, port))
		finding(out, at, field, .value = says_int(out, port),
			.want = says_ranges(out, ranges, count));
}

static void check_node_ports(const struct service *s, const struct params *params,
			     struct findings *out)
{
	int64_t port;

	for_each_service_port (p, s)
		judge_port(&p->at, "nodePort", p->node_port, params, out);
	if (json_int(json_present(s->node, "healthCheckNodePort"), &port))
		judge_port(&s->at, "healthCheckNodePort", port, params, out);
}

static bool in_ranges(const struct strings *ranges, const char *text)
{
	struct cidr range;
	struct ip ip;

	if (!ip_parse(text, &ip))
		return false;
	for_each_string (r, *ranges)
		if (cidr_parse(r, &range) && cidr_has(&range, &ip))
			return true;
	return false;
}

static void check_external_ips(const struct service *s, const struct strings *allowed,
			       struct findings *out)
{
	for (size_t i = 0; i < s->external_ips.count; i++)
		if (!in_ranges(allowed, s->external_ips.v[i]))
			finding(out, &s->at, finding_text(out, "externalIPs[%zu]", i),
				.value = s->external_ips.v[i], .want = says_one_of(out, allowed));
}

/* What is wanted in place of a source range, or NULL; blanks around it are what Kubernetes ignores
 * too. */
static const char *want_range(const struct params *params, const char *text, size_t len,
			      struct findings *out)
{
	char copy[64] = "";
	struct cidr range;
	int64_t least;

	for (; len > 0 && (*text == ' ' || *text == '\t'); text++, len--)
		;
	for (; len > 0 && (text[len - 1] == ' ' || text[len - 1] == '\t'); len--)
		;
	if (len < sizeof(copy))
		memcpy(copy, text, len);
	if (!cidr_parse(copy, &range))
		return "a CIDR range";
	least = param_int(params, range.ip.v4 ? MIN_PREFIX_V4 : MIN_PREFIX_V6);
	if (range.prefix >= least)
		return NULL;
	return finding_text(out, "a prefix of at least /%lld", (long long)least);
}

/* The annotation from before the field; a LoadBalancer without either is open to all. */
static void check_old_ranges(const struct service *s, const struct params *params,
			     struct findings *out)
{
	const char *text = map_get(&s->meta->annotations, OLD_RANGES);

	if (!text || !text[strspn(text, " \t")]) {
		finding(out, &s->at, "loadBalancerSourceRanges",
			.want = "the ranges that may connect");
		return;
	}
	for (const char *at = text; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
		const char *want = want_range(params, at, strcspn(at, ","), out);

		if (want)
			says_annotation(out, s->meta, OLD_RANGES,
					&(struct says){ .value = text, .want = want });
	}
}

static void check_source_ranges(const struct service *s, const struct params *params,
				struct findings *out)
{
	const struct strings *ranges = &s->load_balancer_source_ranges;

	if (!param_bool(params, NEED_RANGES))
		return;
	if (ranges->count == 0)
		check_old_ranges(s, params, out);
	for (size_t i = 0; i < ranges->count; i++) {
		const char *want = want_range(params, ranges->v[i], strlen(ranges->v[i]), out);

		if (want)
			finding(out, &s->at, finding_text(out, "loadBalancerSourceRanges[%zu]", i),
				.value = ranges->v[i], .want = want);
	}
}

static void check_load_balancer(const struct service *s, const struct params *params,
				struct findings *out)
{
	const struct strings *classes = param_strings(params, CLASSES);
	const char *class = s->load_balancer_class;

	check_source_ranges(s, params, out);
	if (classes->set && !globs_match(classes, class ? class : ""))
		finding(out, &s->at, "loadBalancerClass", .value = class,
			.want = says_one_of(out, classes));
	for_each_entry (e, *param_map(params, ANNOTATIONS)) {
		const char *value = map_get(&s->meta->annotations, e->key);

		if (!value || !glob_match(e->value, value))
			says_annotation(out, s->meta, e->key,
					&(struct says){ .value = value, .want = e->value });
	}
}

static void check_traffic_policy(const struct service *s, const struct strings *allowed,
				 struct findings *out)
{
	const char *given = s->external_traffic_policy;

	/* The API server makes an absent one Cluster. */
	if (!strings_have(allowed, *given ? given : "Cluster"))
		finding(out, &s->at, "externalTrafficPolicy", .value = *given ? given : NULL,
			.want = says_one_of(out, allowed));
}

static const char *want_name(const char *text, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED_NAMES);
	const struct strings *forbidden = param_strings(params, FORBIDDEN_NAMES);
	char host[HOST_NAME_MAX_BYTES + 1], domain[HOST_NAME_MAX_BYTES + 1];
	const char *fault;

	if (!host_normalise(text, host) ||
	    !host_normalise(param_string(params, CLUSTER_DOMAIN), domain))
		return "a host name";
	fault = host_fault(host, domain);
	if (fault)
		return finding_text(out, "not %s", fault);
	if (globs_match(forbidden, host))
		return says_none_of(out, forbidden);
	return globs_match(allowed, host) ? NULL : says_one_of(out, allowed);
}

static void check(const struct service *s, const struct params *params, struct findings *out)
{
	const struct strings *allowed = param_strings(params, ALLOWED);
	const char *want;

	if (!strings_have(allowed, s->type))
		finding(out, &s->at, "type", .value = s->type, .want = says_one_of(out, allowed));
	check_node_ports(s, params, out);
	check_external_ips(s, param_strings(params, EXTERNAL_IPS), out);
	if (is_type(s, "LoadBalancer"))
		check_load_balancer(s, params, out);
	if (is_type(s, "LoadBalancer") || is_type(s, "NodePort"))
		check_traffic_policy(s, param_strings(params, TRAFFIC_POLICIES), out);
	want = is_type(s, "ExternalName") ? want_name(s->external_name, params, out) : NULL;
	if (want)
		finding(out, &s->at, "externalName", .value = s->external_name, .want = want);
}

const struct policy policy_network_service_type = {
	.id = "service-type",
	.title = "Services are reached, and lead, only where they should",
	.why = "A Service can open a workload to the world, take over an address, or lead back "
	       "into the cluster.",
	.remedy = "Use a ClusterIP behind an Ingress or Gateway, or limit what the Service is "
		  "reached from.",
	.severity = SEVERITY_HIGH,
	.good = "spec:\n  type: ClusterIP\n  ports: [{port: 443}]\n",
	.bad = "spec:\n  ports: [{port: 443}]\n  externalIPs: [203.0.113.7]\n",
	.maps = { MITRE_PUBLIC_SERVICE },
	POLICY_PARAMS(params_declared),
	.reads_metadata = true,
	.check_service = check,
};
