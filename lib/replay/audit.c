/* SPDX-License-Identifier: Apache-2.0 */
/* audit.c - requests as the API server's audit log tells of them.
 *
 * At level Request it has the object as it was sent, before defaults and mutating webhooks; at
 * RequestResponse also as it was stored, which is closest to what a webhook saw. It never has the
 * old object.
 *
 * Source: k8s.io/apiserver pkg/apis/audit/v1 types.go.
 */
#include <string.h>

#include "k8s/kinds.h"
#include "replay/compose.h"

#define GROUP_MAX 256

struct request {
	const cJSON *event, *ref;
	const char *verb, *resource, *group, *subresource;
	int64_t code; /* of the response; 0: not known */
};

/* Subresources that are connected to, whatever the verb, and the kind of their options. */
static const struct {
	const char *resource, *subresource, *kind;
} connects[] = {
	{ "pods", "exec", "PodExecOptions" },
	{ "pods", "attach", "PodAttachOptions" },
	{ "pods", "portforward", "PodPortForwardOptions" },
	{ "pods", "proxy", "PodProxyOptions" },
	{ "services", "proxy", "ServiceProxyOptions" },
	{ "nodes", "proxy", "NodeProxyOptions" },
};

static const char *connect_kind(const struct request *r)
{
	for (size_t i = 0; i < ARRAY_LEN(connects) && !*r->group; i++)
		if (strcmp(connects[i].resource, r->resource) == 0 &&
		    strcmp(connects[i].subresource, r->subresource) == 0)
			return connects[i].kind;
	return NULL;
}

static bool one_of(const char *word, const char *const *words)
{
	while (*words && strcmp(word, *words) != 0)
		words++;
	return *words != NULL;
}

static bool is_read(const struct request *r)
{
	static const char *const reads[] = { "get", "list", "watch", "head", "options", NULL };
	static const char *const early[] = { "RequestReceived", "ResponseStarted", NULL };

	/* A request is told of once more when it is over. */
	return one_of(text_of(r->event, "stage"), early) ||
	       (one_of(r->verb, reads) && !connect_kind(r));
}

/* Server-side apply is a patch that may create. */
static const char *operation_of(const struct request *r)
{
	if (connect_kind(r))
		return "CONNECT";
	if (strcmp(r->verb, "create") == 0 || (strcmp(r->verb, "patch") == 0 && r->code == 201))
		return "CREATE";
	if (strcmp(r->verb, "update") == 0 || strcmp(r->verb, "patch") == 0)
		return "UPDATE";
	return "";
}

static bool is_status(const cJSON *object)
{
	return strcmp(text_of(object, "kind"), "Status") == 0 &&
	       strcmp(text_of(object, "apiVersion"), "v1") == 0;
}

/* As it was stored, else as it was sent; NULL: neither is in the log. */
static const cJSON *object_of(const struct request *r, bool *sent)
{
	const cJSON *stored = json_get(r->event, "responseObject");
	const cJSON *asked = json_get(r->event, "requestObject");

	*sent = false;
	if (cJSON_IsObject(stored) && !is_status(stored))
		return stored;
	*sent = true;
	return cJSON_IsObject(asked) && strcmp(r->verb, "patch") != 0 ? asked : NULL;
}

/* The judgement lives on the difference to what was there. */
static bool needs_old(const struct request *r, const char *operation)
{
	static const char *const of_pods[] = { "", "ephemeralcontainers", "resize", NULL };

	if (strcmp(operation, "UPDATE") != 0 || *r->group)
		return false;
	return (strcmp(r->resource, "pods") == 0 && one_of(r->subresource, of_pods)) ||
	       (strcmp(r->resource, "namespaces") == 0 && !*r->subresource);
}

/* Why the request can't be judged; NULL: it can. */
static const char *hindrance(const struct request *r, const char *operation, const cJSON *object)
{
	const cJSON *annotations = json_get(r->event, "annotations");

	if (!r->ref)
		return "not a request for an object";
	if (strcmp(r->verb, "delete") == 0 || strcmp(r->verb, "deletecollection") == 0)
		return "a deletion, and the log does not have what was deleted";
	if (!*operation)
		return "an unknown verb";
	if (strcmp(operation, "CONNECT") == 0)
		return NULL;
	if (needs_old(r, operation))
		return "an update, and the log does not have the old object";
	if (object)
		return NULL;
	if (strcmp(text_of(annotations, "audit.k8s.io/truncated"), "true") == 0)
		return "the log cut the object off";
	if (strcmp(r->verb, "patch") == 0 && json_get(r->event, "requestObject"))
		return "a patch, and the log does not have the result (level RequestResponse has)";
	return "the log does not have the object (level Request has)";
}

static int ask(const struct request *r, const cJSON *object, struct buf *body, struct question *out,
	       struct err *err)
{
	const char *kind = object ? text_of(object, "kind") : connect_kind(r);
	const cJSON *user = json_present(r->event, "impersonatedUser");
	char group[GROUP_MAX] = "";
	const char *version =
		object ? api_version_split(text_of(object, "apiVersion"), group, sizeof(group))
		       : "v1";
	struct parts parts;

	if (!version || !kind || !*kind)
		return err_set(err, ERR_INPUT, "an object without apiVersion and kind");
	user = user ? user : json_present(r->event, "user");
	out->kind = kind;
	out->username = text_of(user, "username");
	parts = (struct parts){
		.uid = *out->uid ? out->uid : "replay",
		.operation = out->operation,
		.group = group,
		.version = version,
		.kind = kind,
		.resource_group = r->group,
		.resource_version = text_of(r->ref, "apiVersion"),
		.resource = r->resource,
		.subresource = r->subresource,
		.name = text_of(r->ref, "name"),
		.ns = out->ns,
		.user = user,
		.object = object,
		.dry_run = strstr(text_of(r->event, "requestURI"), "dryRun=All") != NULL,
	};
	if (!*parts.name)
		parts.name = text_of(json_get(object, "metadata"), "name");
	if (!*parts.ns && !*r->group && strcmp(r->resource, "namespaces") == 0)
		parts.ns = parts.name;
	return compose(&parts, body, out, err);
}

static const char *unknown_of(const char *operation, bool sent)
{
	if (strcmp(operation, "CONNECT") == 0)
		return "options";
	if (strcmp(operation, "UPDATE") == 0)
		return sent ? "old object, defaults" : "old object";
	return sent ? "defaults" : NULL;
}

int audit_question(struct arena *a, const cJSON *event, struct buf *body, struct question *out,
		   struct err *err)
{
	const cJSON *ref = json_present(event, "objectRef");
	struct request r = { .event = event,
			     .ref = ref,
			     .verb = text_of(event, "verb"),
			     .resource = text_of(ref, "resource"),
			     .group = text_of(ref, "apiGroup"),
			     .subresource = text_of(ref, "subresource") };
	const cJSON *object;
	bool sent;

	json_int(json_get(json_get(event, "responseStatus"), "code"), &r.code);
	object = object_of(&r, &sent);
	out->uid = text_of(event, "auditID");
	out->operation = operation_of(&r);
	out->kind = r.resource;
	out->subresource = r.subresource;
	out->ns = text_of(ref, "namespace");
	out->name = text_of(ref, "name");
	out->username = text_of(json_get(event, "user"), "username");
	if (!*out->name)
		out->name = name_of(a, object);
	out->controller = controller_of(a, object);
	if (is_read(&r)) {
		out->state = QUESTION_READ;
		return 0;
	}
	out->why = hindrance(&r, out->operation, object);
	if (out->why) {
		out->state = QUESTION_OPEN;
		return 0;
	}
	out->unknown = unknown_of(out->operation, sent);
	return ask(&r, strcmp(out->operation, "CONNECT") == 0 ? NULL : object, body, out, err);
}
