/* SPDX-License-Identifier: Apache-2.0 */
/* check_config.c - the configuration file: what it means, and every way it can be wrong. */
#include "config/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "policies.h"
#include "support.h"

static void no_pod_check(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)pod;
	(void)params;
	(void)out;
}

static void no_service_check(const struct service *service, const struct params *params,
			     struct findings *out)
{
	(void)service;
	(void)params;
	(void)out;
}

static const struct param pod_params[] = {
	{ "allowed", PARAM_STRINGS, .def = "[\"a\"]", .choices = "a b" },
	{ "depth", PARAM_INT, .min = 1, .max = 9 },
};
static const struct policy pod_policy = { .id = "test-pods",
					  .check_pod = no_pod_check,
					  POLICY_PARAMS(pod_params) };
static const struct policy service_policy = { .id = "test-services",
					      .check_service = no_service_check };
static const struct standard standard = { .level = LEVEL_BASELINE,
					  .id = "testStandard",
					  .versions = { { 8, no_pod_check } } };
static const struct policy standard_policy = { .id = "test-standard", .standard = &standard };
static const struct policy *const fake_table[] = { &pod_policy, &service_policy, &standard_policy,
						   NULL };

/* All faults, one a line; NULL when there are none. */
static const char *print_faults(const struct config_fault *faults)
{
	static struct buf out;

	buf_fini(&out);
	buf_init(&out, 1 << 20);
	for (const struct config_fault *f = faults; f; f = f->next)
		buf_addf(&out, "%s%s", out.len ? "\n" : "", f->text);
	return faults ? buf_str(&out) : NULL;
}

static const struct config *parse_with(const struct policy *const *table, const char *text,
				       const char **faults_text)
{
	const struct config_fault *faults = NULL;
	const struct config *config =
		config_parse(test_arena(), table, "k.yaml", text, strlen(text), &faults);

	*faults_text = print_faults(faults);
	ck_assert_msg(!config == !!faults, "a configuration and faults, or neither");
	return config;
}

static const struct config *good(const char *rules)
{
	const char *faults, *text = whole_config(rules);
	const struct config *config = parse_with(fake_table, text, &faults);

	ck_assert_msg(config != NULL, "%s\n%s", text, faults);
	return config;
}

static void print_list(struct buf *out, const char *name, const struct strings *list)
{
	if (!list->count)
		return;
	buf_addf(out, " %s=", name);
	for_each_string (s, *list)
		buf_addf(out, "%s;", s);
}

/* podSecurity on one line. */
static const char *print_pod_security(const struct pod_security *ps)
{
	static struct buf out;
	char e[LEVEL_VERSION_MAX], a[LEVEL_VERSION_MAX], w[LEVEL_VERSION_MAX];

	buf_fini(&out);
	buf_init(&out, 4096);
	buf_addf(&out, "%s %s %s", level_version_print(ps->defaults.enforce, e),
		 level_version_print(ps->defaults.audit, a),
		 level_version_print(ps->defaults.warn, w));
	print_list(&out, "users", &ps->exempt_usernames);
	print_list(&out, "classes", &ps->exempt_runtime_classes);
	print_list(&out, "namespaces", &ps->exempt_namespaces);
	if (ps->deny_controllers)
		buf_adds(&out, " deny");
	return buf_str(&out);
}

#define HEAD "apiVersion: kubevet.dev/v1\nkind: Config\n"

#define BUILTIN_LEVELS "baseline:latest restricted:latest restricted:latest"
#define BUILTIN_PS     BUILTIN_LEVELS " namespaces=kube-system;"
#define OPEN_LEVELS    "privileged:latest privileged:latest privileged:latest"
#define UPSTREAM \
	"apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n"
#define UPSTREAM_BODY                                           \
	"defaults:\n"                                           \
	"  enforce: \"baseline\"\n"                             \
	"  enforce-version: \"v1.25\"\n"                        \
	"  audit: \"restricted\"\n"                             \
	"  audit-version: \"latest\"\n"                         \
	"exemptions:\n"                                         \
	"  # Array of authenticated usernames to exempt.\n"     \
	"  usernames: [\"system:serviceaccount:ci:builder\"]\n" \
	"  runtimeClasses: [gvisor.v2]\n"                       \
	"  namespaces: []\n"
#define UPSTREAM_PS                                           \
	"baseline:v1.25 restricted:latest privileged:latest " \
	"users=system:serviceaccount:ci:builder; classes=gvisor.v2;"

static const struct {
	const char *name, *text, *want;
} pod_securities[] = {
	{ "absent", "rules: []", BUILTIN_PS },
	{ "empty", "podSecurity: {}\nrules: []", BUILTIN_PS },
	{ "defaults given", "podSecurity: {defaults: {enforce: restricted}}\nrules: []",
	  "restricted:latest privileged:latest privileged:latest namespaces=kube-system;" },
	{ "defaults empty", "podSecurity: {defaults: {}}\nrules: []",
	  OPEN_LEVELS " namespaces=kube-system;" },
	{ "empty texts are upstream's defaults",
	  "podSecurity: {defaults: {enforce: '', enforce-version: '', warn: baseline}}\nrules: []",
	  "privileged:latest privileged:latest baseline:latest namespaces=kube-system;" },
	{ "null is absent", "podSecurity: {defaults: null, exemptions: ~}\nrules: []", BUILTIN_PS },
	{ "all six",
	  "podSecurity: {defaults: {enforce: privileged, enforce-version: v1.1, audit: baseline, "
	  "audit-version: v1.2, warn: restricted, warn-version: v1.3}}\nrules: []",
	  "privileged:v1.1 baseline:v1.2 restricted:v1.3 namespaces=kube-system;" },
	{ "exemptions given", "podSecurity: {exemptions: {namespaces: [a, b]}}\nrules: []",
	  BUILTIN_LEVELS " namespaces=a;b;" },
	{ "exemptions empty", "podSecurity: {exemptions: {}}\nrules: []", BUILTIN_LEVELS },
	{ "exemptions null inside", "podSecurity: {exemptions: {namespaces: }}\nrules: []",
	  BUILTIN_LEVELS },
	{ "controllers deny", "podSecurity: {controllers: deny}\nrules: []", BUILTIN_PS " deny" },
	{ "controllers warn", "podSecurity: {controllers: warn}\nrules: []", BUILTIN_PS },
	{ "upstream's file", UPSTREAM UPSTREAM_BODY, UPSTREAM_PS },
	{ "upstream's empty file", UPSTREAM "defaults: {}\n", OPEN_LEVELS },
	{ "upstream's file as JSON",
	  "{\"apiVersion\": \"pod-security.admission.config.k8s.io/v1beta1\", \"kind\": "
	  "\"PodSecurityConfiguration\", \"defaults\": {\"warn\": \"baseline\"}}",
	  "privileged:latest privileged:latest baseline:latest" },
	{ "v1alpha1",
	  "apiVersion: pod-security.admission.config.k8s.io/v1alpha1\n"
	  "kind: PodSecurityConfiguration\nexemptions: {}",
	  OPEN_LEVELS },
	{ "upstream's file below podSecurity",
	  "rules: []\n"
	  "podSecurity:\n"
	  "  apiVersion: pod-security.admission.config.k8s.io/v1\n"
	  "  kind: PodSecurityConfiguration\n"
	  "  defaults:\n"
	  "    enforce: \"baseline\"\n"
	  "    enforce-version: \"v1.25\"\n"
	  "    audit: \"restricted\"\n"
	  "    audit-version: \"latest\"\n"
	  "  exemptions:\n"
	  "    usernames: [\"system:serviceaccount:ci:builder\"]\n"
	  "    runtimeClasses: [gvisor.v2]\n"
	  "    namespaces: []\n",
	  UPSTREAM_PS },
	{ "the built-in exemption can be repeated",
	  "podSecurity: {exemptions: {namespaces: [kube-system]}}\nrules: []", BUILTIN_PS },
};

START_TEST(pod_security)
{
	const struct config *config = good(pod_securities[_i].text);
	const char *got = print_pod_security(&config->pod_security);

	ck_assert_msg(same(got, pod_securities[_i].want), "%s: got %s", pod_securities[_i].name,
		      got);
	ck_assert_uint_eq(config->rule_count, 0);
	ck_assert_str_eq(config->origin, "k.yaml");
}
END_TEST

/* All rules on a line each: name policy mode version @line, then the scope. */
static const char *print_rules(const struct config *config)
{
	static const char *const modes[] = { "deny", "warn", "audit", "off" };
	static struct buf out;

	buf_fini(&out);
	buf_init(&out, 4096);
	for (const struct rule *r = config->rules; r < config->rules + config->rule_count; r++) {
		buf_addf(&out, "%s%s %s %s @%d", out.len ? "\n" : "", r->name, r->policy->id,
			 modes[r->mode], r->line);
		if (r->standard_minor != VERSION_LATEST)
			buf_addf(&out, " v1.%lld", (long long)r->standard_minor);
		print_list(&out, "in", &r->match.namespaces);
		print_list(&out, "out", &r->match.exclude_namespaces);
		print_list(&out, "kinds", &r->match.kinds);
		for_each_entry (e, r->match.labels)
			buf_addf(&out, " %s=%s", e->key, e->value);
		if (r->policy == &pod_policy)
			print_list(&out, "allowed", param_strings(r->params, 0));
	}
	return buf_str(&out);
}

static const struct {
	const char *name, *text, *want;
} rule_lists[] = {
	{ "none", "rules: []", "" },
	{ "all by default", "rules:\n- policy: test-services",
	  "test-services test-services deny @2" },
	{ "modes",
	  "rules:\n- {policy: test-services, name: a, mode: deny}\n"
	  "- {policy: test-services, name: b, mode: warn}\n"
	  "- {policy: test-services, name: c, mode: audit}\n"
	  "- {policy: test-services, name: d, mode: off}\n"
	  "- {policy: test-services, name: e, mode: 'off'}",
	  "a test-services deny @2\nb test-services warn @3\nc test-services audit @4\n"
	  "d test-services off @5\ne test-services off @6" },
	{ "default and given parameters",
	  "rules:\n- policy: test-pods\n- policy: test-pods\n  name: b\n  params: {allowed: [b]}\n"
	  "- policy: test-pods\n  name: c\n  params: {}\n",
	  "test-pods test-pods deny @2 allowed=a;\nb test-pods deny @3 allowed=b;\n"
	  "c test-pods deny @6 allowed=a;" },
	{ "parameters before the policy",
	  "rules:\n- params: {allowed: [b, a]}\n  policy: test-pods",
	  "test-pods test-pods deny @2 allowed=b;a;" },
	{ "scope",
	  "rules:\n- policy: test-services\n  match: {namespaces: [\"shop-*\"], "
	  "excludeNamespaces: [shop-edge], kinds: [Service], labels: {team: \"web-*\", x: ''}}",
	  "test-services test-services deny @2 in=shop-*; out=shop-edge; kinds=Service; "
	  "team=web-* x=" },
	{ "kinds with groups and globs",
	  "rules:\n- policy: test-pods\n  match: {kinds: [Pod, apps/Deployment, \"batch/*\", "
	  "\"*Set\"]}",
	  "test-pods test-pods deny @2 kinds=Pod;apps/Deployment;batch/*;*Set; allowed=a;" },
	{ "empty scope", "rules:\n- policy: test-pods\n  match: {kinds: [], labels: {}}",
	  "test-pods test-pods deny @2 allowed=a;" },
	{ "version of the standard",
	  "rules:\n- {policy: test-standard, name: a}\n"
	  "- {policy: test-standard, name: b, params: {version: v1.8}}\n"
	  "- {policy: test-standard, name: c, params: {version: latest}}",
	  "a test-standard deny @2\nb test-standard deny @3 v1.8\nc test-standard deny @4" },
	{ "anchors",
	  "rules:\n- &x {policy: test-services, name: a, match: {namespaces: [s]}}\n"
	  "- {<<: *x, name: b}",
	  "a test-services deny @2 in=s;\nb test-services deny @3 in=s;" },
};

START_TEST(rules)
{
	const char *got = print_rules(good(rule_lists[_i].text));

	ck_assert_msg(same(got, rule_lists[_i].want), "%s: got %s", rule_lists[_i].name, got);
}
END_TEST

START_TEST(top_level)
{
	const struct config *config = good("apiVersion: kubevet.dev/v1\nkind: Config\nmode: audit\n"
					   "namespaceLabels: /x/y.json\nrules: []\n");

	ck_assert(config->audit_only);
	ck_assert_str_eq(config->namespace_labels, "/x/y.json");
	config = good("mode: enforce\nrules: []");
	ck_assert(!config->audit_only);
	ck_assert(!config->namespace_labels);
}
END_TEST

/* Each refusal stands beside what is accepted in its place. */
static const struct {
	const char *name, *bad, *faults, *twin;
} refusals[] = {
	{ "not an object", "[]", "k.yaml:1: want an object, got an array", "rules: []" },
	{ "a scalar", "hello", "k.yaml:1: want an object, got a string", "{rules: []}" },
	{ "unknown key", "rules: []\nrule: []",
	  "k.yaml:2: rule: unknown key; did you mean \"rules\"?", "rules: []" },
	{ "unknown key, nothing near", "rules: []\nserver: {}", "k.yaml:2: server: unknown key",
	  "rules: []" },
	{ "case", "rules: []\nMode: audit", "k.yaml:2: Mode: unknown key; did you mean \"mode\"?",
	  "rules: []\nmode: audit" },
	{ "key twice", "mode: audit\nrules: []\nmode: audit",
	  "k.yaml:3:1: key \"mode\" stands twice, first at line 1", "mode: audit\nrules: []" },
	{ "two documents", HEAD "rules: []\n---\nrules: []",
	  "k.yaml:5: a second document; there can be one", "rules: []\n" },
	{ "second document empty", HEAD "rules: []\n---\n",
	  "k.yaml:6: a second document; there can be one", "---\n" HEAD "rules: []\n..." },
	{ "no YAML", HEAD "rules: [\n#\n",
	  "k.yaml:6:1: did not find expected node content while parsing a "
	  "flow node",
	  "rules: [\n]" },
	{ "apiVersion", "apiVersion: kubevet.dev/v2\nrules: []",
	  "k.yaml:1: apiVersion: must be kubevet.dev/v1, got \"kubevet.dev/v2\"",
	  "apiVersion: kubevet.dev/v1\nrules: []" },
	{ "kind", "kind: Configuration\nrules: []",
	  "k.yaml:1: kind: must be Config, got \"Configuration\"", "kind: Config\nrules: []" },
	{ "mode", "mode: deny\nrules: []",
	  "k.yaml:1: mode: must be one of enforce, audit, got \"deny\"",
	  "mode: enforce\nrules: []" },
	{ "mode by type", "mode: on\nrules: []",
	  "k.yaml:1: mode: want a string, in quotes, got a boolean", "mode: 'audit'\nrules: []" },
	{ "mode null", "mode:\nrules: []", "k.yaml:1: mode: want a string, got null", "rules: []" },
	{ "namespaceLabels empty", "namespaceLabels: ''\nrules: []",
	  "k.yaml:1: namespaceLabels: must not be empty", "namespaceLabels: x\nrules: []" },
	{ "namespaceLabels by type", "namespaceLabels: [x]\nrules: []",
	  "k.yaml:1: namespaceLabels: want a string, got an array",
	  "namespaceLabels: x\nrules: []" },
	{ "podSecurity by type", "podSecurity: baseline\nrules: []",
	  "k.yaml:1: podSecurity: want an object, got a string", "podSecurity: {}\nrules: []" },
	{ "podSecurity null", "podSecurity:\nrules: []",
	  "k.yaml:1: podSecurity: want an object, got null", "podSecurity: {}\nrules: []" },
	{ "unknown key of defaults",
	  "rules: []\npodSecurity:\n  defaults:\n    enforceVersion: v1.2",
	  "k.yaml:4: podSecurity.defaults.enforceVersion: unknown key; did you mean "
	  "\"enforce-version\"?",
	  "rules: []\npodSecurity:\n  defaults:\n    enforce-version: v1.2" },
	{ "level", "rules: []\npodSecurity: {defaults: {enforce: Baseline}}",
	  "k.yaml:2: podSecurity.defaults.enforce: must be one of privileged, baseline, "
	  "restricted, "
	  "got \"Baseline\"",
	  "rules: []\npodSecurity: {defaults: {enforce: baseline}}" },
	{ "version", "rules: []\npodSecurity: {defaults: {warn-version: '1.25'}}",
	  "k.yaml:2: podSecurity.defaults.warn-version: must be \"latest\" or \"v1.x\", got "
	  "\"1.25\"",
	  "rules: []\npodSecurity: {defaults: {warn-version: v1.25}}" },
	{ "version by type", "rules: []\npodSecurity: {defaults: {warn-version: 1.25}}",
	  "k.yaml:2: podSecurity.defaults.warn-version: want a string, in quotes, got a number",
	  "rules: []\npodSecurity: {defaults: {warn-version: \"v1.25\"}}" },
	{ "controllers", "rules: []\npodSecurity: {controllers: enforce}",
	  "k.yaml:2: podSecurity.controllers: must be one of warn, deny, got \"enforce\"",
	  "rules: []\npodSecurity: {controllers: deny}" },
	{ "unknown exemption", "rules: []\npodSecurity: {exemptions: {groups: []}}",
	  "k.yaml:2: podSecurity.exemptions.groups: unknown key",
	  "rules: []\npodSecurity: {exemptions: {usernames: []}}" },
	{ "empty username", "rules: []\npodSecurity: {exemptions: {usernames: [a, '']}}",
	  "k.yaml:2: podSecurity.exemptions.usernames[1]: must not be empty",
	  "rules: []\npodSecurity: {exemptions: {usernames: [a, 'b c']}}" },
	{ "username twice", "rules: []\npodSecurity: {exemptions: {usernames: [a, b, a]}}",
	  "k.yaml:2: podSecurity.exemptions.usernames[2]: \"a\" is listed twice, first at [0]",
	  "rules: []\npodSecurity: {exemptions: {usernames: [a, b, A]}}" },
	{ "exempt namespace", "rules: []\npodSecurity: {exemptions: {namespaces: [\"kube-*\"]}}",
	  "k.yaml:2: podSecurity.exemptions.namespaces[0]: \"kube-*\" is no RFC 1123 label: up to "
	  "63 "
	  "lower-case letters, digits and inner dashes",
	  "rules: []\npodSecurity: {exemptions: {namespaces: [0-a]}}" },
	{ "exempt namespace with a dot",
	  "rules: []\npodSecurity: {exemptions: {namespaces: [a.b]}}",
	  "k.yaml:2: podSecurity.exemptions.namespaces[0]: \"a.b\" is no RFC 1123 label: up to 63 "
	  "lower-case letters, digits and inner dashes",
	  "rules: []\npodSecurity: {exemptions: {namespaces: [a-b]}}" },
	{ "runtime class", "rules: []\npodSecurity: {exemptions: {runtimeClasses: [a..b]}}",
	  "k.yaml:2: podSecurity.exemptions.runtimeClasses[0]: \"a..b\" is no RFC 1123 subdomain: "
	  "up "
	  "to 253 lower-case letters, digits, inner dashes and dots",
	  "rules: []\npodSecurity: {exemptions: {runtimeClasses: [a.b]}}" },
	{ "runtime class ends in a dot",
	  "rules: []\npodSecurity: {exemptions: {runtimeClasses: [a.]}}",
	  "k.yaml:2: podSecurity.exemptions.runtimeClasses[0]: \"a.\" is no RFC 1123 subdomain: up "
	  "to 253 lower-case letters, digits, inner dashes and dots",
	  "rules: []\npodSecurity: {exemptions: {runtimeClasses: [a]}}" },
	{ "exemption by type", "rules: []\npodSecurity: {exemptions: {namespaces: kube-system}}",
	  "k.yaml:2: podSecurity.exemptions.namespaces: want a list of strings, got a string",
	  "rules: []\npodSecurity: {exemptions: {namespaces: [kube-system]}}" },
	{ "entry by type", "rules: []\npodSecurity: {exemptions: {namespaces: [a, 1]}}",
	  "k.yaml:2: podSecurity.exemptions.namespaces[1]: want a string, in quotes, got a number",
	  "rules: []\npodSecurity: {exemptions: {namespaces: [a, '1']}}" },
	{ "other kind below podSecurity", "rules: []\npodSecurity: {kind: Config}",
	  "k.yaml:2: podSecurity.kind: must be PodSecurityConfiguration, got \"Config\"",
	  "rules: []\npodSecurity: {kind: PodSecurityConfiguration}" },
	{ "upstream's file of another version",
	  "apiVersion: pod-security.admission.config.k8s.io/v2\nkind: PodSecurityConfiguration\n"
	  "defaults: {}",
	  "k.yaml:1: apiVersion: must be one of pod-security.admission.config.k8s.io/v1, "
	  "pod-security.admission.config.k8s.io/v1beta1, "
	  "pod-security.admission.config.k8s.io/v1alpha1, got "
	  "\"pod-security.admission.config.k8s.io/v2\"",
	  UPSTREAM "defaults: {}" },
	{ "upstream's file without a kind",
	  "apiVersion: pod-security.admission.config.k8s.io/v1\ndefaults: {}\nkind:",
	  "k.yaml:3: kind: want a string, got null", UPSTREAM "defaults: {}" },
	{ "our keys in upstream's file", UPSTREAM "controllers: deny\nrules: []",
	  "k.yaml:3: controllers: unknown key\nk.yaml:4: rules: unknown key",
	  UPSTREAM "defaults: {}" },
	{ "rules null", "rules:", "k.yaml:1: rules: want a list of rules, got null", "rules: []" },
	{ "rules by type", "rules: {}", "k.yaml:1: rules: want a list of rules, got an object",
	  "rules: []" },
	{ "rule by type", "rules: [test-pods]", "k.yaml:1: rules[0]: want an object, got a string",
	  "rules: [{policy: test-pods}]" },
	{ "no policy", "rules:\n- name: x", "k.yaml:2: rules[0]: \"policy\" is missing",
	  "rules:\n- name: x\n  policy: test-pods" },
	{ "unknown policy", "rules:\n- policy: test-pod",
	  "k.yaml:2: rules[0].policy: there is no policy \"test-pod\"; did you mean \"test-pods\"?",
	  "rules:\n- policy: test-pods" },
	{ "unknown policy, nothing near", "rules:\n- policy: x",
	  "k.yaml:2: rules[0].policy: there is no policy \"x\"", "rules:\n- policy: test-pods" },
	{ "policy by type", "rules:\n- policy: [test-pods]",
	  "k.yaml:2: rules[0].policy: want a string, got an array", "rules:\n- policy: test-pods" },
	{ "unknown key of a rule", "rules:\n- policy: test-pods\n  parameters: {}",
	  "k.yaml:3: rules[0].parameters: unknown key; did you mean \"params\"?",
	  "rules:\n- policy: test-pods\n  params: {}" },
	{ "mode of a rule", "rules:\n- policy: test-pods\n  mode: enforce",
	  "k.yaml:3: rules[0].mode: must be one of deny, warn, audit, off, got \"enforce\"",
	  "rules:\n- policy: test-pods\n  mode: deny" },
	{ "mode on", "rules:\n- policy: test-pods\n  mode: on",
	  "k.yaml:3: rules[0].mode: want a string, in quotes, got a boolean",
	  "rules:\n- policy: test-pods\n  mode: off" },
	{ "name", "rules:\n- policy: test-pods\n  name: No_Ports",
	  "k.yaml:3: rules[0].name: \"No_Ports\" is no RFC 1123 label: up to 63 lower-case "
	  "letters, "
	  "digits and inner dashes",
	  "rules:\n- policy: test-pods\n  name: no-ports" },
	{ "name twice",
	  "rules:\n- {policy: test-pods, name: x}\n- {policy: test-services, name: x}",
	  "k.yaml:3: rules[1]: name \"x\" is taken by rules[0]: give this one another",
	  "rules:\n- {policy: test-pods, name: x}\n- {policy: test-services, name: z}" },
	{ "policy's id twice", "rules:\n- policy: test-pods\n- policy: test-pods",
	  "k.yaml:3: rules[1]: name \"test-pods\" is taken by rules[0]: give this one another",
	  "rules:\n- policy: test-pods\n- policy: test-pods\n  name: more" },
	{ "unknown parameter", "rules:\n- policy: test-pods\n  params:\n    alowed: [a]",
	  "k.yaml:4: rules[0].params.alowed: unknown parameter; did you mean \"allowed\"?",
	  "rules:\n- policy: test-pods\n  params:\n    allowed: [a]" },
	{ "parameter of a policy without", "rules:\n- policy: test-services\n  params: {x: 1}",
	  "k.yaml:3: rules[0].params.x: unknown parameter",
	  "rules:\n- policy: test-services\n  params: {}" },
	{ "parameter by type", "rules:\n- policy: test-pods\n  params: {allowed: a}",
	  "k.yaml:3: rules[0].params.allowed: want a list of strings, got a string",
	  "rules:\n- policy: test-pods\n  params: {allowed: [a]}" },
	{ "parameter's choice",
	  "rules:\n- policy: test-pods\n  params:\n    allowed:\n    - a\n    - c",
	  "k.yaml:6: rules[0].params.allowed[1]: \"c\" is none of: a b",
	  "rules:\n- policy: test-pods\n  params:\n    allowed:\n    - a\n    - b" },
	{ "parameter's bounds", "rules:\n- policy: test-pods\n  params: {depth: 10}",
	  "k.yaml:3: rules[0].params.depth: 10 is not between 1 and 9",
	  "rules:\n- policy: test-pods\n  params: {depth: 9}" },
	{ "params by type", "rules:\n- policy: test-pods\n  params: [allowed]",
	  "k.yaml:3: rules[0].params: want an object of parameters",
	  "rules:\n- policy: test-pods\n  params: {}" },
	{ "version of the standard", "rules:\n- policy: test-standard\n  params: {version: v2}",
	  "k.yaml:3: rules[0].params.version: must be \"latest\" or \"v1.x\", got \"v2\"",
	  "rules:\n- policy: test-standard\n  params: {version: v1.99}" },
	{ "before the first version", "rules:\n- policy: test-standard\n  params: {version: v1.7}",
	  "k.yaml:3: rules[0].params: test-standard begins with version v1.8",
	  "rules:\n- policy: test-standard\n  params: {version: v1.8}" },
	{ "other parameter of the standard",
	  "rules:\n- policy: test-standard\n  params: {allowed: []}",
	  "k.yaml:3: rules[0].params.allowed: unknown parameter",
	  "rules:\n- policy: test-standard\n  params: {}" },
	{ "unknown key of match", "rules:\n- policy: test-pods\n  match: {namespace: [a]}",
	  "k.yaml:3: rules[0].match.namespace: unknown key; did you mean \"namespaces\"?",
	  "rules:\n- policy: test-pods\n  match: {namespaces: [a]}" },
	{ "match by type", "rules:\n- policy: test-pods\n  match: [a]",
	  "k.yaml:3: rules[0].match: want an object, got an array",
	  "rules:\n- policy: test-pods\n  match: {}" },
	{ "empty pattern", "rules:\n- policy: test-pods\n  match: {namespaces: ['']}",
	  "k.yaml:3: rules[0].match.namespaces[0]: must not be empty",
	  "rules:\n- policy: test-pods\n  match: {namespaces: ['*']}" },
	{ "kind that is none", "rules:\n- policy: test-pods\n  match: {kinds: [Pods]}",
	  "k.yaml:3: rules[0].match.kinds[0]: \"Pods\" is no kind that test-pods looks at",
	  "rules:\n- policy: test-pods\n  match: {kinds: [Pod]}" },
	{ "kind of another group", "rules:\n- policy: test-pods\n  match: {kinds: [apps/Pod]}",
	  "k.yaml:3: rules[0].match.kinds[0]: \"apps/Pod\" is no kind that test-pods looks at",
	  "rules:\n- policy: test-pods\n  match: {kinds: [/Pod]}" },
	{ "kind of another view",
	  "rules:\n- policy: test-services\n  match: {kinds: [Service, Pod]}",
	  "k.yaml:3: rules[0].match.kinds[1]: \"Pod\" is no kind that test-services looks at",
	  "rules:\n- policy: test-services\n  match: {kinds: [Service]}" },
	{ "kinds of the standard", "rules:\n- policy: test-standard\n  match: {kinds: [Service]}",
	  "k.yaml:3: rules[0].match.kinds[0]: \"Service\" is no kind that test-standard looks at",
	  "rules:\n- policy: test-standard\n  match: {kinds: [CronJob]}" },
	{ "labels by type", "rules:\n- policy: test-pods\n  match: {labels: [a]}",
	  "k.yaml:3: rules[0].match.labels: want an object of strings, got an array",
	  "rules:\n- policy: test-pods\n  match: {labels: {a: b}}" },
	{ "label by type", "rules:\n- policy: test-pods\n  match: {labels: {a: yes}}",
	  "k.yaml:3: rules[0].match.labels.a: want a string, in quotes, got a boolean",
	  "rules:\n- policy: test-pods\n  match: {labels: {a: 'yes'}}" },
};

START_TEST(refusal)
{
	const char *faults;
	const struct config *config =
		parse_with(fake_table, whole_config(refusals[_i].bad), &faults);

	ck_assert_msg(!config && same(faults, refusals[_i].faults), "%s: got\n%s",
		      refusals[_i].name, faults ? faults : "a configuration");
	good(refusals[_i].twin);
}
END_TEST

START_TEST(all_in_one_run)
{
	static const char text[] = "apiVersion: v1\n"
				   "mode: dry-run\n"
				   "podSecurity:\n"
				   "  defaults: {enforce: strict, audit-version: newest}\n"
				   "  exemptions:\n"
				   "    namespaces: [A, a, a]\n"
				   "  extra: 1\n"
				   "rules:\n"
				   "- policy: test-pods\n"
				   "  mode: block\n"
				   "  params: {allowed: c, depth: x}\n"
				   "- policy: test-bods\n"
				   "  match: {kind: [Pod]}\n"
				   "- nothing\n"
				   "colour: blue\n"
				   "kind: Config\n";
	const char *faults;

	parse_with(fake_table, text, &faults);
	ck_assert_str_eq(
		faults,
		"k.yaml:1: apiVersion: must be kubevet.dev/v1, got \"v1\"\n"
		"k.yaml:2: mode: must be one of enforce, audit, got \"dry-run\"\n"
		"k.yaml:4: podSecurity.defaults.enforce: must be one of privileged, baseline, "
		"restricted, got \"strict\"\n"
		"k.yaml:4: podSecurity.defaults.audit-version: must be \"latest\" or \"v1.x\", got "
		"\"newest\"\n"
		"k.yaml:6: podSecurity.exemptions.namespaces[0]: \"A\" is no RFC 1123 label: up to "
		"63 lower-case letters, digits and inner dashes\n"
		"k.yaml:6: podSecurity.exemptions.namespaces[2]: \"a\" is listed twice, first at "
		"[1]\n"
		"k.yaml:7: podSecurity.extra: unknown key\n"
		"k.yaml:10: rules[0].mode: must be one of deny, warn, audit, off, got \"block\"\n"
		"k.yaml:11: rules[0].params.allowed: want a list of strings, got a string\n"
		"k.yaml:11: rules[0].params.depth: want an integer, got a string\n"
		"k.yaml:12: rules[1].policy: there is no policy \"test-bods\"; did you mean "
		"\"test-pods\"?\n"
		"k.yaml:13: rules[1].match.kind: unknown key; did you mean \"kinds\"?\n"
		"k.yaml:14: rules[2]: want an object, got a string\n"
		"k.yaml:15: colour: unknown key");
}
END_TEST

START_TEST(too_many_faults)
{
	SCOPED(scoped_buf) struct buf text;
	const char *faults;
	int lines = 1;

	buf_init(&text, 1 << 20);
	buf_adds(&text, "rules: []\n");
	for (int i = 0; i < 1000; i++)
		buf_addf(&text, "key-%d: 1\n", i);
	parse_with(fake_table, whole_config(buf_str(&text)), &faults);
	ck_assert(faults != NULL);
	for (const char *c = faults; *c; c++)
		lines += *c == '\n';
	ck_assert_int_eq(lines, CONFIG_FAULTS_MAX + 1);
	ck_assert_msg(strstr(faults, "\nk.yaml: 900 more faults are not shown") != NULL, "%s",
		      faults);
}
END_TEST

static void check_repeats(const char *head, int count, const char *piece, const char *want)
{
	SCOPED(scoped_buf) struct buf text;
	const char *faults;

	buf_init(&text, 2 << 20);
	buf_adds(&text, head);
	for (int i = 0; i < count; i++)
		buf_addf(&text, "%s%d", piece, i);
	parse_with(fake_table, whole_config(buf_str(&text)), &faults);
	ck_assert_msg(same(faults, want), "%s: got %.300s", head, faults ? faults : "nothing");
}

START_TEST(limits)
{
	const char *rule = "\n- policy: test-pods\n  name: x";
	const char *user = "\n  - u";

	check_repeats("rules:", CONFIG_RULES_MAX, rule, NULL);
	check_repeats("rules:", CONFIG_RULES_MAX + 1, rule,
		      "k.yaml:2: rules: more than 1000 rules");
	check_repeats("rules: []\npodSecurity:\n exemptions:\n  usernames:", CONFIG_LIST_MAX, user,
		      NULL);
	check_repeats("rules: []\npodSecurity:\n exemptions:\n  usernames:", CONFIG_LIST_MAX + 1,
		      user, "k.yaml:5: podSecurity.exemptions.usernames: more than 2000 entries");
	check_repeats("rules: []\n", 200000, "# comment\n", "k.yaml: larger than 1048576 bytes");
}
END_TEST

/* What the file leaves out is built in. */
static const char *const little[] = { HEAD "mode: enforce\n", HEAD "podSecurity: {}\n",
				      HEAD "podSecurity: {exemptions: {namespaces: "
					   "[kube-system]}}\n" };

START_TEST(builtin)
{
	const struct config_fault *faults;
	const struct config *own = config_builtin(test_arena(), policies_all, &faults), *config;
	const char *text;

	ck_assert_msg(own != NULL, "%s", print_faults(faults));
	ck_assert_str_eq(own->origin, "built-in");
	ck_assert(!own->audit_only && !own->namespace_labels && own->rule_count > 0);
	ck_assert_str_eq(print_pod_security(&own->pod_security), BUILTIN_PS);
	for (size_t i = 0; i < own->rule_count; i++)
		ck_assert_msg(own->rules[i].line == 0 && own->rules[i].mode != RULE_DENY, "rule %s",
			      own->rules[i].name);
	config = parse_with(policies_all, little[_i], &text);
	ck_assert_msg(config != NULL, "%s", text);
	ck_assert_str_eq(config->origin, "k.yaml");
	ck_assert_str_eq(print_pod_security(&config->pod_security), BUILTIN_PS);
	text = arena_printf(test_arena(), "%s", print_rules(own));
	ck_assert_str_eq(print_rules(config), text);
}
END_TEST

#define NOTHING	   "k.yaml: nothing is in it; \"apiVersion\" and \"kind\" are missing"
#define NO_SETTING "nothing is configured; for the built-in configuration, leave the file out"
#define NO_VERSION "k.yaml:1: \"apiVersion\" is missing"
#define NO_KIND	   "k.yaml:1: \"kind\" is missing"

/* A file that was emptied or cut off is refused at each point where that shows; and the last thing
 * that is cut is told. */
static const struct {
	const char *name, *text, *faults;
} emptied[] = {
	{ "empty", "", NOTHING },
	{ "a newline", "\n", NOTHING },
	{ "a comment", "# kubevet\n", NOTHING },
	{ "a document without content", "---\n", NOTHING },
	{ "a document that ends", "---\n...\n", NOTHING },
	{ "null", "null", NOTHING },
	{ "null in YAML", "~\n", NOTHING },
	{ "no member", "{}",
	  "k.yaml:1: nothing is configured; for the built-in configuration, leave the file "
	  "out\n" NO_VERSION "\n" NO_KIND },
	{ "an empty text", "''", "k.yaml:1: want an object, got a string" },
	{ "first line alone", "apiVersion: kubevet.dev/v1\n",
	  "k.yaml:1: " NO_SETTING "\n" NO_KIND },
	{ "first two lines", HEAD, "k.yaml:1: " NO_SETTING },
	{ "first two lines behind a comment", "# kubevet\n" HEAD, "k.yaml:2: " NO_SETTING },
	{ "cut in a key", HEAD "po",
	  "k.yaml:4:1: could not find expected ':' while scanning a "
	  "simple key" },
	{ "cut behind a key",
	  HEAD "podSecurity:", "k.yaml:3: podSecurity: want an object, got null" },
	{ "cut behind rules", HEAD "rules:\n", "k.yaml:3: rules: want a list of rules, got null" },
	{ "cut behind a rule's dash", HEAD "rules:\n-\n",
	  "k.yaml:4: rules[0]: want an object, got null" },
	{ "cut behind a rule's key", HEAD "rules:\n- policy:\n",
	  "k.yaml:4: rules[0].policy: want a string, got null" },
	{ "upstream's without a kind",
	  "apiVersion: pod-security.admission.config.k8s.io/v1\ndefaults: {}\n", NO_KIND },
	{ "upstream's without a version", "kind: PodSecurityConfiguration\ndefaults: {}\n",
	  NO_VERSION },
	{ "no apiVersion", "kind: Config\nrules: []\n", NO_VERSION },
	{ "no kind", "apiVersion: kubevet.dev/v1\nrules: []\n", NO_KIND },
	{ "kind null", "apiVersion: kubevet.dev/v1\nkind:\nrules: []\n",
	  "k.yaml:2: kind: want a string, got null" },
	{ "whole", HEAD "rules: []\n", NULL },
	{ "upstream's first two lines", UPSTREAM, "k.yaml:1: " NO_SETTING },
	{ "upstream's, cut behind a key", UPSTREAM "defaults:\n", "k.yaml:1: " NO_SETTING },
	{ "upstream's, cut behind two",
	  UPSTREAM "defaults:\nexemptions:", "k.yaml:1: " NO_SETTING },
	{ "upstream's, with an empty block", UPSTREAM "defaults: {}\n", NULL },
};

START_TEST(nothing_left)
{
	const char *faults;
	const struct config *config = parse_with(policies_all, emptied[_i].text, &faults);

	ck_assert_msg(!config == !!emptied[_i].faults, "%s", emptied[_i].name);
	ck_assert_msg(same(faults, emptied[_i].faults), "%s: got\n%s", emptied[_i].name,
		      faults ? faults : "nothing");
}
END_TEST

/* Rules that can never match, each beside one that can. @fault: behind the line and rules[0]. */
static const struct {
	const char *name, *rule, *fault, *twin;
} unreachable[] = {
	{ "a kind that the parameter leaves out",
	  "{policy: object-labels, match: {kinds: [Namespace]}}",
	  ".match.kinds[0]: \"Namespace\" never matches: params.kinds of object-labels does not "
	  "name it",
	  "{policy: object-labels, match: {kinds: [Namespace]}, params: {kinds: [Name*]}}" },
	{ "a kind of no table that it leaves out",
	  "{policy: object-labels, match: {kinds: [Widget]}}",
	  ".match.kinds[0]: \"Widget\" never matches: params.kinds of object-labels does not name "
	  "it",
	  "{policy: object-labels, match: {kinds: [Widget]}, params: {kinds: [W*t]}}" },
	{ "a parameter that names no kind", "{policy: replicas, params: {kinds: []}}",
	  ".params.kinds: must name a kind: the rule never matches",
	  "{policy: replicas, params: {kinds: [StatefulSet]}}" },
	{ "a parameter that names another", "{policy: replicas, params: {kinds: [Service]}}",
	  ".params.kinds[0]: \"Service\" is no kind that replicas looks at",
	  "{policy: replicas, params: {kinds: ['*Set']}}" },
	{ "a parameter with a group", "{policy: annotations, params: {kinds: [apps/Deployment]}}",
	  ".params.kinds[0]: \"apps/Deployment\" never matches: must be a kind without its group",
	  "{policy: annotations, params: {kinds: [Deployment]}}" },
	{ "a resource", "{policy: reserved-keys, match: {kinds: [pods]}}",
	  ".match.kinds[0]: \"pods\" is a resource; must be a kind: Pod",
	  "{policy: reserved-keys, match: {kinds: [Pod]}}" },
	{ "requests that are not evaluated",
	  "{policy: reserved-keys, match: {kinds: [PodExecOptions]}}",
	  ".match.kinds[0]: \"PodExecOptions\" never matches: reserved-keys does not evaluate "
	  "requests for it",
	  "{policy: exec-access, match: {kinds: [PodExecOptions]}}" },
	{ "all namespaces excluded", "{policy: sysctls, match: {excludeNamespaces: [a, '**']}}",
	  ".match.excludeNamespaces[1]: \"**\" excludes every namespace: the rule never matches",
	  "{policy: role-wildcards, match: {excludeNamespaces: ['*']}}" },
	{ "what is included is excluded",
	  "{policy: sysctls, match: {namespaces: [prod-a, dev], excludeNamespaces: ['prod-*']}}",
	  ".match.namespaces[0]: \"prod-a\" never matches: excludeNamespaces has \"prod-*\"",
	  "{policy: sysctls, match: {namespaces: ['prod-*'], excludeNamespaces: [prod-a]}}" },
	{ "null among what is excluded",
	  "{policy: sysctls, match: {namespaces: ['prod-*'], excludeNamespaces: [a, null]}}",
	  ".match.excludeNamespaces[1]: want a string, got null",
	  "{policy: sysctls, match: {namespaces: ['prod-*'], excludeNamespaces: [a]}}" },
	{ "a number among what is included",
	  "{policy: sysctls, match: {namespaces: [a, 8], excludeNamespaces: [b]}}",
	  ".match.namespaces[1]: want a string, in quotes, got a number",
	  "{policy: sysctls, match: {namespaces: [a, '8'], excludeNamespaces: [b]}}" },
	{ "null among kinds", "{policy: sysctls, match: {kinds: [Pod, null]}}",
	  ".match.kinds[1]: want a string, got null", "{policy: sysctls, match: {kinds: [Pod]}}" },
	{ "kinds in no namespace", "{policy: node-labels, match: {namespaces: [shop]}}",
	  ".match.namespaces: never matches: objects of these kinds are in no namespace",
	  "{policy: namespace-labels, match: {namespaces: [shop]}}" },
	{ "no such namespace", "{policy: sysctls, match: {namespaces: [Prod]}}",
	  ".match.namespaces[0]: \"Prod\" never matches: no namespace has such a name",
	  "{policy: sysctls, match: {namespaces: ['p?od']}}" },
	{ "no such label", "{policy: sysctls, match: {labels: {a/b/c: x}}}",
	  ".match.labels[\"a/b/c\"]: never matches: no label has such a key",
	  "{policy: sysctls, match: {labels: {a.example/b: 'x*'}}}" },
	{ "no such value", "{policy: sysctls, match: {labels: {a: x y}}}",
	  ".match.labels.a: \"x y\" never matches: no label has such a value",
	  "{policy: sysctls, match: {labels: {a: x_y}}}" },
	{ "every user exempt", "{policy: reserved-keys, params: {allowedUsers: [a, '*']}}",
	  ".params.allowedUsers[1]: \"*\" exempts every user: the rule never denies",
	  "{policy: reserved-keys, params: {allowedUsers: ['a*']}}" },
	{ "every group exempt",
	  "{policy: protected-objects, params: {exceptGroups: ['system:auth*']}}",
	  ".params.exceptGroups[0]: \"system:auth*\" exempts every user: the rule never denies",
	  "{policy: protected-objects, params: {exceptGroups: ['system:masters']}}" },
};

static const char *faults_of_rule(const char *rule)
{
	const char *faults;

	(void)!parse_with(policies_all, arena_printf(test_arena(), HEAD "rules:\n- %s\n", rule),
			  &faults);
	return faults;
}

START_TEST(never_matches)
{
	const char *want =
		arena_printf(test_arena(), "k.yaml:4: rules[0]%s", unreachable[_i].fault);
	const char *got = faults_of_rule(unreachable[_i].rule);

	ck_assert_msg(same(got, want), "%s: got %s", unreachable[_i].name, got ? got : "nothing");
	got = faults_of_rule(unreachable[_i].twin);
	ck_assert_msg(!got, "%s, twin: got %s", unreachable[_i].name, got);
}
END_TEST

/* --print-config gives a file that means the same. */
START_TEST(builtin_text)
{
	const char *faults;
	const struct config *config = parse_with(policies_all, config_builtin_text(), &faults);

	ck_assert_msg(config != NULL, "%s", faults);
	ck_assert_uint_gt(config->rule_count, 0);
	for (size_t i = 0; i < config->rule_count; i++)
		ck_assert_int_gt(config->rules[i].line, 0);
	for (const char *line = config_builtin_text(); *line; line = strchr(line, '\n') + 1)
		ck_assert_msg(strcspn(line, "\n") <= 100, "%.40s... is too long", line);
}
END_TEST

/* A policy of the built-in rules that the table lacks is a fault, never a rule less. */
START_TEST(builtin_needs_its_policies)
{
	const struct config_fault *faults;
	const char *text;

	ck_assert(!config_builtin(test_arena(), fake_table, &faults));
	text = print_faults(faults);
	ck_assert_msg(strncmp(text, "built-in:", 9) == 0 && strstr(text, "there is no policy"),
		      "%s", text);
	ck_assert(!parse_with(fake_table, whole_config("mode: audit"), &text));
}
END_TEST

/* Rules for every policy there is take their defaults. */
START_TEST(each_policy)
{
	SCOPED(scoped_buf) struct buf text;
	const char *faults;

	buf_init(&text, 1 << 16);
	buf_adds(&text, "rules:\n");
	for (const struct policy *const *p = policies_all; *p; p++) {
		buf_addf(&text, "- policy: %s\n", (*p)->id);
		ck_assert_msg(!(*p)->standard || !(*p)->param_count,
			      "%s is of the standard and has parameters", (*p)->id);
	}
	ck_assert_msg(parse_with(policies_all, whole_config(buf_str(&text)), &faults) != NULL, "%s",
		      faults);
}
END_TEST

START_TEST(load)
{
	static const char text[] = HEAD "mode: audit\nrules: []\n";
	char path[] = "/tmp/check_config.XXXXXX";
	int fd = mkstemp(path);
	const struct config_fault *faults;
	const struct config *config;

	ck_assert(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
	config = config_load(test_arena(), fake_table, path, &faults);
	ck_assert_msg(config && config->audit_only, "%s", print_faults(faults));
	ck_assert_str_eq(config->origin, path);
	ck_assert_int_eq(ftruncate(fd, (1 << 20) + 1), 0);
	ck_assert(!config_load(test_arena(), fake_table, path, &faults));
	ck_assert_str_eq(print_faults(faults),
			 arena_printf(test_arena(), "%s: larger than 1048576 bytes", path));
	close(fd);
	unlink(path);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert(!config_load(test_arena(), fake_table, path, &faults));
	ck_assert_str_eq(print_faults(faults),
			 arena_printf(test_arena(), "%s: cannot read: not a regular file", path));
	unlink(path);
	ck_assert(!config_load(test_arena(), fake_table, "/dev/null", &faults));
	ck_assert_str_eq(print_faults(faults), "/dev/null: cannot read: not a regular file");
	ck_assert(!config_load(test_arena(), fake_table, path, &faults));
	ck_assert_str_eq(
		print_faults(faults),
		arena_printf(test_arena(), "%s: cannot open: No such file or directory", path));
}
END_TEST

static const char *const memory_texts[] = {
	/* one that is good, one that is full of faults */
	"mode: audit\nnamespaceLabels: x\npodSecurity: {exemptions: {usernames: [a]}}\n"
	"rules:\n- {policy: test-pods, params: {allowed: [a]}, match: {kinds: [Pod], labels: {a: "
	"b}}}\n"
	"- {policy: test-standard, params: {version: v1.9}}\n",
	"mode: x\nrules:\n- {policy: test-pod}\n- {policy: test-pods, params: {allowed: 1}}\nx: "
	"1\n",
};

START_TEST(no_memory)
{
	const char *text = whole_config(memory_texts[_i]);
	bool done = false;

	for (long n = 0; !done; n++) {
		SCOPED(scoped_arena) struct arena *a = arena_new(1 << 20, &(struct err){ 0 });
		const struct config_fault *faults = NULL;
		const struct config *config;

		mem_fail_at(n);
		config = config_parse(a, fake_table, "k.yaml", text, strlen(text), &faults);
		mem_fail_at(-1);
		ck_assert_msg(!config == !!faults, "allocation %ld", n);
		done = _i == 0 ? config != NULL : !strstr(print_faults(faults), "out of memory");
		ck_assert_int_lt(n, 5000);
	}
}
END_TEST

int main(void)
{
	return run_tables("config",
			  (const struct table[]){
				  { "podSecurity", pod_security, ARRAY_LEN(pod_securities) },
				  { "rules", rules, ARRAY_LEN(rule_lists) },
				  { "top level", top_level, 1 },
				  { "refusals", refusal, ARRAY_LEN(refusals) },
				  { "all in one run", all_in_one_run, 1 },
				  { "too many faults", too_many_faults, 1 },
				  { "limits", limits, 1 },
				  { "built-in", builtin, ARRAY_LEN(little) },
				  { "never matches", never_matches, ARRAY_LEN(unreachable) },
				  { "nothing left", nothing_left, ARRAY_LEN(emptied) },
				  { "built-in text", builtin_text, 1 },
				  { "built-in policies", builtin_needs_its_policies, 1 },
				  { "each policy", each_policy, 1 },
				  { "load", load, 1 },
				  { "no memory", no_memory, ARRAY_LEN(memory_texts) },
				  { 0 },
			  });
}
