/* SPDX-License-Identifier: Apache-2.0 */
/* check_webhook.c - the registration that is printed is good, and each way to spoil it is found. */
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "policies.h"
#include "support.h"
#include "webhook/bundle.h"
#include "webhook/check.h"
#include "webhook/print.h"
#include "yaml/yaml.h"

#define NOW 1800000000 /* seconds; the certificates are made around it */
#define DAY 86400

static EVP_PKEY *ca_key;

static void add_extension(X509 *certificate, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *extension;
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer, certificate, NULL, NULL, 0);
	extension = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ck_assert(extension && X509_add_ext(certificate, extension, -1));
	X509_EXTENSION_free(extension);
}

/* PEM of a certificate of ca_key, by "CN=ca"; with @san it is a server's, else a CA's. */
static const char *certificate(const char *san, int from_day, int to_day)
{
	X509 *c = X509_new();
	X509_NAME *ca = X509_NAME_new(), *name = X509_NAME_new();
	BIO *out = BIO_new(BIO_s_mem());
	char *text, *copy;
	long len;

	X509_NAME_add_entry_by_txt(ca, "CN", MBSTRING_ASC, (const unsigned char *)"ca", -1, -1, 0);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"server", -1,
				   -1, 0);
	X509_set_version(c, X509_VERSION_3);
	ASN1_INTEGER_set(X509_get_serialNumber(c), san ? 2 : 1);
	ASN1_TIME_set(X509_getm_notBefore(c), NOW + (time_t)from_day * DAY);
	ASN1_TIME_set(X509_getm_notAfter(c), NOW + (time_t)to_day * DAY);
	X509_set_issuer_name(c, ca);
	X509_set_subject_name(c, san ? name : ca);
	X509_set_pubkey(c, ca_key);
	add_extension(c, c, NID_basic_constraints, san ? "CA:FALSE" : "critical,CA:TRUE");
	if (san)
		add_extension(c, c, NID_subject_alt_name, san);
	ck_assert(X509_sign(c, ca_key, EVP_sha256()) && PEM_write_bio_X509(out, c));
	len = BIO_get_mem_data(out, &text);
	copy = arena_strndup(test_arena(), text, (size_t)len);
	BIO_free(out);
	X509_NAME_free(ca);
	X509_NAME_free(name);
	X509_free(c);
	return copy;
}

/* Policies of other kinds and requests than the usual ones. */
#define NO_CHECK(name)                                                                      \
	static void no_##name##_check(const struct name *view, const struct params *params, \
				      struct findings *out)                                 \
	{                                                                                   \
		(void)view;                                                                 \
		(void)params;                                                               \
		(void)out;                                                                  \
	}
NO_CHECK(object)
NO_CHECK(connect)
NO_CHECK(node)
NO_CHECK(role)
NO_CHECK(certificate_request)
NO_CHECK(network_policy)
NO_CHECK(autoscaler)
NO_CHECK(admin_network_policy)
NO_CHECK(kubelet)

static const struct policy objects = { .id = "objects", .check_object = no_object_check };
static const struct policy connects = { .id = "connects",
					.check_connect = no_connect_check,
					.operations = ON(CONNECT) };
static const struct policy nodes = { .id = "nodes",
				     .check_node = no_node_check,
				     .reads_metadata = true };
static const struct policy roles = { .id = "roles", .check_role = no_role_check };
static const struct policy requests = { .id = "requests",
					.check_certificate_request = no_certificate_request_check };
static const struct policy deletions = { .id = "deletions",
					 .check_network_policy = no_network_policy_check,
					 .operations = ON(UPDATE) | ON(DELETE) };
static const struct policy autoscalers = { .id = "autoscalers",
					   .check_autoscaler = no_autoscaler_check };
static const struct policy admins = { .id = "admins",
				      .check_admin_network_policy = no_admin_network_policy_check };
static const struct policy kubelets = { .id = "kubelets", .check_kubelet = no_kubelet_check };
static const struct policy *const other_policies[] = { &objects,  &connects,  &nodes,	    &roles,
						       &requests, &deletions, &autoscalers, &admins,
						       &kubelets, NULL };

/* "roles nodes": rules of those; "" none. */
static const struct config *config_of_others(const char *ids)
{
	const char *text = "rules: [";
	const struct config_fault *faults;
	const struct config *config;

	while (*ids) {
		size_t len = strcspn(ids, " ");

		text = arena_printf(test_arena(), "%s{policy: %.*s},", text, (int)len, ids);
		ids += len + strspn(ids + len, " ");
	}
	text = whole_config(arena_printf(test_arena(), "%s]", text));
	config = config_parse(test_arena(), other_policies, "test", text, strlen(text), &faults);
	ck_assert_msg(config != NULL, "%s", faults ? faults->text : "no configuration");
	return config;
}

static const struct config *config_of(const char *rules)
{
	const struct config_fault *faults;
	const char *text = rules ? whole_config(rules) : NULL;
	const struct config *config =
		text ? config_parse(test_arena(), policies_all, "test", text, strlen(text), &faults)
		     : config_builtin(test_arena(), policies_all, &faults);

	ck_assert_msg(config != NULL, "%s", faults ? faults->text : "no configuration");
	return config;
}

static struct webhook_options options_of(const char *url)
{
	return (struct webhook_options){
		.service_ns = url ? NULL : "vet",
		.service = url ? NULL : "hook",
		.url = url,
		.ca_pem = certificate(NULL, -1, 100),
		.timeout_s = 5,
	};
}

static const char *printed_of(const struct webhook_options *options, const struct config *config)
{
	struct err err = { 0 };
	struct buf out;
	const char *text;

	buf_init(&out, (size_t)1024 * 1024);
	ck_assert_msg(webhook_print(&out, config, options, &err) == 0, "%s", err.text);
	text = arena_strndup(test_arena(), buf_str(&out), out.len);
	buf_fini(&out);
	return text;
}

static const char *printed(const struct webhook_options *options, const char *config)
{
	return printed_of(options, config_of(config));
}

static void note(void *ctx, unsigned line, const char *text)
{
	ck_assert_msg(line > 0, "%s has no line", text);
	buf_addf(ctx, "%s\n", text);
}

/* All findings, one a line. */
static const char *judged_by(const char *text, const struct config *config, const char *serving)
{
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	struct webhook_check check = { config, serving, 30, note, NULL };
	struct err err = { 0 };
	const char *copy;
	struct buf out;
	cJSON *doc;

	buf_init(&out, (size_t)1024 * 1024);
	check.ctx = &out;
	y = yaml_open(text, strlen(text), NULL, &err);
	ck_assert_msg(y && yaml_next(y, test_arena(), &doc, &err) == 1, "%s\n%s", err.text, text);
	ck_assert(is_webhook_configuration(doc));
	ck_assert_int_eq(webhook_check(&check, test_arena(), doc, &err), 0);
	copy = arena_strndup(test_arena(), buf_str(&out), out.len);
	buf_fini(&out);
	return copy;
}

static const char *judged(const char *text, const char *config, const char *serving)
{
	return judged_by(text, config_of(config), serving);
}

/* @text with @from, which must be there, replaced by @to. */
static const char *spoiled(const char *text, const char *from, const char *to)
{
	const char *hit = strstr(text, from);

	ck_assert_msg(hit != NULL, "nothing like \"%s\" in\n%s", from, text);
	return arena_printf(test_arena(), "%.*s%s%s", (int)(hit - text), text, to,
			    hit + strlen(from));
}

static const struct {
	const char *name, *from, *to, *want; /* want: part of a finding; NULL: none */
} cases[] = {
	{ "as printed", "kubevet", "kubevet", NULL },
	{ "name", "validate.kubevet.dev", "kubevet", "name: want three parts" },
	{ "review versions", "[v1]", "[v1beta1]", "admissionReviewVersions: want v1" },
	{ "side effects", "sideEffects: None", "sideEffects: NoneOnDryRun",
	  "sideEffects: want None" },
	{ "exact", "Equivalent", "Exact", "matchPolicy: want Equivalent" },
	{ "no match policy", "  matchPolicy: Equivalent\n", "", NULL },
	{ "no timeout", "  timeoutSeconds: 5\n", "", "timeoutSeconds: is absent" },
	{ "long timeout", "timeoutSeconds: 5", "timeoutSeconds: 30",
	  "timeoutSeconds: want 1 to 10" },
	{ "ten seconds", "timeoutSeconds: 5", "timeoutSeconds: 10", NULL },
	{ "timeout as text", "timeoutSeconds: 5", "timeoutSeconds: \"5\"",
	  "timeoutSeconds: want 1" },
	{ "ignore", "failurePolicy: Fail", "failurePolicy: Ignore", "failurePolicy: want Fail" },
	{ "no failure policy", "  failurePolicy: Fail\n", "", NULL },
	{ "path", "path: /validate", "path: /", "service.path: want /validate" },
	{ "no service",
	  "    service: {name: \"hook\", namespace: \"vet\", path: /validate, port: 443}\n", "",
	  "want either service or url" },
	{ "both", "    service:", "    url: https://vet/validate\n    service:",
	  "want either service or url" },
	{ "bundle not base64", "    caBundle: ", "    caBundle: \"*\" #",
	  "caBundle: is not base64" },
	{ "bundle not PEM", "    caBundle: ", "    caBundle: aGVsbG8h #",
	  "holds no PEM certificate" },
	{ "no bundle", "    caBundle: ", "    #", "caBundle: is absent" },
	{ "bundle of cert-manager", "  name: kubevet\n",
	  "  name: kubevet\n  annotations: {cert-manager.io/inject-ca-from: a/b}\n", NULL },
	{ "object selector",
	  "  rules:", "  objectSelector: {matchLabels: {vet: \"yes\"}}\n  rules:",
	  "objectSelector: is written by whom it should stop" },
	{ "empty object selector", "  rules:", "  objectSelector: {}\n  rules:", NULL },
	{ "changeable label", "key: kubernetes.io/metadata.name", "key: vet.example/skip",
	  "label vet.example/skip can be changed" },
	{ "match labels", "    matchExpressions:",
	  "    matchLabels: {vet: \"yes\"}\n    matchExpressions:", "label vet can be changed" },
	{ "match labels as a list", "    matchExpressions:",
	  "    matchLabels: [a]\n    matchExpressions:", "can be changed" },
	{ "named namespaces", "operator: NotIn", "operator: In", "for the named namespaces alone" },
	{ "one more left out", "kube-system]", "kube-system, shop]", "leaves out shop as a whole" },
	{ "own namespace", "[\"vet\", kube-system]", "[kube-system]", "does not leave out vet" },
	{ "condition", "  rules:", "  matchConditions: [{name: a, expression: \"true\"}]\n  rules:",
	  "matchConditions: kubevet" },
	{ "all resources", "[jobs, cronjobs]", "['*']", "resources \"*\" takes in" },
	{ "all subresources", "pods/resize", "pods/*", "resources \"pods/*\" takes in" },
	{ "all groups", "[\"batch\"]", "['*']", "apiGroups \"*\" takes in" },
	{ "all operations", "[CREATE, UPDATE]", "['*']", "operations \"*\" takes in" },
	{ "all versions", "apiVersions: [v1]", "apiVersions: ['*']", "apiVersions \"*\" takes in" },
	{ "no resize", "pods/resize, ", "", "nothing matches UPDATE of pods/resize in v1" },
	{ "no ephemeral containers", "pods/ephemeralcontainers, ", "",
	  "nothing matches UPDATE of pods/ephemeralcontainers in v1" },
	{ "no jobs", "jobs, ", "", "nothing matches CREATE of jobs.batch in v1" },
	{ "no updates", "[CREATE, UPDATE]", "[CREATE]", "nothing matches UPDATE of pods in v1" },
	{ "old version", "apiVersions: [v1]", "apiVersions: [v1beta1]",
	  "nothing matches CREATE of pods in v1" },
	{ "wrong scope", "scope: Cluster", "scope: Namespaced",
	  "nothing matches CREATE of namespaces in v1" },
	{ "any scope", "scope: Cluster", "scope: '*'", NULL },
	{ "deletes", "[CREATE, UPDATE]", "[CREATE, UPDATE, DELETE]", "DELETE is not judged" },
	{ "secrets", "services]", "services, secrets]", "secrets is read by nothing" },
	{ "token reviews", "services]", "services, tokenreviews]", "can't mend itself" },
	{ "old group", "[\"apps\"]", "[\"apps\", extensions]", NULL },
	{ "no rules", "  rules:", "  rules: []\n  unread:", "there are none" },
	{ "no webhooks", "webhooks:", "webhooks: []\nunread:", "webhooks: there are none" },
	{ "old api", "k8s.io/v1\n", "k8s.io/v1beta1\n", "apiVersion: want" },
	{ "no status of services", "services/status", "services",
	  "nothing matches UPDATE of "
	  "services/status in v1" },
	{ "no status of namespaces", "namespaces/finalize, namespaces/status",
	  "namespaces/finalize", "nothing matches UPDATE of namespaces/status in v1" },
	{ "no finalization of namespaces", "namespaces/finalize, namespaces/status",
	  "namespaces/status", "nothing matches UPDATE of namespaces/finalize in v1" },
	{ "a status that nothing reads", "ingresses/status",
	  "ingresses/status, networkpolicies/status", "networkpolicies/status is read by nothing" },
	{ "a busy status", "services/status", "services/status, pods/status",
	  "pods/status is read by nothing" },
	{ "a status among the others", "resources: [namespaces]",
	  "resources: [namespaces, namespaces/status]",
	  "namespaces/status: the cluster's own components write it all the time" },
	{ "others among the statuses", "[services/status]", "[services/status, configmaps]",
	  "matchConditions: kubevet never sees" },
	{ "statuses, other conditions", "'system:nodes', ", "",
	  "matchConditions: kubevet never sees" },
	{ "by file", "  name: kubevet\n", "  name: kubevet.static.k8s.io\n", "takes a url alone" },
};

START_TEST(each_case)
{
	struct webhook_options options = options_of(NULL);
	const char *got;

	clock_freeze(0, NOW);
	got = judged(spoiled(printed(&options, NULL), cases[_i].from, cases[_i].to), NULL, NULL);
	if (cases[_i].want)
		ck_assert_msg(strstr(got, cases[_i].want), "%s: got %s", cases[_i].name, got);
	else
		ck_assert_msg(!*got, "%s: got %s", cases[_i].name, got);
}
END_TEST

/* What the configuration does not read is neither printed nor wanted. */
START_TEST(reads)
{
	struct webhook_options options = options_of(NULL);
	const char *text = printed(&options, "rules: []");

	clock_freeze(0, NOW);
	ck_assert_ptr_null(strstr(text, "services"));
	ck_assert_str_eq(judged(text, "rules: []", NULL), "");
	ck_assert_ptr_nonnull(
		strstr(judged(text, NULL, NULL), "nothing matches CREATE of services"));
	ck_assert_ptr_nonnull(strstr(judged(printed(&options, NULL), "rules: []", NULL),
				     "services is read by nothing"));
	ck_assert_ptr_null(strstr(printed(&options, "rules: [{policy: service-type, mode: off}]"),
				  "services"));
}
END_TEST

/* Custom kinds with pod templates are registered by name alone: few clusters have any of them. */
START_TEST(custom_kinds)
{
	struct webhook_options options = options_of(NULL);
	const char *rules = "rules: [{policy: host-paths, match: {kinds: [JobSet]}}]";

	clock_freeze(0, NOW);
	ck_assert_ptr_null(strstr(printed(&options, NULL), "jobsets"));
	ck_assert_ptr_null(strstr(printed(&options, "rules: [{policy: host-paths, match: "
						    "{kinds: [\"*\", Deployment]}}]"),
				  "x-k8s"));
	ck_assert_ptr_nonnull(strstr(printed(&options, rules),
				     "  - apiGroups: [\"jobset.x-k8s.io\"]\n"
				     "    apiVersions: [v1alpha2]\n"
				     "    operations: [CREATE, UPDATE]\n"
				     "    resources: [jobsets]\n"));
	ck_assert_ptr_null(strstr(printed(&options, rules), "rollouts"));
	ck_assert_str_eq(judged(printed(&options, rules), rules, NULL), "");
}
END_TEST

/* What is printed for other kinds and requests: @has of it, and it is good itself. Spoiled, it is
 * found. */
static const struct {
	const char *name, *policies, *has;
	const char *from, *to, *want; /* NULL: nothing is spoiled */
} others[] = {
	{ "connections", "connects",
	  "operations: [CONNECT]\n    resources: [pods/exec, pods/attach, pods/portforward, "
	  "pods/proxy, services/proxy]\n    scope: Namespaced",
	  "pods/attach, ", "", "nothing matches CONNECT of pods/attach in v1" },
	{ "connections to nodes", "connects",
	  "operations: [CONNECT]\n    resources: [nodes/proxy]\n    scope: Cluster", "[CONNECT]",
	  "[CREATE]", "nothing matches CONNECT of pods/exec in v1" },
	{ "connections that nobody reads", "", "resources: [pods, ", "pods/resize",
	  "pods/resize, pods/exec", "pods/exec is read by nothing" },
	{ "connecting that nobody reads", "", "resources: [pods, ", "[CREATE, UPDATE]",
	  "[CREATE, UPDATE, CONNECT]", "CONNECT is not judged" },
	{ "deletions", "deletions",
	  "  - apiGroups: [\"networking.k8s.io\"]\n    apiVersions: [v1]\n    operations: [UPDATE, "
	  "DELETE]\n    resources: [networkpolicies]",
	  "[UPDATE, DELETE]", "[UPDATE]", "nothing matches DELETE of networkpolicies" },
	{ "another version", "autoscalers",
	  "apiVersions: [v2]\n    operations: [CREATE, UPDATE]\n    resources: "
	  "[horizontalpodautoscalers]",
	  "[v2]", "[v1]", "nothing matches CREATE of horizontalpodautoscalers.autoscaling in v2" },
	{ "two versions in a group", "admins",
	  "apiVersions: [v1alpha1]\n    operations: [CREATE, UPDATE]\n    resources: "
	  "[adminnetworkpolicies, baselineadminnetworkpolicies]\n    scope: Cluster",
	  "[v1alpha2]", "[v1alpha1]",
	  "nothing matches CREATE of clusternetworkpolicies.policy.networking.k8s.io in v1alpha2" },
	{ "approvals", "requests",
	  "resources: [certificatesigningrequests, certificatesigningrequests/approval]",
	  ", certificatesigningrequests/approval", "",
	  "nothing matches UPDATE of certificatesigningrequests/approval" },
	{ "files alone", "kubelets", "resources: [namespaces]", NULL, NULL, NULL },
	{ "every kind", "objects", "# Rule objects is about objects of every kind.", "secrets, ",
	  "", "nothing matches CREATE of secrets in v1" },
	{ "kinds of no table", "objects", "resources: [deployments", "[deployments",
	  "[widgets, deployments", NULL },
	{ "kinds of no table, unread", "roles", "resources: [deployments", "[deployments",
	  "[widgets, deployments", "widgets is read by nothing" },
	{ "vital kinds", "roles nodes", "- name: validate-vital.kubevet.dev\n",
	  "  matchConditions:\n", "  unread:\n",
	  "nodes: while kubevet is down the cluster's own components" },
	{ "status of a vital kind", "nodes", "namespaces/status, nodes/status]\n", "nodes/status",
	  "resourcequotas/status", "nothing matches UPDATE of nodes/status" },
	{ "vital kinds, other conditions", "roles", "- name: not-the-cluster-itself\n",
	  "system:masters", "system:authenticated", "matchConditions: kubevet never sees" },
	{ "vital kinds, more conditions", "roles", "- name: not-the-cluster-itself\n",
	  "  - name: not-the", "  - {name: a, expression: \"false\"}\n  - name: not-the",
	  "matchConditions: kubevet never sees" },
	{ "vital kinds, and others", "roles", "resources: [roles]", "[roles]", "[roles, widgets]",
	  "matchConditions: kubevet never sees" },
	{ "vital kinds among the others", "nodes", "resources: [namespaces]", "[namespaces]",
	  "[namespaces, nodes]", "rules: nodes: while kubevet is down" },
};

START_TEST(each_other)
{
	struct webhook_options options = options_of(NULL);
	const struct config *config = config_of_others(others[_i].policies);
	const char *text = printed_of(&options, config), *got;

	clock_freeze(0, NOW);
	ck_assert_msg(strstr(text, others[_i].has), "%s: nothing like \"%s\" in\n%.2000s",
		      others[_i].name, others[_i].has, text);
	ck_assert_ptr_null(strstr(text, "[*"));
	got = judged_by(text, config, NULL);
	ck_assert_msg(!*got, "%s: got %s", others[_i].name, got);
	if (!others[_i].from)
		return;
	got = judged_by(spoiled(text, others[_i].from, others[_i].to), config, NULL);
	ck_assert_msg(others[_i].want ? strstr(got, others[_i].want) != NULL : !*got, "%s: got %s",
		      others[_i].name, got);
}
END_TEST

/* Open to all while kubevet is down, nothing can be locked out. */
START_TEST(vital_fail_open)
{
	struct webhook_options options = options_of(NULL);
	const struct config *config = config_of_others("nodes");
	const char *text;

	clock_freeze(0, NOW);
	options.fail_open = true;
	text = printed_of(&options, config);
	ck_assert_ptr_nonnull(strstr(text, "resources: [nodes]"));
	ck_assert_ptr_nonnull(strstr(text, "- name: validate-status.kubevet.dev"));
	/* All but statuses, of which there are too many. */
	ck_assert_ptr_nonnull(strstr(text, "matchConditions"));
	ck_assert(strstr(text, "matchConditions") > strstr(text, "validate-status"));
	ck_assert_ptr_null(strstr(judged_by(text, config, NULL), "nodes"));
}
END_TEST

static const struct {
	const char *url, *fault;
} urls[] = {
	{ "https://127.0.0.1:9443/validate", NULL },
	{ "https://[::1]:9443/validate", NULL },
	{ "https://vet.example/validate", NULL },
	{ "http://vet.example/validate", "must begin" },
	{ "https:///validate", "no host" },
	{ "https://a@vet.example/validate", "a user" },
	{ "https://vet.example/validate?x=1", "neither query" },
	{ "https://vet.example/validate#x", "neither query" },
	{ "https://vet.example/", "must end in /validate" },
	{ "https://vet.example\n/validate", "no URL has" },
};

START_TEST(each_url)
{
	struct webhook_options options = options_of(urls[_i].url);
	const char *fault = url_fault(urls[_i].url);
	struct err err = { 0 };
	struct buf out;

	clock_freeze(0, NOW);
	ck_assert_msg(urls[_i].fault ? fault && strstr(fault, urls[_i].fault) : !fault, "%s: %s",
		      urls[_i].url, fault ? fault : "good");
	options.by_file = true;
	buf_init(&out, (size_t)1024 * 1024);
	ck_assert_int_eq(webhook_print(&out, config_of(NULL), &options, &err), fault ? -1 : 0);
	if (!fault)
		ck_assert_str_eq(judged(buf_str(&out), NULL, NULL), "");
	buf_fini(&out);
}
END_TEST

static const struct {
	const char *name;
	int ca_from, ca_to;	      /* days from now */
	const char *san, *url, *want; /* of the serving certificate; NULL: none is given */
	int to;
} fits[] = {
	{ "a good CA", -1, 100, NULL, NULL, NULL, 0 },
	{ "expired", -10, -2, NULL, NULL, "\"CN = ca\" expired 2 days ago", 0 },
	{ "soon", -10, 29, NULL, NULL, "\"CN = ca\" expires in 29 days", 0 },
	{ "not yet", 1, 100, NULL, NULL, "does not hold yet", 0 },
	{ "fits", -1, 100, "DNS:hook.vet.svc", NULL, NULL, 90 },
	{ "other name", -1, 100, "DNS:hook.other.svc", NULL, "hostname mismatch", 90 },
	{ "serving expired", -1, 100, "DNS:hook.vet.svc", NULL, "certificate has expired", -1 },
	{ "address", -1, 100, "IP:127.0.0.1", "https://127.0.0.1:9443/validate", NULL, 90 },
	{ "other address", -1, 100, "IP:127.0.0.2", "https://127.0.0.1:9443/validate",
	  "IP address mismatch", 90 },
	{ "six", -1, 100, "IP:::1", "https://[::1]:9443/validate", NULL, 90 },
	{ "host of a URL", -1, 100, "DNS:vet.example", "https://vet.example/validate", NULL, 90 },
};

START_TEST(each_fit)
{
	struct webhook_options options = options_of(fits[_i].url);
	const char *serving = fits[_i].san ? certificate(fits[_i].san, -20, fits[_i].to) : NULL;
	const char *got;

	clock_freeze(0, NOW);
	options.ca_pem = certificate(NULL, fits[_i].ca_from, fits[_i].ca_to);
	got = judged(printed(&options, NULL), NULL, serving);
	ck_assert_msg(fits[_i].want ? strstr(got, fits[_i].want) != NULL : !*got, "%s: got %s",
		      fits[_i].name, got);
}
END_TEST

/* A bundle of the serving certificate alone holds until that is renewed; one with a key is open to
 * all; base64 may have line breaks. */
START_TEST(bundles)
{
	struct webhook_options options = options_of(NULL);
	struct err err = { 0 };
	struct buf pem;

	clock_freeze(0, NOW);
	options.ca_pem = certificate("DNS:hook.vet.svc", -1, 100);
	ck_assert_ptr_nonnull(strstr(judged(printed(&options, NULL), NULL, NULL), "is no CA"));
	ck_assert_ptr_null(bundle_parse("-----BEGIN PRIVATE KEY-----\n", 28, &err));
	ck_assert_ptr_nonnull(strstr(err.text, "private key"));
	buf_init(&pem, 100);
	ck_assert_int_eq(bundle_decode("aGVs\nbG8=\r\n", &pem, &err), 0);
	ck_assert_str_eq(buf_str(&pem), "hello");
	ck_assert_uint_eq(pem.len, 5);
	buf_clear(&pem);
	ck_assert_int_eq(bundle_decode("aGVsbG", &pem, &err), -1);
	buf_fini(&pem);
}
END_TEST

START_TEST(without_memory)
{
	struct webhook_options options = options_of(NULL);
	const struct config *config = config_of(NULL);
	int result = -1;

	clock_freeze(0, NOW);
	for (long n = 0; result < 0 && n < 1000; n++) {
		struct err err = { 0 };
		struct buf out;

		buf_init(&out, (size_t)1024 * 1024);
		mem_fail_at(n);
		result = webhook_print(&out, config, &options, &err);
		mem_fail_at(-1);
		ck_assert_msg(result == 0 || err.code == ERR_MEMORY, "allocation %ld: %s", n,
			      err.text);
		buf_fini(&out);
	}
	ck_assert_int_eq(result, 0);
}
END_TEST

int main(void)
{
	int status;

	ca_key = EVP_EC_gen("P-256");
	status = run_tables("webhook",
			    (const struct table[]){ { "cases", each_case, ARRAY_LEN(cases) },
						    { "reads", reads, 1 },
						    { "custom kinds", custom_kinds, 1 },
						    { "others", each_other, ARRAY_LEN(others) },
						    { "fail open", vital_fail_open, 1 },
						    { "urls", each_url, ARRAY_LEN(urls) },
						    { "fits", each_fit, ARRAY_LEN(fits) },
						    { "bundles", bundles, 1 },
						    { "memory", without_memory, 1 },
						    { 0 } });
	EVP_PKEY_free(ca_key);
	return status;
}
