/* SPDX-License-Identifier: Apache-2.0 */
/* check_growth.c - nothing takes more than n log n: each policy with N and 4 N.
 *
 * A policy's own examples are what it is measured with, made larger: every list with N elements,
 * alike or each with other names, every map with N members, every string N times as long; for each
 * operation that it judges, with an old object that differs. So a new policy is measured as soon as
 * it is in the list, and so is each view.
 */
#include <stdio.h>
#include <string.h>

#include "admit.h"
#include "base/budget.h"
#include "examples.h"
#include "growth.h"
#include "support.h"

#define TEXT_GROWN 4		       /* strings grow by so many bytes an n */
#define BODY_BYTES (8.0 * 1024 * 1024) /* --max-body, unless it is given */

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
		const cJSON key = { .type = cJSON_String, .valuestring = child->string };

		json_write(out, &key);
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

struct work {
	const struct engine *engine;
	const struct kind *kind;
	const cJSON *object;
	enum operation operation;
	enum way way;
};

/* Used again and again, so that no measurement pays for fresh pages. */
static struct arena *documents, *judging;
static struct buf scratch;

static cJSON *grown(const struct work *w, int n, int shift)
{
	const struct json_limits limits = { .bytes = GROWTH_BYTES,
					    .depth = 100,
					    .values = 100000000 };
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

static struct measured run_policy(const void *work, int n, int rounds)
{
	const struct work *w = work;
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
		int64_t start = growth_ns();
		int result = engine_judge(w->engine, judging, &subject, &judgement, &err);

		growth_keep_least(&m, round, growth_ns() - start);
		ck_assert_msg(result == 0, "%s: %s", w->kind->kind, err.text);
		m.steps = budget_used();
		arena_reset(judging);
	}
	return m;
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

			w->way = (enum way)way;
			count += growth_of(run_policy, w, what) > 0;
		}
	}
	return count;
}

static int grows(const struct policy *const *table, const struct policy *policy,
		 const char *example)
{
	struct engine *engine = engine_of(table, policy);
	const struct kind *kind = example_kind(policy);
	struct work w = { .engine = engine, .kind = kind };
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
	growth_print_worst("policies");
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

#define ALL_RULES                                                               \
	"preset: hardened\n"                                                    \
	"podSecurity: {controllers: deny, defaults: {enforce: baseline, warn: " \
	"restricted, audit: restricted}}\n"                                     \
	"rules: [{policy: rights-added}, {policy: binding-cluster-admin}]\n"

START_TEST(whole)
{
	struct engine *engine = engine_with(policies_all, ALL_RULES);
	int count = 0;

	for (size_t i = 0; i < ARRAY_LEN(wholes); i++) {
		const struct kind *kind = kind_find(wholes[i].group, wholes[i].kind);
		struct work w = { .engine = engine, .kind = kind };
		const char *name =
			arena_printf(test_arena(), "all rules, %s %zu", wholes[i].kind, i);

		ck_assert_msg(kind != NULL, "%s", wholes[i].kind);
		w.object = example_object(kind, wholes[i].text);
		count += grows_with(&w, ON(CREATE) | ON(UPDATE) | ON(DELETE), name);
	}
	growth_print_worst("all rules");
	ck_assert_msg(count == 0, "%d bodies take too long", count);
	engine_free(engine);
}
END_TEST

/* A body, and how many steps it takes for each of its bytes. */
struct dear {
	struct work w;
	const char *name;
	int n;
	double each;
};

/* Of the bodies with @n elements, those that take most steps a byte, the worst first. */
static void find_dear(const struct engine *engine, int n, struct dear *most, int count)
{
	for (size_t i = 0; i < ARRAY_LEN(wholes); i++) {
		const struct kind *kind = kind_find(wholes[i].group, wholes[i].kind);
		struct dear d = { .w = { .engine = engine, .kind = kind }, .n = n };

		ck_assert_msg(kind != NULL, "%s", wholes[i].kind);
		d.w.object = example_object(kind, wholes[i].text);
		for (int at = 0; at < 2 * WAYS; at++) {
			int to = count;

			d.w.operation = at % 2 ? OPERATION_UPDATE : OPERATION_CREATE;
			d.w.way = (enum way)(at / 2);
			d.name = arena_printf(test_arena(), "%s %zu, %s, %s", kind->kind, i,
					      at % 2 ? "update" : "create", way_names[d.w.way]);
			d.each = (double)run_policy(&d.w, n, 1).steps / (double)scratch.len;
			for (; to > 0 && most[to - 1].each < d.each; to--)
				if (to < count)
					most[to] = most[to - 1];
			if (to < count)
				most[to] = d;
		}
	}
}

/* The largest body there can be has ten times the steps that it takes. */
START_TEST(largest)
{
	struct engine *engine = engine_with(policies_all, ALL_RULES);
	struct dear most[3] = { 0 };

	find_dear(engine, 1024, most, ARRAY_LEN(most));
	for (size_t i = 0; i < ARRAY_LEN(most); i++) {
		size_t len;
		int64_t steps;

		(void)run_policy(&most[i].w, most[i].n, 1);
		len = scratch.len;
		most[i].n = (int)((double)most[i].n * BODY_BYTES / (double)len);
		steps = run_policy(&most[i].w, most[i].n, 1).steps;
		printf("%s: %.1f MiB, %.1f million steps\n", most[i].name,
		       (double)scratch.len / (1 << 20), (double)steps / 1e6);
		ck_assert_int_le(steps * 10, BUDGET_STEPS);
	}
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

int main(void)
{
	struct err err = { 0 };

	if (!growth_begin())
		return 0;
	documents = arena_new(GROWTH_ARENA, &err);
	judging = arena_new(GROWTH_ARENA, &err);
	buf_init(&scratch, GROWTH_BYTES);
	return run_tables("growth", (const struct table[]){ { "policies", policies, 1 },
							    { "whole", whole, 1 },
							    { "largest", largest, 1 },
							    { "fakes", fake_policies, 1 },
							    { 0 } });
}
