/* SPDX-License-Identifier: Apache-2.0 */
/* check_handle.c - the contract of admission_handle(): what is answered, what is an error, and that
 * nothing ends as "allowed" by accident.
 */
#include <string.h>

#include "admit.h"
#include "base/mem.h"
#include "support.h"

#define KIND	 "'kind':{'group':'','version':'v1','kind':'Pod'},"
#define RESOURCE "'resource':{'group':'','version':'v1','resource':'pods'},"
#define REQUEST                                                                                    \
	KIND RESOURCE "'operation':'CREATE','name':'p','namespace':'n','userInfo':{'username':'u'" \
		      "},"
#define REVIEW(version, request)                   \
	"{'apiVersion':'admission.k8s.io/" version \
	"','kind':'AdmissionReview','request':{'uid':'u-1'," request "}}"
#define GOOD_POD "{'apiVersion':'v1','kind':'Pod','spec':{'containers':[{'name':'a'}]}}"
#define BAD_POD \
	"{'apiVersion':'v1','kind':'Pod','spec':{'hostPID':true,'containers':[{'name':'a'}]}}"
#define SERVICE(type)                                                                            \
	"'kind':{'group':'','version':'v1','kind':'Service'},'resource':{'group':'','version':'" \
	"v1','resource':'services'},"                                                            \
	"'operation':'CREATE','name':'s','namespace':'n','object':{'apiVersion':'v1','kind':'"   \
	"Service','spec':{'type':" type "}}"

static const char baseline[] = "podSecurity: {defaults: {enforce: baseline}}\nrules: []\n";
static const char both[] =
	"podSecurity: {defaults: {enforce: baseline}}\n"
	"rules:\n"
	"- {policy: service-type, name: no-public-services, params: {allowed: [ClusterIP]}}\n"
	"- {policy: host-namespaces, mode: deny, match: {namespaces: ['n*'], excludeNamespaces: "
	"[nx]}}\n"
	"- {policy: privileged-containers, name: warned, mode: warn}\n"
	"- {policy: privileged-containers, name: recorded, mode: audit}\n"
	"- {policy: privileged-containers, name: 'off', mode: 'off'}\n";

/* Only the beginning of what admit_text() gives is compared. */
static const struct {
	const char *name, *config, *body, *want;
} cases[] = {
	{ "good", baseline, REVIEW("v1", REQUEST "'object':" GOOD_POD), "allowed\n" },
	{ "bad", baseline, REVIEW("v1", REQUEST "'object':" BAD_POD),
	  "403 Forbidden: pods \"p\" is forbidden: violates PodSecurity \"baseline:latest\": host "
	  "namespaces (hostPID=true)\n"
	  "cause FieldValueForbidden spec.hostPID: " },
	{ "v1beta1", baseline, REVIEW("v1beta1", REQUEST "'object':" BAD_POD),
	  "403 Forbidden: pods \"p\" is forbidden: violates" },

	/* nothing can be answered */
	{ "empty", baseline, "", "error input: request body: " },
	{ "no JSON", baseline, "hello", "error input: request body: " },
	{ "cut", baseline, "{'apiVersion':'admission.k8s.io/v1','kind':'Adm",
	  "error input: request body: " },
	{ "array", baseline, "[]", "error input: AdmissionReview: want an object, got an array\n" },
	{ "version v2", baseline, REVIEW("v2", REQUEST "'object':" GOOD_POD),
	  "error input: AdmissionReview: apiVersion: want admission.k8s.io/v1 or "
	  "admission.k8s.io/v1beta1, got admission.k8s.io/v2\n" },
	{ "another kind", baseline,
	  "{'apiVersion':'admission.k8s.io/v1','kind':'Pod','request':{'uid':'u'}}",
	  "error input: AdmissionReview: kind: want AdmissionReview, got Pod\n" },
	{ "no request", baseline, "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview'}",
	  "error input: AdmissionReview: request: want an object, got nothing\n" },
	{ "no uid", baseline,
	  "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':{}}",
	  "error input: AdmissionReview: request.uid: want a string, got nothing\n" },
	{ "uid is a number", baseline,
	  "{'apiVersion':'admission.k8s.io/v1','kind':'AdmissionReview','request':{'uid':1}}",
	  "error input: AdmissionReview: request.uid: want a string, got a number\n" },
	{ "duplicate key", baseline, REVIEW("v1", REQUEST "'object':{'kind':'Pod','kind':'Pod'}"),
	  "error input: request body: duplicate key \"kind\" " },
	{ "key in another case is another key", baseline,
	  REVIEW("v1", REQUEST "'object':{'apiVersion':'v1','kind':'Pod','spec':{'HostPID':true,'"
			       "containers':[{'name':'a'}]}}"),
	  "allowed\n" },
	{ "NUL", baseline, REVIEW("v1", REQUEST "'object':{'kind':'Pod\\u0000'}"),
	  "error input: request body: " },

	/* there is a uid: refused in words */
	{ "no operation", baseline, REVIEW("v1", KIND RESOURCE "'object':" GOOD_POD),
	  "400 BadRequest: the request can't be judged: request.operation: want a string, got "
	  "nothing\n" },
	{ "operation in lower case", baseline,
	  REVIEW("v1", KIND RESOURCE "'operation':'create','object':" GOOD_POD),
	  "400 BadRequest: the request can't be judged: request.operation: want CREATE, UPDATE, "
	  "DELETE or CONNECT, got create\n" },
	{ "no kind", baseline, REVIEW("v1", RESOURCE "'operation':'CREATE','object':" GOOD_POD),
	  "400 BadRequest: the request can't be judged: request.kind: want an object, got "
	  "nothing\n" },
	{ "no resource", baseline, REVIEW("v1", KIND "'operation':'CREATE','object':" GOOD_POD),
	  "400 BadRequest: the request can't be judged: request.resource: want an object, got "
	  "nothing\n" },
	{ "object is a string", baseline, REVIEW("v1", REQUEST "'object':'x'"),
	  "400 BadRequest: the request can't be judged: request.object: want an object or null, "
	  "got a string\n" },
	{ "user is a string", baseline,
	  REVIEW("v1", KIND RESOURCE "'operation':'CREATE','userInfo':'root','object':" GOOD_POD),
	  "400 BadRequest: the request can't be judged: request.userInfo: want an object, got a "
	  "string\n" },
	{ "item of a deletecollection", "podSecurity: {defaults: {}}\nrules: []\n",
	  REVIEW("v1", KIND RESOURCE "'operation':'DELETE','namespace':'n','object':null,"
				     "'oldObject':{'metadata':{'name':'gone'}}"),
	  "allowed\n" },
	{ "old object of a CREATE is not read", baseline,
	  REVIEW("v1", REQUEST "'oldObject':'None','object':" GOOD_POD), "allowed\n" },
	{ "old object of an UPDATE is", baseline,
	  REVIEW("v1", KIND RESOURCE "'operation':'UPDATE','oldObject':'None','object':" GOOD_POD),
	  "400 BadRequest: the request can't be judged: request.oldObject: want an object or null, "
	  "got a string\n" },

	/* kinds and subresources */
	{ "unknown kind", baseline,
	  REVIEW("v1", "'kind':{'group':'x.io','version':'v1','kind':'Thing'},'resource':{'group':'"
		       "x.io','version':'v1',"
		       "'resource':'things'},'operation':'CREATE','object':{'apiVersion':'x.io/"
		       "v1','kind':'Thing'}"),
	  "allowed\n" },
	{ "old servers send only subResource", baseline,
	  REVIEW("v1", REQUEST "'subResource':'status','object':" BAD_POD), "allowed\n" },
	{ "requestSubResource decides where there is a requestKind", baseline,
	  REVIEW("v1", REQUEST "'requestKind':{'group':'','version':'v1','kind':'Pod'},'"
			       "subResource':'status','object':" BAD_POD),
	  "403 Forbidden" },

	/* rules */
	{ "service allowed", both, REVIEW("v1", SERVICE("'ClusterIP'")), "allowed\n" },
	{ "service denied", both, REVIEW("v1", SERVICE("'NodePort'")),
	  "403 Forbidden: services \"s\" is forbidden: 1 violation: no-public-services "
	  "(spec.type)\n"
	  "[no-public-services] spec.type: " },
	{ "service of the wrong type", both, REVIEW("v1", SERVICE("3")),
	  "400 BadRequest: the object can't be judged: spec.type: want a string, got a number\n" },
	{ "rule and standard together", both, REVIEW("v1", REQUEST "'object':" BAD_POD),
	  "403 Forbidden: pods \"p\" is forbidden: 2 violations: PodSecurity, host-namespaces "
	  "(spec.hostPID)\n"
	  "[PodSecurity] violates PodSecurity \"baseline:latest\": host namespaces (hostPID=true)\n"
	  "[host-namespaces] spec.hostPID: " },
	{ "rule on a template", both,
	  REVIEW("v1", "'kind':{'group':'apps','version':'v1','kind':'Deployment'},'resource':{'"
		       "group':'apps','version':'v1',"
		       "'resource':'deployments'},'operation':'CREATE','name':'d','namespace':'nn',"
		       "'object':{'apiVersion':'apps/v1',"
		       "'kind':'Deployment','spec':{'template':{'spec':{'hostPID':true}}}}"),
	  "403 Forbidden: deployments.apps \"d\" is forbidden: 1 violation: host-namespaces "
	  "(spec.template.spec.hostPID)\n" },
	{ "outside the rule's namespaces", both,
	  REVIEW("v1", KIND RESOURCE
		 "'operation':'CREATE','name':'p','namespace':'nx','object':" BAD_POD),
	  "403 Forbidden: pods \"p\" is forbidden: violates PodSecurity" },
	{ "warn and audit", both,
	  REVIEW("v1", "'kind':{'group':'apps','version':'v1','kind':'Deployment'},'resource':{'"
		       "group':'apps','version':'v1',"
		       "'resource':'deployments'},'operation':'CREATE','name':'d','namespace':'x','"
		       "object':{'apiVersion':'apps/v1',"
		       "'kind':'Deployment','spec':{'template':{'spec':{'containers':[{'name':'a','"
		       "securityContext':{'privileged':true}}]}}}}"),
	  "allowed\nwarning: [warned] "
	  "spec.template.spec.containers[name=\"a\"].securityContext.privileged: " },
	{ "audit mode",
	  "mode: audit\npodSecurity: {defaults: {}}\nrules: [{policy: service-type, params: "
	  "{allowed: [ClusterIP]}}]\n",
	  REVIEW("v1", SERVICE("'NodePort'")), "allowed\nrule-service-type=audit: spec.type: " },
	{ "audit mode, undecided",
	  "mode: audit\npodSecurity: {defaults: {}}\nrules: [{policy: service-type}]\n",
	  REVIEW("v1", SERVICE("3")),
	  "allowed\nerror=the object can't be judged: spec.type: want a string, got a "
	  "number\nwould-deny=" },
	{ "status of a service", both,
	  REVIEW("v1", "'requestSubResource':'status'," SERVICE("'NodePort'")), "allowed\n" },
};

/* Rows use ' for "; what does not parse has to stay as it is otherwise. */
static char *bytes(const char *text, size_t *len)
{
	char *body = arena_strndup(test_arena(), text, strlen(text));

	*len = strlen(text);
	for (char *c = body; *c; c++)
		if (*c == '\'' && !(c > body && c[-1] == 'n' && c[1] == 't'))
			*c = '"';
	return body;
}

START_TEST(each_case)
{
	struct admit admit = admit_new(cases[_i].config, NULL);
	size_t len;
	const char *body = bytes(cases[_i].body, &len);
	const char *got = admit_text(&admit, body, len);

	ck_assert_msg(strncmp(got, cases[_i].want, strlen(cases[_i].want)) == 0,
		      "%s: got\n%swant\n%s", cases[_i].name, got, cases[_i].want);
	admit_free(&admit);
}
END_TEST

/* With the n-th allocation failing, and all after it, the answer is whole, or a refusal, or an
 * error; for n = 0, 1, 2 ... until it is whole. */
START_TEST(every_allocation)
{
	struct admit admit = admit_new(cases[_i].config, NULL);
	SCOPED(scoped_buf) struct buf whole;
	bool refused, done = false;
	size_t len;
	const char *body = bytes(cases[_i].body, &len);

	buf_init(&whole, REPLY_BYTES_MAX);
	for (long n = -1; !done; n++) {
		SCOPED(scoped_buf) struct buf reply;
		struct admission_record record;
		struct err err = { 0 };
		struct arena *a;
		int status = -1;

		buf_init(&reply, REPLY_BYTES_MAX);
		mem_fail_at(n);
		a = arena_new(REVIEW_ARENA_MAX, &err);
		if (a)
			status = admission_handle(admit.engine, NULL, a, body, len, &reply, &record,
						  &err);
		mem_fail_at(-1);
		arena_free(a);
		if (n < 0) { /* nothing fails: this is what it must come to */
			buf_add(&whole, reply.data, reply.len);
			if (status < 0)
				break;
			continue;
		}
		refused = status == 0 && strstr(reply.data, "\"allowed\":false");
		done = status == 0 && strcmp(reply.data, buf_str(&whole)) == 0;
		ck_assert_msg(status < 0 || refused || done,
			      "%s: allocation %ld fails, and it says %s", cases[_i].name, n,
			      buf_str(&reply));
		ck_assert_msg(n < 100000, "%s: never whole", cases[_i].name);
	}
	admit_free(&admit);
}
END_TEST

/* Reviews that are too large to judge, or to read: a pod of many times the same, @count times. */
static const struct {
	const char *name, *config, *before, *item;
	int count;
	const char *after, *want;
} large[] = {
#define POD_HEAD                                                                             \
	"{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{" \
	"\"uid\":\"u-1\",\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},"     \
	"\"resource\":{\"group\":\"\",\"version\":\"v1\",\"resource\":\"pods\"},"            \
	"\"operation\":\"CREATE\",\"object\":{\"spec\":{\"containers\":["
#define TOO_LARGE                                                                  \
	"413 RequestEntityTooLarge: the request can't be judged: needs more than " \
	"33554432 bytes of memory\n"
	{ "views", baseline, POD_HEAD "{}", ",{}", 300000, "]}}}}", TOO_LARGE },
	{ "document", baseline, POD_HEAD "{\"args\":[\"\"", ",\"\"", 700000, "]}]}}}}", TOO_LARGE },
	{ "values", baseline, POD_HEAD "{\"args\":[0", ",0", 1000000, "]}]}}}}",
	  "413 RequestEntityTooLarge: the request can't be judged: more than 1000000 values" },
	{ "audit mode denies nothing", "mode: audit\nrules: []\n", POD_HEAD "{}", ",{}", 300000,
	  "]}}}}", "error limit: review u-1: needs more than 33554432 bytes of memory\n" },
	{ "document in audit mode", "mode: audit\nrules: []\n", POD_HEAD "{\"args\":[\"\"", ",\"\"",
	  700000, "]}]}}}}",
	  "error limit: request body: needs more than 33554432 bytes of memory\n" },
	{ "document without a uid", baseline, "{\"request\":{\"object\":[0", ",0", 1000000, "]}}",
	  "error limit: request body: more than 1000000 values" },
	{ "nothing wants to see it", "podSecurity: {defaults: {}}\nrules: []\n", POD_HEAD "{}",
	  ",{}", 300000, "]}}}}", "allowed\n" },
};

/* Uids are echoed: what is longer than any API server's is no uid. */
START_TEST(uid_bytes)
{
	struct admit admit = admit_new(baseline, NULL);

	for (int len = 256; len <= 257; len++) {
		const char *body = arena_printf(
			test_arena(),
			"{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
			"\"request\":{\"uid\":\"%0*d\",\"kind\":{\"group\":\"\",\"version\":"
			"\"v1\",\"kind\":\"Pod\"},\"resource\":{\"group\":\"\",\"version\":\"v1\","
			"\"resource\":\"pods\"},\"operation\":\"CREATE\",\"name\":\"p\","
			"\"namespace\":\"n\",\"object\":{\"spec\":{}}}}",
			len, 7);
		const char *got = admit_text(&admit, body, strlen(body));

		ck_assert_msg(
			strncmp(got,
				len == 256 ? "allowed\n"
					   : "error input: AdmissionReview: request.uid: must be "
					     "at most 256 bytes, got 257\n",
				8) == 0,
			"%d bytes: %s", len, got);
	}
	admit_free(&admit);
}
END_TEST

/* The one %d of @item is @i, each %s is @pad. */
static const char *replaced_args(const char *item, int i, const char *pad)
{
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, 10000);
	for (const char *c = item; *c; c++) {
		if (c[0] == '%' && c[1] == 'd')
			buf_addf(&out, "%d", i);
		else if (c[0] == '%' && c[1] == 's')
			buf_adds(&out, pad);
		else
			buf_addc(&out, *c);
		c += c[0] == '%';
	}
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

/* Many violations with long values: the answer stays below its bound, is whole JSON, denies, and
 * says that there is more. Values that JSON escapes take six times their room. */
static const struct {
	const char *name, *pod, *item;
	int count;
	const char *has;
} long_answers[] = {
	{ "causes", "{\"spec\":{\"containers\":[{\"name\":\"a\"}",
	  ",{\"name\":\"%d%s\","
	  "\"securityContext\":{\"privileged\":true,\"procMount\":\"%s\",\"capabilities\":"
	  "{\"add\":[\"%s\"]}},\"ports\":[{\"hostPort\":1}]}",
	  400, " more\"}]" },
	{ "escaped", "{\"spec\":{\"containers\":[{\"name\":\"a\"}",
	  ",{\"name\":\"%d\\u0001\\u0002%s\",\"securityContext\":{\"privileged\":true,"
	  "\"procMount\":"
	  "\"\\\"\\\"\\\"%s\",\"capabilities\":{\"add\":[\"\\u0007%s\"]}}}",
	  400, "\"allowed\":false" },
	{ "few", "{\"spec\":{\"containers\":[{\"name\":\"a\"}",
	  ",{\"name\":\"%d%s\","
	  "\"securityContext\":{\"privileged\":true,\"procMount\":\"%s\",\"capabilities\":"
	  "{\"add\":[\"%s\"]}}}",
	  1, "\"field\"" },
};

START_TEST(long_answer)
{
	struct admit admit = admit_new(both, NULL);
	static char pad[61];
	SCOPED(scoped_buf) struct buf body, reply;
	struct admission_record record;
	struct err err = { 0 };
	const cJSON *answer;

	memset(pad, 'x', sizeof(pad) - 1);
	buf_init(&body, REVIEW_BYTES_MAX);
	buf_init(&reply, REPLY_BYTES_MAX);
	buf_adds(&body, "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
			"\"request\":{\"uid\":\"u\",\"kind\":{\"group\":\"\",\"version\":\"v1\","
			"\"kind\":\"Pod\"},\"resource\":{\"group\":\"\",\"version\":\"v1\","
			"\"resource\":\"pods\"},\"operation\":\"CREATE\",\"name\":\"p\","
			"\"namespace\":\"n\",\"object\":");
	buf_adds(&body, long_answers[_i].pod);
	for (int i = 0; i < long_answers[_i].count; i++) {
		const char *item = replaced_args(long_answers[_i].item, i, pad);

		buf_adds(&body, item);
	}
	buf_adds(&body, "]}}}}");
	ck_assert_int_eq(admission_handle(admit.engine, NULL, test_arena(), body.data, body.len,
					  &reply, &record, &err),
			 0);
	ck_assert_uint_le(reply.len, REPLY_BYTES_MAX);
	answer = json_parse(test_arena(), reply.data, reply.len, NULL, &err);
	ck_assert_msg(answer != NULL, "%s: %s", long_answers[_i].name, err.text);
	ck_assert_msg(strstr(reply.data, long_answers[_i].has) != NULL, "%s: %.2000s",
		      long_answers[_i].name, reply.data);
	ck_assert(strstr(reply.data, "\"allowed\":false") != NULL);
	admit_free(&admit);
}
END_TEST

START_TEST(too_large)
{
	struct admit admit = admit_new(large[_i].config, NULL);
	SCOPED(scoped_buf) struct buf body;
	const char *got;

	buf_init(&body, REVIEW_BYTES_MAX);
	buf_adds(&body, large[_i].before);
	for (int i = 0; i < large[_i].count; i++)
		buf_adds(&body, large[_i].item);
	buf_adds(&body, large[_i].after);
	got = admit_text(&admit, body.data, body.len);
	ck_assert_msg(strncmp(got, large[_i].want, strlen(large[_i].want)) == 0,
		      "%s: got\n%swant\n%s", large[_i].name, got, large[_i].want);
	admit_free(&admit);
}
END_TEST

int main(void)
{
	return run_tables(
		"handle",
		(const struct table[]){ { "contract", each_case, ARRAY_LEN(cases) },
					{ "allocations", every_allocation, ARRAY_LEN(cases) },
					{ "uid", uid_bytes, 1 },
					{ "long answers", long_answer, ARRAY_LEN(long_answers) },
					{ "too large", too_large, ARRAY_LEN(large) },
					{ 0 } });
}
