/* SPDX-License-Identifier: Apache-2.0 */
/* question.c - what was captured, told apart by its fields. */
#include "replay/question.h"

#include <stdint.h>
#include <string.h>

#include "replay/compose.h"

/* More than any judge takes, so that it is the judge who refuses. */
static const struct json_limits limits = { .bytes = CAPTURE_BYTES_MAX,
					   .depth = JSON_DEPTH_MAX,
					   .values = SIZE_MAX };

static bool is_review(const cJSON *node)
{
	return strcmp(text_of(node, "kind"), "AdmissionReview") == 0;
}

static bool is_request(const cJSON *node)
{
	return json_get(node, "uid") && cJSON_IsObject(json_get(node, "kind")) &&
	       cJSON_IsObject(json_get(node, "resource"));
}

static bool is_audit(const char *api_version, const char *kind)
{
	return strncmp(api_version, "audit.k8s.io/", strlen("audit.k8s.io/")) == 0 &&
	       strcmp(kind, "Event") == 0;
}

/* Who and what, for people; the judge reads for itself. */
static void identify(struct arena *a, const cJSON *request, struct question *out)
{
	const cJSON *object = json_present(request, "object");

	if (!object)
		object = json_present(request, "oldObject");
	out->uid = text_of(request, "uid");
	out->operation = text_of(request, "operation");
	out->kind = text_of(json_get(request, "kind"), "kind");
	out->subresource = text_of(request, "subResource");
	out->ns = text_of(request, "namespace");
	out->name = text_of(request, "name");
	out->username = text_of(json_get(request, "userInfo"), "username");
	if (!*out->name)
		out->name = name_of(a, object);
	out->controller = controller_of(a, object);
}

static int ready(struct question *out, const char *body, size_t len)
{
	out->state = QUESTION_READY;
	out->body = body;
	out->len = len;
	return 0;
}

static int in_buffer(struct question *out, const struct buf *body, struct err *err)
{
	return buf_ok(body, err) < 0 ? -1 : ready(out, buf_str(body), body->len);
}

/* Items of PodList and the like need not say what they are. */
static int of_object(struct arena *a, const struct captured *captured, const cJSON *doc,
		     struct buf *body, struct question *out, struct err *err)
{
	const char *api_version = text_of(doc, "apiVersion"), *kind = text_of(doc, "kind");
	const cJSON *list = NULL;
	struct err ignored;
	size_t len;

	if (captured->list && !*kind)
		list = json_parse(a, captured->list, captured->list_len, &limits, &ignored);
	len = strlen(text_of(list, "kind"));
	if (len > strlen("List") && strcmp(text_of(list, "kind") + len - 4, "List") == 0) {
		kind = arena_strndup(a, text_of(list, "kind"), len - 4);
		api_version = *api_version ? api_version : text_of(list, "apiVersion");
	}
	if (!kind)
		return arena_error(a, err);
	if (!*kind || !*api_version)
		return err_set(err, ERR_INPUT,
			       "neither an AdmissionReview, a request, a record, an audit event "
			       "nor an object of Kubernetes");
	if (is_audit(api_version, kind))
		return audit_question(a, doc, body, out, err);
	return object_question(a, doc, api_version, kind, body, out, err);
}

int question_make(struct arena *a, const struct captured *captured, struct buf *body,
		  struct question *out, struct err *err)
{
	const cJSON *doc = json_parse(a, captured->text, captured->len, &limits, err);
	const cJSON *review = json_get(doc, "review");

	*out = (struct question){ .uid = "",
				  .operation = "",
				  .kind = "",
				  .subresource = "",
				  .ns = "",
				  .name = "",
				  .username = "" };
	if (!doc)
		return -1;
	if (is_review(doc)) {
		identify(a, json_get(doc, "request"), out);
		return ready(out, captured->text, captured->len);
	}
	if (is_review(review)) {
		identify(a, json_get(review, "request"), out);
		out->answer = json_present(doc, "answer");
		out->redacted = true;
		json_write(body, review);
		return in_buffer(out, body, err);
	}
	if (is_request(doc)) {
		identify(a, doc, out);
		buf_adds(body, "{\"apiVersion\":\"admission.k8s.io/v1\","
			       "\"kind\":\"AdmissionReview\",\"request\":");
		buf_add(body, captured->text, captured->len);
		buf_addc(body, '}');
		return in_buffer(out, body, err);
	}
	return of_object(a, captured, doc, body, out, err);
}
