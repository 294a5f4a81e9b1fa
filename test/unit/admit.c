/* SPDX-License-Identifier: Apache-2.0 */
/* admit.c - bytes to bytes for tests. */
#include "admit.h"

#include <string.h>

#include "support.h"

struct admit admit_new(const char *config, const char *facts)
{
	const char *config_text = whole_config(config);
	const struct config_fault *faults = NULL;
	struct err err = { 0 };
	struct admit admit = { 0 };

	admit.config = config_parse(test_arena(), policies_all, "test.yaml", config_text,
				    strlen(config_text), &faults);
	ck_assert_msg(admit.config != NULL, "%s", faults ? faults->text : "no fault told");
	admit.engine = engine_new(policies_all, admit.config, &err);
	ck_assert_msg(admit.engine != NULL, "%s", err.text);
	if (facts) {
		SCOPED(scoped_buf) struct buf text;

		buf_init(&text, (size_t)64 * 1024 * 1024);
		json_write(&text, parse(facts));
		admit.facts = namespaces_parse(text.data, text.len, &err);
		ck_assert_msg(admit.facts != NULL, "%s", err.text);
	}
	return admit;
}

void admit_free(struct admit *admit)
{
	engine_free(admit->engine);
	namespaces_free(admit->facts);
}

static void write_gvk(struct buf *out, const char *text)
{
	const char *space = strrchr(text, ' ');
	const char *slash = strchr(text, '/');
	size_t group = slash ? (size_t)(slash - text) : 0;
	const char *version = slash ? slash + 1 : text;

	buf_addf(out, "{\"group\":\"%.*s\",\"version\":\"%.*s\",\"kind\":\"%s\"}", (int)group, text,
		 (int)(space - version), version, space + 1);
}

static void write_gvr(struct buf *out, const char *text)
{
	const char *space = strchr(text, ' ');

	buf_addf(out, "{\"group\":\"%.*s\",\"version\":\"v1\",\"resource\":\"%s\"}",
		 space ? (int)(space - text) : 0, text, space ? space + 1 : text);
}

static void write_object(struct buf *out, const char *key, const char *object)
{
	buf_addf(out, ",\"%s\":", key);
	if (object)
		json_write(out, parse(object));
	else
		buf_adds(out, "null");
}

const char *admit_review(const struct admit_request *r, size_t *len)
{
	struct buf out;
	const char *text;

	buf_init(&out, (size_t)64 * 1024 * 1024);
	buf_adds(&out, "{\"apiVersion\":\"admission.k8s.io/"
		       "v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u-1\",\"kind\":");
	write_gvk(&out, r->kind);
	buf_adds(&out, ",\"resource\":");
	write_gvr(&out, r->resource);
	buf_adds(&out, ",\"requestKind\":");
	write_gvk(&out, r->kind);
	if (r->subresource && *r->subresource)
		buf_addf(&out, ",\"subResource\":\"%s\",\"requestSubResource\":\"%s\"",
			 r->subresource, r->subresource);
	if (r->name && *r->name)
		buf_addf(&out, ",\"name\":\"%s\"", r->name);
	if (r->ns && *r->ns)
		buf_addf(&out, ",\"namespace\":\"%s\"", r->ns);
	buf_addf(&out, ",\"operation\":\"%s\",\"userInfo\":{\"username\":\"%s\"}", r->operation,
		 r->user ? r->user : "u");
	write_object(&out, "object", r->object);
	write_object(&out, "oldObject", r->old_object);
	buf_adds(&out, ",\"dryRun\":false,\"options\":null}}");
	*len = out.len;
	text = arena_strndup(test_arena(), out.data, out.len);
	buf_fini(&out);
	return text;
}

static void write_events(struct buf *out, const struct standard_event *events)
{
	static const char *const modes[] = { "enforce", "audit", "warn" };
	char lv[LEVEL_VERSION_MAX];

	for (const struct standard_event *e = events; e; e = e->next) {
		if (e->type == STANDARD_EVALUATION)
			buf_addf(out, "evaluation %s %s %s %s\n", e->deny ? "deny" : "allow",
				 modes[e->mode], level_version_print(e->lv, lv), e->resource);
		else
			buf_addf(out, "%s %s\n",
				 e->type == STANDARD_EXEMPTION ? "exemption"
				 : e->fatal		       ? "error fatal"
							       : "error",
				 e->resource);
	}
}

/* What kube-apiserver checks of an answer, and what this server promises beyond. */
static void check_answer(const cJSON *doc, const struct admission_record *record)
{
	const cJSON *response = json_get(doc, "response");
	const cJSON *status = json_get(response, "status");
	int64_t code;

	ck_assert_str_eq(json_string(json_get(doc, "kind")), "AdmissionReview");
	ck_assert_str_eq(json_string(json_get(response, "uid")), record->uid);
	ck_assert(cJSON_IsBool(json_get(response, "allowed")));
	ck_assert(!json_get(response, "patch") && !json_get(response, "patchType"));
	ck_assert(cJSON_IsTrue(json_get(response, "allowed")) == !status);
	if (status) {
		ck_assert(json_int(json_get(status, "code"), &code) && code >= 400);
		ck_assert_str_eq(json_string(json_get(status, "status")), "Failure");
		ck_assert(*json_string(json_get(status, "message")) &&
			  *json_string(json_get(status, "reason")));
	}
}

static void write_answer(struct buf *out, const cJSON *doc)
{
	const cJSON *response = json_get(doc, "response");
	const cJSON *status = json_get(response, "status");
	const cJSON *item;
	int64_t code = 0;

	if (status && json_int(json_get(status, "code"), &code))
		buf_addf(out, "%lld %s: %s\n", (long long)code,
			 json_string(json_get(status, "reason")),
			 json_string(json_get(status, "message")));
	else
		buf_adds(out, "allowed\n");
	cJSON_ArrayForEach (item, json_get(json_get(status, "details"), "causes")) {
		const char *reason = json_string(json_get(item, "reason"));
		const char *field = json_string(json_get(item, "field"));

		buf_addf(out, "cause%s%s %s: %s\n", reason ? " " : "", reason ? reason : "",
			 field ? field : "-", json_string(json_get(item, "message")));
	}
	cJSON_ArrayForEach (item, json_get(response, "warnings"))
		buf_addf(out, "warning: %s\n", json_string(item));
	cJSON_ArrayForEach (item, json_get(response, "auditAnnotations"))
		buf_addf(out, "%s=%s\n", item->string, json_string(item));
}

/* Runs one review; *text gets what admit_text() documents. */
static const cJSON *run(const struct admit *admit, const char *body, size_t len, const char **text)
{
	SCOPED(scoped_buf) struct buf out;
	SCOPED(scoped_buf) struct buf reply;
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct admission_record record;
	struct err err = { 0 };
	const cJSON *doc = NULL;

	buf_init(&out, (size_t)64 * 1024 * 1024);
	buf_init(&reply, REPLY_BYTES_MAX);
	a = arena_new(REVIEW_ARENA_MAX, &err);
	ck_assert(a != NULL);
	if (admission_handle(admit->engine, admit->facts, a, body, len, &reply, &record, &err) <
	    0) {
		buf_addf(&out, "error %s: %s\n",
			 err.code == ERR_INPUT	 ? "input"
			 : err.code == ERR_LIMIT ? "limit"
						 : "other",
			 err.text);
		ck_assert_int_eq(record.judgement.verdict, VERDICT_ERROR);
	} else {
		doc = json_parse(test_arena(), reply.data, reply.len, NULL, &err);
		ck_assert_msg(doc != NULL, "%s: %s", err.text, reply.data);
		check_answer(doc, &record);
		write_answer(&out, doc);
		write_events(&out, record.judgement.events);
	}
	*text = arena_strndup(test_arena(), buf_str(&out), out.len);
	return doc;
}

const char *admit_text(const struct admit *admit, const char *body, size_t len)
{
	const char *text;

	run(admit, body, len, &text);
	return text;
}

const cJSON *admit_answer(const struct admit *admit, const char *body, size_t len,
			  const char **error)
{
	return run(admit, body, len, error);
}
