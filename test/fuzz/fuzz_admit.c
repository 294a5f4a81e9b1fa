/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_admit.c - any JSON as an object, and as what it replaces, of a review that every policy
 * judges: no failure allows, answers are whole, and what redaction hides is found nowhere.
 *
 * Also any bytes as the review. */
#include <stdio.h>
#include <string.h>

#include "admission/handle.h"
#include "admission/redact.h"
#include "base/mem.h"
#include "fuzz.h"
#include "mutate.h"
#include "world.h"

#define BODY_MAX      ((size_t)16 * 1024 * 1024)
#define DOC_ARENA_MAX ((size_t)64 * 1024 * 1024)
#define FAIL_AT_MAX   3000

/* What must be hidden: a value of a place that is secret as a whole, and a credential, which is
 * one wherever it stands. */
#define PLANTED	       "9vPlantedQ2value"
#define PLANTED64      "OXZQbGFudGVkUTJ2YWx1ZQ=="
#define PLANTED_TEXT64 "cGFzc3dvcmQ6IDl2UGxhbnRlZFEydmFsdWUK" /* password: ... */
#define CREDENTIAL     "AKIAQ7PLANTED9SECRET"

struct input {
	const char *object, *old;
	size_t object_len, old_len;
	char group[256];
	const char *version, *kind, *resource, *subresource;
	size_t pick; /* which of the more expensive checks are made */
};

struct outcome {
	struct arena *a;
	struct buf reply;
	struct admission_record record;
	const cJSON *response;
	int result;
	bool allowed;
};

static void check_answer(struct outcome *o)
{
	struct err err = { 0 };
	const cJSON *doc = json_parse(o->a, buf_str(&o->reply), o->reply.len, NULL, &err);
	const cJSON *status, *allowed;
	int64_t code = 0;

	MUST_HOLD(doc != NULL && o->reply.len <= REPLY_BYTES_MAX);
	o->response = json_get(doc, "response");
	status = json_get(o->response, "status");
	allowed = json_get(o->response, "allowed");
	MUST_HOLD(strcmp(json_string(json_get(o->response, "uid")), o->record.uid) == 0);
	MUST_HOLD(cJSON_IsBool(allowed) && !json_get(o->response, "patch"));
	o->allowed = cJSON_IsTrue(allowed);
	MUST_HOLD(o->allowed == !status);
	MUST_HOLD(!status || (json_int(json_get(status, "code"), &code) && code >= 400));
	MUST_HOLD(o->allowed == (o->record.judgement.verdict == VERDICT_ALLOW ||
				 o->record.judgement.verdict == VERDICT_WARN));
}

/* The outcome is for outcome_fini(). */
static void judge(struct outcome *o, const struct engine *engine, const char *body, size_t len)
{
	struct err err = { 0 };

	*o = (struct outcome){ .a = arena_new(DOC_ARENA_MAX, &err) };
	MUST_HOLD(o->a != NULL);
	buf_init(&o->reply, REPLY_BYTES_MAX);
	o->result = admission_handle(engine, NULL, o->a, body, len, &o->reply, &o->record, &err);
	mem_fail_at(-1);
	if (o->result == 0) {
		MUST_HOLD(buf_ok(&o->reply, &err) == 0);
		check_answer(o);
	} else {
		/* Judged, and then there was no memory for the answer: whoever asked is told so. */
		MUST_HOLD(o->record.judgement.verdict == VERDICT_ERROR || err.code == ERR_MEMORY);
		MUST_HOLD(err.code != ERR_NONE && err.text[0] && !strchr(err.text, '\n'));
	}
}

static void outcome_fini(struct outcome *o)
{
	arena_free(o->a);
	buf_fini(&o->reply);
}

static void write_names(struct buf *out, const char *group, const char *version, const char *key,
			const char *name)
{
	buf_adds(out, "{\"group\":");
	json_write_string(out, group);
	buf_adds(out, ",\"version\":");
	json_write_string(out, version);
	buf_addf(out, ",\"%s\":", key);
	json_write_string(out, name);
	buf_adds(out, "}");
}

static void write_review(struct buf *out, const struct input *in, const char *operation)
{
	bool gone = strcmp(operation, "DELETE") == 0;
	bool had = gone || strcmp(operation, "UPDATE") == 0;

	buf_clear(out);
	buf_adds(out, "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
		      "\"request\":{\"uid\":\"u-1\",\"kind\":");
	write_names(out, in->group, in->version, "kind", in->kind);
	buf_adds(out, ",\"resource\":");
	write_names(out, in->group, in->version, "resource", in->resource);
	if (*in->subresource)
		buf_addf(out, ",\"subResource\":\"%s\",\"requestSubResource\":\"%s\"",
			 in->subresource, in->subresource);
	buf_addf(out,
		 ",\"operation\":\"%s\",\"name\":\"n\",\"namespace\":\"shop\",\"userInfo\":"
		 "{\"username\":\"u\",\"groups\":[\"g\"],\"extra\":{\"e\":[\"" PLANTED "\"]}},"
		 "\"object\":",
		 operation);
	buf_add(out, gone ? "null" : in->object, gone ? 4 : in->object_len);
	buf_adds(out, ",\"oldObject\":");
	buf_add(out, had ? in->old : "null", had ? in->old_len : 4);
	buf_adds(out, "}}");
	MUST_HOLD(!out->failed);
}

static void put_text(struct arena *a, const cJSON *object, const char *key, const char *text)
{
	/* The tree is the caller's own; lookups only give it back as const. */
	cJSON *mine = (cJSON *)(uintptr_t)object;

	if (cJSON_IsObject(object) && !json_get(object, key))
		json_put(a, mine, key, json_new_string(a, text));
}

static void plant_pair(struct arena *a, cJSON *list, const char *name, const char *value)
{
	cJSON *pair = json_new_object(a);

	put_text(a, pair, "name", name);
	put_text(a, pair, "value", value);
	json_append(list, pair);
}

/* Each way in which a value says of itself that it is a password. */
static const char *const texts[] = {
	PLANTED,
	"{\"password\": \"" PLANTED "\"}",
	"db:\n  password: " PLANTED "\n  user: x\n",
	"-Dx.password=" PLANTED " -y",
	"https://u:" PLANTED "@host/ x",
	"Bearer " PLANTED,
	"mysql -p" PLANTED " -e x",
	"password=" PLANTED "; key=" CREDENTIAL " z",
	"a\nb $X " CREDENTIAL " --token=" PLANTED,
};

static void plant_words(struct arena *a, cJSON *list)
{
	static const char *const words[] = { "--key=" CREDENTIAL, "--password", PLANTED,
					     "--db-passwd=" PLANTED " x",
					     "https://u:" PLANTED "@h" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		json_append(list, json_new_string(a, words[i]));
}

static void plant_script(struct arena *a, cJSON *list)
{
	json_append(list, json_new_string(a, "sh"));
	json_append(list, json_new_string(a, "-c"));
	json_append(list, json_new_string(a, "mysql -p" PLANTED " && redis-cli -a '" PLANTED "'"));
}

static void plant(struct arena *a, cJSON *node)
{
	const char *key = node->string ? node->string : "";

	for (cJSON *c = node->child; c; c = c->next)
		plant(a, c);
	if (cJSON_IsArray(node) && (strcmp(key, "env") == 0 || strcmp(key, "httpHeaders") == 0)) {
		for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
			plant_pair(a, node, i % 2 ? "PLANTED" : "DB_PASSWORD", texts[i]);
			plant_pair(a, node, i % 2 ? "X_TOKEN" : "Authorization", texts[i]);
		}
	} else if (cJSON_IsArray(node) && strcmp(key, "args") == 0) {
		plant_words(a, node);
	} else if (cJSON_IsArray(node) && strcmp(key, "command") == 0 && !node->child) {
		plant_script(a, node);
	} else if (cJSON_IsObject(node) &&
		   (strcmp(key, "volumeAttributes") == 0 || strcmp(key, "values") == 0)) {
		put_text(a, node, "password", PLANTED);
		put_text(a, node, "apiToken", PLANTED);
		put_text(a, node, "config", texts[1]);
	} else if (cJSON_IsObject(node) && strcmp(key, "annotations") == 0) {
		put_text(a, node, "planted.example/value", PLANTED);
	}
}

/* The object with secrets in all places that redaction knows. */
static void write_planted(struct buf *out, struct arena *a, cJSON *object, const char *kind)
{
	plant(a, object);
	if (strcmp(kind, "Secret") == 0) {
		put_text(a, json_get(object, "data"), "planted", PLANTED64);
		put_text(a, json_get(object, "stringData"), "plantedText", PLANTED);
	} else if (strcmp(kind, "ConfigMap") == 0) {
		char name[32];

		for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
			snprintf(name, sizeof(name), i % 2 ? "planted-%zu" : "db-%zu.password", i);
			put_text(a, json_get(object, "data"), name, texts[i]);
		}
		put_text(a, json_get(object, "binaryData"), "plantedBytes", PLANTED_TEXT64);
	}
	json_write(out, object);
}

static bool tells(const struct buf *text)
{
	return strstr(buf_str(text), PLANTED) || strstr(buf_str(text), PLANTED64) ||
	       strstr(buf_str(text), PLANTED_TEXT64) || strstr(buf_str(text), CREDENTIAL);
}

static bool in_gap(const struct judgement *j, const struct rule *rule)
{
	for (const struct rule_gap *g = j->gaps; g; g = g->next)
		if (g->rule == rule && (g->needs & NEEDS_VALUES))
			return true;
	return false;
}

/* Each rule finds as much in the record as in the review, or says that it can't look. */
static void check_same_hits(const struct judgement *whole, const struct judgement *redacted)
{
	const struct rule_hit *now = redacted->hits;

	for (const struct rule_hit *was = whole->hits; was; was = was->next) {
		if (in_gap(redacted, was->rule))
			continue;
		if (!now || now->rule != was->rule || now->count != was->count)
			fprintf(stderr, "%s: %zu in the review; in the record %s: %zu\n",
				was->rule->name, was->count, now ? now->rule->name : "nothing",
				now ? now->count : 0);
		MUST_HOLD(now && now->rule == was->rule && now->count == was->count);
		now = now->next;
	}
	MUST_HOLD(!now);
	MUST_HOLD(whole->pod_security_denies == redacted->pod_security_denies);
}

static void check_redacted(const struct buf *body, const struct outcome *whole)
{
	static const struct redact_options options;
	SCOPED(scoped_buf) struct buf redacted;
	struct outcome again;
	struct err err = { 0 };
	struct arena *a = arena_new(DOC_ARENA_MAX, &err);
	int result;

	MUST_HOLD(a != NULL);
	buf_init(&redacted, BODY_MAX);
	result = redact_write(a, buf_str(body), body->len, &options, &redacted, &err);
	arena_free(a);
	MUST_HOLD(result == 0 || err.code == ERR_LIMIT);
	if (result < 0)
		return;
	MUST_HOLD(!tells(&redacted));
	engine_redacted(world_engine(false), true);
	judge(&again, world_engine(false), buf_str(&redacted), redacted.len);
	engine_redacted(world_engine(false), false);
	MUST_HOLD(again.result == whole->result);
	if (again.result == 0)
		check_same_hits(&whole->record.judgement, &again.record.judgement);
	outcome_fini(&again);
}

/* Secrets in the object reach neither the answer nor the record. */
static void check_planted(const struct input *in, const char *operation)
{
	SCOPED(scoped_buf) struct buf object;
	SCOPED(scoped_buf) struct buf body;
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct input planted = *in;
	struct outcome outcome;
	struct err err = { 0 };
	cJSON *tree;

	a = arena_new(DOC_ARENA_MAX, &err);
	MUST_HOLD(a != NULL);
	buf_init(&object, BODY_MAX);
	buf_init(&body, BODY_MAX);
	tree = json_parse(a, in->object, in->object_len, NULL, &err);
	json_write(&object, tree);
	/* The fuzzer reads what is searched for, and writes it anywhere. */
	if (!tree || tells(&object))
		return;
	buf_clear(&object);
	write_planted(&object, a, tree, in->kind);
	planted.object = planted.old = buf_str(&object);
	planted.object_len = planted.old_len = object.len;
	write_review(&body, &planted, operation);
	judge(&outcome, world_engine(false), buf_str(&body), body.len);
	MUST_HOLD(!tells(&outcome.reply));
	check_redacted(&body, &outcome);
	outcome_fini(&outcome);
}

/* Without memory the answer is the same or none. */
static void check_failing(const struct input *in, const struct buf *body,
			  const struct outcome *whole)
{
	struct outcome failed;

	mem_fail_at((long)(in->pick % FAIL_AT_MAX) + 2); /* the arena and the buffer are there */
	judge(&failed, world_engine(false), buf_str(body), body->len);
	MUST_HOLD(failed.result < 0 || !failed.allowed || (whole->result == 0 && whole->allowed));
	outcome_fini(&failed);
}

/* In audit mode the same rules find the same. */
static void check_audit(const struct buf *body, const struct outcome *whole)
{
	struct outcome audit;
	const struct rule_hit *was = whole->record.judgement.hits, *now;

	judge(&audit, world_engine(true), buf_str(body), body->len);
	now = audit.record.judgement.hits;
	for (; was && now; was = was->next, now = now->next)
		MUST_HOLD(strcmp(was->rule->name, now->rule->name) == 0 &&
			  was->count == now->count && now->mode != RULE_DENY);
	MUST_HOLD(whole->result < 0 || audit.result < 0 || (!was && !now));
	MUST_HOLD(audit.record.judgement.verdict != VERDICT_DENY);
	outcome_fini(&audit);
}

static void check_operation(const struct input *in, const char *operation, bool further)
{
	SCOPED(scoped_buf) struct buf body;
	struct outcome outcome;

	buf_init(&body, BODY_MAX);
	write_review(&body, in, operation);
	judge(&outcome, world_engine(false), buf_str(&body), body.len);
	if (further) {
		check_failing(in, &body, &outcome);
		check_audit(&body, &outcome);
		check_planted(in, operation);
	}
	outcome_fini(&outcome);
}

static void check_kind(struct input *in)
{
	static const char *const operations[] = { "CREATE", "UPDATE", "DELETE" };
	const struct kind *kind = kind_find(in->group, in->kind);
	const char *resource = kind && *kind->resource ? kind->resource : "things";
	const char *slash = strchr(resource, '/');
	char plural[128];

	snprintf(plural, sizeof(plural), "%.*s", (int)strcspn(resource, "/"), resource);
	in->resource = plural;
	in->subresource = slash ? slash + 1 : "";
	if (kind && kind->view == VIEW_CONNECT)
		check_operation(in, "CONNECT", true);
	for (size_t i = 0; i < ARRAY_LEN(operations); i++)
		check_operation(in, operations[i], in->pick % ARRAY_LEN(operations) == i);
	in->resource = in->subresource = "";
}

static void check_body(const char *text, size_t len)
{
	struct outcome outcome;

	judge(&outcome, world_engine(false), text, len);
	outcome_fini(&outcome);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { .object = (const char *)data,
			    .object_len = size,
			    .pick = world_pick(data, size, 1u << 20) };
	const uint8_t *between = memchr(data, MUTATE_BETWEEN, size);
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct err err = { 0 };
	const cJSON *object;

	json_init();
	a = arena_new(DOC_ARENA_MAX, &err);
	MUST_HOLD(a != NULL);
	if (between)
		in.object_len = (size_t)(between - data);
	in.old = between ? (const char *)between + 1 : in.object;
	in.old_len = between ? size - in.object_len - 1 : in.object_len;
	check_body(in.object, in.object_len);
	object = json_parse(a, in.object, in.object_len, NULL, &err);
	in.version = api_version_split(json_string(json_get(object, "apiVersion")), in.group,
				       sizeof(in.group));
	in.kind = json_string(json_get(object, "kind"));
	if (in.version && in.kind)
		check_kind(&in);
	return 0;
}
