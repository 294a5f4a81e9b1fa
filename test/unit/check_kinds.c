/* SPDX-License-Identifier: Apache-2.0 */
/* check_kinds.c - kinds, where their pod templates sit, and API versions. */
#include "k8s/kinds.h"

#include <string.h>

#include "support.h"

static const struct {
	const char *group, *version, *kind, *resource;
	enum view view;
	bool template_optional;
	const char *template_path, *spec_path, *meta_path;
} kinds[] = {
#define POD_ROW(group, version, kind, resource, optional, path)                         \
	{                                                                               \
		group, version, kind, resource, VIEW_POD, optional, path, path ".spec", \
			path ".metadata"                                                \
	}
	{ "", "v1", "Pod", "pods", VIEW_POD, false, "", "spec", "metadata" },
	{ "", "v1", "Service", "services", VIEW_SERVICE, false, "", "spec", "metadata" },
	{ "", "v1", "Namespace", "namespaces", VIEW_NAMESPACE, false, "", "spec", "metadata" },
	POD_ROW("", "v1", "PodTemplate", "podtemplates", false, "template"),
	POD_ROW("", "v1", "ReplicationController", "replicationcontrollers", true, "spec.template"),
	POD_ROW("apps", "v1", "Deployment", "deployments", false, "spec.template"),
	POD_ROW("apps", "v1", "ReplicaSet", "replicasets", false, "spec.template"),
	POD_ROW("apps", "v1", "StatefulSet", "statefulsets", false, "spec.template"),
	POD_ROW("apps", "v1", "DaemonSet", "daemonsets", false, "spec.template"),
	POD_ROW("apps", "v1beta1", "Deployment", "deployments", false, "spec.template"),
	POD_ROW("apps", "v1beta1", "StatefulSet", "statefulsets", false, "spec.template"),
	POD_ROW("apps", "v1beta2", "Deployment", "deployments", false, "spec.template"),
	POD_ROW("apps", "v1beta2", "ReplicaSet", "replicasets", false, "spec.template"),
	POD_ROW("apps", "v1beta2", "StatefulSet", "statefulsets", false, "spec.template"),
	POD_ROW("apps", "v1beta2", "DaemonSet", "daemonsets", false, "spec.template"),
	POD_ROW("extensions", "v1beta1", "Deployment", "deployments", false, "spec.template"),
	POD_ROW("extensions", "v1beta1", "ReplicaSet", "replicasets", false, "spec.template"),
	POD_ROW("extensions", "v1beta1", "DaemonSet", "daemonsets", false, "spec.template"),
	POD_ROW("batch", "v1", "Job", "jobs", false, "spec.template"),
	POD_ROW("batch", "v1", "CronJob", "cronjobs", false, "spec.jobTemplate.spec.template"),
	POD_ROW("batch", "v1beta1", "CronJob", "cronjobs", false, "spec.jobTemplate.spec.template"),
	POD_ROW("batch", "v2alpha1", "CronJob", "cronjobs", false,
		"spec.jobTemplate.spec.template"),
#undef POD_ROW
};

START_TEST(each_kind)
{
	const struct kind *k = kind_find(kinds[_i].group, kinds[_i].kind);

	ck_assert_msg(k != NULL, "%s/%s is unknown", kinds[_i].group, kinds[_i].kind);
	ck_assert_ptr_eq(k, kind_find_resource(kinds[_i].group, kinds[_i].resource));
	ck_assert_msg(kind_version_known(k, kinds[_i].version), "%s %s is unknown", k->kind,
		      kinds[_i].version);
	ck_assert_str_eq(k->group, kinds[_i].group);
	ck_assert_str_eq(k->kind, kinds[_i].kind);
	ck_assert_str_eq(k->resource, kinds[_i].resource);
	ck_assert_str_eq(k->template_path, kinds[_i].template_path);
	ck_assert_str_eq(k->spec_path, kinds[_i].spec_path);
	ck_assert_str_eq(k->meta_path, kinds[_i].meta_path);
	ck_assert_int_eq(k->view, kinds[_i].view);
	ck_assert_int_eq(k->template_optional, kinds[_i].template_optional);
}
END_TEST

static const struct {
	const char *group, *kind, *resource;
} unknown[] = {
	{ "", "Deployment", "deployments" },
	{ "apps", "Pod", "pods" },
	{ "", "pod", "Pods" },
	{ "", "Pods", "pod" },
	{ "", "", "" },
	{ "apps", "Job", "jobs" },
	{ "Apps", "Deployment", "deployments" },
	{ "apps/v1", "Deployment", "deployments" },
	{ "argoproj.io", "Workflow", "workflows" },
	{ "argoproj.io", "rollout", "Rollouts" },
	{ "apps", "ConfigMap", "configmaps" },
};

START_TEST(each_unknown)
{
	ck_assert_msg(!kind_find(unknown[_i].group, unknown[_i].kind), "%s/%s is known",
		      unknown[_i].group, unknown[_i].kind);
	ck_assert_msg(!kind_find_resource(unknown[_i].group, unknown[_i].resource),
		      "%s/%s is known", unknown[_i].group, unknown[_i].resource);
}
END_TEST

static const struct {
	const char *group, *kind, *version;
	bool known;
} versions[] = {
	{ "", "Pod", "v1", true },
	{ "", "Pod", "v1beta1", false },
	{ "", "Pod", "", false },
	{ "", "Pod", "v", false },
	{ "", "Pod", "v11", false },
	{ "apps", "Deployment", "v1beta2 v1beta1", false },
	{ "apps", "Deployment", "v1 ", false },
	{ "apps", "Deployment", "v1beta", false },
	{ "apps", "ReplicaSet", "v1beta1", false },
	{ "extensions", "Deployment", "v1", false },
	{ "batch", "Job", "v1beta1", false },
};

START_TEST(each_version)
{
	const struct kind *k = kind_find(versions[_i].group, versions[_i].kind);

	ck_assert_ptr_nonnull(k);
	ck_assert_msg(kind_version_known(k, versions[_i].version) == versions[_i].known,
		      "%s \"%s\": want %d", k->kind, versions[_i].version, versions[_i].known);
}
END_TEST

START_TEST(table_is_unambiguous)
{
	for (const struct kind *k = kinds_all(); k->kind; k++) {
		ck_assert_msg(kind_find(k->group, k->kind) == k, "%s/%s twice", k->group, k->kind);
		ck_assert_msg(!*k->resource || kind_find_resource(k->group, k->resource) == k,
			      "%s/%s twice", k->group, k->resource);
		ck_assert_int_ne(k->view, VIEW_NONE);
	}
}
END_TEST

static const struct {
	const char *name, *group, *kind, *object, *want; /* NULL: there is no template */
} templates[] = {
	{ "pod", "", "Pod", "{'spec':{}}", "{'spec':{}}" },
	{ "pod without anything", "", "Pod", "{}", "{}" },
	{ "pod that is null", "", "Pod", "null", NULL },
	{ "pod that is no object", "", "Pod", "[]", "object: want an object, got an array" },
	{ "service", "", "Service", "{'spec':{}}", "{'spec':{}}" },
	{ "template", "", "PodTemplate", "{'template':{'x':1}}", "{'x':1}" },
	{ "no template", "", "PodTemplate", "{'spec':{'template':{}}}", NULL },
	{ "template of other case", "", "PodTemplate", "{'Template':{}}", NULL },
	{ "template that is null", "", "PodTemplate", "{'template':null}", NULL },
	{ "template that is no object", "", "PodTemplate", "{'template':'x'}",
	  "template: want an object, got a string" },
	{ "controller", "apps", "Deployment", "{'spec':{'template':{}}}", "{}" },
	{ "controller without spec", "apps", "Deployment", "{}", NULL },
	{ "controller with a null spec", "apps", "Deployment", "{'spec':null}", NULL },
	{ "controller without template", "apps", "Deployment", "{'spec':{}}", NULL },
	{ "controller with a wrong spec", "apps", "Deployment", "{'spec':[]}",
	  "spec: want an object, got an array" },
	{ "controller with a wrong template", "apps", "Deployment", "{'spec':{'template':1}}",
	  "spec.template: want an object, got a number" },
	{ "controller that is no object", "apps", "Deployment", "true",
	  "object: want an object, got a boolean" },
	{ "optional template", "", "ReplicationController", "{'spec':{'template':null}}", NULL },
	{ "cron job", "batch", "CronJob", "{'spec':{'jobTemplate':{'spec':{'template':{'x':2}}}}}",
	  "{'x':2}" },
	{ "cron job without job", "batch", "CronJob", "{'spec':{}}", NULL },
	{ "cron job with a wrong job", "batch", "CronJob", "{'spec':{'jobTemplate':'x'}}",
	  "spec.jobTemplate: want an object, got a string" },
	{ "cron job with a wrong job spec", "batch", "CronJob",
	  "{'spec':{'jobTemplate':{'spec':false}}}",
	  "spec.jobTemplate.spec: want an object, got a boolean" },
	{ "cron job with a wrong template", "batch", "CronJob",
	  "{'spec':{'jobTemplate':{'spec':{'template':[]}}}}",
	  "spec.jobTemplate.spec.template: want an object, got an array" },
};

/* The template as text with ' for ", the error, or NULL. */
static const char *template_text(const struct kind *kind, const cJSON *object)
{
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };
	const cJSON *template;

	buf_init(&out, 1000);
	if (kind_template(kind, object, &template, &err) < 0) {
		ck_assert_int_eq(err.code, ERR_INPUT);
		buf_adds(&out, err.text);
	} else if (template) {
		json_write(&out, template);
	} else {
		return NULL;
	}
	for (char *c = out.data; *c; c++)
		if (*c == '"')
			*c = '\'';
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

START_TEST(each_template)
{
	const struct kind *kind = kind_find(templates[_i].group, templates[_i].kind);
	const char *got = template_text(kind, parse(templates[_i].object));

	ck_assert_msg(same(got, templates[_i].want), "%s: got %s", templates[_i].name,
		      got ? got : "nothing");
}
END_TEST

START_TEST(no_object)
{
	ck_assert_ptr_null(template_text(kind_find("", "Pod"), NULL));
	ck_assert_ptr_null(template_text(kind_find("batch", "CronJob"), NULL));
}
END_TEST

#define GROUP_255                                                                         \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaaaaaaaaaaa"

static const struct {
	const char *api_version, *group, *version; /* NULL: malformed */
} splits[] = {
	{ "v1", "", "v1" },
	{ "apps/v1", "apps", "v1" },
	{ "batch/v2alpha1", "batch", "v2alpha1" },
	{ "rbac.authorization.k8s.io/v1", "rbac.authorization.k8s.io", "v1" },
	{ GROUP_255 "/v1", GROUP_255, "v1" },
	{ GROUP_255 "a/v1", NULL, NULL },
	{ NULL, NULL, NULL },
	{ "", NULL, NULL },
	{ "/", NULL, NULL },
	{ "/v1", NULL, NULL },
	{ "apps/", NULL, NULL },
	{ "apps//v1", NULL, NULL },
	{ "apps/v1/", NULL, NULL },
	{ "apps/v1/x", NULL, NULL },
};

START_TEST(each_split)
{
	char group[256];
	const char *got = api_version_split(splits[_i].api_version, group, sizeof(group));

	ck_assert_msg(same(got, splits[_i].version), "%s: got %s", splits[_i].api_version,
		      got ? got : "nothing");
	if (got)
		ck_assert_str_eq(group, splits[_i].group);
}
END_TEST

int main(void)
{
	return run_tables("kinds", (const struct table[]){
					   { "kinds", each_kind, ARRAY_LEN(kinds) },
					   { "unknown", each_unknown, ARRAY_LEN(unknown) },
					   { "versions", each_version, ARRAY_LEN(versions) },
					   { "unambiguous", table_is_unambiguous, 1 },
					   { "templates", each_template, ARRAY_LEN(templates) },
					   { "no object", no_object, 1 },
					   { "api versions", each_split, ARRAY_LEN(splits) },
					   { 0 },
				   });
}
