/* SPDX-License-Identifier: Apache-2.0 */
/* check_node_files.c - views of the files of a control plane's nodes: kubelet, encryption,
 * authentication and authorization configurations. */
#include "k8s/authentication.h"
#include "k8s/authorization.h"
#include "k8s/encryption.h"
#include "k8s/kubelet.h"

#include "base/mem.h"
#include "fields.h"

static void dump_authentication(struct buf *out, const struct kubelet *k)
{
	buf_adds(out, " authentication{ anonymous{");
	dump_opt_bool(out, "enabled", k->anonymous);
	buf_adds(out, "} webhook{");
	dump_opt_bool(out, "enabled", k->webhook);
	buf_adds(out, "} x509{");
	dump_string(out, "clientCAFile", k->client_ca_file);
	buf_adds(out, "}} authorization{");
	dump_string(out, "mode", k->authorization_mode);
	buf_adds(out, "}");
}

static void dump_kubelet(struct buf *out, const struct kubelet *k)
{
	ck_assert(k->has_authentication || !(k->anonymous.set || *k->client_ca_file));
	if (k->anonymous.set || k->webhook.set || *k->client_ca_file || *k->authorization_mode)
		dump_authentication(out, k);
	dump_int(out, "readOnlyPort", k->read_only_port);
	dump_opt_bool(out, "protectKernelDefaults", k->protect_kernel_defaults);
	dump_opt_bool(out, "makeIPTablesUtilChains", k->make_iptables_util_chains);
	dump_opt_bool(out, "seccompDefault", k->seccomp_default);
	dump_opt_bool(out, "enableProfilingHandler", k->enable_profiling_handler);
	dump_opt_bool(out, "enableDebugFlagsHandler", k->enable_debug_flags_handler);
	dump_opt_int(out, "eventRecordQPS", k->event_record_qps);
	dump_opt_int(out, "podPidsLimit", k->pod_pids_limit);
	dump_opt_bool(out, "rotateCertificates", k->rotate_certificates);
	dump_bool(out, "serverTLSBootstrap", k->server_tls_bootstrap);
	dump_string(out, "tlsCertFile", k->tls_cert_file);
	dump_string(out, "tlsPrivateKeyFile", k->tls_private_key_file);
	dump_string(out, "tlsMinVersion", k->tls_min_version);
	dump_strings(out, "tlsCipherSuites", &k->tls_cipher_suites);
	dump_string(out, "streamingConnectionIdleTimeout", k->streaming_connection_idle_timeout);
	dump_string(out, "staticPodURL", k->static_pod_url);
	if (k->feature_gates)
		buf_adds(out, " featureGates{}");
}

static int view_kubelet(const cJSON *node, struct buf *out, struct err *err)
{
	const struct kubelet *k = kubelet_view(test_arena(), node, err);

	if (!k)
		return -1;
	ck_assert_ptr_eq(k->node, node);
	dump_kubelet(out, k);
	return 0;
}

static void dump_keys(struct buf *out, const char *name, const struct encryption_keys *keys)
{
	if (!keys)
		return;
	buf_addf(out, " %s{", name);
	if (keys->keys)
		buf_adds(out, " keys[");
	for (const struct encryption_key *key = keys->keys; key; key = key->next) {
		buf_adds(out, "{");
		dump_string(out, "name", key->name);
		dump_string(out, "secret", key->secret);
		buf_addf(out, " at=%s}", at_print(test_arena(), &key->at, NULL));
	}
	buf_adds(out, keys->keys ? "]}" : "}");
}

static void dump_provider(struct buf *out, const struct encryption_provider *p)
{
	buf_adds(out, "{");
	dump_keys(out, "aesgcm", p->aesgcm);
	dump_keys(out, "aescbc", p->aescbc);
	dump_keys(out, "secretbox", p->secretbox);
	if (p->kms) {
		buf_adds(out, " kms{");
		dump_string(out, "apiVersion", p->kms->api_version);
		dump_string(out, "name", p->kms->name);
		dump_string(out, "endpoint", p->kms->endpoint);
		buf_adds(out, "}");
	}
	if (p->identity)
		buf_adds(out, " identity{}");
	buf_addf(out, " at=%s}", at_print(test_arena(), &p->at, NULL));
}

static void dump_encryption(struct buf *out, const struct encryption *e)
{
	for_each_encryption_rule(rule, e)
	{
		buf_addf(out, "%s{", rule == e->rules ? " resources[" : "");
		dump_strings(out, "resources", &rule->resources);
		if (rule->providers)
			buf_adds(out, " providers[");
		for (const struct encryption_provider *p = rule->providers; p; p = p->next)
			dump_provider(out, p);
		buf_adds(out, rule->providers ? "]}" : "}");
	}
	if (e->rules)
		buf_adds(out, "]");
}

static int view_encryption(const cJSON *node, struct buf *out, struct err *err)
{
	const struct encryption *e = encryption_view(test_arena(), node, err);

	if (!e)
		return -1;
	ck_assert_ptr_eq(e->node, node);
	dump_encryption(out, e);
	return 0;
}

static void dump_mapping(struct buf *out, const char *name, const struct claim_mapping *m)
{
	if (!m)
		return;
	buf_addf(out, " %s{", name);
	dump_string(out, "claim", m->claim);
	if (m->prefix)
		buf_addf(out, " prefix=\"%s\"", m->prefix);
	dump_string(out, "expression", m->expression);
	buf_addf(out, " at=%s}", at_print(test_arena(), &m->at, NULL));
}

static void dump_claim_rules(struct buf *out, const char *name, const struct claim_rule *rules)
{
	if (!rules)
		return;
	buf_addf(out, " %s[", name);
	for (const struct claim_rule *r = rules; r; r = r->next) {
		buf_adds(out, "{");
		dump_string(out, "claim", r->claim);
		dump_string(out, "expression", r->expression);
		buf_adds(out, "}");
	}
	buf_adds(out, "]");
}

static void dump_issuer(struct buf *out, const struct jwt_issuer *issuer)
{
	buf_adds(out, "{ issuer{");
	dump_string(out, "url", issuer->url);
	dump_string(out, "discoveryURL", issuer->discovery_url);
	dump_strings(out, "audiences", &issuer->audiences);
	buf_adds(out, "}");
	dump_claim_rules(out, "claimValidationRules", issuer->claim_rules);
	dump_claim_rules(out, "userValidationRules", issuer->user_rules);
	if (issuer->username || issuer->groups)
		buf_adds(out, " claimMappings{");
	dump_mapping(out, "username", issuer->username);
	dump_mapping(out, "groups", issuer->groups);
	buf_adds(out, issuer->username || issuer->groups ? "}}" : "}");
}

static int view_authentication(const cJSON *node, struct buf *out, struct err *err)
{
	const struct authentication *a = authentication_view(test_arena(), node, err);

	if (!a)
		return -1;
	if (a->issuers)
		buf_adds(out, " jwt[");
	for_each_jwt_issuer(issuer, a)
	{
		dump_issuer(out, issuer);
	}
	buf_adds(out, a->issuers ? "]" : "");
	if (!a->has_anonymous)
		return 0;
	buf_adds(out, " anonymous{");
	dump_bool(out, "enabled", a->allows_anonymous);
	if (a->paths)
		buf_adds(out, " conditions[");
	for (const struct anonymous_path *p = a->paths; p; p = p->next) {
		buf_adds(out, "{");
		dump_string(out, "path", p->path);
		buf_adds(out, "}");
	}
	buf_adds(out, a->paths ? "]}" : "}");
	return 0;
}

static int view_authorization(const cJSON *node, struct buf *out, struct err *err)
{
	const struct authorization *a = authorization_view(test_arena(), node, err);

	if (!a)
		return -1;
	if (a->authorizers)
		buf_adds(out, " authorizers[");
	for_each_authorizer(r, a)
	{
		buf_adds(out, "{");
		dump_string(out, "type", r->type);
		dump_string(out, "name", r->name);
		if (r->has_webhook) {
			buf_adds(out, " webhook{");
			dump_string(out, "failurePolicy", r->failure_policy);
			buf_adds(out, "}");
		}
		buf_addf(out, " at=%s}", at_print(test_arena(), &r->at, NULL));
	}
	buf_adds(out, a->authorizers ? "]" : "");
	return 0;
}

enum { KUBELET, ENCRYPTION, AUTHENTICATION, AUTHORIZATION };

static const struct view_type views[] = {
	[KUBELET] = { "", view_kubelet },
	[ENCRYPTION] = { "", view_encryption },
	[AUTHENTICATION] = { "", view_authentication },
	[AUTHORIZATION] = { "", view_authorization },
};

static const struct {
	int view;
	struct field_case field;
} fields[] = {
	{ KUBELET, { "authentication.anonymous.enabled", A_TRISTATE } },
	{ KUBELET, { "authentication.webhook.enabled", A_TRISTATE } },
	{ KUBELET, { "authentication.x509.clientCAFile", A_STRING } },
	{ KUBELET, { "authorization.mode", A_STRING } },
	{ KUBELET, { "readOnlyPort", AN_INT32 } },
	{ KUBELET, { "protectKernelDefaults", A_TRISTATE } },
	{ KUBELET, { "makeIPTablesUtilChains", A_TRISTATE } },
	{ KUBELET, { "seccompDefault", A_TRISTATE } },
	{ KUBELET, { "enableProfilingHandler", A_TRISTATE } },
	{ KUBELET, { "enableDebugFlagsHandler", A_TRISTATE } },
	{ KUBELET, { "eventRecordQPS", AN_OPTIONAL_INT } },
	{ KUBELET, { "podPidsLimit", AN_OPTIONAL_INT } },
	{ KUBELET, { "rotateCertificates", A_TRISTATE } },
	{ KUBELET, { "serverTLSBootstrap", A_BOOL } },
	{ KUBELET, { "tlsCertFile", A_STRING } },
	{ KUBELET, { "tlsPrivateKeyFile", A_STRING } },
	{ KUBELET, { "tlsMinVersion", A_STRING } },
	{ KUBELET, { "tlsCipherSuites", STRINGS } },
	{ KUBELET, { "streamingConnectionIdleTimeout", A_STRING } },
	{ KUBELET, { "staticPodURL", A_STRING } },
	{ KUBELET, { "featureGates", AN_OBJECT } },
	{ ENCRYPTION, { "resources", A_LIST } },
	{ ENCRYPTION, { "resources[0].providers", A_LIST } },
	{ ENCRYPTION, { "resources[0].providers[0].aesgcm", AN_OBJECT } },
	{ ENCRYPTION, { "resources[0].providers[0].aescbc", AN_OBJECT } },
	{ ENCRYPTION, { "resources[0].providers[0].secretbox", AN_OBJECT } },
	{ ENCRYPTION, { "resources[0].providers[0].secretbox.keys", A_LIST } },
	{ ENCRYPTION, { "resources[0].providers[0].aescbc.keys[0].secret", A_STRING } },
	{ ENCRYPTION, { "resources[0].providers[0].kms", AN_OBJECT } },
	{ ENCRYPTION, { "resources[0].providers[0].kms.apiVersion", A_STRING } },
	{ ENCRYPTION, { "resources[0].providers[0].kms.name", A_STRING } },
	{ ENCRYPTION, { "resources[0].providers[0].kms.endpoint", A_STRING } },
	{ ENCRYPTION, { "resources[0].providers[0].identity", AN_OBJECT } },
	{ AUTHENTICATION, { "jwt", A_LIST } },
	{ AUTHENTICATION, { "jwt[0].issuer.url", A_STRING } },
	{ AUTHENTICATION, { "jwt[0].issuer.discoveryURL", A_STRING } },
	{ AUTHENTICATION, { "jwt[0].issuer.audiences", STRINGS } },
	{ AUTHENTICATION, { "jwt[0].claimValidationRules", A_LIST } },
	{ AUTHENTICATION, { "jwt[0].userValidationRules", A_LIST } },
	{ AUTHENTICATION, { "jwt[0].claimMappings.username.claim", A_STRING } },
	{ AUTHENTICATION, { "jwt[0].claimMappings.groups.expression", A_STRING } },
	{ AUTHENTICATION, { "anonymous", AN_OBJECT } },
	{ AUTHENTICATION, { "anonymous.enabled", A_BOOL } },
	{ AUTHENTICATION, { "anonymous.conditions", A_LIST } },
	{ AUTHORIZATION, { "authorizers", A_LIST } },
	{ AUTHORIZATION, { "authorizers[0].type", A_STRING } },
	{ AUTHORIZATION, { "authorizers[0].name", A_STRING } },
	{ AUTHORIZATION, { "authorizers[0].webhook.failurePolicy", A_STRING } },
};

START_TEST(each_field)
{
	check_field(&views[fields[_i].view], &fields[_i].field);
}
END_TEST

#define FULL_KUBELET                                                                             \
	"{'kind':'KubeletConfiguration','authentication':{'anonymous':{'enabled':true},'x509':{" \
	"'clientCAFile':'/ca'}},'authorization':{'mode':'Webhook'},'podPidsLimit':-1,"           \
	"'tlsCipherSuites':['a',null],'featureGates':{'A':true}}"

#define FULL_KUBELET_DUMP                                                                  \
	" authentication{ anonymous{ enabled=true} webhook{} x509{ clientCAFile=\"/ca\"}}" \
	" authorization{ mode=\"Webhook\"} podPidsLimit=-1 tlsCipherSuites=[\"a\",\"\"]"   \
	" featureGates{}"

#define FULL_ENCRYPTION                                                                      \
	"{'resources':[{'resources':['secrets'],'providers':[{'secretbox':{'keys':[{'name':" \
	"'k','secret':'s'},null]}},{'kms':{'name':'v','timeout':'3s'}},{'identity':{}}]},{}]}"

#define FULL_AUTHENTICATION                                                                      \
	"{'jwt':[{'issuer':{'url':'https://a','audiences':['b']},'claimMappings':{'username':{"  \
	"'claim':'sub','prefix':''}},'userValidationRules':[{'expression':'x'}]}],'anonymous':{" \
	"'enabled':true,'conditions':[{'path':'/livez'}]}}"

#define FULL_AUTHENTICATION_DUMP                                                             \
	" jwt[{ issuer{ url=\"https://a\" audiences=[\"b\"]} userValidationRules[{"          \
	" expression=\"x\"}] claimMappings{ username{ claim=\"sub\" prefix=\"\""             \
	" at=jwt[0].claimMappings.username}}}] anonymous{ enabled=true conditions[{ path=\"" \
	"/livez\"}]}"

#define FULL_AUTHORIZATION \
	"{'authorizers':[{'type':'Webhook','name':'w','webhook':{'failurePolicy':'Deny'}},null]}"

#define FULL_AUTHORIZATION_DUMP                                                       \
	" authorizers[{ type=\"Webhook\" name=\"w\" webhook{ failurePolicy=\"Deny\"}" \
	" at=authorizers[0]}{ at=authorizers[1]}]"

#define FULL_ENCRYPTION_DUMP                                                                \
	" resources[{ resources=[\"secrets\"] providers[{ secretbox{ keys[{ name=\"k\""     \
	" secret=\"s\" at=resources[0].providers[0].secretbox.keys[name=\"k\"]}"            \
	"{ at=resources[0].providers[0].secretbox.keys[1]}]} at=resources[0].providers[0]}" \
	"{ kms{ name=\"v\"} at=resources[0].providers[1]}"                                  \
	"{ identity{} at=resources[0].providers[2]}]}{}]"

static const struct {
	const char *name;
	int view;
	const char *json, *want;
} cases[] = {
	{ "empty kubelet", KUBELET, "{}", "" },
	{ "null kubelet", KUBELET, "null", "" },
	{ "no authentication", KUBELET, "{'authentication':null,'authorization':{}}", "" },
	{ "authentication of nothing", KUBELET, "{'authentication':{'x509':null}}", "" },
	{ "authentication of a wrong type", KUBELET, "{'authentication':[]}",
	  "authentication: want an object, got an array" },
	{ "a wrong type below", KUBELET, "{'authentication':{'x509':'/ca'}}",
	  "authentication.x509: want an object, got a string" },
	{ "full kubelet", KUBELET, FULL_KUBELET, FULL_KUBELET_DUMP },
	{ "kubelet of a wrong type", KUBELET, "[]", "object: want an object, got an array" },
	{ "empty encryption", ENCRYPTION, "{}", "" },
	{ "null encryption", ENCRYPTION, "null", "" },
	{ "resources of a wrong type", ENCRYPTION, "{'resources':[{'resources':['x',1]}]}",
	  "resources[0].resources[1]: want a string, got a number" },
	{ "full encryption", ENCRYPTION, FULL_ENCRYPTION, FULL_ENCRYPTION_DUMP },
};

START_TEST(each_case)
{
	const char *got = dump_around(&views[cases[_i].view], "", cases[_i].json);

	ck_assert_msg(same(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
}
END_TEST

static const struct {
	int view;
	const char *json, *dump;
} full[] = {
	{ KUBELET, FULL_KUBELET, FULL_KUBELET_DUMP },
	{ ENCRYPTION, FULL_ENCRYPTION, FULL_ENCRYPTION_DUMP },
	{ AUTHENTICATION, FULL_AUTHENTICATION, FULL_AUTHENTICATION_DUMP },
	{ AUTHORIZATION, FULL_AUTHORIZATION, FULL_AUTHORIZATION_DUMP },
};

static const void *view_of(int view, const cJSON *object, struct err *err)
{
	switch (view) {
	case KUBELET:
		return kubelet_view(test_arena(), object, err);
	case ENCRYPTION:
		return encryption_view(test_arena(), object, err);
	case AUTHENTICATION:
		return authentication_view(test_arena(), object, err);
	default:
		return authorization_view(test_arena(), object, err);
	}
}

START_TEST(each_allocation_fails)
{
	const cJSON *object = parse(full[_i].json);
	const void *it = NULL;
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };
	long n;

	for (n = 0; !it && n < 1000; n++) {
		err = (struct err){ 0 };
		mem_fail_at(n);
		it = view_of(full[_i].view, object, &err);
		mem_fail_at(-1);
		ck_assert_int_eq(err.code, it ? ERR_NONE : ERR_MEMORY);
	}
	ck_assert_int_gt(n, 3);
	buf_init(&out, 10000);
	ck_assert_int_eq(views[full[_i].view].dump(object, &out, &err), 0);
	ck_assert_str_eq(buf_str(&out), full[_i].dump);
}
END_TEST

int main(void)
{
	return run_tables("node files",
			  (const struct table[]){
				  { "fields", each_field, ARRAY_LEN(fields) },
				  { "cases", each_case, ARRAY_LEN(cases) },
				  { "memory", each_allocation_fails, ARRAY_LEN(full) },
				  { 0 },
			  });
}
