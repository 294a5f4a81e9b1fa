/* SPDX-License-Identifier: Apache-2.0 */
/* check_rules.c - which rules look at a request, and by which views: probes tell what they were
 * shown.
 */
#include <stdio.h>
#include <string.h>

#include "engine/engine.h"
#include "support.h"

/* Each probe finds one thing: its name, what it looked at, and what was there before. */
static void tell(const char *probe, const struct meta *meta, const struct request *request,
		 const struct meta *old, struct findings *out)
{
	const char *value =
		finding_text(out, "%s %s old=%s by %s/%zu", probe, meta->name,
			     old ? old->name : "none", request->username, request->groups.count);

	finding(out, &meta->at, "name", .value = value, .want = "nothing");
}

#define PROBE(name)                                                                              \
	static void probe_##name(const struct name *view, const struct params *params,           \
				 struct findings *out)                                           \
	{                                                                                        \
		(void)params;                                                                    \
		tell(#name, view->meta, view->request, view->old ? view->old->meta : NULL, out); \
	}
PROBE(pod)
PROBE(secret)
PROBE(object)
PROBE(workload)
PROBE(connect)

#define POLICY_HEAD(name) .id = name, .title = name, .why = "It tells.", .remedy = "None."

static const struct policy pods = { POLICY_HEAD("pods"), .check_pod = probe_pod };
static const struct policy olds = { POLICY_HEAD("olds"), .check_pod = probe_pod,
				    .check_secret = probe_secret, .needs = NEEDS_OLD };
static const struct policy users = { POLICY_HEAD("users"), .check_secret = probe_secret,
				     .needs = NEEDS_USER | NEEDS_OLD };
static const struct policy values = { POLICY_HEAD("values"), .check_secret = probe_secret,
				      .needs = NEEDS_VALUES };
static const struct policy objects = { POLICY_HEAD("objects"), .check_object = probe_object };
static const struct policy workloads = { POLICY_HEAD("workloads"),
					 .check_workload = probe_workload };
static const struct policy gone = { POLICY_HEAD("gone"), .check_secret = probe_secret,
				    .operations = ON(DELETE) };
static const struct policy connects = { POLICY_HEAD("connects"), .check_connect = probe_connect,
					.operations = ON(CONNECT) };

static const struct policy *const table[] = { &pods,	  &olds, &users,    &values, &objects,
					      &workloads, &gone, &connects, NULL };

#define NEW "{'metadata':{'name':'new'}}"
#define OLD "{'metadata':{'name':'old'}}"
#define WEB "{'metadata':{'name':'web'},'spec':{'template':{'metadata':{'name':'t'}}}}"

enum from { REQUEST, A_FILE, RECORD };

/* @want: what each finding says, then "gap RULE NEEDS". */
static const struct {
	const char *name, *rule;
	enum operation operation;
	const char *group, *kind, *subresource, *object, *old;
	enum from from;
	const char *want;
} rows[] = {
	{ "pod", "pods", OPERATION_CREATE, "", "Pod", "", NEW, NULL, REQUEST,
	  "pod new old=none by jane/2\n" },
	{ "pod's update", "pods", OPERATION_UPDATE, "", "Pod", "", NEW, OLD, REQUEST,
	  "pod new old=none by jane/2\n" },
	{ "old one is wanted", "olds", OPERATION_UPDATE, "", "Pod", "", NEW, OLD, REQUEST,
	  "pod new old=old by jane/2\n" },
	{ "old one of a creation", "olds", OPERATION_CREATE, "", "Pod", "", NEW, OLD, REQUEST,
	  "pod new old=none by jane/2\n" },
	{ "old one of another kind", "olds", OPERATION_UPDATE, "", "Secret", "", NEW, OLD, REQUEST,
	  "secret new old=old by jane/2\n" },
	{ "old one that does not decode", "olds", OPERATION_UPDATE, "", "Secret", "", NEW,
	  "{'metadata':1}", REQUEST,
	  "error the object can't be judged: oldObject: metadata: want an object, got a number\n" },
	{ "subresource with the object", "pods", OPERATION_UPDATE, "", "Pod", "resize", NEW, OLD,
	  REQUEST, "pod new old=none by jane/2\n" },
	{ "subresource without", "pods", OPERATION_CREATE, "", "Pod", "binding", NEW, NULL, REQUEST,
	  "" },
	{ "status", "pods", OPERATION_UPDATE, "", "Pod", "status", NEW, OLD, REQUEST, "" },
	{ "template", "pods", OPERATION_CREATE, "apps", "Deployment", "", WEB, NULL, REQUEST,
	  "pod t old=none by jane/2\n" },
	{ "workload", "workloads", OPERATION_CREATE, "apps", "Deployment", "", WEB, NULL, REQUEST,
	  "workload web old=none by jane/2\n" },
	{ "pod is no workload", "workloads", OPERATION_CREATE, "", "Pod", "", NEW, NULL, REQUEST,
	  "" },
	{ "object of a known kind", "objects", OPERATION_CREATE, "", "Secret", "", NEW, NULL,
	  REQUEST, "object new old=none by jane/2\n" },
	{ "object of no known kind", "objects", OPERATION_CREATE, "example.com", "Widget", "", NEW,
	  NULL, REQUEST, "object new old=none by jane/2\n" },
	{ "deletion, not asked for", "olds", OPERATION_DELETE, "", "Secret", "", NULL, OLD, REQUEST,
	  "" },
	{ "deletion", "gone", OPERATION_DELETE, "", "Secret", "", NULL, OLD, REQUEST,
	  "secret old old=none by jane/2\n" },
	{ "deletion without its object", "gone", OPERATION_DELETE, "", "Secret", "", NULL, NULL,
	  REQUEST, "error the object can't be judged: object: want a Secret, got null\n" },
	{ "creation, where deletions are judged", "gone", OPERATION_CREATE, "", "Secret", "", NEW,
	  NULL, REQUEST, "" },
	{ "connection", "connects", OPERATION_CONNECT, "", "PodExecOptions", "exec", "{}", NULL,
	  REQUEST, "connect  old=none by jane/2\n" },
	{ "connection, not asked for", "objects", OPERATION_CONNECT, "", "PodExecOptions", "exec",
	  "{}", NULL, REQUEST, "" },
	{ "file: user and old object are open", "users", OPERATION_CREATE, "", "Secret", "", NEW,
	  NULL, A_FILE, "secret new old=none by jane/2\ngap users 3\n" },
	{ "file: the old object is open", "olds", OPERATION_CREATE, "", "Secret", "", NEW, NULL,
	  A_FILE, "secret new old=none by jane/2\ngap olds 1\n" },
	{ "file: values are there", "values", OPERATION_CREATE, "", "Secret", "", NEW, NULL, A_FILE,
	  "secret new old=none by jane/2\n" },
	{ "record: values are not", "values", OPERATION_CREATE, "", "Secret", "", NEW, NULL, RECORD,
	  "gap values 4\n" },
	{ "record: the user is there", "users", OPERATION_UPDATE, "", "Secret", "", NEW, OLD,
	  RECORD, "secret new old=old by jane/2\n" },
	{ "request: nothing is open", "values", OPERATION_CREATE, "", "Secret", "", NEW, NULL,
	  REQUEST, "secret new old=none by jane/2\n" },
};

static struct engine *engine_with(const char *rule)
{
	const struct config_fault *faults;
	const char *text = whole_config(arena_printf(
		test_arena(), "podSecurity: {defaults: {}}\nrules: [{policy: %s}]\n", rule));
	const struct config *config =
		config_parse(test_arena(), table, "k.yaml", text, strlen(text), &faults);
	struct err err = { 0 };
	struct engine *engine;

	ck_assert_msg(config != NULL, "%s", faults ? faults->text : "no configuration");
	engine = engine_new(table, config, &err);
	ck_assert_msg(engine != NULL, "%s", err.text);
	return engine;
}

static void write_judgement(struct buf *out, const struct judgement *j)
{
	for (const struct finding *f = findings_first(j->findings); f; f = f->next)
		buf_addf(out, "%s\n", f->says.value);
	for (const struct rule_gap *gap = j->gaps; gap; gap = gap->next)
		buf_addf(out, "gap %s %u\n", gap->rule->name, gap->needs);
	if (j->verdict == VERDICT_ERROR)
		buf_addf(out, "error %s\n", j->message);
}

START_TEST(each_row)
{
	static const char *const groups[] = { "developers", "system:authenticated" };
	struct engine *engine = engine_with(rows[_i].rule);
	SCOPED(scoped_buf) struct buf got;
	struct judgement judgement;
	struct err err = { 0 };
	struct subject subject = {
		.operation = rows[_i].operation,
		.kind = { rows[_i].group, "v1", rows[_i].kind },
		.resource_group = rows[_i].group,
		.resource = "things",
		.subresource = rows[_i].subresource,
		.name = "new",
		.ns = "shop",
		.username = "jane",
		.groups = { .set = true, .count = ARRAY_LEN(groups), .v = groups },
		.offline = rows[_i].from == A_FILE,
		.object = rows[_i].object ? parse(rows[_i].object) : NULL,
		.old_object = rows[_i].old ? parse(rows[_i].old) : NULL,
		.ns_known = true,
	};

	buf_init(&got, 4096);
	engine_redacted(engine, rows[_i].from == RECORD);
	ck_assert_msg(engine_judge(engine, test_arena(), &subject, &judgement, &err) == 0, "%s: %s",
		      rows[_i].name, err.text);
	write_judgement(&got, &judgement);
	ck_assert_msg(same(buf_str(&got), rows[_i].want), "%s: got\n%swant\n%s", rows[_i].name,
		      buf_str(&got), rows[_i].want);
	engine_free(engine);
}
END_TEST

int main(void)
{
	return run_tables("rules",
			  (const struct table[]){ { "rows", each_row, ARRAY_LEN(rows) }, { 0 } });
}
