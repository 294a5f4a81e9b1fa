/* SPDX-License-Identifier: Apache-2.0 */
/* check_routing.c - views of what leads requests somewhere: Ingresses, Gateways, routes, endpoints,
 * meshes. */
#include "base/mem.h"
#include "fields.h"
#include "k8s/views.h"

/* " at=..." tells elements apart and shows their place. */
static void dump_at(struct buf *out, const struct at *at)
{
	buf_addf(out, " at=%s}", at_print(test_arena(), at, NULL));
}

static void dump_backend(struct buf *out, const char *key, const struct ingress_backend *b)
{
	if (!b)
		return;
	buf_addf(out, " %s{", key);
	dump_string(out, "name", b->service);
	dump_string(out, "serviceName", b->old_service);
	buf_adds(out, b->resource ? " resource{}" : "");
	dump_at(out, &b->at);
}

static void dump_paths(struct buf *out, const struct ingress_rule *rule)
{
	buf_adds(out, rule->paths ? " paths[" : "");
	for_each_ingress_path (p, rule) {
		buf_adds(out, "{");
		dump_string(out, "path", p->path);
		dump_string(out, "pathType", p->type);
		dump_backend(out, "backend", p->backend);
		dump_at(out, &p->at);
	}
	buf_adds(out, rule->paths ? "]" : "");
}

static void dump_ingress(struct buf *out, const void *view)
{
	const struct ingress *ingress = view;

	dump_pointer(out, "ingressClassName", ingress->class);
	dump_backend(out, "defaultBackend", ingress->default_backend);
	dump_backend(out, "backend", ingress->old_backend);
	buf_adds(out, ingress->rules ? " rules[" : "");
	for_each_ingress_rule (r, ingress) {
		buf_adds(out, "{");
		dump_string(out, "host", r->host);
		dump_paths(out, r);
		dump_at(out, &r->at);
	}
	buf_adds(out, ingress->rules ? "]" : "");
	buf_adds(out, ingress->tls ? " tls[" : "");
	for_each_ingress_tls (t, ingress) {
		buf_adds(out, "{");
		dump_strings(out, "hosts", &t->hosts);
		dump_string(out, "secretName", t->secret);
		dump_at(out, &t->at);
	}
	buf_adds(out, ingress->tls ? "]" : "");
}

static void dump_ref(struct buf *out, const struct object_ref *r)
{
	dump_pointer(out, "group", r->group);
	dump_pointer(out, "kind", r->kind);
	dump_string(out, "name", r->name);
	dump_pointer(out, "namespace", r->ns);
	dump_at(out, &r->at);
}

static void dump_refs(struct buf *out, const char *key, const struct object_ref *list)
{
	if (!list)
		return;
	buf_addf(out, " %s[", key);
	for_each_object_ref (r, list) {
		buf_adds(out, "{");
		dump_ref(out, r);
	}
	buf_adds(out, "]");
}

static void dump_from(struct buf *out, const struct gateway_from *from)
{
	if (!from)
		return;
	buf_adds(out, " namespaces{");
	dump_string(out, "from", from->from);
	if (from->selector) {
		buf_adds(out, " selector{");
		dump_map(out, "matchLabels", &from->selector->match_labels);
		buf_adds(out, "}");
	}
	dump_at(out, &from->at);
}

static void dump_gateway_tls(struct buf *out, const struct gateway_tls *tls)
{
	if (!tls)
		return;
	buf_adds(out, " tls{");
	dump_string(out, "mode", tls->mode);
	dump_map(out, "options", &tls->options);
	dump_refs(out, "certificateRefs", tls->certificates);
	dump_refs(out, "caCertificateRefs", tls->client_cas);
	dump_at(out, &tls->at);
}

static void dump_gateway(struct buf *out, const void *view)
{
	const struct gateway *gateway = view;

	dump_string(out, "gatewayClassName", gateway->class);
	dump_from(out, gateway->allowed_listeners);
	buf_adds(out, gateway->listeners ? " listeners[" : "");
	for_each_listener (l, gateway) {
		buf_adds(out, "{");
		dump_string(out, "name", l->name);
		dump_string(out, "protocol", l->protocol);
		dump_pointer(out, "hostname", l->hostname);
		dump_int(out, "port", l->port);
		dump_gateway_tls(out, l->tls);
		dump_from(out, l->allowed_routes);
		dump_at(out, &l->at);
	}
	buf_adds(out, gateway->listeners ? "]" : "");
}

static void dump_filters(struct buf *out, const struct route_filter *filters)
{
	buf_adds(out, filters ? " filters[" : "");
	for (const struct route_filter *f = filters; f; f = f->next) {
		buf_adds(out, "{");
		dump_string(out, "type", f->type);
		dump_string(out, "scheme", f->redirect_scheme);
		dump_string(out, "hostname", f->redirect_hostname);
		dump_string(out, "hostname", f->rewrite_hostname);
		if (f->mirror) {
			buf_adds(out, " backendRef{");
			dump_ref(out, f->mirror);
		}
		dump_at(out, &f->at);
	}
	buf_adds(out, filters ? "]" : "");
}

static void dump_route(struct buf *out, const void *view)
{
	const struct route *route = view;

	dump_strings(out, "hostnames", &route->hostnames);
	dump_refs(out, "parentRefs", route->parents);
	buf_adds(out, route->rules ? " rules[" : "");
	for_each_route_rule (r, route) {
		buf_adds(out, "{");
		dump_refs(out, "backendRefs", r->backends);
		for_each_route_backend (b, r)
			dump_filters(out, b->filters);
		dump_filters(out, r->filters);
		dump_at(out, &r->at);
	}
	buf_adds(out, route->rules ? "]" : "");
}

static void dump_endpoint_ports(struct buf *out, const struct endpoint_port *ports)
{
	buf_adds(out, ports ? " ports[" : "");
	for (const struct endpoint_port *p = ports; p; p = p->next) {
		buf_adds(out, "{");
		dump_string(out, "name", p->name);
		dump_string(out, "protocol", p->protocol);
		dump_int(out, "port", p->port);
		dump_at(out, &p->at);
	}
	buf_adds(out, ports ? "]" : "");
}

static void dump_addresses(struct buf *out, const char *key, const struct endpoint_address *list)
{
	if (!list)
		return;
	buf_addf(out, " %s[", key);
	for_each_address (a, list) {
		buf_adds(out, "{");
		dump_string(out, "ip", a->ip);
		dump_at(out, &a->at);
	}
	buf_adds(out, "]");
}

static void dump_endpoints(struct buf *out, const void *view)
{
	const struct endpoints *endpoints = view;

	dump_string(out, "addressType", endpoints->address_type);
	buf_adds(out, endpoints->subsets ? " subsets[" : "");
	for_each_subset (s, endpoints) {
		buf_adds(out, "{");
		dump_addresses(out, "addresses", s->addresses);
		dump_addresses(out, "notReadyAddresses", s->not_ready);
		dump_endpoint_ports(out, s->ports);
		dump_at(out, &s->at);
	}
	buf_adds(out, endpoints->subsets ? "]" : "");
	buf_adds(out, endpoints->endpoints ? " endpoints[" : "");
	for_each_endpoint (e, endpoints) {
		buf_adds(out, "{");
		dump_strings(out, "addresses", &e->addresses);
		dump_at(out, &e->at);
	}
	buf_adds(out, endpoints->endpoints ? "]" : "");
	dump_endpoint_ports(out, endpoints->ports);
}

static void dump_mesh_tls(struct buf *out, const char *key, const struct mesh_tls *tls)
{
	if (!tls)
		return;
	buf_addf(out, " %s{", key);
	dump_string(out, "mode", tls->mode);
	dump_string(out, "minProtocolVersion", tls->min_version);
	dump_opt_bool(out, "insecureSkipVerify", tls->insecure_skip_verify);
	dump_at(out, &tls->at);
}

static void dump_parts(struct buf *out, const char *key, const struct mesh_part *parts)
{
	if (!parts)
		return;
	buf_addf(out, " %s[", key);
	for_each_mesh_part (p, parts) {
		buf_adds(out, "{");
		dump_mesh_tls(out, "tls", p->tls);
		for_each_mesh_part (port, p->ports) {
			buf_adds(out, " portLevelSettings[{");
			dump_mesh_tls(out, "tls", port->tls);
			dump_at(out, &port->at);
			buf_adds(out, "]");
		}
		dump_at(out, &p->at);
	}
	buf_adds(out, "]");
}

static void dump_mesh(struct buf *out, const void *view)
{
	const struct mesh *mesh = view;

	dump_mesh_tls(out, "mtls", mesh->mtls);
	buf_adds(out, mesh->port_mtls ? " portLevelMtls{}" : "");
	dump_mesh_tls(out, "tls", mesh->tls);
	dump_parts(out, "portLevelSettings", mesh->ports);
	dump_parts(out, "subsets", mesh->subsets);
	dump_parts(out, "servers", mesh->servers);
	dump_string(out, "minVersion", mesh->min_version);
	dump_opt_bool(out, "insecureSkipVerify", mesh->insecure_skip_verify);
	dump_opt_bool(out, "insecureSkipVerify", mesh->tls_skip_verify);
	dump_string(out, "tlsMinVersion", mesh->in_version);
	dump_string(out, "tlsMinVersion", mesh->out_version);
	dump_opt_bool(out, "allowEnablingPermissiveMutualTLS", mesh->allow_permissive);
	dump_string(out, "mutualTLSMode", mesh->mutual_tls_mode);
}

static const void *make_ingress(const cJSON *node, struct err *err)
{
	return ingress_view(test_arena(), node, err);
}

static const void *make_gateway(const cJSON *node, struct err *err)
{
	return gateway_view(test_arena(), node, err);
}

static const void *make_route(const cJSON *node, struct err *err)
{
	return route_view(test_arena(), node, err);
}

static const void *make_endpoints(const cJSON *node, struct err *err)
{
	return endpoints_view(test_arena(), node, err);
}

static const void *make_mesh(const cJSON *node, struct err *err)
{
	return mesh_view(test_arena(), node, err);
}

enum { INGRESS, GATEWAY, ROUTE, ENDPOINTS, MESH };

static const struct view_maker kinds[] = {
	[INGRESS] = { make_ingress, dump_ingress },
	[GATEWAY] = { make_gateway, dump_gateway },
	[ROUTE] = { make_route, dump_route },
	[ENDPOINTS] = { make_endpoints, dump_endpoints },
	[MESH] = { make_mesh, dump_mesh },
};

#define VIEW_TYPE(KIND, name)                                                            \
	static int dump_##name##_of(const cJSON *node, struct buf *out, struct err *err) \
	{                                                                                \
		return make_and_dump(&kinds[KIND], node, out, err);                      \
	}
VIEW_TYPE(INGRESS, ingress)
VIEW_TYPE(GATEWAY, gateway)
VIEW_TYPE(ROUTE, route)
VIEW_TYPE(ENDPOINTS, endpoints)
VIEW_TYPE(MESH, mesh)

static const struct view_type views[] = {
	[INGRESS] = { "", dump_ingress_of }, [GATEWAY] = { "", dump_gateway_of },
	[ROUTE] = { "", dump_route_of },     [ENDPOINTS] = { "", dump_endpoints_of },
	[MESH] = { "", dump_mesh_of },
};

#define REF_FIELDS(kind, place)                                                          \
	{ kind, { place ".group", A_POINTER } }, { kind, { place ".kind", A_POINTER } }, \
		{ kind, { place ".name", A_STRING } },                                   \
	{                                                                                \
		kind,                                                                    \
		{                                                                        \
			place ".namespace", A_POINTER                                    \
		}                                                                        \
	}

static const struct {
	int kind;
	struct field_case field;
} fields[] = {
	{ INGRESS, { "spec.ingressClassName", A_POINTER } },
	{ INGRESS, { "spec.defaultBackend", AN_OBJECT } },
	{ INGRESS, { "spec.defaultBackend.service.name", A_STRING } },
	{ INGRESS, { "spec.defaultBackend.resource", AN_OBJECT } },
	{ INGRESS, { "spec.backend", AN_OBJECT } },
	{ INGRESS, { "spec.backend.serviceName", A_STRING } },
	{ INGRESS, { "spec.rules", A_LIST } },
	{ INGRESS, { "spec.rules[0].host", A_STRING } },
	{ INGRESS, { "spec.rules[0].http.paths", A_LIST } },
	{ INGRESS, { "spec.rules[0].http.paths[0].path", A_STRING } },
	{ INGRESS, { "spec.rules[0].http.paths[0].pathType", A_STRING } },
	{ INGRESS, { "spec.rules[0].http.paths[0].backend", AN_OBJECT } },
	{ INGRESS, { "spec.tls", A_LIST } },
	{ INGRESS, { "spec.tls[0].hosts", STRINGS } },
	{ INGRESS, { "spec.tls[0].secretName", A_STRING } },
	{ GATEWAY, { "spec.gatewayClassName", A_STRING } },
	{ GATEWAY, { "spec.listeners", A_LIST } },
	{ GATEWAY, { "spec.listeners[0].name", A_STRING } },
	{ GATEWAY, { "spec.listeners[0].protocol", A_STRING } },
	{ GATEWAY, { "spec.listeners[0].hostname", A_POINTER } },
	{ GATEWAY, { "spec.listeners[0].port", AN_INT32 } },
	{ GATEWAY, { "spec.listeners[0].tls", AN_OBJECT } },
	{ GATEWAY, { "spec.listeners[0].tls.mode", A_STRING } },
	{ GATEWAY, { "spec.listeners[0].tls.options", A_MAP } },
	{ GATEWAY, { "spec.listeners[0].tls.certificateRefs", A_LIST } },
	REF_FIELDS(GATEWAY, "spec.listeners[0].tls.certificateRefs[0]"),
	{ GATEWAY, { "spec.listeners[0].tls.frontendValidation.caCertificateRefs", A_LIST } },
	{ GATEWAY, { "spec.listeners[0].allowedRoutes.namespaces", AN_OBJECT } },
	{ GATEWAY, { "spec.listeners[0].allowedRoutes.namespaces.from", A_STRING } },
	{ GATEWAY, { "spec.listeners[0].allowedRoutes.namespaces.selector", AN_OBJECT } },
	{ GATEWAY, { "spec.listeners[0].allowedRoutes.namespaces.selector.matchLabels", A_MAP } },
	{ GATEWAY, { "spec.allowedListeners.namespaces", AN_OBJECT } },
	{ GATEWAY, { "spec.allowedListeners.namespaces.from", A_STRING } },
	{ ROUTE, { "spec.hostnames", STRINGS } },
	{ ROUTE, { "spec.parentRefs", A_LIST } },
	REF_FIELDS(ROUTE, "spec.parentRefs[0]"),
	{ ROUTE, { "spec.rules", A_LIST } },
	{ ROUTE, { "spec.rules[0].backendRefs", A_LIST } },
	REF_FIELDS(ROUTE, "spec.rules[0].backendRefs[0]"),
	{ ROUTE, { "spec.rules[0].backendRefs[0].filters", A_LIST } },
	{ ROUTE, { "spec.rules[0].backendRefs[0].filters[0].requestRedirect.scheme", A_STRING } },
	{ ROUTE, { "spec.rules[0].filters", A_LIST } },
	{ ROUTE, { "spec.rules[0].filters[0].type", A_STRING } },
	{ ROUTE, { "spec.rules[0].filters[0].requestRedirect.scheme", A_STRING } },
	{ ROUTE, { "spec.rules[0].filters[0].requestRedirect.hostname", A_STRING } },
	{ ROUTE, { "spec.rules[0].filters[0].urlRewrite.hostname", A_STRING } },
	{ ROUTE, { "spec.rules[0].filters[0].requestMirror.backendRef", AN_OBJECT } },
	REF_FIELDS(ROUTE, "spec.rules[0].filters[0].requestMirror.backendRef"),
	{ ENDPOINTS, { "addressType", A_STRING } },
	{ ENDPOINTS, { "subsets", A_LIST } },
	{ ENDPOINTS, { "subsets[0].addresses", A_LIST } },
	{ ENDPOINTS, { "subsets[0].addresses[0].ip", A_STRING } },
	{ ENDPOINTS, { "subsets[0].notReadyAddresses", A_LIST } },
	{ ENDPOINTS, { "subsets[0].ports", A_LIST } },
	{ ENDPOINTS, { "subsets[0].ports[0].name", A_STRING } },
	{ ENDPOINTS, { "subsets[0].ports[0].protocol", A_STRING } },
	{ ENDPOINTS, { "subsets[0].ports[0].port", AN_INT32 } },
	{ ENDPOINTS, { "endpoints", A_LIST } },
	{ ENDPOINTS, { "endpoints[0].addresses", STRINGS } },
	{ ENDPOINTS, { "ports", A_LIST } },
	{ ENDPOINTS, { "ports[0].port", AN_INT32 } },
	{ MESH, { "spec.mtls", AN_OBJECT } },
	{ MESH, { "spec.mtls.mode", A_STRING } },
	{ MESH, { "spec.portLevelMtls", AN_OBJECT } },
	{ MESH, { "spec.trafficPolicy.tls", AN_OBJECT } },
	{ MESH, { "spec.trafficPolicy.tls.mode", A_STRING } },
	{ MESH, { "spec.trafficPolicy.tls.minProtocolVersion", A_STRING } },
	{ MESH, { "spec.trafficPolicy.tls.insecureSkipVerify", A_TRISTATE } },
	{ MESH, { "spec.trafficPolicy.portLevelSettings", A_LIST } },
	{ MESH, { "spec.trafficPolicy.portLevelSettings[0].tls.mode", A_STRING } },
	{ MESH, { "spec.subsets", A_LIST } },
	{ MESH, { "spec.subsets[0].trafficPolicy.tls.mode", A_STRING } },
	{ MESH, { "spec.subsets[0].trafficPolicy.portLevelSettings", A_LIST } },
	{ MESH, { "spec.servers", A_LIST } },
	{ MESH, { "spec.servers[0].tls.minProtocolVersion", A_STRING } },
	{ MESH, { "spec.minVersion", A_STRING } },
	{ MESH, { "spec.insecureSkipVerify", A_TRISTATE } },
	{ MESH, { "spec.tls.insecureSkipVerify", A_TRISTATE } },
	{ MESH, { "spec.tls.incoming.tlsMinVersion", A_STRING } },
	{ MESH, { "spec.tls.outgoing.tlsMinVersion", A_STRING } },
	{ MESH, { "spec.allowEnablingPermissiveMutualTLS", A_TRISTATE } },
	{ MESH, { "spec.mutualTLSMode", A_STRING } },
};

START_TEST(each_field)
{
	check_field(&views[fields[_i].kind], &fields[_i].field);
}
END_TEST

static const struct {
	int kind;
	const char *name, *json, *want;
} cases[] = {
	{ INGRESS, "empty", "{}", "" },
	{ INGRESS, "null", "{'spec':null}", "" },
	{ INGRESS, "no object", "{'spec':[]}", "spec: want an object, got an array" },
	{ INGRESS, "v1",
	  "{'spec':{'ingressClassName':'c','defaultBackend':{'service':{'name':'d','port':"
	  "{'number':80}}},'rules':[{'host':'h','http':{'paths':[{'path':'/p','pathType':'Exact',"
	  "'backend':{'service':{'name':'s'}}}]}}],'tls':[{'hosts':['h'],'secretName':'t'}]}}",
	  " ingressClassName=\"c\" defaultBackend{ name=\"d\" at=spec.defaultBackend}"
	  " rules[{ host=\"h\" paths[{ path=\"/p\" pathType=\"Exact\" backend{ name=\"s\""
	  " at=spec.rules[0].http.paths[0].backend} at=spec.rules[0].http.paths[0]}]"
	  " at=spec.rules[0]}] tls[{ hosts=[\"h\"] secretName=\"t\" at=spec.tls[0]}]" },
	{ INGRESS, "v1beta1",
	  "{'spec':{'backend':{'serviceName':'d','servicePort':80},'rules':[null,{'http':{'paths':"
	  "[{'backend':{'serviceName':'s','servicePort':'x'}}]}}]}}",
	  " backend{ serviceName=\"d\" at=spec.backend} rules[{ at=spec.rules[0]}{ paths[{"
	  " backend{ serviceName=\"s\" at=spec.rules[1].http.paths[0].backend}"
	  " at=spec.rules[1].http.paths[0]}] at=spec.rules[1]}]" },
	{ GATEWAY, "empty", "{}", "" },
	{ GATEWAY, "null", "{'spec':null}", "" },
	{ GATEWAY, "full",
	  "{'spec':{'gatewayClassName':'c','listeners':[{'name':'s','port':443,'protocol':'HTTPS',"
	  "'hostname':'','tls':{'certificateRefs':[{'name':'t','namespace':'n'}]},"
	  "'allowedRoutes':{'namespaces':{'from':'All'}}},{}],"
	  "'allowedListeners':{'namespaces':{'from':'Same'}}}}",
	  " gatewayClassName=\"c\" namespaces{ from=\"Same\" at=spec.allowedListeners.namespaces}"
	  " listeners[{ name=\"s\" protocol=\"HTTPS\" hostname=\"\" port=443 tls{"
	  " certificateRefs[{ name=\"t\" namespace=\"n\""
	  " at=spec.listeners[name=\"s\"].tls.certificateRefs[0]}]"
	  " at=spec.listeners[name=\"s\"].tls} namespaces{ from=\"All\""
	  " at=spec.listeners[name=\"s\"].allowedRoutes.namespaces}"
	  " at=spec.listeners[name=\"s\"]}{ at=spec.listeners[1]}]" },
	{ ROUTE, "empty", "{}", "" },
	{ ROUTE, "null", "{'spec':null}", "" },
	{ ROUTE, "full",
	  "{'spec':{'hostnames':['h'],'parentRefs':[{'name':'g'}],'rules':[{'backendRefs':[{'name':"
	  "'s','port':80,'filters':[{'type':'RequestRedirect'}]}],'filters':[{'urlRewrite':"
	  "{'hostname':'u'}},{'requestMirror':{'backendRef':{'name':'m'}}}]}]}}",
	  " hostnames=[\"h\"] parentRefs[{ name=\"g\" at=spec.parentRefs[0]}] rules[{ backendRefs[{"
	  " name=\"s\" at=spec.rules[0].backendRefs[0]}] filters[{ type=\"RequestRedirect\""
	  " at=spec.rules[0].backendRefs[0].filters[0]}] filters[{ hostname=\"u\""
	  " at=spec.rules[0].filters[0]}{ backendRef{ name=\"m\""
	  " at=spec.rules[0].filters[1].requestMirror.backendRef} at=spec.rules[0].filters[1]}]"
	  " at=spec.rules[0]}]" },
	{ ENDPOINTS, "empty", "{}", "" },
	{ ENDPOINTS, "full",
	  "{'subsets':[{'addresses':[{'ip':'a'}],'notReadyAddresses':[{'ip':'b'}],'ports':[{'name':"
	  "'p','port':80}]}]}",
	  " subsets[{ addresses[{ ip=\"a\" at=subsets[0].addresses[0]}] notReadyAddresses[{"
	  " ip=\"b\" at=subsets[0].notReadyAddresses[0]}] ports[{ name=\"p\" port=80"
	  " at=subsets[0].ports[name=\"p\"]}] at=subsets[0]}]" },
	{ ENDPOINTS, "slice",
	  "{'addressType':'IPv4','endpoints':[{'addresses':['a','b'],'conditions':{}}],'ports':[{"
	  "'protocol':'TCP','port':80}]}",
	  " addressType=\"IPv4\" endpoints[{ addresses=[\"a\",\"b\"] at=endpoints[0]}] ports[{"
	  " protocol=\"TCP\" port=80 at=ports[0]}]" },
	{ MESH, "empty", "{}", "" },
	{ MESH, "null", "{'spec':null}", "" },
	{ MESH, "destination",
	  "{'spec':{'host':'h','trafficPolicy':{'tls':{'mode':'SIMPLE'}},'subsets':[{'name':'v',"
	  "'trafficPolicy':{'portLevelSettings':[{'tls':{'mode':'DISABLE'}}]}},{'name':'w'}]}}",
	  " tls{ mode=\"SIMPLE\" at=spec.trafficPolicy.tls} subsets[{ portLevelSettings[{ tls{"
	  " mode=\"DISABLE\""
	  " at=spec.subsets[name=\"v\"].trafficPolicy.portLevelSettings[0].tls}"
	  " at=spec.subsets[name=\"v\"].trafficPolicy.portLevelSettings[0]}]"
	  " at=spec.subsets[name=\"v\"]}{ at=spec.subsets[name=\"w\"]}]" },
};

START_TEST(each_case)
{
	const char *got = dump_around(&views[cases[_i].kind], "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

START_TEST(each_allocation_fails)
{
	const cJSON *node = parse(cases[_i].json);
	const void *view = NULL;
	SCOPED(scoped_buf) struct buf out;
	struct err err;

	buf_init(&out, 10000);
	if (cases[_i].want[0] && cases[_i].want[0] != ' ')
		return;
	for (long n = 0; !view && n < 1000; n++) {
		err = (struct err){ 0 };
		mem_fail_at(n);
		view = kinds[cases[_i].kind].make(node, &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, view ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_ptr_nonnull(view);
	kinds[cases[_i].kind].dump(&out, view);
	ck_assert_str_eq(buf_str(&out), cases[_i].want);
}
END_TEST

int main(void)
{
	return run_tables("routing", (const struct table[]){
					     { "fields", each_field, ARRAY_LEN(fields) },
					     { "cases", each_case, ARRAY_LEN(cases) },
					     { "memory", each_allocation_fails, ARRAY_LEN(cases) },
					     { 0 },
				     });
}
