/* SPDX-License-Identifier: Apache-2.0 */
/* check_service.c - view of a Service. */
#include "k8s/service.h"

#include "base/mem.h"
#include "fields.h"

static void dump_ports(struct buf *out, const struct service *s)
{
	if (!s->ports)
		return;
	buf_adds(out, " ports[");
	for_each_service_port (p, s) {
		buf_adds(out, "{");
		dump_string(out, "name", p->name);
		dump_string(out, "protocol", p->protocol);
		dump_int(out, "port", p->port);
		dump_int(out, "nodePort", p->node_port);
		dump_int_or_string(out, "targetPort", p->target_port);
		buf_addf(out, " at=%s}", at_print(test_arena(), &p->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_service(struct buf *out, const struct service *s)
{
	if (!same(s->type, "ClusterIP"))
		dump_string(out, "type", s->type);
	dump_string(out, "externalName", s->external_name);
	dump_string(out, "clusterIP", s->cluster_ip);
	dump_string(out, "externalTrafficPolicy", s->external_traffic_policy);
	dump_pointer(out, "loadBalancerClass", s->load_balancer_class);
	dump_string(out, "loadBalancerIP", s->load_balancer_ip);
	dump_strings(out, "externalIPs", &s->external_ips);
	dump_strings(out, "loadBalancerSourceRanges", &s->load_balancer_source_ranges);
	dump_opt_bool(out, "allocateLoadBalancerNodePorts", s->allocate_node_ports);
	dump_ports(out, s);
	dump_map(out, "selector", &s->selector);
}

/* An object that has @spec, or none. */
static const cJSON *object_with(const cJSON *spec)
{
	cJSON *object = arena_zalloc(test_arena(), sizeof(*object));
	cJSON *member = arena_zalloc(test_arena(), sizeof(*member));

	object->type = cJSON_Object;
	if (!spec)
		return object;
	*member = *spec;
	member->string = arena_strndup(test_arena(), "spec", 4);
	member->next = member->prev = NULL;
	object->child = member;
	return object;
}

static int view_and_dump(const cJSON *node, struct buf *out, struct err *err)
{
	const cJSON *object = object_with(node);
	const struct service *s = service_view(test_arena(), object, err);

	if (!s)
		return -1;
	ck_assert_ptr_eq(s->node, object->child);
	dump_service(out, s);
	return 0;
}

static const struct view_type view = { "spec", view_and_dump };

static const struct field_case fields[] = {
	{ "type", A_STRING },
	{ "externalName", A_STRING },
	{ "clusterIP", A_STRING },
	{ "externalTrafficPolicy", A_STRING },
	{ "loadBalancerClass", A_POINTER },
	{ "loadBalancerIP", A_STRING },
	{ "externalIPs", STRINGS },
	{ "loadBalancerSourceRanges", STRINGS },
	{ "allocateLoadBalancerNodePorts", A_TRISTATE },
	{ "selector", A_MAP },
	{ "ports", A_LIST },
	{ "ports[0].protocol", A_STRING },
	{ "ports[0].name", A_STRING },
	{ "ports[0].port", AN_INT32 },
	{ "ports[0].nodePort", AN_INT32 },
	{ "ports[0].targetPort", A_PORT },
};

START_TEST(each_field)
{
	check_field(&view, &fields[_i]);
}
END_TEST

#define FULL                                                                                       \
	"{'type':'LoadBalancer','externalName':'e','clusterIP':'None','externalTrafficPolicy':'"   \
	"Local',"                                                                                  \
	"'loadBalancerClass':'c','loadBalancerIP':'192.0.2.1','externalIPs':['192.0.2.2'],"        \
	"'loadBalancerSourceRanges':['192.0.2.0/24'],'allocateLoadBalancerNodePorts':false,"       \
	"'ports':[{'name':'http','protocol':'TCP','port':80,'nodePort':30080,'targetPort':'web'}," \
	"{'port':81,'targetPort':8081}],'selector':{'app':'a'},'sessionAffinity':'None'}"

#define FULL_DUMP                                                                               \
	" type=\"LoadBalancer\" externalName=\"e\" clusterIP=\"None\""                          \
	" externalTrafficPolicy=\"Local\" loadBalancerClass=\"c\" loadBalancerIP=\"192.0.2.1\"" \
	" externalIPs=[\"192.0.2.2\"] loadBalancerSourceRanges=[\"192.0.2.0/24\"]"              \
	" allocateLoadBalancerNodePorts=false ports[{ name=\"http\" protocol=\"TCP\" port=80"   \
	" nodePort=30080 targetPort=\"web\" at=spec.ports[name=\"http\"]}"                      \
	"{ port=81 targetPort=8081 at=spec.ports[1]}] selector=[\"app\":\"a\"]"

static const struct {
	const char *name, *json, *want;
} cases[] = {
	{ "empty", "{}", "" },
	{ "null", "null", "" },
	{ "empty type is the default", "{'type':''}", "" },
	{ "types are compared by case", "{'type':'clusterIP'}", " type=\"clusterIP\"" },
	{ "full", FULL, FULL_DUMP },
	{ "no object", "[]", "spec: want an object, got an array" },
};

START_TEST(each_case)
{
	const char *got = dump_around(&view, "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

START_TEST(absent)
{
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };

	buf_init(&out, 1000);
	ck_assert_int_eq(view_and_dump(NULL, &out, &err), 0);
	ck_assert_str_eq(buf_str(&out), "");
}
END_TEST

START_TEST(each_allocation_fails)
{
	const cJSON *object = object_with(parse(FULL));
	const struct service *s = NULL;
	SCOPED(scoped_buf) struct buf out;
	long n;

	for (n = 0; !s && n < 1000; n++) {
		struct err err = { 0 };

		mem_fail_at(n);
		s = service_view(test_arena(), object, &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, s ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 5);
	buf_init(&out, 10000);
	dump_service(&out, s);
	ck_assert_str_eq(buf_str(&out), FULL_DUMP);
}
END_TEST

int main(void)
{
	return run_tables("service", (const struct table[]){
					     { "fields", each_field, ARRAY_LEN(fields) },
					     { "cases", each_case, ARRAY_LEN(cases) },
					     { "absent", absent, 1 },
					     { "memory", each_allocation_fails, 1 },
					     { 0 },
				     });
}
