/* SPDX-License-Identifier: Apache-2.0 */
/* review.c - AdmissionReview v1 and v1beta1: the same shape, each answered in its own version.
 *
 * Source: k8s.io/api/admission/v1 types.go, and the checks of kube-apiserver's webhook client.
 */
#include "admission/review.h"

#include <string.h>

/* The API server's uids have 36 bytes. */
#define UID_BYTES_MAX 256
/* No name of an object is longer. */
#define NAME_BYTES_MAX 253
/* Of an answer; each cause is a few KB at most. */
#define CAUSES_BYTES_MAX ((size_t)24 * 1024)

void review_clear(struct review *review)
{
	memset(review, 0, sizeof(*review));
	review->api_version = review->uid = review->operation = "";
	review->subject.kind = (struct gvk){ "", "", "" };
	review->subject.resource_group = review->subject.resource = review->subject.subresource =
		"";
	review->subject.name = review->subject.ns = "";
	review->subject.username = review->subject.uid = "";
}

static int bad_type(const cJSON *node, const char *path, const char *want, struct err *err)
{
	return err_set(err, ERR_INPUT, "%s: want %s, got %s", path, want,
		       node ? json_type_name(node) : "nothing");
}

/* A string that may be absent, then "". */
static int get_string(const cJSON *object, const char *key, const char *path, const char **out,
		      struct err *err)
{
	const cJSON *node = json_present(object, key);

	*out = "";
	if (!node)
		return 0;
	if (!json_string(node))
		return bad_type(node, path, "a string", err);
	*out = json_string(node);
	return 0;
}

static int get_filled(const cJSON *object, const char *key, const char *path, const char **out,
		      struct err *err)
{
	if (get_string(object, key, path, out, err) < 0)
		return -1;
	return **out ? 0 : err_set(err, ERR_INPUT, "%s: want a string, got nothing", path);
}

int review_open(const cJSON *doc, struct review *review, struct err *err)
{
	const char *kind;

	if (!cJSON_IsObject(doc))
		return err_set(err, ERR_INPUT, "want an object, got %s", json_type_name(doc));
	if (get_filled(doc, "apiVersion", "apiVersion", &review->api_version, err) < 0 ||
	    get_filled(doc, "kind", "kind", &kind, err) < 0)
		return -1;
	if (strcmp(kind, "AdmissionReview") != 0)
		return err_set(err, ERR_INPUT, "kind: want AdmissionReview, got %.64s", kind);
	if (strcmp(review->api_version, "admission.k8s.io/v1") != 0 &&
	    strcmp(review->api_version, "admission.k8s.io/v1beta1") != 0)
		return err_set(err, ERR_INPUT,
			       "apiVersion: want admission.k8s.io/v1 or admission.k8s.io/v1beta1, "
			       "got %.64s",
			       review->api_version);
	review->request = json_present(doc, "request");
	if (!cJSON_IsObject(review->request))
		return bad_type(review->request, "request", "an object", err);
	if (get_filled(review->request, "uid", "request.uid", &review->uid, err) < 0)
		return -1;
	if (strlen(review->uid) <= UID_BYTES_MAX)
		return 0;
	err_set(err, ERR_INPUT, "request.uid: must be at most %d bytes, got %zu", UID_BYTES_MAX,
		strlen(review->uid));
	review->uid = "";
	return -1;
}

static int decode_operation(struct review *review, struct err *err)
{
	static const char *const names[] = { [OPERATION_CREATE] = "CREATE",
					     [OPERATION_UPDATE] = "UPDATE",
					     [OPERATION_DELETE] = "DELETE",
					     [OPERATION_CONNECT] = "CONNECT" };

	if (get_filled(review->request, "operation", "request.operation", &review->operation, err) <
	    0)
		return -1;
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(review->operation, names[i]) == 0) {
			review->subject.operation = (enum operation)i;
			return 0;
		}
	return err_set(err, ERR_INPUT,
		       "request.operation: want CREATE, UPDATE, DELETE or CONNECT, got %.64s",
		       review->operation);
}

static int decode_kind(struct review *review, struct err *err)
{
	const cJSON *kind = json_present(review->request, "kind");
	const cJSON *resource = json_present(review->request, "resource");
	struct subject *s = &review->subject;

	if (!cJSON_IsObject(kind))
		return bad_type(kind, "request.kind", "an object", err);
	if (!cJSON_IsObject(resource))
		return bad_type(resource, "request.resource", "an object", err);
	if (get_string(kind, "group", "request.kind.group", &s->kind.group, err) < 0 ||
	    get_filled(kind, "version", "request.kind.version", &s->kind.version, err) < 0 ||
	    get_filled(kind, "kind", "request.kind.kind", &s->kind.kind, err) < 0 ||
	    get_string(resource, "group", "request.resource.group", &s->resource_group, err) < 0)
		return -1;
	return get_filled(resource, "resource", "request.resource.resource", &s->resource, err);
}

/* The subresource as the user asked for it. API servers before 1.15 sent no request* fields: there
 * subResource is all there is. */
static int decode_subresource(struct review *review, struct err *err)
{
	bool old = !json_present(review->request, "requestKind") &&
		   !json_present(review->request, "requestSubResource");

	return old ? get_string(review->request, "subResource", "request.subResource",
				&review->subject.subresource, err)
		   : get_string(review->request, "requestSubResource", "request.requestSubResource",
				&review->subject.subresource, err);
}

static int get_object(const cJSON *request, const char *key, const char *path, const cJSON **out,
		      struct err *err)
{
	*out = json_present(request, key);
	return !*out || cJSON_IsObject(*out) ? 0 : bad_type(*out, path, "an object or null", err);
}

static int decode_objects(struct review *review, struct err *err)
{
	struct subject *s = &review->subject;

	if (get_object(review->request, "object", "request.object", &s->object, err) < 0)
		return -1;
	/* Only these two operations have an old object; what others send there is not read. */
	if (s->operation != OPERATION_UPDATE && s->operation != OPERATION_DELETE)
		return 0;
	return get_object(review->request, "oldObject", "request.oldObject", &s->old_object, err);
}

/* Items of a deletecollection come without request.name. */
static void name_from_old_object(struct subject *s)
{
	const char *name = json_string(json_get(json_get(s->old_object, "metadata"), "name"));

	if (!*s->name && s->operation == OPERATION_DELETE && name)
		s->name = name;
}

/* Any number of groups: each is a string of the document already. */
static int decode_groups(struct arena *a, const cJSON *user, struct strings *out, struct err *err)
{
	const cJSON *list = json_present(user, "groups"), *item;
	const char **v;

	if (!list)
		return 0;
	if (!cJSON_IsArray(list))
		return bad_type(list, "request.userInfo.groups", "a list of strings", err);
	v = arena_alloc(a, ((size_t)cJSON_GetArraySize(list) + 1) * sizeof(*v));
	if (!v)
		return arena_error(a, err);
	out->set = true;
	out->v = v;
	cJSON_ArrayForEach (item, list) {
		if (!json_string(item))
			return bad_type(item, "request.userInfo.groups", "a list of strings", err);
		v[out->count++] = json_string(item);
	}
	return 0;
}

static int decode_user(struct arena *a, struct review *review, struct err *err)
{
	const cJSON *user = json_present(review->request, "userInfo");
	struct subject *s = &review->subject;

	if (user && !cJSON_IsObject(user))
		return bad_type(user, "request.userInfo", "an object", err);
	if (get_string(user, "username", "request.userInfo.username", &s->username, err) < 0 ||
	    get_string(user, "uid", "request.userInfo.uid", &s->uid, err) < 0)
		return -1;
	return decode_groups(a, user, &s->groups, err);
}

/* What the user sent, before the API server converted it to a version that the webhook asks for. */
static int decode_asked_kind(struct review *review, struct err *err)
{
	const cJSON *kind = json_present(review->request, "requestKind");
	struct gvk *out = &review->subject.asked_kind;

	if (!kind)
		return 0;
	if (!cJSON_IsObject(kind))
		return bad_type(kind, "request.requestKind", "an object", err);
	if (get_string(kind, "group", "request.requestKind.group", &out->group, err) < 0 ||
	    get_string(kind, "version", "request.requestKind.version", &out->version, err) < 0)
		return -1;
	return get_string(kind, "kind", "request.requestKind.kind", &out->kind, err);
}

int review_decode(struct arena *a, struct review *review, struct err *err)
{
	const cJSON *dry_run = json_present(review->request, "dryRun");
	struct subject *s = &review->subject;

	if (decode_operation(review, err) < 0 || decode_kind(review, err) < 0 ||
	    decode_subresource(review, err) < 0 ||
	    get_string(review->request, "name", "request.name", &s->name, err) < 0 ||
	    get_string(review->request, "namespace", "request.namespace", &s->ns, err) < 0)
		return -1;
	if (decode_user(a, review, err) < 0 || decode_asked_kind(review, err) < 0)
		return -1;
	if (dry_run && !cJSON_IsBool(dry_run))
		return bad_type(dry_run, "request.dryRun", "a boolean", err);
	review->dry_run = cJSON_IsTrue(dry_run);
	if (decode_objects(review, err) < 0)
		return -1;
	name_from_old_object(s);
	return 0;
}

/* "key":"value", behind a comma unless it is the first of its object */
static void write_member(struct buf *out, const char *key, const char *value)
{
	if (out->len && out->data[out->len - 1] != '{')
		buf_addc(out, ',');
	json_write_string(out, key);
	buf_addc(out, ':');
	json_write_string(out, value);
}

static size_t count_causes(const struct cause *causes)
{
	size_t count = 0;

	for (; causes; causes = causes->next)
		count++;
	return count;
}

/* As many as there is room for, in their order; the last one says how many there are more. */
static void write_causes(struct buf *out, const struct cause *causes)
{
	size_t start = out->len;

	buf_adds(out, "\"causes\":[");
	for (const struct cause *c = causes; c; c = c->next) {
		if (out->len - start > CAUSES_BYTES_MAX) {
			buf_addf(out, ",{\"message\":\"... and %zu more\"}", count_causes(c));
			break;
		}
		buf_adds(out, c == causes ? "{" : ",{");
		if (c->reason)
			write_member(out, "reason", c->reason);
		write_member(out, "message", c->message);
		if (c->field)
			write_member(out, "field", c->field);
		buf_addc(out, '}');
	}
	buf_addc(out, ']');
}

static void write_details(struct buf *out, const struct judgement *j)
{
	if (!j->details_kind && !j->causes)
		return;
	buf_adds(out, ",\"details\":{");
	if (j->details_name && *j->details_name && strlen(j->details_name) <= NAME_BYTES_MAX)
		write_member(out, "name", j->details_name);
	if (j->details_group && *j->details_group)
		write_member(out, "group", j->details_group);
	if (j->details_kind)
		write_member(out, "kind", j->details_kind);
	if (j->causes) {
		if (j->details_kind)
			buf_addc(out, ',');
		write_causes(out, j->causes);
	}
	buf_addc(out, '}');
}

static void write_status(struct buf *out, const struct judgement *j)
{
	buf_adds(out, ",\"status\":{\"metadata\":{},\"status\":\"Failure\"");
	write_member(out, "message", j->message);
	write_member(out, "reason", j->reason);
	write_details(out, j);
	buf_addf(out, ",\"code\":%d}", j->code);
}

static void write_warnings(struct buf *out, const struct line *warnings)
{
	buf_adds(out, ",\"warnings\":[");
	for (const struct line *w = warnings; w; w = w->next) {
		if (w != warnings)
			buf_addc(out, ',');
		json_write_string(out, w->text);
	}
	buf_addc(out, ']');
}

static void write_annotations(struct buf *out, const struct annotation *annotations)
{
	buf_adds(out, ",\"auditAnnotations\":{");
	for (const struct annotation *a = annotations; a; a = a->next)
		write_member(out, a->key, a->value);
	buf_addc(out, '}');
}

void review_answer(const struct review *review, const struct judgement *j, struct buf *reply)
{
	bool allowed = j->verdict == VERDICT_ALLOW || j->verdict == VERDICT_WARN;

	buf_adds(reply, "{\"apiVersion\":");
	json_write_string(reply, review->api_version);
	buf_adds(reply, ",\"kind\":\"AdmissionReview\",\"response\":{\"uid\":");
	json_write_string(reply, review->uid);
	buf_adds(reply, allowed ? ",\"allowed\":true" : ",\"allowed\":false");
	if (!allowed)
		write_status(reply, j);
	if (j->warnings)
		write_warnings(reply, j->warnings);
	if (j->annotations)
		write_annotations(reply, j->annotations);
	buf_adds(reply, "}}\n");
}
