/* SPDX-License-Identifier: Apache-2.0 */
/* check_growth_readers.c - nothing takes more than n log n: each reader, and each writer of
 * reports, with N and 4 N.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "admission/redact.h"
#include "config/namespaces.h"
#include "growth.h"
#include "policies.h"
#include "policy/password.h"
#include "replay/capture.h"
#include "report/baseline.h"
#include "source/documents.h"
#include "support.h"
#include "webhook/check.h"
#include "yaml/yaml.h"

/* Texts for readers: @item n times between @before and @after; "%d" in it is its number, "%f" the
 * same as a fingerprint. */
struct sample {
	const char *name;
	int (*read)(const char *text, size_t len);
	const char *before, *item, *after;
	int times; /* so many items an n */
};

static int read_json(const char *text, size_t len)
{
	const struct json_limits limits = { .bytes = GROWTH_BYTES,
					    .depth = 100,
					    .values = 100000000 };
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct err err = { 0 };

	a = arena_new(GROWTH_ARENA, &err);
	return a && json_parse(a, text, len, &limits, &err) ? 0 : -1;
}

static int read_yaml(const char *text, size_t len)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	struct err err = { 0 };
	cJSON *doc;
	int result = 1;

	a = arena_new(GROWTH_ARENA, &err);
	y = yaml_open(text, len, NULL, &err);
	while (a && y && result == 1)
		result = yaml_next(y, a, &doc, &err);
	return result;
}

/* The text as a file, for readers of those. */
static const char *as_file(const char *text, size_t len, char path[64])
{
	FILE *out;

	snprintf(path, 64, "/tmp/kubevet-growth-%d.yaml", (int)getpid());
	out = fopen(path, "wb");
	ck_assert(out != NULL);
	ck_assert_uint_eq(fwrite(text, 1, len, out), len);
	ck_assert_int_eq(fclose(out), 0);
	return path;
}

static int read_documents(const char *text, size_t len)
{
	SCOPED(scoped_documents) struct documents *d = NULL;
	struct document doc;
	struct err err = { 0 };
	char path[64];
	int result;

	d = documents_open(as_file(text, len, path), NULL, &err);
	ck_assert(d != NULL);
	do
		result = documents_next(d, &doc, &err);
	while (result == 1 || (result < 0 && doc.place.line));
	unlink(path);
	return result;
}

static int read_capture(const char *text, size_t len)
{
	SCOPED(scoped_capture) struct capture *c = NULL;
	struct captured value;
	struct err err = { 0 };
	char path[64];
	int result;

	c = capture_open(as_file(text, len, path), &err);
	ck_assert(c != NULL);
	do
		result = capture_next(c, &value, &err);
	while (result == 1);
	unlink(path);
	return result;
}

static int read_redacted(const char *text, size_t len)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	SCOPED(scoped_buf) struct buf out;
	struct err err = { 0 };

	buf_init(&out, GROWTH_BYTES);
	a = arena_new(GROWTH_ARENA, &err);
	return a ? redact_write(a, text, len, &(struct redact_options){ 0 }, &out, &err) : -1;
}

static int read_config(const char *text, size_t len)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	const struct config_fault *faults;
	struct err err = { 0 };

	a = arena_new(GROWTH_ARENA, &err);
	return a && config_parse(a, policies_all, "c", text, len, &faults) ? 0 : -1;
}

static int read_namespaces(const char *text, size_t len)
{
	struct err err = { 0 };
	struct namespaces *ns = namespaces_parse(text, len, &err);
	int result = ns ? 0 : -1;

	namespaces_free(ns);
	return result;
}

static void ignore(void *ctx, unsigned line, const char *text)
{
	(void)ctx, (void)line, (void)text;
}

static int read_registration(const char *text, size_t len)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	const struct config_fault *faults;
	struct err err = { 0 };
	struct webhook_check check = { .days = 30, .found = ignore };
	cJSON *doc;

	a = arena_new(GROWTH_ARENA, &err);
	ck_assert(a != NULL);
	check.config = config_builtin(a, policies_all, &faults);
	y = yaml_open(text, len, NULL, &err);
	ck_assert(check.config && y);
	return yaml_next(y, a, &doc, &err) == 1 ? webhook_check(&check, a, doc, &err) : -1;
}

/* Read, and asked for what it does not know. */
static int read_baseline(const char *text, size_t len)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct report_finding finding = { .rule = "r", .place = "p", .fingerprint = "0" };
	struct report_object object = { .findings = &finding };
	struct err err = { 0 };
	char path[64];
	struct baseline *b = baseline_load(as_file(text, len, path), &err);
	int result;

	unlink(path);
	a = arena_new(GROWTH_ARENA, &err);
	ck_assert_msg(b && a, "%s", err.text);
	result = baseline_filter(b, a, &object, &err);
	(void)baseline_gone(b);
	baseline_free(b);
	return result;
}

static struct report *open_report(const char *format, FILE *out)
{
	static const struct report_rule rules[] = { { "r", NULL }, { 0 } };
	struct err err = { 0 };
	struct report *r =
		report_open(report_writer(format),
			    &(struct report_options){ .out = out, .rules = rules }, &err);

	ck_assert_msg(r != NULL, "%s: %s", format, err.text);
	return r;
}

/* Of the format that stands in the first line: for each byte behind it an object, and each of the
 * bytes is a finding of the first. */
static int write_report(const char *text, size_t len)
{
	size_t count = len - strcspn(text, "\n");
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct report_finding *findings;
	struct report_object object = { .file = "f", .document = 1, .at = { 1, 1 } };
	struct err err = { 0 };
	struct report *r;
	FILE *out = fopen("/dev/null", "wb");
	int result;

	a = arena_new(GROWTH_ARENA, &err);
	ck_assert(out && a);
	findings = arena_zalloc(a, count * sizeof(*findings));
	ck_assert(findings != NULL);
	for (size_t i = 0; i < count; i++)
		findings[i] =
			(struct report_finding){ .next = i + 1 < count ? &findings[i + 1] : NULL,
						 .rule = "r",
						 .place = arena_printf(a, "spec[%zu]", i),
						 .value = "x",
						 .want = "y",
						 .at = { (unsigned)i + 1, 1 } };
	r = open_report(arena_strndup(a, text, len - count), out);
	report_file(r, object.file);
	object.findings = findings;
	for (size_t i = 0; i < count; i++) {
		object.api_version = arena_printf(a, "v%zu", i);
		object.kind = "K";
		object.ns = "";
		object.name = arena_printf(a, "o%zu", i);
		object.status = i % 2 ? REPORT_UNREAD : REPORT_JUDGED;
		report_object(r, &object);
		object.findings = NULL;
	}
	result = report_close(r, NULL, &err);
	report_free(r);
	ck_assert_int_eq(fclose(out), 0);
	return result;
}

#define REVIEW(kind, op)                                                                         \
	"{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{"     \
	"\"uid\":\"u\",\"operation\":\"" op "\",\"namespace\":\"n\",\"userInfo\":{},\"kind\":{"  \
	"\"group\":\"\",\"version\":\"v1\",\"kind\":\"" kind "\"},\"resource\":{\"group\":\"\"," \
	"\"version\":\"v1\",\"resource\":\"x\"},\"object\":{\"apiVersion\":\"v1\",\"kind\":"     \
	"\"" kind "\","

static int find_passwords(const char *text, size_t len)
{
	const char *word = text;
	const struct strings words = { true, 1, &word };
	struct password_text t = password_text(text, len);
	struct password_line l = { .words = { &words } };
	struct password found;
	int count = 0;

	while (password_next(password_names_default(), &t, &found))
		count++;
	l.command.script = true;
	while (password_line_next(password_names_default(), &l, &found))
		count++;
	return count;
}

#define CONFIG "apiVersion: kubevet.dev/v1\nkind: Config\n"
#define REGISTRATION                                                                          \
	"apiVersion: admissionregistration.k8s.io/v1\nkind: ValidatingWebhookConfiguration\n" \
	"metadata: {name: a}\nwebhooks:\n"
#define BASELINE "{\"apiVersion\":\"kubevet.dev/v1\",\"kind\":\"Baseline\",\"findings\":["
#define BASELINE_END                                                                        \
	"{\"fingerprint\":\"ffffffffffffffffffffffffffffffff\",\"count\":1,\"rule\":\"r\"," \
	"\"object\":\"o\",\"place\":\"p\"}]}"

static const struct sample samples[] = {
	{ "JSON, list", read_json, "[", "{\"a\":[%d,\"b\"]},", "0]", 16 },
	{ "JSON, keys", read_json, "{", "\"k%d\":1,", "\"z\":0}", 16 },
	{ "JSON, keys that begin alike", read_json, "{",
	  "\"aaaaaaaaaaaaaaaa%dbbbbbbbbbbbbbbbb\":1,", "\"z\":0}", 16 },
	{ "JSON, long text", read_json, "\"", "\\u00e9\\n", "\"", 64 },
	{ "JSON, never closed", read_json, "", "[\"", "", 64 },
	{ "YAML, list", read_yaml, "", "- a: %d\n", "", 16 },
	{ "YAML, keys", read_yaml, "", "k%d: x\n", "", 16 },
	{ "YAML, documents", read_yaml, "", "---\nk: %d\n", "", 16 },
	{ "YAML, aliases", read_yaml, "a: &a x\nb:\n", "- *a\n", "", 4 },
	{ "YAML, anchors", read_yaml, "", "- &a%d x\n", "", 4 },
	{ "YAML, long text", read_yaml, "a: \"", "\\t b\n ", "\"\n", 64 },
	{ "YAML, block", read_yaml, "a: |\n", "  line %d\n", "", 64 },
	{ "YAML, comments", read_yaml, "a: 1\n", "# %d\n", "", 64 },
	{ "documents", read_documents, "", "---\na: %d\n", "", 16 },
	{ "documents, JSON", read_documents, "", "{\"a\":%d}\n", "", 16 },
	{ "documents, open strings", read_documents, "", "{\"a\n---\n", "", 4 },
	{ "documents, open brackets", read_documents, "", "{a\n...\n", "", 4 },
	{ "documents, open lists", read_documents, "", "[a\n--- \n", "", 4 },
	{ "documents, escapes", read_documents, "", "{\"\\\n---\n", "", 4 },
	{ "documents, comments", read_documents, "", "#\n--- # %d\n", "", 16 },
	{ "capture, lines", read_capture, "", "{\"a\":%d}\n", "", 64 },
	{ "capture, List", read_capture, "{\"kind\":\"List\",\"items\":[", "{\"a\":%d},", "{}]}",
	  64 },
	{ "capture, open", read_capture, "", "{\"a\n", "", 64 },
	{ "redaction, env", read_redacted,
	  REVIEW("Pod", "CREATE") "\"spec\":{\"containers\":[{\"name\":\"c\",\"env\":[",
	  "{\"name\":\"A%d\",\"value\":\"--token=x\"},", "{}]}]}}}}", 16 },
	{ "redaction, containers", read_redacted,
	  REVIEW("Pod", "CREATE") "\"spec\":{\"containers\":[",
	  "{\"name\":\"c%d\",\"args\":[\"--password\",\"x\"]},", "{}]}}}}", 16 },
	{ "redaction, scripts", read_redacted,
	  REVIEW("Pod", "CREATE") "\"spec\":{\"containers\":[{\"command\":[\"sh\",\"-c\",\"",
	  "mysql -px; export A_PASSWORD=y%d; ", "\"]}]}}}}", 16 },
	{ "redaction, words", read_redacted,
	  REVIEW("Pod", "CREATE") "\"spec\":{\"containers\":[{\"args\":[",
	  "\"--password\",\"x%d\",\"AKIAIOSFODNN7EXAMPLE\",", "\"\"]}]}}}}", 16 },
	{ "redaction, ConfigMap", read_redacted, REVIEW("ConfigMap", "CREATE") "\"data\":{\"a\":\"",
	  "password: x%d\\ntoken: $\\n", "\"}}}}", 16 },
	{ "redaction, credentials", read_redacted, REVIEW("Pod", "CREATE") "\"spec\":{\"a\":\"",
	  "/AKIAIOSFODNN7EXAMPLE/password=x%d,", "\"}}}}", 16 },
	{ "redaction, Secret", read_redacted, REVIEW("Secret", "CREATE") "\"data\":{",
	  "\"k%d\":\"YQ==\",", "\"z\":\"\"}}}}", 16 },
	{ "redaction, annotations", read_redacted,
	  REVIEW("Secret", "CREATE") "\"metadata\":{\"annotations\":{", "\"k%d\":\"x\",",
	  "\"z\":\"\"}}}}}", 16 },
	{ "configuration, rules", read_config, CONFIG "rules:\n",
	  "- {policy: image-registries, name: r%d, params: {allowed: [a.example]}}\n", "", 1 },
	{ "configuration, rules off", read_config, CONFIG "preset: hardened\nrules:\n",
	  "- {policy: image-tag, mode: \"off\", name: r%d}\n", "", 1 },
	{ "configuration, kinds", read_config,
	  CONFIG "rules:\n- policy: workload-labels\n  match:\n    kinds:\n", "    - K%d\n", "",
	  2 },
	{ "configuration, namespaces", read_config,
	  CONFIG "rules:\n- policy: image-tag\n  match:\n    excludeNamespaces:\n", "    - n%d-*\n",
	  "", 2 },
	{ "configuration, exemptions", read_config,
	  CONFIG "podSecurity:\n  exemptions:\n    namespaces:\n", "    - n%d\n", "", 2 },
	{ "configuration, strings", read_config,
	  CONFIG "rules:\n- policy: image-registries\n  params:\n    allowed:\n",
	  "    - r%d.example/*\n", "", 2 },
	{ "configuration, unknown keys", read_config, CONFIG, "k%d: 1\n", "", 16 },
	{ "namespaces", read_namespaces, "{", "\"n%d\":{\"a\":\"b\"},", "\"z\":{}}", 16 },
	{ "namespaces, labels", read_namespaces, "{\"n\":{", "\"k%d\":\"v\",", "\"z\":\"\"}}", 16 },
	{ "registration, webhooks", read_registration, REGISTRATION,
	  "- {name: w%d.example.com, sideEffects: None, admissionReviewVersions: [v1], "
	  "clientConfig: {url: 'https://a/'}, rules: [{apiGroups: [''], apiVersions: [v1], "
	  "resources: [pods], operations: [CREATE]}]}\n",
	  "", 4 },
	{ "registration, rules", read_registration,
	  REGISTRATION "- name: a.example.com\n  clientConfig: {url: 'https://a/'}\n  rules:\n",
	  "  - {apiGroups: ['g%d'], apiVersions: [v1], resources: [pods], operations: [CREATE]}\n",
	  "", 4 },
	{ "registration, resources", read_registration,
	  REGISTRATION
	  "- name: a.example.com\n  rules:\n  - apiGroups: ['']\n    apiVersions: [v1]\n"
	  "    operations: [CREATE]\n    resources:\n",
	  "    - r%d\n", "", 16 },
	{ "registration, selectors", read_registration,
	  REGISTRATION "- name: a.example.com\n  namespaceSelector:\n    matchExpressions:\n",
	  "    - {key: k%d, operator: NotIn, values: [a]}\n", "", 16 },
	{ "registration, conditions", read_registration,
	  REGISTRATION "- name: a.example.com\n  matchConditions:\n",
	  "  - {name: c%d, expression: 'true'}\n", "", 16 },
	{ "baseline, findings", read_baseline, BASELINE,
	  "{\"fingerprint\":\"%f\",\"count\":1,\"rule\":\"r\",\"object\":\"o\",\"place\":\"p\"},",
	  BASELINE_END, 16 },
	{ "baseline, alike", read_baseline, BASELINE,
	  "{\"fingerprint\":\"00000000000000000000000000000001\",\"count\":1,\"rule\":\"r\"},",
	  BASELINE_END, 16 },
	{ "passwords, lines", find_passwords, "", "password: x%d\n", "", 64 },
	{ "passwords, references", find_passwords, "", "password=$x;", "", 64 },
	{ "passwords, one word", find_passwords, "{", "password:", "$", 64 },
	{ "passwords, signs", find_passwords, "{", "password=", "$", 64 },
	{ "passwords, space", find_passwords, "", " ", "password: x", 64 },
	{ "passwords, words behind space", find_passwords, "          ", "password ", "", 64 },
	{ "passwords, quotes", find_passwords, "", "password: \"$\n", "", 64 },
	{ "passwords, either quotes", find_passwords, "", "password: '\"$\n", "", 64 },
	{ "passwords, backslashes", find_passwords, "password: \"$", "password: \\\\\\", "\"", 64 },
	{ "passwords, members", find_passwords, "", "password,,,,,value", "", 64 },
	{ "passwords, URLs", find_passwords, "", "://u:p", "@", 64 },
	{ "passwords, users", find_passwords, "://", "u:", "@", 64 },
	{ "passwords, long names", find_passwords, "", "a_password_", ": x", 64 },
	{ "passwords, fields", find_passwords, "", "h:1:", "\n", 64 },
	{ "passwords, comments", find_passwords, "", "# password: x\n", "", 64 },
	{ "passwords, open quotes", find_passwords, "mysql ", "'-px\" ", "", 64 },
	{ "passwords, commands", find_passwords, "", "mysql -px;", "", 64 },
	{ "passwords, schemes", find_passwords, "", ":@tcp(basic", "", 64 },
	{ "passwords, calls", find_passwords, "", "a password=(", "", 64 },
	{ "passwords, comments of XML", find_passwords, "", "<!--", "", 64 },
	{ "passwords, blocks", find_passwords, "", "\npassword: |\n ", "", 64 },
	{ "passwords, scripts", find_passwords, "", "sh -c 'sh -c \"", "", 64 },
	{ "report, text", write_report, "text\n", "x", "", 16 },
	{ "report, json", write_report, "json\n", "x", "", 16 },
	{ "report, jsonl", write_report, "jsonl\n", "x", "", 16 },
	{ "report, sarif", write_report, "sarif\n", "x", "", 16 },
	{ "report, junit", write_report, "junit\n", "x", "", 16 },
	{ "report, github", write_report, "github\n", "x", "", 16 },
	{ "report, markdown", write_report, "markdown\n", "x", "", 16 },
};

static void write_sample(struct buf *out, const struct sample *sample, int n)
{
	const char *number = strchr(sample->item, '%');

	buf_adds(out, sample->before);
	for (int i = 0; i < n * sample->times; i++) {
		if (!number) {
			buf_adds(out, sample->item);
			continue;
		}
		buf_add(out, sample->item, (size_t)(number - sample->item));
		buf_addf(out, number[1] == 'f' ? "%032d" : "%d", i);
		buf_adds(out, number + 2);
	}
	buf_adds(out, sample->after);
}

/* Used again and again, so that no measurement pays for fresh pages. */
static struct buf scratch;

static struct measured run_sample(const void *work, int n, int rounds)
{
	const struct sample *sample = work;
	struct measured m = { 0 };

	buf_clear(&scratch);
	write_sample(&scratch, sample, n);
	for (int round = 0; round < rounds; round++) {
		int64_t start = growth_ns();

		(void)sample->read(buf_str(&scratch), scratch.len);
		growth_keep_least(&m, round, growth_ns() - start);
	}
	return m;
}

START_TEST(readers)
{
	int count = 0;

	for (size_t i = 0; i < ARRAY_LEN(samples); i++)
		count += growth_of(run_sample, &samples[i], samples[i].name) > 0;
	growth_print_worst("readers");
	ck_assert_msg(count == 0, "%d texts take too long", count);
}
END_TEST

int main(void)
{
	if (!growth_begin())
		return 0;
	buf_init(&scratch, GROWTH_BYTES);
	return run_tables("growth of readers",
			  (const struct table[]){ { "readers", readers, 1 }, { 0 } });
}
