/* SPDX-License-Identifier: Apache-2.0 */
/* check_cluster_views.c - views of network policies, namespaces, storage, nodes, and of what
 * extends, scales and disrupts. */
#include "base/mem.h"
#include "fields.h"
#include "k8s/views.h"

static void dump_requirements(struct buf *out, const struct selector *s)
{
	if (!s->match_expressions)
		return;
	buf_adds(out, " matchExpressions[");
	for_each_requirement (r, s) {
		buf_adds(out, "{");
		dump_string(out, "key", r->key);
		dump_string(out, "operator", r->op);
		dump_strings(out, "values", &r->values);
		buf_adds(out, "}");
	}
	buf_adds(out, "]");
}

static void dump_selector(struct buf *out, const char *key, const struct selector *s)
{
	if (!s)
		return;
	buf_addf(out, " %s{", key);
	dump_map(out, "matchLabels", &s->match_labels);
	dump_requirements(out, s);
	buf_addf(out, " at=%s}", at_print(test_arena(), &s->at, NULL));
}

static void dump_network_peers(struct buf *out, const char *key, const struct network_rule *r)
{
	if (!r->peers)
		return;
	buf_addf(out, " %s[", key);
	for_each_network_peer(p, r)
	{
		buf_adds(out, "{");
		if (p->ip_block) {
			buf_adds(out, " ipBlock{");
			dump_string(out, "cidr", p->ip_block->cidr);
			dump_strings(out, "except", &p->ip_block->except);
			buf_adds(out, "}");
		}
		dump_selector(out, "podSelector", p->pods);
		dump_selector(out, "namespaceSelector", p->namespaces);
		buf_addf(out, " at=%s}", at_print(test_arena(), &p->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_network_ports(struct buf *out, const struct network_rule *r)
{
	if (!r->ports)
		return;
	buf_adds(out, " ports[");
	for_each_network_port(p, r)
	{
		buf_adds(out, "{");
		dump_string(out, "protocol", p->protocol);
		dump_int_or_string(out, "port", p->port);
		dump_opt_int(out, "endPort", p->end_port);
		buf_adds(out, "}");
	}
	buf_adds(out, "]");
}

static void dump_network_rules(struct buf *out, const char *key, const char *peers,
			       const struct network_rule *rules)
{
	if (!rules)
		return;
	buf_addf(out, " %s[", key);
	for_each_network_rule(r, rules)
	{
		buf_adds(out, "{");
		dump_network_peers(out, peers, r);
		dump_network_ports(out, r);
		buf_addf(out, " at=%s}", at_print(test_arena(), &r->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_network_policy(struct buf *out, const struct network_policy *p)
{
	if (p->pods.match_labels.set || p->pods.match_expressions)
		dump_selector(out, "podSelector", &p->pods);
	dump_strings(out, "policyTypes", &p->policy_types);
	buf_addf(out, " (%s%s)", p->governs_ingress ? "I" : "", p->governs_egress ? "E" : "");
	dump_network_rules(out, "ingress", "from", p->ingress);
	dump_network_rules(out, "egress", "to", p->egress);
}

static void dump_pods(struct buf *out, const struct namespaced_pods *pods)
{
	if (!pods)
		return;
	buf_adds(out, " pods{");
	dump_selector(out, "namespaceSelector", pods->namespaces);
	dump_selector(out, "podSelector", pods->pods);
	buf_adds(out, "}");
}

static void dump_admin_peers(struct buf *out, const char *key, const struct admin_rule *r)
{
	if (!r->peers)
		return;
	buf_addf(out, " %s[", key);
	for_each_admin_peer(p, r)
	{
		buf_adds(out, "{");
		dump_selector(out, "namespaces", p->namespaces);
		dump_pods(out, p->pods);
		dump_selector(out, "nodes", p->nodes);
		dump_strings(out, "networks", &p->networks);
		dump_strings(out, "domainNames", &p->domain_names);
		buf_addf(out, " at=%s}", at_print(test_arena(), &p->at, NULL));
	}
	buf_adds(out, "]");
}

/* Both versions call them by names of their own. */
static void dump_admin_ports(struct buf *out, const struct admin_rule *r)
{
	if (!r->ports)
		return;
	buf_adds(out, " ports[");
	for_each_admin_port(p, r)
	{
		buf_adds(out, "{");
		dump_string(out, "protocol", admin_port_protocol(p));
		dump_int(out, "port", p->number);
		dump_int(out, "number", p->number);
		dump_string(out, "namedPort", p->name);
		dump_string(out, "destinationNamedPort", p->name);
		if (p->range) {
			buf_adds(out, " range{");
			dump_int(out, "start", p->range->start);
			dump_int(out, "end", p->range->end);
			buf_adds(out, "}");
		}
		buf_adds(out, "}");
	}
	buf_adds(out, "]");
}

static void dump_admin_rules(struct buf *out, const char *key, const char *peers,
			     const struct admin_rule *rules)
{
	if (!rules)
		return;
	buf_addf(out, " %s[", key);
	for_each_admin_rule(r, rules)
	{
		buf_adds(out, "{");
		dump_string(out, "name", r->name);
		dump_string(out, "action", r->action);
		dump_admin_peers(out, peers, r);
		dump_admin_ports(out, r);
		buf_addf(out, " at=%s}", at_print(test_arena(), &r->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_admin_network_policy(struct buf *out, const struct admin_network_policy *p)
{
	dump_string(out, "tier", p->tier);
	dump_opt_int(out, "priority", p->priority);
	if (p->subject) {
		buf_adds(out, " subject{");
		dump_selector(out, "namespaces", p->subject->namespaces);
		dump_pods(out, p->subject->pods);
		buf_adds(out, "}");
	}
	dump_admin_rules(out, "ingress", "from", p->ingress);
	dump_admin_rules(out, "egress", "to", p->egress);
}

static void dump_namespace(struct buf *out, const struct namespace *n)
{
	dump_strings(out, "finalizers", &n->finalizers);
}

static void dump_persistent_volume(struct buf *out, const struct persistent_volume *v)
{
	for (int s = 0; s < PERSISTENT_SOURCE_COUNT; s++)
		if (v->sources >> s & 1)
			buf_addf(out, " %s{}", persistent_source_name((enum persistent_source)s));
	dump_pointer(out, "path", v->host_path && *v->host_path ? v->host_path : NULL);
	dump_pointer(out, "path", v->local_path && *v->local_path ? v->local_path : NULL);
	dump_pointer(out, "driver", v->csi_driver && *v->csi_driver ? v->csi_driver : NULL);
	for (int s = 0; s < PERSISTENT_SECRET_COUNT; s++)
		if (v->secrets[s] && *v->secrets[s])
			buf_addf(out, " %s=\"%s\"",
				 strrchr(persistent_secret_path((enum persistent_secret)s), '.') +
					 1,
				 v->secrets[s]);
	dump_string(out, "persistentVolumeReclaimPolicy", v->reclaim_policy);
	dump_string(out, "storageClassName", v->storage_class);
	dump_string(out, "volumeMode", v->volume_mode);
	dump_strings(out, "accessModes", &v->access_modes);
	dump_strings(out, "mountOptions", &v->mount_options);
	if (v->claim) {
		buf_adds(out, " claimRef{");
		dump_string(out, "namespace", v->claim->ns);
		dump_string(out, "name", v->claim->name);
		buf_adds(out, "}");
	}
}

static void dump_volume_claim(struct buf *out, const struct volume_claim *c)
{
	dump_pointer(out, "storageClassName", c->storage_class);
	dump_string(out, "volumeName", c->volume_name);
	dump_string(out, "volumeMode", c->volume_mode);
	dump_strings(out, "accessModes", &c->access_modes);
	dump_pointer(out, "storage", c->requested_storage);
}

static void dump_storage_class(struct buf *out, const struct storage_class *c)
{
	dump_string(out, "provisioner", c->provisioner);
	if (!same(c->reclaim_policy, "Delete"))
		dump_string(out, "reclaimPolicy", c->reclaim_policy);
	dump_map(out, "parameters", &c->parameters);
	dump_strings(out, "mountOptions", &c->mount_options);
	dump_opt_bool(out, "allowVolumeExpansion", c->allow_volume_expansion);
}

static void dump_node(struct buf *out, const struct node *n)
{
	dump_bool(out, "unschedulable", n->unschedulable);
	dump_string(out, "providerID", n->provider_id);
	if (!n->taints)
		return;
	buf_adds(out, " taints[");
	for_each_taint(t, n)
	{
		buf_adds(out, "{");
		dump_string(out, "key", t->key);
		dump_string(out, "value", t->value);
		dump_string(out, "effect", t->effect);
		buf_addf(out, " at=%s}", at_print(test_arena(), &t->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_priority_class(struct buf *out, const struct priority_class *c)
{
	dump_int(out, "value", c->value);
	dump_bool(out, "globalDefault", c->global_default);
	dump_string(out, "preemptionPolicy", c->preemption_policy);
}

static void dump_conversion(struct buf *out, const struct conversion *c)
{
	if (!c)
		return;
	buf_adds(out, " conversion{");
	dump_string(out, "strategy", c->strategy);
	if (c->client) {
		buf_adds(out, " clientConfig{");
		dump_pointer(out, "url", c->client->url);
		buf_adds(out, c->client->service ? " service{}" : "");
		dump_string(out, "caBundle", c->client->ca_bundle);
		buf_addf(out, " at=%s}", at_print(test_arena(), &c->client->at, NULL));
	}
	buf_adds(out, "}");
}

static void dump_resource_definition(struct buf *out, const struct resource_definition *d)
{
	dump_string(out, "group", d->group);
	dump_string(out, "scope", d->scope);
	dump_opt_bool(out, "preserveUnknownFields", d->preserve_unknown_fields);
	dump_conversion(out, d->conversion);
	if (!d->versions)
		return;
	buf_adds(out, " versions[");
	for_each_definition_version(v, d)
	{
		buf_adds(out, "{");
		dump_string(out, "name", v->name);
		dump_bool(out, "served", v->served);
		dump_bool(out, "storage", v->storage);
		buf_adds(out, v->has_schema ? " openAPIV3Schema{}" : "");
		dump_bool(out, "x-kubernetes-preserve-unknown-fields", v->schema_preserves_unknown);
		buf_addf(out, " at=%s}", at_print(test_arena(), &v->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_api_service(struct buf *out, const struct api_service *s)
{
	dump_string(out, "group", s->group);
	dump_string(out, "version", s->version);
	if (s->service) {
		buf_adds(out, " service{");
		dump_string(out, "namespace", s->service->ns);
		dump_string(out, "name", s->service->name);
		buf_adds(out, "}");
	}
	dump_bool(out, "insecureSkipTLSVerify", s->insecure_skip_tls_verify);
	dump_string(out, "caBundle", s->ca_bundle);
}

static void dump_autoscaler(struct buf *out, const struct autoscaler *a)
{
	dump_opt_int(out, "minReplicas", a->min_replicas);
	dump_int(out, "maxReplicas", a->max_replicas);
	if (!a->target)
		return;
	buf_adds(out, " scaleTargetRef{");
	dump_string(out, "apiVersion", a->target->api_version);
	dump_string(out, "kind", a->target->kind);
	dump_string(out, "name", a->target->name);
	buf_adds(out, "}");
}

static void dump_disruption_budget(struct buf *out, const struct disruption_budget *b)
{
	dump_int_or_string(out, "minAvailable", b->min_available);
	dump_int_or_string(out, "maxUnavailable", b->max_unavailable);
	dump_string(out, "unhealthyPodEvictionPolicy", b->unhealthy_pod_eviction_policy);
	dump_selector(out, "selector", b->selector);
}

#define KINDS(X)                \
	X(network_policy)       \
	X(admin_network_policy) \
	X(namespace)            \
	X(persistent_volume)    \
	X(volume_claim)         \
	X(storage_class)        \
	X(node)                 \
	X(priority_class)       \
	X(resource_definition)  \
	X(api_service)          \
	X(autoscaler)           \
	X(disruption_budget)

#define X(name)                                                                       \
	static int view_##name(const cJSON *object, struct buf *out, struct err *err) \
	{                                                                             \
		const struct name *it = name##_view(test_arena(), object, err);       \
                                                                                      \
		if (!it)                                                              \
			return -1;                                                    \
		dump_##name(out, it);                                                 \
		return 0;                                                             \
	}
KINDS(X)
#undef X

enum {
#define X(name) KIND_##name,
	KINDS(X)
#undef X
};

static const struct view_type views[] = {
#define X(name) [KIND_##name] = { "", view_##name },
	KINDS(X)
#undef X
};

/* A row: its kind, place and value. */
#define F(kind, place, value)                \
	{                                    \
		KIND_##kind,                 \
		{                            \
			"spec." place, value \
		}                            \
	}
#define TOP(kind, place, value)      \
	{                            \
		KIND_##kind,         \
		{                    \
			place, value \
		}                    \
	}

static const struct {
	int kind;
	struct field_case field;
} fields[] = {
	F(network_policy, "policyTypes", STRINGS),
	F(network_policy, "ingress", A_LIST),
	F(network_policy, "ingress[0].from", A_LIST),
	F(network_policy, "ingress[0].from[0].podSelector", AN_OBJECT),
	F(network_policy, "ingress[0].from[0].namespaceSelector", AN_OBJECT),
	F(network_policy, "ingress[0].from[0].namespaceSelector.matchLabels", A_MAP),
	F(network_policy, "ingress[0].from[0].podSelector.matchExpressions", A_LIST),
	F(network_policy, "ingress[0].from[0].podSelector.matchExpressions[0].key", A_STRING),
	F(network_policy, "ingress[0].from[0].podSelector.matchExpressions[0].operator", A_STRING),
	F(network_policy, "ingress[0].from[0].podSelector.matchExpressions[0].values", STRINGS),
	F(network_policy, "ingress[0].from[0].ipBlock", AN_OBJECT),
	F(network_policy, "ingress[0].from[0].ipBlock.cidr", A_STRING),
	F(network_policy, "ingress[0].from[0].ipBlock.except", STRINGS),
	F(network_policy, "ingress[0].ports", A_LIST),
	F(network_policy, "ingress[0].ports[0].protocol", A_STRING),
	F(network_policy, "ingress[0].ports[0].port", A_PORT),
	F(network_policy, "ingress[0].ports[0].endPort", AN_OPTIONAL_INT),
	F(network_policy, "egress", A_LIST),
	F(network_policy, "egress[0].to", A_LIST),
	F(network_policy, "egress[0].to[0].ipBlock.cidr", A_STRING),
	F(network_policy, "egress[0].ports[0].port", A_PORT),
	F(network_policy, "podSelector.matchLabels", A_MAP),
	F(admin_network_policy, "tier", A_STRING),
	F(admin_network_policy, "priority", AN_OPTIONAL_INT),
	F(admin_network_policy, "subject", AN_OBJECT),
	F(admin_network_policy, "subject.namespaces", AN_OBJECT),
	F(admin_network_policy, "subject.pods", AN_OBJECT),
	F(admin_network_policy, "subject.pods.namespaceSelector", AN_OBJECT),
	F(admin_network_policy, "subject.pods.podSelector", AN_OBJECT),
	F(admin_network_policy, "ingress", A_LIST),
	F(admin_network_policy, "ingress[0].name", A_STRING),
	F(admin_network_policy, "ingress[0].action", A_STRING),
	F(admin_network_policy, "ingress[0].from", A_LIST),
	F(admin_network_policy, "ingress[0].from[0].namespaces", AN_OBJECT),
	F(admin_network_policy, "ingress[0].from[0].pods", AN_OBJECT),
	F(admin_network_policy, "ingress[0].ports", A_LIST),
	F(admin_network_policy, "ingress[0].ports[0].namedPort", A_STRING),
	F(admin_network_policy, "ingress[0].ports[0].portNumber.protocol", A_STRING),
	F(admin_network_policy, "ingress[0].ports[0].portNumber.port", AN_INT32),
	F(admin_network_policy, "ingress[0].ports[0].portRange.start", AN_INT32),
	F(admin_network_policy, "ingress[0].ports[0].portRange.end", AN_INT32),
	F(admin_network_policy, "ingress[0].ports[0].portRange.protocol", A_STRING),
	F(admin_network_policy, "egress", A_LIST),
	F(admin_network_policy, "egress[0].action", A_STRING),
	F(admin_network_policy, "egress[0].to", A_LIST),
	F(admin_network_policy, "egress[0].to[0].nodes", AN_OBJECT),
	F(admin_network_policy, "egress[0].to[0].networks", STRINGS),
	F(admin_network_policy, "egress[0].to[0].domainNames", STRINGS),
	F(admin_network_policy, "egress[0].protocols[0].destinationNamedPort", A_STRING),
	F(admin_network_policy, "egress[0].protocols[0].tcp.destinationPort.number", AN_INT32),
	F(admin_network_policy, "egress[0].protocols[0].udp.destinationPort.number", AN_INT32),
	F(admin_network_policy, "egress[0].protocols[0].sctp.destinationPort.range", AN_OBJECT),
	F(admin_network_policy, "egress[0].protocols[0].tcp.destinationPort.range.end", AN_INT32),
	F(namespace, "finalizers", STRINGS),
	F(persistent_volume, "hostPath", AN_OBJECT),
	F(persistent_volume, "hostPath.path", A_STRING),
	F(persistent_volume, "local", AN_OBJECT),
	F(persistent_volume, "local.path", A_STRING),
	F(persistent_volume, "csi", AN_OBJECT),
	F(persistent_volume, "csi.driver", A_STRING),
	F(persistent_volume, "azureFile.secretName", A_STRING),
	F(persistent_volume, "cephfs.secretRef.name", A_STRING),
	F(persistent_volume, "cinder.secretRef.name", A_STRING),
	F(persistent_volume, "csi.controllerExpandSecretRef.name", A_STRING),
	F(persistent_volume, "csi.controllerPublishSecretRef.name", A_STRING),
	F(persistent_volume, "csi.nodeExpandSecretRef.name", A_STRING),
	F(persistent_volume, "csi.nodePublishSecretRef.name", A_STRING),
	F(persistent_volume, "csi.nodeStageSecretRef.name", A_STRING),
	F(persistent_volume, "flexVolume.secretRef.name", A_STRING),
	F(persistent_volume, "iscsi.secretRef.name", A_STRING),
	F(persistent_volume, "rbd.secretRef.name", A_STRING),
	F(persistent_volume, "scaleIO.secretRef.name", A_STRING),
	F(persistent_volume, "storageos.secretRef.name", A_STRING),
	F(persistent_volume, "nfs", AN_OBJECT),
	F(persistent_volume, "persistentVolumeReclaimPolicy", A_STRING),
	F(persistent_volume, "storageClassName", A_STRING),
	F(persistent_volume, "volumeMode", A_STRING),
	F(persistent_volume, "accessModes", STRINGS),
	F(persistent_volume, "mountOptions", STRINGS),
	F(persistent_volume, "claimRef", AN_OBJECT),
	F(persistent_volume, "claimRef.namespace", A_STRING),
	F(persistent_volume, "claimRef.name", A_STRING),
	F(volume_claim, "storageClassName", A_POINTER),
	F(volume_claim, "volumeName", A_STRING),
	F(volume_claim, "volumeMode", A_STRING),
	F(volume_claim, "accessModes", STRINGS),
	F(volume_claim, "resources.requests.storage", A_QUANTITY),
	TOP(storage_class, "provisioner", A_STRING),
	TOP(storage_class, "reclaimPolicy", A_STRING),
	TOP(storage_class, "parameters", A_MAP),
	TOP(storage_class, "mountOptions", STRINGS),
	TOP(storage_class, "allowVolumeExpansion", A_TRISTATE),
	F(node, "unschedulable", A_BOOL),
	F(node, "providerID", A_STRING),
	F(node, "taints", A_LIST),
	F(node, "taints[0].key", A_STRING),
	F(node, "taints[0].value", A_STRING),
	F(node, "taints[0].effect", A_STRING),
	TOP(priority_class, "value", AN_INT32),
	TOP(priority_class, "globalDefault", A_BOOL),
	TOP(priority_class, "preemptionPolicy", A_STRING),
	F(resource_definition, "group", A_STRING),
	F(resource_definition, "scope", A_STRING),
	F(resource_definition, "preserveUnknownFields", A_TRISTATE),
	F(resource_definition, "conversion", AN_OBJECT),
	F(resource_definition, "conversion.strategy", A_STRING),
	F(resource_definition, "conversion.webhook.clientConfig", AN_OBJECT),
	F(resource_definition, "conversion.webhook.clientConfig.url", A_POINTER),
	F(resource_definition, "conversion.webhook.clientConfig.service", AN_OBJECT),
	F(resource_definition, "conversion.webhook.clientConfig.caBundle", A_STRING),
	F(resource_definition, "conversion.webhookClientConfig.url", A_POINTER),
	F(resource_definition, "versions", A_LIST),
	F(resource_definition, "versions[0].name", A_STRING),
	F(resource_definition, "versions[0].served", A_BOOL),
	F(resource_definition, "versions[0].storage", A_BOOL),
	F(resource_definition, "versions[0].schema.openAPIV3Schema", AN_OBJECT),
	F(resource_definition,
	  "versions[0].schema.openAPIV3Schema.x-kubernetes-preserve-unknown-fields", A_BOOL),
	F(api_service, "group", A_STRING),
	F(api_service, "version", A_STRING),
	F(api_service, "service", AN_OBJECT),
	F(api_service, "service.namespace", A_STRING),
	F(api_service, "service.name", A_STRING),
	F(api_service, "insecureSkipTLSVerify", A_BOOL),
	F(api_service, "caBundle", A_STRING),
	F(autoscaler, "minReplicas", AN_OPTIONAL_INT),
	F(autoscaler, "maxReplicas", AN_INT32),
	F(autoscaler, "scaleTargetRef", AN_OBJECT),
	F(autoscaler, "scaleTargetRef.apiVersion", A_STRING),
	F(autoscaler, "scaleTargetRef.kind", A_STRING),
	F(autoscaler, "scaleTargetRef.name", A_STRING),
	F(disruption_budget, "minAvailable", A_PORT),
	F(disruption_budget, "maxUnavailable", A_PORT),
	F(disruption_budget, "unhealthyPodEvictionPolicy", A_STRING),
	F(disruption_budget, "selector", AN_OBJECT),
};

START_TEST(each_field)
{
	check_field(&views[fields[_i].kind], &fields[_i].field);
}
END_TEST

static const struct {
	const char *name;
	int kind;
	const char *json, *want;
} cases[] = {
	{ "no spec", KIND_network_policy, "{}", " (I)" },
	{ "null spec", KIND_network_policy, "{'spec':null}", " (I)" },
	{ "egress rules make it govern egress", KIND_network_policy, "{'spec':{'egress':[{}]}}",
	  " (IE) egress[{ at=spec.egress[0]}]" },
	{ "no egress rules", KIND_network_policy, "{'spec':{'egress':[]}}", " (I)" },
	{ "empty types are none", KIND_network_policy, "{'spec':{'policyTypes':[],'egress':[{}]}}",
	  " policyTypes=[] (IE) egress[{ at=spec.egress[0]}]" },
	{ "said", KIND_network_policy, "{'spec':{'policyTypes':['Egress']}}",
	  " policyTypes=[\"Egress\"] (E)" },
	{ "said for rules of the other", KIND_network_policy,
	  "{'spec':{'policyTypes':['Ingress'],'egress':[{}]}}",
	  " policyTypes=[\"Ingress\"] (I) egress[{ at=spec.egress[0]}]" },
	{ "types in other case", KIND_network_policy, "{'spec':{'policyTypes':['ingress']}}",
	  " policyTypes=[\"ingress\"] ()" },
	{ "null pod selector", KIND_network_policy, "{'spec':{'podSelector':null}}", " (I)" },
	{ "pod selector", KIND_network_policy,
	  "{'spec':{'podSelector':{'matchExpressions':[{'key':'a','operator':'Exists'}]}}}",
	  " podSelector{ matchExpressions[{ key=\"a\" operator=\"Exists\"}]"
	  " at=spec.podSelector} (I)" },
	{ "network policy", KIND_network_policy,
	  "{'spec':{'ingress':[{'from':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['10.1.0.0/16']}},"
	  "null,{'podSelector':{},'namespaceSelector':{}}],'ports':[{'port':'http'},null,"
	  "{'protocol':'UDP','port':1,'endPort':9}]},null]}}",
	  " (I) ingress[{ from[{ ipBlock{ cidr=\"10.0.0.0/8\" except=[\"10.1.0.0/16\"]}"
	  " at=spec.ingress[0].from[0]}{ at=spec.ingress[0].from[1]}{"
	  " podSelector{ at=spec.ingress[0].from[2].podSelector}"
	  " namespaceSelector{ at=spec.ingress[0].from[2].namespaceSelector}"
	  " at=spec.ingress[0].from[2]}]"
	  " ports[{ port=\"http\"}{}{ protocol=\"UDP\" port=1 endPort=9}]"
	  " at=spec.ingress[0]}{ at=spec.ingress[1]}]" },
	{ "admin network policy", KIND_admin_network_policy,
	  "{'spec':{'priority':5,'subject':{'namespaces':{}},'ingress':[{'action':'Allow','from':"
	  "[{'namespaces':{}}],'ports':[{'portNumber':{'protocol':'UDP','port':53}},{'portRange':"
	  "{'protocol':'TCP','start':1,'end':9}},{'namedPort':'dns'},null]}]}}",
	  " priority=5 subject{ namespaces{ at=spec.subject.namespaces}} ingress[{"
	  " action=\"Allow\" from[{ namespaces{ at=spec.ingress[0].from[0].namespaces}"
	  " at=spec.ingress[0].from[0]}] ports[{ protocol=\"UDP\" port=53 number=53}"
	  "{ protocol=\"TCP\" range{ start=1 end=9}}"
	  "{ namedPort=\"dns\" destinationNamedPort=\"dns\"}{}] at=spec.ingress[0]}]" },
	{ "cluster network policy", KIND_admin_network_policy,
	  "{'spec':{'tier':'Baseline','egress':[{'name':'n','action':'Accept','to':[{'networks':"
	  "['0.0.0.0/0']},{'domainNames':['a.example']}],'protocols':[{'tcp':{'destinationPort':"
	  "{'number':443}}},{'udp':{}},{'sctp':{'destinationPort':{'range':{'start':1,'end':2}}}},"
	  "{'destinationNamedPort':'web'}]}]}}",
	  " tier=\"Baseline\" egress[{ name=\"n\" action=\"Accept\" to[{"
	  " networks=[\"0.0.0.0/0\"] at=spec.egress[0].to[0]}{ domainNames=[\"a.example\"]"
	  " at=spec.egress[0].to[1]}] ports[{ protocol=\"TCP\" port=443 number=443}"
	  "{ protocol=\"UDP\"}{ protocol=\"SCTP\" range{ start=1 end=2}}"
	  "{ namedPort=\"web\" destinationNamedPort=\"web\"}] at=spec.egress[0]}]" },
	{ "volume", KIND_persistent_volume,
	  "{'spec':{'local':{'path':'/mnt/a'},'accessModes':['ReadWriteOnce'],"
	  "'persistentVolumeReclaimPolicy':'Retain','claimRef':{'namespace':'n','name':'c'}}}",
	  " local{} path=\"/mnt/a\" persistentVolumeReclaimPolicy=\"Retain\""
	  " accessModes=[\"ReadWriteOnce\"] claimRef{ namespace=\"n\" name=\"c\"}" },
	{ "node", KIND_node,
	  "{'spec':{'taints':[{'key':'k','value':'v','effect':'NoSchedule'},null]}}",
	  " taints[{ key=\"k\" value=\"v\" effect=\"NoSchedule\" at=spec.taints[0]}"
	  "{ at=spec.taints[1]}]" },
	{ "definition", KIND_resource_definition,
	  "{'spec':{'group':'g','conversion':{'strategy':'Webhook','webhook':{'clientConfig':"
	  "{'service':{'name':'s'},'caBundle':'x'}}},'versions':[{'name':'v1','served':true,"
	  "'schema':{'openAPIV3Schema':{'x-kubernetes-preserve-unknown-fields':true}}},null]}}",
	  " group=\"g\" conversion{ strategy=\"Webhook\" clientConfig{ service{} caBundle=\"x\""
	  " at=spec.conversion.webhook.clientConfig}} versions[{ name=\"v1\" served=true"
	  " openAPIV3Schema{} x-kubernetes-preserve-unknown-fields=true"
	  " at=spec.versions[name=\"v1\"]}{ at=spec.versions[1]}]" },
	{ "budget", KIND_disruption_budget,
	  "{'spec':{'maxUnavailable':'0%','selector':{'matchLabels':{'a':'b'}}}}",
	  " maxUnavailable=\"0%\" selector{ matchLabels=[\"a\":\"b\"] at=spec.selector}" },
};

START_TEST(each_case)
{
	const char *got = dump_around(&views[cases[_i].kind], "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

START_TEST(each_empty)
{
	const char *want = _i == KIND_network_policy ? " (I)" : "";

	ck_assert_str_eq(dump_around(&views[_i], "", "{}"), want);
	ck_assert_str_eq(dump_around(&views[_i], "", "{'spec':null,'Spec':[1]}"), want);
}
END_TEST

START_TEST(each_allocation_fails)
{
	const cJSON *object = parse(cases[_i].json);
	int status = -1;
	long n;

	for (n = 0; status < 0 && n < 1000; n++) {
		SCOPED(scoped_buf) struct buf out;
		struct err err = { 0 };

		buf_init(&out, 10000);
		mem_fail_at(n);
		status = views[cases[_i].kind].dump(object, &out, &err);
		mem_fail_at(-1);
		if (status < 0)
			ck_assert_int_eq(err.code, ERR_MEMORY);
		else
			status = same(buf_str(&out), cases[_i].want) ? 0 : -1;
	}
	ck_assert_msg(status == 0 && n > 1, "%s", cases[_i].name);
}
END_TEST

static const struct {
	const char *selector;
	bool empty, all_namespaces;
} selectors[] = {
	{ "{}", true, true },
	{ "{'matchLabels':{},'matchExpressions':[]}", true, true },
	{ "{'matchLabels':null,'matchExpressions':null}", true, true },
	{ "{'matchLabels':{'a':'b'}}", false, false },
	{ "{'matchLabels':{'kubernetes.io/metadata.name':'a'}}", false, false },
	{ "{'matchExpressions':[{'key':'kubernetes.io/metadata.name','operator':'Exists'}]}", false,
	  true },
	{ "{'matchExpressions':[{'key':'kubernetes.io/metadata.name','operator':'Exists'},"
	  "{'key':'a','operator':'Exists'}]}",
	  false, false },
	{ "{'matchExpressions':[{'key':'kubernetes.io/metadata.name','operator':'exists'}]}", false,
	  false },
	{ "{'matchExpressions':[null]}", false, false },
};

START_TEST(each_selector)
{
	const char *text =
		arena_printf(test_arena(), "{'spec':{'selector':%s}}", selectors[_i].selector);
	struct err err = { 0 };
	const struct disruption_budget *b = disruption_budget_view(test_arena(), parse(text), &err);

	ck_assert(b && b->selector);
	ck_assert_int_eq(selector_is_empty(b->selector), selectors[_i].empty);
	ck_assert_int_eq(selector_is_of_all_namespaces(b->selector), selectors[_i].all_namespaces);
}
END_TEST

int main(void)
{
	return run_tables("cluster views",
			  (const struct table[]){
				  { "fields", each_field, ARRAY_LEN(fields) },
				  { "cases", each_case, ARRAY_LEN(cases) },
				  { "empty", each_empty, ARRAY_LEN(views) },
				  { "memory", each_allocation_fails, ARRAY_LEN(cases) },
				  { "selectors", each_selector, ARRAY_LEN(selectors) },
				  { 0 },
			  });
}
