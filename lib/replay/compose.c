/* SPDX-License-Identifier: Apache-2.0 */
/* compose.c - the fields of a review, in the order of the API. */
#include "replay/compose.h"

#include <string.h>

const char *text_of(const cJSON *object, const char *key)
{
	const char *text = json_string(json_get(object, key));

	return text ? text : "";
}

const char *name_of(struct arena *a, const cJSON *object)
{
	const cJSON *metadata = json_get(object, "metadata");
	const char *name = text_of(metadata, "name");
	const char *generate = text_of(metadata, "generateName");
	const char *made;

	if (*name || !*generate)
		return name;
	made = arena_printf(a, "%s*", generate);
	return made ? made : generate;
}

const char *controller_of(struct arena *a, const cJSON *object)
{
	const cJSON *owners = json_get(json_get(object, "metadata"), "ownerReferences");

	for (const cJSON *o = cJSON_IsArray(owners) ? owners->child : NULL; o; o = o->next)
		if (cJSON_IsTrue(json_get(o, "controller")))
			return arena_printf(a, "%s %s", text_of(o, "kind"), text_of(o, "name"));
	return NULL;
}

static void member(struct buf *out, const char *key, const char *value)
{
	if (out->len && out->data[out->len - 1] != '{')
		buf_addc(out, ',');
	json_write_string(out, key);
	buf_addc(out, ':');
	json_write_string(out, value);
}

static void members(struct buf *out, const char *key, const char *const *pairs)
{
	buf_addf(out, ",\"%s\":{", key);
	for (; *pairs; pairs += 2)
		member(out, pairs[0], pairs[1]);
	buf_addc(out, '}');
}

static void node(struct buf *out, const char *key, const cJSON *value)
{
	buf_addf(out, ",\"%s\":", key);
	json_write(out, value);
}

int compose(const struct parts *p, struct buf *body, struct question *out, struct err *err)
{
	const char *const kind[] = {
		"group", p->group, "version", p->version, "kind", p->kind, NULL
	};
	const char *const resource[] = { "group",    p->resource_group,
					 "version",  p->resource_version,
					 "resource", p->resource,
					 NULL };

	buf_adds(body, "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
		       "\"request\":{");
	member(body, "uid", p->uid);
	members(body, "kind", kind);
	members(body, "resource", resource);
	if (*p->subresource)
		member(body, "subResource", p->subresource);
	members(body, "requestKind", kind);
	members(body, "requestResource", resource);
	if (*p->subresource)
		member(body, "requestSubResource", p->subresource);
	if (*p->name)
		member(body, "name", p->name);
	if (*p->ns)
		member(body, "namespace", p->ns);
	member(body, "operation", p->operation);
	if (p->user)
		node(body, "userInfo", p->user);
	else
		buf_adds(body, ",\"userInfo\":{}");
	node(body, "object", p->object);
	buf_addf(body, ",\"oldObject\":null,\"dryRun\":%s,\"options\":null}}",
		 p->dry_run ? "true" : "false");
	out->state = QUESTION_READY;
	out->body = buf_str(body);
	out->len = body->len;
	return buf_ok(body, err);
}
