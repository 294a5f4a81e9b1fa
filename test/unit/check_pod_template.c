/* SPDX-License-Identifier: Apache-2.0 */
/* check_pod_template.c - where the pod templates of an object are, of custom resources above all.
 */
#include "k8s/pod_template.h"

#include <string.h>

#include "support.h"

#define JOBSET(jobs) "{'spec':{'replicatedJobs':" jobs "}}"
#define JOB(name, x) "{'name':" name ",'template':{'spec':{'template':{'x':" x "}}}}"

static const struct {
	const char *name, *group, *kind, *object;
	const char *want; /* "spec path: template" lines, or the error */
} cases[] = {
	{ "pod", "", "Pod", "{'x':1}", "spec: {'x':1}\n" },
	{ "deployment", "apps", "Deployment", "{'spec':{'template':{'x':1}}}",
	  "spec.template.spec: {'x':1}\n" },
	{ "deployment without a template", "apps", "Deployment", "{'spec':{}}",
	  "spec.template.spec: none\n" },
	{ "optional template", "", "ReplicationController", "{'spec':{}}", "" },
	{ "optional template that is there", "", "ReplicationController",
	  "{'spec':{'template':{}}}", "spec.template.spec: {}\n" },
	{ "rollout", "argoproj.io", "Rollout", "{'spec':{'template':{'x':1}}}",
	  "spec.template.spec: {'x':1}\n" },
	{ "rollout of a Deployment's template", "argoproj.io", "Rollout",
	  "{'spec':{'workloadRef':{'name':'d'}}}", "" },
	{ "rollout with a null template", "argoproj.io", "Rollout", "{'spec':{'template':null}}",
	  "" },
	{ "rollout with a wrong template", "argoproj.io", "Rollout", "{'spec':{'template':[]}}",
	  "spec.template: want an object, got an array" },
	{ "rollout that is no object", "argoproj.io", "Rollout", "[]",
	  "object: want an object, got an array" },
	{ "list", "jobset.x-k8s.io", "JobSet", JOBSET("[" JOB("'a'", "1") "," JOB("'b'", "2") "]"),
	  "spec.replicatedJobs[name=\"a\"].template.spec.template.spec: {'x':1}\n"
	  "spec.replicatedJobs[name=\"b\"].template.spec.template.spec: {'x':2}\n" },
	{ "elements without a plain name", "jobset.x-k8s.io", "JobSet",
	  JOBSET("[" JOB("'a\\\"]'", "1") "," JOB("1", "2") "," JOB("''", "3") "]"),
	  "spec.replicatedJobs[0].template.spec.template.spec: {'x':1}\n"
	  "spec.replicatedJobs[1].template.spec.template.spec: {'x':2}\n"
	  "spec.replicatedJobs[2].template.spec.template.spec: {'x':3}\n" },
	{ "a gap in a list", "jobset.x-k8s.io", "JobSet", JOBSET("[null,{}," JOB("'b'", "2") "]"),
	  "spec.replicatedJobs[name=\"b\"].template.spec.template.spec: {'x':2}\n" },
	{ "empty list", "jobset.x-k8s.io", "JobSet", JOBSET("[]"), "" },
	{ "no list", "jobset.x-k8s.io", "JobSet", JOBSET("{}"),
	  "spec.replicatedJobs: want a list, got an object" },
	{ "element of a wrong type", "jobset.x-k8s.io", "JobSet", JOBSET("['x']"),
	  "spec.replicatedJobs[0]: want an object, got a string" },
	{ "map", "kubeflow.org", "PyTorchJob",
	  "{'spec':{'pytorchReplicaSpecs':{'Master':{'template':{'x':1}},'Worker':{'template':{'x':"
	  "2}}}}}",
	  "spec.pytorchReplicaSpecs.Master.template.spec: {'x':1}\n"
	  "spec.pytorchReplicaSpecs.Worker.template.spec: {'x':2}\n" },
	{ "odd key of a map", "kubeflow.org", "PyTorchJob",
	  "{'spec':{'pytorchReplicaSpecs':{'a.b':{'template':{}}}}}",
	  "spec.pytorchReplicaSpecs[0].template.spec: {}\n" },
	{ "no map", "kubeflow.org", "PyTorchJob", "{'spec':{'pytorchReplicaSpecs':[]}}",
	  "spec.pytorchReplicaSpecs: want an object, got an array" },
	{ "several paths", "ray.io", "RayCluster",
	  "{'spec':{'workerGroupSpecs':[{'template':{'x':2}}],'headGroupSpec':{'template':{'x':1}}}"
	  "}",
	  "spec.headGroupSpec.template.spec: {'x':1}\n"
	  "spec.workerGroupSpecs[0].template.spec: {'x':2}\n" },
	{ "one of several paths", "ray.io", "RayCluster",
	  "{'spec':{'workerGroupSpecs':[{'template':{'x':2}}]}}",
	  "spec.workerGroupSpecs[0].template.spec: {'x':2}\n" },
};

static void add_text(struct buf *out, const struct pod_template *t)
{
	buf_addf(out, "%s: ", t->spec_path);
	if (t->node)
		json_write(out, t->node);
	else
		buf_adds(out, "none");
	buf_addc(out, '\n');
}

static const char *templates_text(const struct kind *kind, const cJSON *object)
{
	SCOPED(scoped_buf) struct buf out;
	const struct pod_template *t;
	struct err err = { 0 };

	buf_init(&out, 1 << 20);
	if (pod_templates(test_arena(), kind, object, &t, &err) < 0)
		buf_adds(&out, err.text);
	else
		for (; t; t = t->next)
			add_text(&out, t);
	for (char *c = out.data; c && *c; c++)
		if (*c == '"' && (c == out.data || (c[-1] != '=' && c[1] != ']')))
			*c = '\'';
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

START_TEST(each_case)
{
	const struct kind *kind = kind_find(cases[_i].group, cases[_i].kind);
	const char *got = templates_text(kind, parse(cases[_i].object));

	ck_assert_msg(same(got, cases[_i].want), "%s: got\n%s", cases[_i].name, got);
}
END_TEST

/* A JobSet with @count jobs. */
static const cJSON *jobs(int count)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	buf_adds(&text, "{'spec':{'replicatedJobs':[{}");
	while (count--)
		buf_adds(&text, ",{'template':{'spec':{'template':{}}}}");
	buf_adds(&text, "]}}");
	return parse(buf_str(&text));
}

START_TEST(limit)
{
	const struct kind *kind = kind_find("jobset.x-k8s.io", "JobSet");
	const struct pod_template *t;
	struct err err = { 0 };

	ck_assert_int_eq(pod_templates(test_arena(), kind, jobs(POD_TEMPLATES_MAX), &t, &err), 0);
	ck_assert_int_eq(pod_templates(test_arena(), kind, jobs(POD_TEMPLATES_MAX + 1), &t, &err),
			 -1);
	ck_assert_int_eq(err.code, ERR_LIMIT);
}
END_TEST

/* Every step of every path fits the walk: keys, "[]" and "{}" with dots between. */
START_TEST(paths_are_well_formed)
{
	for (const struct kind *kind = kinds_all(); kind->kind; kind++) {
		const char *p = kind->custom ? kind->template_path : "";

		for (size_t len; *p; p += len + (p[len] == '.' || p[len] == ' ')) {
			len = strcspn(p, ".[{ ");
			ck_assert_msg(len > 0 && len < 64, "%s: %s", kind->kind, p);
			if (p[len] == '[' || p[len] == '{') {
				ck_assert_msg(strncmp(p + len, "[].", 3) == 0 ||
						      strncmp(p + len, "{}.", 3) == 0,
					      "%s: %s", kind->kind, p);
				len += 2;
			}
		}
		ck_assert(!kind->custom || (kind->template_optional && *kind->template_path));
	}
}
END_TEST

int main(void)
{
	return run_tables("pod_template", (const struct table[]){
						  { "cases", each_case, ARRAY_LEN(cases) },
						  { "limit", limit, 1 },
						  { "paths", paths_are_well_formed, 1 },
						  { 0 },
					  });
}
