/* SPDX-License-Identifier: Apache-2.0 */
/* check_change.c - updates that leave the spec alone: writes of a status and of what is being
 * deleted. What they change is judged, and what they found is not theirs.
 */
#include <stdio.h>
#include <string.h>

#include "admit.h"
#include "base/mem.h"
#include "k8s/subresource.h"
#include "support.h"

#define RULES(rules) "podSecurity: {defaults: {}}\nrules:\n" rules "\n"
#define PLAIN_KEYS   RULES("- {policy: reserved-keys, params: {reserved: ['a/*']}}")
#define DELETED	     "'deletionTimestamp':'2026-01-01T00:00:00Z',"

#define OBJECT(kind, meta, rest) \
	"{'apiVersion':'v1','kind':'" kind "','metadata':{" meta "'name':'x','uid':'u'}" rest "}"
#define NS(meta)	    OBJECT("Namespace", meta, ",'spec':{'finalizers':['kubernetes']}")
#define LEVEL(level)	    "'labels':{'pod-security.kubernetes.io/enforce':'" level "'},"
#define SERVICE(meta, type) OBJECT("Service", meta, ",'spec':{'type':'" type "'}")
#define INGRESS(meta, host)                                                       \
	"{'apiVersion':'networking.k8s.io/v1','kind':'Ingress','metadata':{" meta \
	"'name':'x','uid':'u'},'spec':{'rules':[{'host':'" host "'}]}}"
#define SNIPPET		"'annotations':{'nginx.ingress.kubernetes.io/server-snippet':'x'},"
#define POD(meta, spec) OBJECT("Pod", meta, ",'spec':{" spec "'containers':[{'name':'a'}]}")
#define DEPLOYMENT(meta, spec)                                                                 \
	"{'apiVersion':'apps/v1','kind':'Deployment','metadata':{" meta "'name':'x'},'spec':{" \
	"'template':{'spec':{" spec "'containers':[{'name':'a'}]}}}}"

#define LOWERED	 RULES("- policy: namespace-pod-security-lowered")
#define LABELLED RULES("- {policy: namespace-labels, params: {required: {team: '?*'}}}")
#define SNIPPETS                                                                         \
	RULES("- policy: ingress-snippets\n- {policy: ingress-hosts, params: {allowed: " \
	      "['*.a.example']}}")
#define INTERNAL                                                                       \
	RULES("- {policy: service-type, params: {allowed: [ClusterIP, LoadBalancer], " \
	      "requiredAnnotations: {internal: 'true'}}}")
#define HOST_PATHS  RULES("- policy: host-namespaces")
#define TEAMS	    RULES("- {policy: host-namespaces, match: {labels: {guarded: 'yes'}}}")
#define CONTROLLERS "podSecurity: {defaults: {enforce: baseline}, controllers: deny}\nrules: []\n"

/* @want: rules that refuse, in their order; "" when it is allowed; "error" when it can't be judged.
 */
static const struct {
	const char *name, *config, *kind, *resource, *subresource, *object, *old, *want;
} rows[] = {
	{ "namespaces/status takes the level off", LOWERED, "v1 Namespace", "namespaces", "status",
	  NS(""), NS(LEVEL("restricted")), "namespace-pod-security-lowered" },
	{ "namespaces/finalize takes it off", LOWERED, "v1 Namespace", "namespaces", "finalize",
	  NS(""), NS(LEVEL("restricted")), "namespace-pod-security-lowered" },
	{ "namespaces/status lowers it", LOWERED, "v1 Namespace", "namespaces", "status",
	  NS(LEVEL("baseline")), NS(LEVEL("restricted")), "namespace-pod-security-lowered" },
	{ "namespaces/status raises it", LOWERED, "v1 Namespace", "namespaces", "status",
	  NS(LEVEL("restricted")), NS(LEVEL("baseline")), "" },
	{ "namespaces/status leaves it", LOWERED, "v1 Namespace", "namespaces", "status",
	  NS(LEVEL("baseline")), NS(LEVEL("baseline")), "" },
	{ "namespaces/status, labels in another order", LOWERED, "v1 Namespace", "namespaces",
	  "status", NS("'labels':{'b':'1','a':'2'},"), NS("'labels':{'a':'2','b':'1'},"), "" },
	{ "namespaces/status without an old object", LABELLED, "v1 Namespace", "namespaces",
	  "status", NS("'labels':{'a':'b'},"), NULL, "error" },
	{ "ingresses/status without an old object", SNIPPETS, "networking.k8s.io/v1 Ingress",
	  "networking.k8s.io ingresses", "status", INGRESS(SNIPPET, "a.a.example"), NULL,
	  "ingress-snippets" },
	{ "a required label was never there", LABELLED, "v1 Namespace", "namespaces", "status",
	  NS("'labels':{'a':'c'},"), NS("'labels':{'a':'b'},"), "" },
	{ "a required label goes", LABELLED, "v1 Namespace", "namespaces", "status", NS(""),
	  NS("'labels':{'team':'b'},"), "namespace-labels" },
	{ "a required label goes by label", LABELLED, "v1 Namespace", "namespaces", "", NS(""),
	  NS("'labels':{'team':'b'},"), "namespace-labels" },
	{ "ingresses/status adds a snippet", SNIPPETS, "networking.k8s.io/v1 Ingress",
	  "networking.k8s.io ingresses", "status", INGRESS(SNIPPET, "b.example"),
	  INGRESS("", "b.example"), "ingress-snippets" },
	{ "ingresses/status, snippet of old", SNIPPETS, "networking.k8s.io/v1 Ingress",
	  "networking.k8s.io ingresses", "status",
	  INGRESS(SNIPPET "'labels':{'a':'b'},", "b.example"), INGRESS(SNIPPET, "b.example"), "" },
	{ "ingresses/status, hosts of old", SNIPPETS, "networking.k8s.io/v1 Ingress",
	  "networking.k8s.io ingresses", "status", INGRESS("'labels':{'a':'b'},", "b.example"),
	  INGRESS("", "b.example"), "" },
	{ "services/status takes an annotation off that the spec needs", INTERNAL, "v1 Service",
	  "services", "status", SERVICE("", "LoadBalancer"),
	  SERVICE("'annotations':{'internal':'true'},", "LoadBalancer"), "service-type" },
	{ "services/status of a Service that needs none", INTERNAL, "v1 Service", "services",
	  "status", SERVICE("", "ClusterIP"),
	  SERVICE("'annotations':{'internal':'true'},", "ClusterIP"), "" },
	{ "deployments/status keeps annotations", PLAIN_KEYS, "apps/v1 Deployment",
	  "apps deployments", "status", DEPLOYMENT("'annotations':{'a/b':'c'},", ""),
	  DEPLOYMENT("", ""), "reserved-keys" },
	{ "deployments/status keeps no labels", PLAIN_KEYS, "apps/v1 Deployment",
	  "apps deployments", "status", DEPLOYMENT("'labels':{'a/b':'c'},", ""), DEPLOYMENT("", ""),
	  "" },
	{ "replicasets/status keeps labels", PLAIN_KEYS, "apps/v1 ReplicaSet", "apps replicasets",
	  "status",
	  "{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{'labels':{'a/b':'c'}}}",
	  "{'apiVersion':'apps/v1','kind':'ReplicaSet','metadata':{}}", "reserved-keys" },
	{ "status of a custom resource", PLAIN_KEYS, "example.com/v1 Widget", "example.com widgets",
	  "status",
	  "{'apiVersion':'example.com/v1','kind':'Widget','metadata':{'labels':{'a/b':'c'}}}",
	  "{'apiVersion':'example.com/v1','kind':'Widget','metadata':{}}", "reserved-keys" },
	{ "a scale", PLAIN_KEYS, "autoscaling/v1 Scale", "apps deployments", "scale",
	  "{'apiVersion':'autoscaling/v1','kind':'Scale','metadata':{'labels':{'a/b':'c'}}}",
	  "{'apiVersion':'autoscaling/v1','kind':'Scale','metadata':{}}", "" },
	{ "a label makes a rule hold", TEAMS, "v1 Pod", "pods", "status",
	  POD("'labels':{'guarded':'yes'},", "'hostPID':true,"), POD("", "'hostPID':true,"),
	  "host-namespaces" },
	{ "a label that it held by before", TEAMS, "v1 Pod", "pods", "status",
	  POD("'labels':{'guarded':'yes','a':'b'},", "'hostPID':true,"),
	  POD("'labels':{'guarded':'yes'},", "'hostPID':true,"), "" },
	{ "labels of a wrong type", PLAIN_KEYS, "v1 Namespace", "namespaces", "status",
	  NS("'labels':['a/b'],"), NS(""), "error" },
	{ "old labels of a wrong type", PLAIN_KEYS, "v1 Namespace", "namespaces", "status",
	  NS("'labels':{'a/b':'c'},"), NS("'labels':1,"), "error" },
	{ "a bad level by status", "podSecurity: {defaults: {}}\nrules: []\n", "v1 Namespace",
	  "namespaces", "status", NS(LEVEL("strict")), NS(""), "422" },

	{ "deleted: a finalizer is taken off", HOST_PATHS, "v1 Pod", "pods", "",
	  POD(DELETED, "'hostPID':true,"), POD(DELETED "'finalizers':['a/b'],", "'hostPID':true,"),
	  "" },
	{ "alive: the same", HOST_PATHS, "v1 Pod", "pods", "", POD("", "'hostPID':true,"),
	  POD("'finalizers':['a/b'],", "'hostPID':true,"), "host-namespaces" },
	{ "deleted, says the new object alone", HOST_PATHS, "v1 Pod", "pods", "",
	  POD(DELETED, "'hostPID':true,"), POD("'finalizers':['a/b'],", "'hostPID':true,"),
	  "host-namespaces" },
	{ "deleted: no timestamp but null", HOST_PATHS, "v1 Pod", "pods", "",
	  POD("", "'hostPID':true,"), POD("'deletionTimestamp':null,", "'hostPID':true,"),
	  "host-namespaces" },
	{ "deleted: owners, versions and status change", HOST_PATHS, "v1 Pod", "pods", "",
	  "{'apiVersion':'v1','kind':'Pod','metadata':{" DELETED
	  "'resourceVersion':'2','generation':3},'status':{'phase':'Failed'},'spec':{'hostPID':"
	  "true,"
	  "'containers':[{'name':'a'}]}}",
	  "{'apiVersion':'v1','kind':'Pod','metadata':{" DELETED
	  "'resourceVersion':'1','ownerReferences':[{'kind':'Job','name':'j','uid':'1'}]},'spec':{"
	  "'containers':[{'name':'a'}],'hostPID':true}}",
	  "" },
	{ "deleted: the spec changes", HOST_PATHS, "v1 Pod", "pods", "",
	  POD(DELETED, "'hostPID':true,"), POD(DELETED "'finalizers':['a/b'],", ""),
	  "host-namespaces" },
	{ "deleted: the spec changes elsewhere", HOST_PATHS, "v1 Pod", "pods", "",
	  POD(DELETED, "'hostPID':true,'priority':2,"),
	  POD(DELETED, "'hostPID':true,'priority':1,"), "host-namespaces" },
	{ "deleted: a list changes its order", HOST_PATHS, "v1 Pod", "pods", "",
	  POD(DELETED, "'hostPID':true,'tolerations':[{'key':'a'},{'key':'b'}],"),
	  POD(DELETED, "'hostPID':true,'tolerations':[{'key':'b'},{'key':'a'}],"),
	  "host-namespaces" },
	{ "deleted: a member comes", HOST_PATHS, "v1 Pod", "pods", "",
	  POD(DELETED, "'hostPID':true,'hostIPC':true,"), POD(DELETED, "'hostPID':true,"),
	  "host-namespaces" },
	{ "deleted: a required label goes", LABELLED, "v1 Namespace", "namespaces", "", NS(DELETED),
	  NS(DELETED "'labels':{'team':'b'},"), "" },
	{ "deleted: the level goes by finalize", LOWERED, "v1 Namespace", "namespaces", "finalize",
	  NS(DELETED), NS(DELETED LEVEL("restricted")), "" },
	{ "deleted: a reserved key comes", PLAIN_KEYS, "v1 Namespace", "namespaces", "",
	  NS(DELETED "'labels':{'a/b':'c'},"), NS(DELETED), "reserved-keys" },
	{ "deleted: a snippet comes", SNIPPETS, "networking.k8s.io/v1 Ingress",
	  "networking.k8s.io ingresses", "", INGRESS(DELETED SNIPPET, "b.example"),
	  INGRESS(DELETED "'finalizers':['a/b'],", "b.example"), "ingress-snippets" },
	{ "deleted: another annotation comes", SNIPPETS, "networking.k8s.io/v1 Ingress",
	  "networking.k8s.io ingresses", "",
	  INGRESS(DELETED "'annotations':{'c':'d'},", "b.example"),
	  INGRESS(DELETED "'finalizers':['a/b'],", "b.example"), "" },
	{ "deleted: an object without a spec", RULES("- policy: config-map-credentials"),
	  "v1 ConfigMap", "configmaps", "",
	  OBJECT("ConfigMap", DELETED, ",'data':{'a':'AKIAIOSFODNN7EXAMPLF'}"),
	  OBJECT("ConfigMap", DELETED, ",'data':{'a':'b'}"), "config-map-credentials" },
	{ "deleted: a template that the level refuses", CONTROLLERS, "apps/v1 Deployment",
	  "apps deployments", "", DEPLOYMENT(DELETED, "'hostPID':true,"),
	  DEPLOYMENT(DELETED "'finalizers':['foregroundDeletion'],", "'hostPID':true,"), "" },
	{ "alive: a template that the level refuses", CONTROLLERS, "apps/v1 Deployment",
	  "apps deployments", "", DEPLOYMENT("", "'hostPID':true,"),
	  DEPLOYMENT("'finalizers':['foregroundDeletion'],", "'hostPID':true,"), "PodSecurity" },
	{ "deleted: a template that becomes one", CONTROLLERS, "apps/v1 Deployment",
	  "apps deployments", "", DEPLOYMENT(DELETED, "'hostPID':true,"),
	  DEPLOYMENT(DELETED "'finalizers':['foregroundDeletion'],", ""), "PodSecurity" },
};

static struct admit_request request_of(int i)
{
	return (struct admit_request){ .operation = "UPDATE",
				       .kind = rows[i].kind,
				       .resource = rows[i].resource,
				       .subresource = rows[i].subresource,
				       .name = "x",
				       .ns = "shop",
				       .user = "jane",
				       .object = rows[i].object,
				       .old_object = rows[i].old };
}

/* The rules that refuse, or what else the answer comes to. */
static const char *refusing(const cJSON *answer)
{
	const cJSON *response = json_get(answer, "response"), *item;
	const char *message = json_string(json_get(json_get(response, "status"), "message"));
	const char *list = "";
	int64_t code = 0;

	if (!message)
		return "";
	(void)!json_int(json_get(json_get(response, "status"), "code"), &code);
	if (code != 403)
		return code == 400 ? "error" : arena_printf(test_arena(), "%d", (int)code);
	cJSON_ArrayForEach (item, json_get(response, "auditAnnotations"))
		if (strncmp(item->string, "rule-", 5) == 0)
			list = arena_printf(test_arena(), "%s%s%s", list, *list ? " " : "",
					    item->string + 5);
	return *list ? list : "PodSecurity";
}

START_TEST(each_row)
{
	struct admit admit = admit_new(rows[_i].config, NULL);
	struct admit_request request = request_of(_i);
	const char *error = NULL, *body;
	const cJSON *answer;
	size_t len;

	body = admit_review(&request, &len);
	answer = admit_answer(&admit, body, len, &error);
	ck_assert_msg(answer != NULL, "%s: %s", rows[_i].name, error);
	ck_assert_msg(same(refusing(answer), rows[_i].want), "%s: got %s\n%s", rows[_i].name,
		      refusing(answer), admit_text(&admit, body, len));
	ck_assert_msg(!*rows[_i].want || strncmp(rows[_i].name, "deleted: ", 9) != 0 ||
			      !strstr(rows[_i].name, "spec") ||
			      !json_get(json_get(json_get(answer, "response"), "auditAnnotations"),
					"being-deleted"),
		      "%s: said to be spared", rows[_i].name);
	admit_free(&admit);
}
END_TEST

/* Whichever allocation fails, what is refused is not allowed. */
START_TEST(no_memory)
{
	struct admit admit = admit_new(rows[_i].config, NULL);
	struct admit_request request = request_of(_i);
	const char *body;
	bool done = false;
	size_t len;

	body = admit_review(&request, &len);
	for (long n = 0; *rows[_i].want && !done; n++) {
		SCOPED(scoped_buf) struct buf reply;
		SCOPED(scoped_arena)
		struct arena *a = arena_new(REVIEW_ARENA_MAX, &(struct err){ 0 });
		struct admission_record record;
		struct err err;

		buf_init(&reply, REPLY_BYTES_MAX);
		mem_fail_at(n);
		done = admission_handle(admit.engine, NULL, a, body, len, &reply, &record, &err) ==
		       0;
		mem_fail_at(-1);
		ck_assert_msg(record.judgement.verdict == VERDICT_DENY ||
				      record.judgement.verdict == VERDICT_ERROR,
			      "%s: allocation %ld", rows[_i].name, n);
		ck_assert_int_lt(n, 5000);
	}
	admit_free(&admit);
}
END_TEST

/* Records of what was spared say so. */
START_TEST(says_so)
{
	struct admit admit = admit_new(HOST_PATHS, NULL);
	struct admit_request request = {
		.operation = "UPDATE",
		.kind = "v1 Pod",
		.resource = "pods",
		.name = "x",
		.ns = "shop",
		.object = POD(DELETED, "'hostPID':true,"),
		.old_object = POD(DELETED "'finalizers':['a/b'],", "'hostPID':true,"),
	};
	size_t len;
	const char *body = admit_review(&request, &len);

	ck_assert_str_eq(
		admit_text(&admit, body, len),
		"allowed\n"
		"enforce-policy=privileged:latest\n"
		"being-deleted=the object is being deleted and its spec is unchanged: only "
		"labels and annotations that the request adds or changes are evaluated\n"
		"evaluation allow enforce privileged:latest pod\n");
	admit_free(&admit);
}
END_TEST

static const struct {
	const char *group, *resource, *name;
	unsigned writes;
} subresources[] = {
	{ "", "pods", "", WRITES_OBJECT },
	{ "", "pods", "resize", WRITES_OBJECT },
	{ "", "pods", "unheard-of", WRITES_OBJECT },
	{ "", "pods", "status", WRITES_METADATA },
	{ "", "pods", "binding", WRITES_NOTHING },
	{ "apps", "deployments", "status", WRITES_ANNOTATIONS },
	{ "extensions", "deployments", "status", WRITES_METADATA },
	{ "apps", "deployments", "scale", WRITES_NOTHING },
	{ "", "namespaces", "finalize", WRITES_METADATA },
	{ "example.com", "widgets", "status", WRITES_METADATA },
	{ "certificates.k8s.io", "certificatesigningrequests", "approval", WRITES_OBJECT },
};

START_TEST(each_subresource)
{
	ck_assert_uint_eq(subresource_writes(subresources[_i].group, subresources[_i].resource,
					     subresources[_i].name),
			  subresources[_i].writes);
}
END_TEST

int main(void)
{
	return run_tables("change",
			  (const struct table[]){
				  { "rows", each_row, ARRAY_LEN(rows) },
				  { "no memory", no_memory, ARRAY_LEN(rows) },
				  { "says so", says_so, 1 },
				  { "subresources", each_subresource, ARRAY_LEN(subresources) },
				  { 0 },
			  });
}
