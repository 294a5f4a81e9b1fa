/* SPDX-License-Identifier: Apache-2.0 */
/* check_question.c - what becomes of each form of capture, and of half of one. */
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "replay/question.h"
#include "support.h"

/* With ' for ". @want: "ready CREATE Pod shop/web by me, unknown X", "read", "open WHY", "error
 * TEXT"; in @body what the review must contain. */
struct row {
	const char *name, *text, *list, *want, *body;
};

#define EVENT	"'apiVersion':'audit.k8s.io/v1','kind':'Event','auditID':'u','user':{'username':'me'}"
#define POD_REF "'objectRef':{'resource':'pods','namespace':'shop','name':'web','apiVersion':'v1'}"
#define DEPLOYMENT_REF                                                           \
	"'objectRef':{'resource':'deployments','namespace':'shop','name':'web'," \
	"'apiGroup':'apps','apiVersion':'v1'}"
#define POD	   "{'apiVersion':'v1','kind':'Pod','metadata':{'name':'web'}}"
#define DEPLOYMENT "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web'}}"
#define STATUS	   "{'apiVersion':'v1','kind':'Status','code':403}"
#define REQUEST                                                                        \
	"{'uid':'u','kind':{'group':'','version':'v1','kind':'Pod'},"                  \
	"'resource':{'group':'','version':'v1','resource':'pods'},'namespace':'shop'," \
	"'operation':'CREATE','userInfo':{'username':'me'},'object':{'metadata':{"     \
	"'generateName':'web-','ownerReferences':[{'kind':'Node','name':'n'},"         \
	"{'kind':'ReplicaSet','name':'web','controller':true}]}}}"
#define REVIEW \
	"{'kind':'AdmissionReview','apiVersion':'admission.k8s.io/v1', 'request':" REQUEST "}"

static const struct row rows[] = {
	{ "a review", REVIEW, NULL, "ready CREATE Pod shop/web-* by me of ReplicaSet web", REVIEW },
	{ "a review of nothing", "{'kind':'AdmissionReview'}", NULL, "ready   ",
	  "{'kind':'AdmissionReview'}" },
	{ "a review of the wrong types", "{'kind':'AdmissionReview','request':{'kind':7,'uid':[]}}",
	  NULL, "ready   ", NULL },
	{ "a request", REQUEST, NULL, "ready CREATE Pod shop/web-* by me of ReplicaSet web",
	  "'request':" REQUEST "}" },
	{ "a record", "{'time':'now','review':" REVIEW ",'answer':{'a':1}}", NULL,
	  "ready CREATE Pod shop/web-* by me of ReplicaSet web, answered",
	  "'request':" REQUEST "}" },
	{ "an object", POD, NULL, "ready CREATE Pod web, unknown user",
	  "'requestResource':{'group':'','version':'v1','resource':'pods'},'name':'web',"
	  "'operation':'CREATE','userInfo':{},'object':" POD ",'oldObject':null" },
	{ "an object of an unknown kind", "{'apiVersion':'a.b/v2','kind':'Thing'}", NULL,
	  "ready CREATE Thing , unknown user",
	  "'resource':{'group':'a.b','version':'v2','resource':'things'}" },
	{ "a namespace", "{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'shop'}}", NULL,
	  "ready CREATE Namespace shop, unknown user", "'name':'shop','namespace':'shop'" },
	{ "an item of a list of its kind", "{'metadata':{'name':'web','namespace':'shop'}}",
	  "{'kind':'PodList','apiVersion':'v1','items':null}",
	  "ready CREATE Pod shop/web, unknown user", "'kind':'Pod'" },
	{ "an item of a list that does not say", "{'metadata':{}}",
	  "{'kind':'List','apiVersion':'v1','items':null}", "error neither an AdmissionReview",
	  NULL },
	{ "apiVersion of the wrong form", "{'apiVersion':'a/b/c','kind':'Pod'}", NULL,
	  "error apiVersion: want VERSION", NULL },
	{ "something else", "{'a':1}", NULL, "error neither an AdmissionReview", NULL },
	{ "an array", "[]", NULL, "error neither an AdmissionReview", NULL },
	{ "broken", "{'a':tru}", NULL, "error ", NULL },

	{ "audit: create",
	  "{" EVENT ",'verb':'create'," POD_REF ",'stage':'ResponseComplete','requestObject':" POD
	  "}",
	  NULL, "ready CREATE Pod shop/web by me, unknown defaults",
	  "'namespace':'shop','operation':'CREATE','userInfo':{'username':'me'},'object':" POD
	  ",'oldObject':null,'dryRun':false" },
	{ "audit: create, stored",
	  "{" EVENT ",'verb':'create'," POD_REF ",'requestObject':{'x':1},'responseObject':" POD
	  "}",
	  NULL, "ready CREATE Pod shop/web by me", "'object':" POD },
	{ "audit: create, refused",
	  "{" EVENT ",'verb':'create'," POD_REF ",'requestObject':" POD ",'responseObject':" STATUS
	  "}",
	  NULL, "ready CREATE Pod shop/web by me, unknown defaults", "'object':" POD },
	{ "audit: by somebody as somebody else",
	  "{" EVENT ",'impersonatedUser':{'username':'you'},'verb':'create'," POD_REF
	  ",'requestObject':" POD "}",
	  NULL, "ready CREATE Pod shop/web by you, unknown defaults",
	  "'userInfo':{'username':'you'}" },
	{ "audit: dry run",
	  "{" EVENT ",'verb':'create','requestURI':'/api/v1/pods?dryRun=All'," POD_REF
	  ",'requestObject':" POD "}",
	  NULL, "ready CREATE Pod shop/web by me, unknown defaults", "'dryRun':true" },
	{ "audit: an item of an EventList",
	  "{'auditID':'u','verb':'create'," POD_REF ",'requestObject':" POD "}",
	  "{'kind':'EventList','apiVersion':'audit.k8s.io/v1','items':null}",
	  "ready CREATE Pod shop/web, unknown defaults", NULL },
	{ "audit: update of a controller",
	  "{" EVENT ",'verb':'update'," DEPLOYMENT_REF ",'requestObject':" DEPLOYMENT "}", NULL,
	  "ready UPDATE Deployment shop/web by me, unknown old object, defaults",
	  "'resource':{'group':'apps','version':'v1','resource':'deployments'}" },
	{ "audit: update of a pod",
	  "{" EVENT ",'verb':'update'," POD_REF ",'requestObject':" POD "}", NULL,
	  "open an update, and the log does not have the old object", NULL },
	{ "audit: patch",
	  "{" EVENT ",'verb':'patch'," DEPLOYMENT_REF ",'requestObject':{'spec':{}}}", NULL,
	  "open a patch, and the log does not have the result", NULL },
	{ "audit: patch with its result",
	  "{" EVENT ",'verb':'patch'," DEPLOYMENT_REF
	  ",'requestObject':{},'responseObject':" DEPLOYMENT "}",
	  NULL, "ready UPDATE Deployment shop/web by me, unknown old object", NULL },
	{ "audit: apply that creates",
	  "{" EVENT ",'verb':'patch','responseStatus':{'code':201}," DEPLOYMENT_REF
	  ",'requestObject':{},'responseObject':" DEPLOYMENT "}",
	  NULL, "ready CREATE Deployment shop/web by me", NULL },
	{ "audit: delete", "{" EVENT ",'verb':'delete'," POD_REF "}", NULL, "open a deletion",
	  NULL },
	{ "audit: exec",
	  "{" EVENT ",'verb':'get','objectRef':{'resource':'pods','namespace':'shop','name':'web',"
	  "'apiVersion':'v1','subresource':'exec'}}",
	  NULL, "ready CONNECT PodExecOptions/exec shop/web by me, unknown options",
	  "'subResource':'exec'" },
	{ "audit: get", "{" EVENT ",'verb':'get'," POD_REF "}", NULL, "read", NULL },
	{ "audit: too early", "{" EVENT ",'verb':'create','stage':'RequestReceived'," POD_REF "}",
	  NULL, "read", NULL },
	{ "audit: level Metadata", "{" EVENT ",'verb':'create'," POD_REF "}", NULL,
	  "open the log does not have the object", NULL },
	{ "audit: cut",
	  "{" EVENT ",'verb':'create'," POD_REF ",'annotations':{'audit.k8s.io/truncated':'true'}}",
	  NULL, "open the log cut the object off", NULL },
	{ "audit: no object at all", "{" EVENT ",'verb':'post'}", NULL,
	  "open not a request for an object", NULL },
	{ "audit: another verb", "{" EVENT ",'verb':'dance'," POD_REF "}", NULL,
	  "open an unknown verb", NULL },
	{ "audit: an object without kind",
	  "{" EVENT ",'verb':'create'," POD_REF ",'requestObject':{'metadata':{}}}", NULL,
	  "error an object without apiVersion and kind", NULL },
	{ "audit: wrong types", "{" EVENT ",'verb':7,'objectRef':[],'requestObject':'a'}", NULL,
	  "open an unknown verb", NULL },
};

static char *quoted(const char *text)
{
	char *copy = arena_strndup(test_arena(), text, strlen(text));

	for (char *c = copy; *c; c++)
		if (*c == '\'')
			*c = '"';
	return copy;
}

static const char *render(const struct question *q)
{
	if (q->state == QUESTION_READ)
		return "read";
	if (q->state == QUESTION_OPEN)
		return arena_printf(test_arena(), "open %s", q->why);
	return arena_printf(test_arena(), "ready %s %s%s%s %s%s%s%s%s%s%s%s%s%s", q->operation,
			    q->kind, *q->subresource ? "/" : "", q->subresource, q->ns,
			    *q->ns ? "/" : "", q->name, *q->username ? " by " : "", q->username,
			    q->controller ? " of " : "", q->controller ? q->controller : "",
			    q->unknown ? ", unknown " : "", q->unknown ? q->unknown : "",
			    q->answer ? ", answered" : "");
}

static struct captured captured_of(const struct row *row)
{
	struct captured captured = { .text = quoted(row->text),
				     .list = row->list ? quoted(row->list) : NULL };

	captured.len = strlen(captured.text);
	captured.list_len = captured.list ? strlen(captured.list) : 0;
	return captured;
}

START_TEST(made)
{
	const struct row *row = &rows[_i];
	struct captured captured = captured_of(row);
	struct question q;
	struct err err = { 0 };
	struct buf body;
	const char *got;

	buf_init(&body, 100000);
	got = question_make(test_arena(), &captured, &body, &q, &err) == 0
		      ? render(&q)
		      : arena_printf(test_arena(), "error %s", err.text);
	/* Reasons and errors by how they begin. */
	ck_assert_msg(*got == 'r' ? same(got, row->want)
				  : strncmp(got, row->want, strlen(row->want)) == 0,
		      "%s: got\n%s\nwant\n%s", row->name, got, row->want);
	ck_assert_msg(!row->body || strstr(q.body, quoted(row->body)), "%s: no %s in\n%s",
		      row->name, row->body, row->body ? q.body : "");
	if (*got == 'r' && strcmp(got, "read") != 0)
		ck_assert_msg(json_parse(test_arena(), q.body, q.len, NULL, &err) != NULL,
			      "%s: %s: %s", row->name, err.text, q.body);
	buf_fini(&body);
}
END_TEST

START_TEST(out_of_memory)
{
	const struct row *row = &rows[_i];
	struct captured captured = captured_of(row);
	int result = -1;
	long n = 0;

	for (; n < 1000; n++) {
		struct question q;
		struct err err = { 0 };
		struct arena *a = arena_new(QUESTION_ARENA_MAX, &err);
		struct buf body;

		buf_init(&body, 100000);
		mem_fail_at(n);
		result = question_make(a, &captured, &body, &q, &err);
		mem_fail_at(-1);
		ck_assert_msg(result == 0 || err.code == ERR_MEMORY || err.code == ERR_INPUT,
			      "%s: allocation %ld: %d", row->name, n, err.code);
		if (result == 0 && q.state == QUESTION_READY)
			ck_assert_msg(json_parse(test_arena(), q.body, q.len, NULL, &err) != NULL,
				      "%s: allocation %ld: %s", row->name, n, q.body);
		buf_fini(&body);
		arena_free(a);
		if (result == 0 || err.code == ERR_INPUT)
			break;
	}
	ck_assert_int_lt(n, 1000);
}
END_TEST

int main(void)
{
	return run_tables("question", (const struct table[]){
					      { "made", made, ARRAY_LEN(rows) },
					      { "out of memory", out_of_memory, ARRAY_LEN(rows) },
					      { 0 } });
}
