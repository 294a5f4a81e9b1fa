/* SPDX-License-Identifier: Apache-2.0 */
/* check_growth.c - nothing takes more than n log n: each policy and each reader with N and 4 N.
 *
 * A policy's own examples are what it is measured with, made larger: every list with N elements,
 * alike or each with other names, every map with N members, every string N times as long; for each
 * operation that it judges, with an old object that differs. So a new policy is measured as soon as
 * it is in the list, and so is each view.
 *
 * What is measured is the thread's own CPU time, the least of some rounds, and only its ratio
 * counts: a busy or slow machine stretches both. Steps (base/budget.h) are counted beside it; they
 * are the same everywhere. Growth is told once it shows twice, the second time with larger bodies.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "admission/redact.h"
#include "admit.h"
#include "base/budget.h"
#include "examples.h"
#include "replay/capture.h"
#include "source/documents.h"
#include "support.h"
#include "yaml/yaml.h"

/* n log n makes 4.6 of 4 at these sizes, and caches that overflow a little more. */
#define RATIO_MAX  6.0
#define RATIO_FINE 4.7
#define TRIES	   4
#define N	   128
#define ROUNDS	   3
#define LEAST_NS   100000 /* what takes less at 4 N is not told apart from noise, nor a square */
#define WORST	   20
#define DOC_MAX	   ((size_t)1 << 30)
#define BODY_MAX   ((size_t)256 << 20)
#define TEXT_GROWN 4 /* strings grow by so many bytes an n */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
	__has_feature(undefined_behavior_sanitizer)
#define SANITIZED 1
#endif
#endif

enum way { OUTER, OUTER_VARIED, INNER, INNER_VARIED, MAPS, LONG, WAYS };
static const char *const way_names[WAYS] = { "lists alike", "lists", "inner lists alike",
					     "inner lists", "maps",  "long texts" };

/* How an object is made larger. */
struct growth {
	enum way way;
	int n;
	int shift;   /* the names of the old object's elements are others */
	int index;   /* of the element that is being written; -1: of none */
	bool inside; /* a list that grew */
};

static bool has_list_below(const cJSON *node)
{
	for (const cJSON *child = node->child; child; child = child->next)
		if (cJSON_IsArray(child) || has_list_below(child))
			return true;
	return false;
}

static bool is_map(const cJSON *node)
{
	for (const cJSON *child = node->child; child; child = child->next)
		if (!cJSON_IsString(child))
			return false;
	return node->child != NULL;
}

static void write_text(struct buf *out, char *text, const struct growth *g)
{
	size_t from = out->len, len = strlen(text);

	json_write(out, &(cJSON){ .type = cJSON_String, .valuestring = text });
	if (g->index >= 0 && (g->way == OUTER_VARIED || g->way == INNER_VARIED)) {
		out->len--; /* the quote */
		buf_addf(out, "-%d\"", g->index);
	} else if (g->way == LONG && len) {
		size_t written = out->len - from - 2;

		out->len--;
		for (int i = 0; i < g->n * TEXT_GROWN / (int)len; i++) {
			char *to = buf_reserve(out, written);

			ck_assert(to != NULL);
			memcpy(to, out->data + from + 1, written);
			out->len += written;
		}
		buf_addc(out, '"');
	}
}

static void write_grown(struct buf *out, const cJSON *node, const struct growth *g);

static void write_list(struct buf *out, const cJSON *node, const struct growth *g)
{
	bool inner = g->way == INNER || g->way == INNER_VARIED;
	bool grows = node->child && !g->inside &&
		     (inner ? !has_list_below(node) : g->way == OUTER || g->way == OUTER_VARIED);
	struct growth below = *g;
	const cJSON *child = node->child;

	buf_addc(out, '[');
	if (grows) {
		below.inside = true;
		for (int i = 0; i < g->n; i++) {
			below.index = i + g->shift;
			if (i)
				buf_addc(out, ',');
			write_grown(out, child, &below);
			child = child->next ? child->next : node->child;
		}
	} else {
		for (; child; child = child->next) {
			write_grown(out, child, &below);
			if (child->next)
				buf_addc(out, ',');
		}
	}
	buf_addc(out, ']');
}

static void write_map(struct buf *out, const cJSON *node, const struct growth *g)
{
	bool grows = g->way == MAPS && is_map(node);

	buf_addc(out, '{');
	for (const cJSON *child = node->child; child; child = child->next) {
		json_write(out, &(cJSON){ .type = cJSON_String, .valuestring = child->string });
		buf_addc(out, ':');
		if (strcmp(child->string, "kind") == 0 || strcmp(child->string, "apiVersion") == 0)
			json_write(out, child);
		else
			write_grown(out, child, g);
		for (int i = 0; grows && i < g->n; i++) {
			buf_addf(out, ",\"%s-%d\":", child->string, i + g->shift);
			json_write(out, child);
		}
		if (child->next)
			buf_addc(out, ',');
	}
	buf_addc(out, '}');
}

static void write_grown(struct buf *out, const cJSON *node, const struct growth *g)
{
	if (cJSON_IsArray(node))
		write_list(out, node, g);
	else if (cJSON_IsObject(node))
		write_map(out, node, g);
	else if (cJSON_IsString(node))
		write_text(out, node->valuestring, g);
	else
		json_write(out, node);
}

/* What one measurement came to. */
struct measured {
	int64_t ns, steps;
};

struct work {
	struct measured (*run)(const struct work *work, int n, int rounds);
	const struct engine *engine;
	const struct kind *kind;
	const cJSON *object;
	enum operation operation;
	enum way way;
	const struct sample *sample;
};

static int64_t cpu_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void keep_least(struct measured *m, int round, int64_t ns)
{
	if (round == 0 || ns < m->ns)
		m->ns = ns;
}

/* Used again and again, so that no measurement pays for fresh pages. */
static struct arena *documents, *judging;
static struct buf scratch;

static cJSON *grown(const struct work *w, int n, int shift)
{
	const struct json_limits limits = { .bytes = BODY_MAX, .depth = 100, .values = 100000000 };
	struct err err = { 0 };
	cJSON *doc;

	buf_clear(&scratch);
	write_grown(&scratch, w->object,
		    &(struct growth){ .way = w->way, .n = n, .shift = shift, .index = -1 });
	doc = json_parse(documents, arena_strndup(documents, buf_str(&scratch), scratch.len),
			 scratch.len, &limits, &err);
	ck_assert_msg(doc != NULL, "%s: %s", w->kind->kind, err.text);
	return doc;
}

static struct measured run_policy(const struct work *w, int n, int rounds)
{
	struct measured m = { 0 };
	struct err err = { 0 };
	struct judgement judgement;
	struct subject subject = {
		.operation = w->operation,
		.kind = { w->kind->group, "v1", w->kind->kind },
		.resource_group = w->kind->group,
		.resource = w->kind->resource,
		.subresource = "",
		.name = "example",
		.ns = "example",
		.username = "jane",
		.ns_known = true,
	};

	arena_reset(documents);
	if (w->operation != OPERATION_DELETE)
		subject.object = grown(w, n, 0);
	if (w->operation == OPERATION_UPDATE || w->operation == OPERATION_DELETE)
		subject.old_object = grown(w, n, 1);
	for (int round = 0; round < rounds; round++) {
		int64_t start = cpu_ns();
		int result = engine_judge(w->engine, judging, &subject, &judgement, &err);

		keep_least(&m, round, cpu_ns() - start);
		ck_assert_msg(result == 0, "%s: %s", w->kind->kind, err.text);
		m.steps = budget_used();
		arena_reset(judging);
	}
	return m;
}

/* The worst so far. */
struct worst_line {
	double ratio;
	char text[160];
};
static struct worst_line worst[WORST + 1];

static void keep_worst(double ratio, const char *what, const struct measured *one,
		       const struct measured *four)
{
	int i = WORST;

	if (ratio <= worst[WORST - 1].ratio)
		return;
	for (; i > 0 && worst[i - 1].ratio < ratio; i--)
		worst[i] = worst[i - 1];
	worst[i].ratio = ratio;
	snprintf(worst[i].text, sizeof(worst[i].text), "%5.2f %9.1f %9.1f  %s", ratio,
		 (double)one->ns / 1000, (double)four->ns / 1000, what);
}

static void print_worst(const char *title)
{
	printf("%s: the worst %d\nratio   us at N at 4 N  what\n", title, WORST);
	for (int i = 0; i < WORST && worst[i].ratio > 0; i++)
		printf("%s\n", worst[i].text);
	fflush(stdout);
	memset(worst, 0, sizeof(worst));
}

static double ratio_of(struct measured one, struct measured four)
{
	double time = one.ns > 0 && four.ns >= LEAST_NS ? (double)four.ns / (double)one.ns : 0;
	double steps = one.steps >= (int64_t)16 * N ? (double)four.steps / (double)one.steps : 0;

	return steps > time ? steps : time;
}

static void improve(struct measured *best, struct measured m)
{
	if (!best->ns || m.ns < best->ns)
		*best = m;
}

/* A ratio that looks bad is measured again, then with larger bodies: noise goes and a square, which
 * hides behind what is linear in small ones, shows. Return: the ratio of the largest when it grows
 * too fast, else 0. */
static double growth_of(const struct work *w, const char *what)
{
	struct measured one = { 0 }, four = { 0 };
	double ratio = RATIO_MAX;

	for (int n = N; n <= 8 * N && ratio > RATIO_FINE; n *= 2) {
		one = four = (struct measured){ 0 };
		for (int times = 0; times < TRIES; times++) {
			improve(&one, w->run(w, n, ROUNDS));
			improve(&four, w->run(w, 4 * n, 1 + times));
			ratio = ratio_of(one, four);
			if (ratio <= RATIO_FINE)
				break;
		}
	}
	if (ratio > RATIO_MAX)
		return ratio;
	keep_worst(ratio, what, &one, &four);
	return 0;
}

static struct engine *engine_with(const struct policy *const *table, const char *rules)
{
	const struct config_fault *faults;
	const char *config_text =
		arena_printf(test_arena(), "apiVersion: kubevet.dev/v1\nkind: Config\n%s", rules);
	const struct config *config = config_parse(test_arena(), table, "growth", config_text,
						   strlen(config_text), &faults);
	struct err err = { 0 };
	struct engine *engine;

	ck_assert_msg(config != NULL, "%s", faults ? faults->text : "no configuration");
	engine = engine_new(table, config, &err);
	ck_assert_msg(engine != NULL, "%s", err.text);
	return engine;
}

/* Of the one rule, with the standard itself out of the way. */
static struct engine *engine_of(const struct policy *const *table, const struct policy *policy)
{
	return engine_with(table, arena_printf(test_arena(),
					       "podSecurity: {defaults: {}, exemptions: {}}\n"
					       "rules: [{policy: %s}]\n",
					       policy->id));
}

/* Return: how many of the bodies take too long. */
static int grows_with(struct work *w, unsigned operations, const char *name)
{
	static const char *const names[] = { "create", "update", "delete", "connect" };
	int count = 0;

	for (int op = OPERATION_CREATE; op <= OPERATION_CONNECT; op++) {
		if (!(operations & 1u << op))
			continue;
		w->operation = (enum operation)op;
		for (int way = 0; way < WAYS; way++) {
			const char *what = arena_printf(test_arena(), "%s, %s, %s", name, names[op],
							way_names[way]);
			double ratio;

			w->way = (enum way)way;
			ratio = growth_of(w, what);
			if (ratio > 0)
				printf("%s: %.1f times as long for 4 times as much\n", what, ratio);
			count += ratio > 0;
		}
	}
	return count;
}

static int grows(const struct policy *const *table, const struct policy *policy,
		 const char *example)
{
	struct engine *engine = engine_of(table, policy);
	const struct kind *kind = example_kind(policy);
	struct work w = { .run = run_policy, .engine = engine, .kind = kind };
	int count;

	w.object = example_object(kind, example);
	count = grows_with(&w, policy_operations(policy), policy->id);
	engine_free(engine);
	return count;
}

START_TEST(policies)
{
	int count = 0;

	for (const struct policy *const *p = policies_all; *p; p++)
		count += grows(policies_all, *p, (*p)->good) + grows(policies_all, *p, (*p)->bad);
	print_worst("policies");
	ck_assert_msg(count == 0, "%d bodies take too long", count);
}
END_TEST

/* Pod Security and hundreds of rules at once, over objects whose lists policies compare. */
static const struct {
	const char *group, *kind, *text;
} wholes[] = {
	{ "", "Pod",
	  "metadata: {name: p, labels: {a: b}, annotations: {c: d}}\n"
	  "spec:\n"
	  "  hostPID: true\n"
	  "  initContainers: [{name: i, image: x}]\n"
	  "  containers:\n"
	  "  - name: a\n"
	  "    image: x\n"
	  "    command: [sh, -c]\n"
	  "    args: ['--token=x']\n"
	  "    ports: [{name: p, containerPort: 1, hostPort: 1}]\n"
	  "    env: [{name: A, value: $(B)}, {name: C, valueFrom: {secretKeyRef: {name: s, key: "
	  "k}}}]\n"
	  "    envFrom: [{secretRef: {name: s}}]\n"
	  "    volumeMounts: [{name: v, mountPath: /a/b}]\n"
	  "    securityContext: {capabilities: {add: [SYS_ADMIN], drop: [X]}}\n"
	  "  ephemeralContainers: [{name: e, image: x}]\n"
	  "  volumes: [{name: v, hostPath: {path: /proc}}]\n"
	  "  tolerations: [{key: k, operator: Exists}]\n"
	  "  hostAliases: [{ip: 1.1.1.1, hostnames: [a]}]\n"
	  "  imagePullSecrets: [{name: s}]\n" },
	{ "", "Pod",
	  "metadata: {name: p}\nspec: {containers: [], ephemeralContainers: [{name: e, image: "
	  "x}]}\n" },
	{ "apps", "Deployment",
	  "metadata: {name: d}\n"
	  "spec: {selector: {matchLabels: {a: b}, matchExpressions: [{key: a, operator: In, "
	  "values: "
	  "[b]}]}, template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: "
	  "x}]}}}\n" },
	{ "rbac.authorization.k8s.io", "ClusterRole",
	  "metadata: {name: r, labels: {rbac.authorization.k8s.io/aggregate-to-view: 'true'}}\n"
	  "rules: [{apiGroups: ['', apps], resources: [secrets, pods/exec], verbs: [get, "
	  "list]}]\n" },
	{ "rbac.authorization.k8s.io", "ClusterRole",
	  "metadata: {name: r}\n"
	  "aggregationRule: {clusterRoleSelectors: [{matchLabels: {a: b}, matchExpressions: "
	  "[{key: a, operator: In, values: [b]}]}]}\n" },
	{ "rbac.authorization.k8s.io", "ClusterRoleBinding",
	  "metadata: {name: r}\nroleRef: {kind: ClusterRole, name: cluster-admin}\n"
	  "subjects: [{kind: User, name: u}]\n" },
	{ "", "Namespace", "metadata: {name: n, labels: {a: b}, annotations: {c: d}}\n" },
	{ "", "ConfigMap", "metadata: {name: c}\ndata: {a: 'password: x', b: https://u:p@h}\n" },
	{ "", "Secret", "metadata: {name: c}\nstringData: {a: x}\ndata: {b: YQ==, a: YQ==}\n" },
	{ "", "Service",
	  "metadata: {name: s, annotations: {a: b}}\n"
	  "spec: {type: LoadBalancer, ports: [{name: a, port: 1}], externalIPs: [1.1.1.1], "
	  "loadBalancerSourceRanges: [10.0.0.0/8]}\n" },
};

START_TEST(whole)
{
	struct engine *engine = engine_with(
		policies_all, "preset: hardened\n"
			      "podSecurity: {controllers: deny, defaults: {enforce: "
			      "baseline, warn: restricted, audit: restricted}}\n"
			      "rules: [{policy: rights-added}, {policy: binding-cluster-admin}]\n");
	int count = 0;

	for (size_t i = 0; i < ARRAY_LEN(wholes); i++) {
		const struct kind *kind = kind_find(wholes[i].group, wholes[i].kind);
		struct work w = { .run = run_policy, .engine = engine, .kind = kind };
		const char *name =
			arena_printf(test_arena(), "all rules, %s %zu", wholes[i].kind, i);

		ck_assert_msg(kind != NULL, "%s", wholes[i].kind);
		w.object = example_object(kind, wholes[i].text);
		count += grows_with(&w, ON(CREATE) | ON(UPDATE) | ON(DELETE), name);
	}
	print_worst("all rules");
	ck_assert_msg(count == 0, "%d bodies take too long", count);
	engine_free(engine);
}
END_TEST

static void in_steps(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params, (void)out;
	for_each_container (a, pod)
		for_each_container (b, pod)
			(void)b;
}

static volatile size_t seen;

static void unseen(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params, (void)out;
	for (const struct container *a = pod->containers; a; a = a->next)
		for (const struct container *b = pod->containers; b; b = b->next)
			seen += strcmp(a->name, b->name) == 0;
}

static void linear(const struct pod *pod, const struct params *params, struct findings *out)
{
	(void)params, (void)out;
	for_each_container (a, pod)
		seen += a->index;
}

#define FAKE(name)                                                                       \
	static const struct policy fake_##name = { .id = "fake-" #name,                  \
						   .title = "It looks at pairs.",        \
						   .why = "To see whether it is found.", \
						   .remedy = "None.",                    \
						   .check_pod = name }
FAKE(in_steps);
FAKE(unseen);
FAKE(linear);

static const struct policy *const fakes[] = { &fake_in_steps, &fake_unseen, &fake_linear, NULL };

/* The measurement finds a square, counted in steps or not, and nothing where there is none. */
START_TEST(fake_policies)
{
	const char *pod = "spec:\n  containers:\n  - name: app\n";

	ck_assert_int_gt(grows(fakes, &fake_in_steps, pod), 0);
	ck_assert_int_gt(grows(fakes, &fake_unseen, pod), 0);
	ck_assert_int_eq(grows(fakes, &fake_linear, pod), 0);
}
END_TEST

/* Texts for readers: @item n times between @before and @after; "%d" in it is its number. */
struct sample {
	const char *name;
	int (*read)(const char *text, size_t len);
	const char *before, *item, *after;
	int times; /* so many items an n */
};

static int read_json(const char *text, size_t len)
{
	const struct json_limits limits = { .bytes = BODY_MAX, .depth = 100, .values = 100000000 };
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct err err = { 0 };

	a = arena_new(DOC_MAX, &err);
	return a && json_parse(a, text, len, &limits, &err) ? 0 : -1;
}

static int read_yaml(const char *text, size_t len)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	struct err err = { 0 };
	cJSON *doc;
	int result = 1;

	a = arena_new(DOC_MAX, &err);
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
	ck_assert(out && fwrite(text, 1, len, out) == len && fclose(out) == 0);
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

	buf_init(&out, BODY_MAX);
	a = arena_new(DOC_MAX, &err);
	return a ? redact_write(a, text, len, &(struct redact_options){ 0 }, &out, &err) : -1;
}

#define REVIEW(kind, op)                                                                         \
	"{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\":{"     \
	"\"uid\":\"u\",\"operation\":\"" op "\",\"namespace\":\"n\",\"userInfo\":{},\"kind\":{"  \
	"\"group\":\"\",\"version\":\"v1\",\"kind\":\"" kind "\"},\"resource\":{\"group\":\"\"," \
	"\"version\":\"v1\",\"resource\":\"x\"},\"object\":{\"apiVersion\":\"v1\",\"kind\":"     \
	"\"" kind "\","

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
	{ "redaction, Secret", read_redacted, REVIEW("Secret", "CREATE") "\"data\":{",
	  "\"k%d\":\"YQ==\",", "\"z\":\"\"}}}}", 16 },
	{ "redaction, annotations", read_redacted,
	  REVIEW("Secret", "CREATE") "\"metadata\":{\"annotations\":{", "\"k%d\":\"x\",",
	  "\"z\":\"\"}}}}}", 16 },
};

static void write_sample(struct buf *out, const struct sample *sample, int n)
{
	const char *number = strstr(sample->item, "%d");

	buf_adds(out, sample->before);
	for (int i = 0; i < n * sample->times; i++) {
		if (!number) {
			buf_adds(out, sample->item);
			continue;
		}
		buf_add(out, sample->item, (size_t)(number - sample->item));
		buf_addf(out, "%d", i);
		buf_adds(out, number + 2);
	}
	buf_adds(out, sample->after);
}

static struct measured run_sample(const struct work *w, int n, int rounds)
{
	struct measured m = { 0 };

	buf_clear(&scratch);
	write_sample(&scratch, w->sample, n);
	for (int round = 0; round < rounds; round++) {
		int64_t start = cpu_ns();

		(void)w->sample->read(buf_str(&scratch), scratch.len);
		keep_least(&m, round, cpu_ns() - start);
	}
	return m;
}

START_TEST(readers)
{
	int count = 0;

	for (size_t i = 0; i < ARRAY_LEN(samples); i++) {
		struct work w = { .run = run_sample, .sample = &samples[i] };
		double ratio = growth_of(&w, samples[i].name);

		if (ratio > 0)
			printf("%s: %.1f times as long for 4 times as much\n", samples[i].name,
			       ratio);
		count += ratio > 0;
	}
	print_worst("readers");
	ck_assert_msg(count == 0, "%d texts take too long", count);
}
END_TEST

/* No page goes back to the system between two measurements. */
static void keep_memory(void)
{
	struct err err = { 0 };

	mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 1 << 30);
	documents = arena_new(DOC_MAX, &err);
	judging = arena_new(DOC_MAX, &err);
	buf_init(&scratch, BODY_MAX);
}

int main(void)
{
#ifdef SANITIZED
	printf("growth: not measured, a sanitizer's own bookkeeping would be\n");
	return 0;
#endif
	keep_memory();
	return run_tables("growth", (const struct table[]){ { "policies", policies, 1 },
							    { "whole", whole, 1 },
							    { "fakes", fake_policies, 1 },
							    { "readers", readers, 1 },
							    { 0 } });
}
