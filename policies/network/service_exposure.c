/* SPDX-License-Identifier: Apache-2.0 */
/* service_exposure.c - an update opens no Service further than it was.
 * Reads:   type, externalIPs, node ports, loadBalancerSourceRanges and annotations, before and
 * after Accepts: new Services, which service-type looks at; updates that leave it as open or close
 * it */
#include <string.h>

#include "policy/ip.h"
#include "policy/policy.h"
#include "policy/says.h"

#define PORTS_ALL 65536

enum { ADDITIONS, INTERNAL };

static const struct param params_declared[] = {
	[ADDITIONS] = { "forbidden", PARAM_STRINGS,
			.def = "[\"type\", \"externalIPs\", \"nodePorts\", \"sourceRanges\", "
			       "\"annotations\"]",
			.choices = "type externalIPs nodePorts sourceRanges annotations",
			.doc = "What may not be opened further by an update." },
	[INTERNAL] = { "internalAnnotations", PARAM_MAP,
		       .def = "{\"service.beta.kubernetes.io/aws-load-balancer-internal\": "
			      "\"?*\", "
			      "\"service.beta.kubernetes.io/aws-load-balancer-scheme\": "
			      "\"internal\", "
			      "\"service.beta.kubernetes.io/azure-load-balancer-internal\": "
			      "\"true\", "
			      "\"networking.gke.io/load-balancer-type\": \"Internal\", "
			      "\"cloud.google.com/load-balancer-type\": \"Internal\", "
			      "\"service.beta.kubernetes.io/openstack-internal-load-balancer\": "
			      "\"true\"}",
		       .doc = "Annotations, with globs of their values, that keep a LoadBalancer "
			      "inside: they stay where they are." },
};

struct update {
	const struct service *now, *then;
	const struct params *params;
	struct findings *out;
};

static bool is_type(const struct service *s, const char *type)
{
	return strcmp(s->type, type) == 0;
}

/* How far a type opens a Service. An alias leads elsewhere, which is a step of its own. */
static int openness(const struct service *s)
{
	if (is_type(s, "LoadBalancer") || is_type(s, "ExternalName"))
		return 2;
	return is_type(s, "NodePort");
}

static void check_type(const struct update *u)
{
	const char *then = u->then->type;

	if (strcmp(u->now->type, then) != 0 &&
	    (openness(u->now) > openness(u->then) || is_type(u->now, "ExternalName")))
		finding(u->out, &u->now->at, "type", .value = u->now->type,
			.want = finding_text(u->out, "%.32s as before", then));
}

static void check_external_ips(const struct update *u)
{
	struct names before = { 0 };

	for_each_string (ip, u->then->external_ips)
		names_add(u->out, &before, ip);
	names_sort(&before);
	for (size_t i = 0; i < u->now->external_ips.count; i++)
		if (!names_have(&before, u->now->external_ips.v[i]))
			finding(u->out, &u->now->at, finding_text(u->out, "externalIPs[%zu]", i),
				.value = u->now->external_ips.v[i],
				.want = "no address that was not there before");
}

static unsigned port_bit(int64_t port, size_t *byte)
{
	*byte = (size_t)port / 8;
	return 1u << (port % 8);
}

/* Those of a Service that had none come with its type. */
static void check_node_ports(const struct update *u)
{
	unsigned char before[PORTS_ALL / 8] = { 0 };
	size_t byte;

	if (openness(u->then) == 0)
		return;
	for_each_service_port (p, u->then)
		if (p->node_port > 0 && p->node_port < PORTS_ALL) {
			unsigned bit = port_bit(p->node_port, &byte);

			before[byte] |= (unsigned char)bit;
		}
	for_each_service_port (p, u->now)
		if (p->node_port > 0 && p->node_port < PORTS_ALL &&
		    !(port_bit(p->node_port, &byte) & before[byte]))
			finding(u->out, &p->at, "nodePort", .value = says_int(u->out, p->node_port),
				.want = "no port that was not open before");
}

/* The ranges that can be read; NULL when memory ran out. */
static const struct cidr *ranges_of(const struct update *u, const struct strings *texts, size_t *n)
{
	struct cidr *v = arena_alloc(findings_arena(u->out), texts->count * sizeof(*v));

	*n = 0;
	if (!v) {
		findings_spoil(u->out);
		return NULL;
	}
	for_each_string (text, *texts) {
		text += strspn(text, " ");
		*n += cidr_parse(text, &v[*n]);
	}
	return v;
}

static bool within(const char *text, const struct cidr *v, size_t n)
{
	struct cidr range;

	if (!cidr_parse(text + strspn(text, " "), &range))
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i].prefix <= range.prefix && cidr_has(&v[i], &range.ip))
			return true;
	return false;
}

static void check_source_ranges(const struct update *u)
{
	const struct strings *now = &u->now->load_balancer_source_ranges;
	const struct strings *then = &u->then->load_balancer_source_ranges;
	const struct cidr *v;
	size_t n;

	if (!then->count || !is_type(u->now, "LoadBalancer"))
		return;
	if (!now->count) {
		finding(u->out, &u->now->at, "loadBalancerSourceRanges",
			.want = "the ranges as before, or narrower ones");
		return;
	}
	if (says_too_many(u->out, &u->now->at, "loadBalancerSourceRanges", now->count, then->count))
		return;
	v = ranges_of(u, then, &n);
	for (size_t i = 0; v && i < now->count; i++)
		if (!within(now->v[i], v, n))
			finding(u->out, &u->now->at,
				finding_text(u->out, "loadBalancerSourceRanges[%zu]", i),
				.value = now->v[i], .want = "a range within those of before");
}

static bool matches(const struct service *s, const struct map_entry *e)
{
	const char *value = map_get(&s->meta->annotations, e->key);

	return value && glob_match(e->value, value);
}

static void check_annotations(const struct update *u)
{
	if (!is_type(u->now, "LoadBalancer"))
		return;
	for_each_entry (e, *param_map(u->params, INTERNAL))
		if (matches(u->then, e) && !matches(u->now, e))
			says_annotation(u->out, u->now->meta, e->key,
					&(struct says){ .value = map_get(&u->now->meta->annotations,
									 e->key),
							.want = "the value as before" });
}

static void check(const struct service *s, const struct params *params, struct findings *out)
{
	static const struct {
		const char *name;
		void (*check)(const struct update *u);
	} checks[] = {
		{ "type", check_type },
		{ "externalIPs", check_external_ips },
		{ "nodePorts", check_node_ports },
		{ "sourceRanges", check_source_ranges },
		{ "annotations", check_annotations },
	};
	const struct update u = { s, s->old, params, out };

	for (size_t i = 0; s->old && i < ARRAY_LEN(checks); i++)
		if (strings_have(param_strings(params, ADDITIONS), checks[i].name))
			checks[i].check(&u);
}

const struct policy policy_network_service_exposure = {
	.id = "service-exposure",
	.title = "Updates open no Service further than it was",
	.why = "A Service that was reviewed as internal becomes public by the change of one word, "
	       "and whoever may update it can make it.",
	.remedy = "Leave the Service as it is, and make a new one for what shall be public.",
	.severity = SEVERITY_MEDIUM,
	.good = "spec:\n  type: ClusterIP\n  ports: [{port: 443}]\n",
	.bad = "spec:\n  type: LoadBalancer\n  ports: [{port: 443}]\n",
	.was = "spec:\n  type: ClusterIP\n  ports: [{port: 80}]\n",
	.maps = { MITRE_PUBLIC_SERVICE },
	POLICY_PARAMS(params_declared),
	.needs = NEEDS_OLD,
	.operations = ON(UPDATE),
	.reads_metadata = true,
	.check_service = check,
};
