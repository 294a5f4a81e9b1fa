/* SPDX-License-Identifier: Apache-2.0 */
/* check_access.c - views of roles, bindings and service accounts. */
#include "base/mem.h"
#include "fields.h"
#include "k8s/binding.h"
#include "k8s/role.h"
#include "k8s/service_account.h"

static void dump_rules(struct buf *out, const struct role *role)
{
	if (!role->rules)
		return;
	buf_adds(out, " rules[");
	for_each_access_rule(r, role)
	{
		buf_adds(out, "{");
		dump_strings(out, "apiGroups", &r->api_groups);
		dump_strings(out, "resources", &r->resources);
		dump_strings(out, "resourceNames", &r->resource_names);
		dump_strings(out, "verbs", &r->verbs);
		dump_strings(out, "nonResourceURLs", &r->non_resource_urls);
		buf_addf(out, " at=%s}", at_print(test_arena(), &r->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_requirements(struct buf *out, const struct role_selector *s)
{
	if (!s->match_expressions)
		return;
	buf_adds(out, " matchExpressions[");
	for_each_role_requirement(r, s)
	{
		buf_adds(out, "{");
		dump_string(out, "key", r->key);
		dump_string(out, "operator", r->operator);
		dump_strings(out, "values", &r->values);
		buf_addf(out, " at=%s}", at_print(test_arena(), &r->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_role(struct buf *out, const void *view)
{
	const struct role *role = view;

	dump_rules(out, role);
	if (role->is_aggregated)
		buf_adds(out, " aggregationRule{");
	if (role->selectors)
		buf_adds(out, " clusterRoleSelectors[");
	for_each_role_selector(s, role)
	{
		buf_adds(out, "{");
		dump_map(out, "matchLabels", &s->match_labels);
		dump_requirements(out, s);
		buf_addf(out, " at=%s}", at_print(test_arena(), &s->at, NULL));
	}
	buf_adds(out, role->selectors ? "]" : "");
	buf_adds(out, role->is_aggregated ? "}" : "");
}

static void dump_binding(struct buf *out, const void *view)
{
	const struct binding *binding = view;
	const struct role_ref *ref = binding->role_ref;

	if (ref) {
		buf_adds(out, " roleRef{");
		dump_string(out, "kind", ref->kind);
		dump_string(out, "apiGroup", ref->api_group);
		dump_string(out, "name", ref->name);
		buf_addf(out, " at=%s}", at_print(test_arena(), &ref->at, NULL));
	}
	if (!binding->subjects)
		return;
	buf_adds(out, " subjects[");
	for_each_subject(s, binding)
	{
		buf_adds(out, "{");
		dump_string(out, "kind", s->kind);
		dump_string(out, "apiGroup", s->api_group);
		dump_string(out, "name", s->name);
		dump_string(out, "namespace", s->ns);
		buf_addf(out, " at=%s}", at_print(test_arena(), &s->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_secrets(struct buf *out, const char *key, const struct account_secret *list)
{
	if (!list)
		return;
	buf_addf(out, " %s[", key);
	for_each_account_secret(s, list)
	{
		buf_adds(out, "{");
		dump_string(out, "name", s->name);
		dump_string(out, "namespace", s->ns);
		buf_addf(out, " at=%s}", at_print(test_arena(), &s->at, NULL));
	}
	buf_adds(out, "]");
}

static void dump_account(struct buf *out, const void *view)
{
	const struct service_account *account = view;

	dump_opt_bool(out, "automountServiceAccountToken", account->automount_token);
	dump_secrets(out, "secrets", account->secrets);
	dump_secrets(out, "imagePullSecrets", account->image_pull_secrets);
}

static const void *make_role(const cJSON *node, struct err *err)
{
	return role_view(test_arena(), node, err);
}

static const void *make_binding(const cJSON *node, struct err *err)
{
	return binding_view(test_arena(), node, err);
}

static const void *make_account(const cJSON *node, struct err *err)
{
	return service_account_view(test_arena(), node, err);
}

enum { ROLE, BINDING, ACCOUNT };

static const struct view_maker kinds[] = {
	[ROLE] = { make_role, dump_role },
	[BINDING] = { make_binding, dump_binding },
	[ACCOUNT] = { make_account, dump_account },
};

#define DUMPER(kind, name)                                                   \
	static int name(const cJSON *node, struct buf *out, struct err *err) \
	{                                                                    \
		return make_and_dump(&kinds[kind], node, out, err);          \
	}
DUMPER(ROLE, role)
DUMPER(BINDING, binding)
DUMPER(ACCOUNT, account)

static const struct view_type views[] = {
	[ROLE] = { "", role },
	[BINDING] = { "", binding },
	[ACCOUNT] = { "", account },
};

static const struct {
	int kind;
	struct field_case field;
} fields[] = {
	{ ROLE, { "rules[0].apiGroups", STRINGS } },
	{ ROLE, { "rules[0].resources", STRINGS } },
	{ ROLE, { "rules[0].resourceNames", STRINGS } },
	{ ROLE, { "rules[0].verbs", STRINGS } },
	{ ROLE, { "rules[0].nonResourceURLs", STRINGS } },
	{ ROLE, { "aggregationRule.clusterRoleSelectors", A_LIST } },
	{ ROLE, { "aggregationRule.clusterRoleSelectors[0].matchLabels", A_MAP } },
	{ ROLE, { "aggregationRule.clusterRoleSelectors[0].matchExpressions", A_LIST } },
	{ ROLE, { "aggregationRule.clusterRoleSelectors[0].matchExpressions[0].key", A_STRING } },
	{ ROLE,
	  { "aggregationRule.clusterRoleSelectors[0].matchExpressions[0].operator", A_STRING } },
	{ ROLE, { "aggregationRule.clusterRoleSelectors[0].matchExpressions[0].values", STRINGS } },
	{ BINDING, { "roleRef.kind", A_STRING } },
	{ BINDING, { "roleRef.apiGroup", A_STRING } },
	{ BINDING, { "roleRef.name", A_STRING } },
	{ BINDING, { "subjects[0].kind", A_STRING } },
	{ BINDING, { "subjects[0].apiGroup", A_STRING } },
	{ BINDING, { "subjects[0].name", A_STRING } },
	{ BINDING, { "subjects[0].namespace", A_STRING } },
	{ ACCOUNT, { "secrets[0].name", A_STRING } },
	{ ACCOUNT, { "secrets[0].namespace", A_STRING } },
	{ ACCOUNT, { "imagePullSecrets[0].name", A_STRING } },
};

START_TEST(each_field)
{
	struct view_type view = views[fields[_i].kind];

	check_field(&view, &fields[_i].field);
}
END_TEST

#define FULL_ROLE                                                                           \
	"{'kind':'ClusterRole','rules':[{'apiGroups':[''],'resources':['pods','pods/log']," \
	"'verbs':['get','*']},null,{'nonResourceURLs':['/healthz*'],'verbs':['get']}],"     \
	"'aggregationRule':{'clusterRoleSelectors':[{'matchLabels':{'a':'b'}},"             \
	"{'matchExpressions':[{'key':'k','operator':'In','values':['v']}]},{}]}}"
#define FULL_ROLE_DUMP                                                                      \
	" rules[{ apiGroups=[\"\"] resources=[\"pods\",\"pods/log\"] verbs=[\"get\",\"*\"]" \
	" at=rules[0]}{ at=rules[1]}{ verbs=[\"get\"] nonResourceURLs=[\"/healthz*\"]"      \
	" at=rules[2]}] aggregationRule{ clusterRoleSelectors[{ matchLabels=[\"a\":\"b\"]"  \
	" at=aggregationRule.clusterRoleSelectors[0]}{ matchExpressions[{ key=\"k\""        \
	" operator=\"In\" values=[\"v\"]"                                                   \
	" at=aggregationRule.clusterRoleSelectors[1].matchExpressions[0]}]"                 \
	" at=aggregationRule.clusterRoleSelectors[1]}"                                      \
	"{ at=aggregationRule.clusterRoleSelectors[2]}]}"
#define FULL_BINDING                                                                  \
	"{'roleRef':{'apiGroup':'g','kind':'ClusterRole','name':'view'},'subjects':[" \
	"{'kind':'ServiceAccount','name':'a','namespace':'n'},null]}"
#define FULL_BINDING_DUMP                                                                \
	" roleRef{ kind=\"ClusterRole\" apiGroup=\"g\" name=\"view\" at=roleRef}"        \
	" subjects[{ kind=\"ServiceAccount\" name=\"a\" namespace=\"n\" at=subjects[0]}" \
	"{ at=subjects[1]}]"
#define FULL_ACCOUNT                                                                           \
	"{'automountServiceAccountToken':false,'secrets':[{'name':'s','namespace':'n'},null]," \
	"'imagePullSecrets':[{'name':'p'}]}"
#define FULL_ACCOUNT_DUMP                                                          \
	" automountServiceAccountToken=false secrets[{ name=\"s\" namespace=\"n\"" \
	" at=secrets[name=\"s\"]}{ at=secrets[1]}]"                                \
	" imagePullSecrets[{ name=\"p\" at=imagePullSecrets[name=\"p\"]}]"

static const struct {
	const char *name;
	int kind;
	const char *json, *want;
} cases[] = {
	{ "full role", ROLE, FULL_ROLE, FULL_ROLE_DUMP },
	{ "full binding", BINDING, FULL_BINDING, FULL_BINDING_DUMP },
	{ "full account", ACCOUNT, FULL_ACCOUNT, FULL_ACCOUNT_DUMP },
	{ "empty role", ROLE, "{}", "" },
	{ "empty binding", BINDING, "{}", "" },
	{ "empty account", ACCOUNT, "{}", "" },
	{ "rules null", ROLE, "{'rules':null,'aggregationRule':null}", "" },
	{ "rules empty", ROLE, "{'rules':[]}", "" },
	{ "no selectors", ROLE, "{'aggregationRule':{}}", " aggregationRule{}" },
	{ "rules no list", ROLE, "{'rules':{}}", "rules: want an array, got an object" },
	{ "rule no object", ROLE, "{'rules':[null,'*']}",
	  "rules[1]: want an object, got a string" },
	{ "aggregationRule no object", ROLE, "{'aggregationRule':[]}",
	  "aggregationRule: want an object, got an array" },
	{ "roleRef null", BINDING, "{'roleRef':null,'subjects':null}", "" },
	{ "roleRef empty", BINDING, "{'roleRef':{}}", " roleRef{ at=roleRef}" },
	{ "roleRef no object", BINDING, "{'roleRef':'cluster-admin'}",
	  "roleRef: want an object, got a string" },
	{ "subject no object", BINDING, "{'subjects':['a']}",
	  "subjects[0]: want an object, got a string" },
	{ "other case", BINDING, "{'roleref':{},'Subjects':[{}]}", "" },
	{ "automount no boolean", ACCOUNT, "{'automountServiceAccountToken':'false'}",
	  "automountServiceAccountToken: want a boolean, got a string" },
	{ "automount null", ACCOUNT, "{'automountServiceAccountToken':null}", "" },
};

START_TEST(each_case)
{
	const char *got = dump_around(&views[cases[_i].kind], "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

/* The first three cases have all that there is to allocate. */
START_TEST(each_allocation_fails)
{
	const cJSON *node = parse(cases[_i].json);
	const void *view = NULL;
	SCOPED(scoped_buf) struct buf out;
	struct err err;
	long n;

	for (n = 0; !view && n < 1000; n++) {
		err = (struct err){ 0 };
		mem_fail_at(n);
		view = kinds[cases[_i].kind].make(node, &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, view ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 3);
	buf_init(&out, 10000);
	kinds[cases[_i].kind].dump(&out, view);
	ck_assert_str_eq(buf_str(&out), cases[_i].want);
}
END_TEST

int main(void)
{
	return run_tables("access", (const struct table[]){
					    { "fields", each_field, ARRAY_LEN(fields) },
					    { "cases", each_case, ARRAY_LEN(cases) },
					    { "memory", each_allocation_fails, 3 },
					    { 0 },
				    });
}
