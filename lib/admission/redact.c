/* SPDX-License-Identifier: Apache-2.0 */
/* redact.c - one walk over the objects of a review.
 *
 * What is hidden is told by names alone and at any depth, so that pod templates of kinds nobody
 * knows lose their environment too. Of what is hidden policies read no more than whether it has the
 * form of a credential, and it keeps that; a test compares the answers.
 */
#include "admission/redact.h"

#include <string.h>

#include "admission/handle.h"
#include "policy/credential.h"
#include "policy/password.h"
#include "policy/wording.h"

static const char *const unread[] = { "request.object.metadata.managedFields",
				      "request.oldObject.metadata.managedFields", NULL };

static const struct json_limits limits = {
	.bytes = REVIEW_BYTES_MAX, .depth = 100, .values = 1000000, .elide = unread
};

/* Policies read the values of annotations that begin so: switches, names and addresses. */
static const char *const read_annotations[] = {
	"container.apparmor.security.beta.kubernetes.io/",
	"container.seccomp.security.alpha.kubernetes.io/",
	"seccomp.security.alpha.kubernetes.io/",
	"service.beta.kubernetes.io/",
	"pod-security.kubernetes.io/",
	"node-restriction.kubernetes.io/",
	"rbac.authorization.kubernetes.io/autoupdate",
	"kubernetes.io/enforce-mountable-secrets",
	"kubernetes.io/service-account.name",
	"kubernetes.io/ingress.class",
	"volume.beta.kubernetes.io/storage-class",
	"kubernetes.io/ingress.allow-http",
	"networking.gke.io/managed-certificates",
	"ingress.gcp.kubernetes.io/pre-shared-cert",
	"alb.ingress.kubernetes.io/certificate-arn",
	"appgw.ingress.kubernetes.io/appgw-ssl-certificate",
	"traefik.ingress.kubernetes.io/router.tls",
	"nginx.ingress.kubernetes.io/server-alias",
	"nginx.ingress.kubernetes.io/ssl-redirect",
	"nginx.ingress.kubernetes.io/force-ssl-redirect",
	"ingress.kubernetes.io/ssl-redirect",
	"ingress.kubernetes.io/force-ssl-redirect",
	"ingress.kubernetes.io/ssl-passthrough-redirect",
	"haproxy.org/ssl-redirect",
	"haproxy-ingress.github.io/ssl-redirect",
	"sidecar.istio.io/inject",
	"istio-injection",
	"istio.io/dataplane-mode",
	"linkerd.io/inject",
	"consul.hashicorp.com/connect-inject",
	"kuma.io/sidecar-injection",
};

struct redact {
	const struct redact_options *options;
	struct arena *a;
	char *placeholder;
	bool full; /* the arena is: what is left may hold secrets */
};

/* json_get() for a tree that is to be changed. */
static cJSON *member(cJSON *object, const char *key)
{
	cJSON *m = cJSON_IsObject(object) ? object->child : NULL;

	while (m && strcmp(m->string, key) != 0)
		m = m->next;
	return m;
}

/* @text: NULL when there was no memory for it */
static void set_text(struct redact *r, cJSON *string, const char *text)
{
	char *copy = text ? arena_strndup(r->a, text, strlen(text)) : NULL;

	string->valuestring = copy ? copy : r->placeholder;
	r->full |= !copy;
}

/* What has the form of a credential gets another one, of the same form: a policy tells them.
 * Return: whether it had. */
static bool mask(struct redact *r, cJSON *string)
{
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, REVIEW_BYTES_MAX);
	if (!credential_mask(string->valuestring, &out))
		return false;
	set_text(r, string, buf_ok(&out, &(struct err){ 0 }) < 0 ? NULL : buf_str(&out));
	return true;
}

/* All values below, each by one of its type; what is empty is no secret. */
static void hide(struct redact *r, cJSON *node)
{
	if (cJSON_IsString(node) && *node->valuestring) {
		if (!mask(r, node))
			node->valuestring = r->placeholder;
	} else if (cJSON_IsNumber(node)) {
		node->valuedouble = 0;
		node->valuestring = NULL;
	} else if (cJSON_IsTrue(node)) {
		node->type = cJSON_False;
	} else if (cJSON_IsObject(node) || cJSON_IsArray(node)) {
		for (cJSON *m = node->child; m; m = m->next)
			hide(r, m);
	}
}

static bool annotation_stays(const struct redact *r, const char *key)
{
	for (size_t i = 0; i < ARRAY_LEN(read_annotations); i++)
		if (strncmp(key, read_annotations[i], strlen(read_annotations[i])) == 0)
			return true;
	return globs_match(&r->options->annotations, key);
}

static void hide_annotations(struct redact *r, cJSON *annotations)
{
	if (!cJSON_IsObject(annotations)) {
		hide(r, annotations);
		return;
	}
	for (cJSON *m = annotations->child; m; m = m->next)
		if (!annotation_stays(r, m->string))
			hide(r, m);
		else if (cJSON_IsString(m))
			(void)mask(r, m);
}

/* What stands for a value of the environment: policies tell passwords from what is none by looks.
 */
static const char *stand_in(const char *value)
{
	struct password found;
	size_t len = strlen(value);

	if (password_in_url(value, len, &found))
		return "https://user:" REDACTED "@host";
	if (password_is_random(value, len))
		return REDACTED "redacted0123";
	return password_is_literal(value, len) ? REDACTED : "$(" REDACTED ")";
}

static void hide_value(struct redact *r, cJSON *value)
{
	const char *text;

	if (!cJSON_IsString(value) || !*value->valuestring) {
		hide(r, value);
		return;
	}
	text = stand_in(value->valuestring);
	if (!mask(r, value))
		set_text(r, value, text);
}

static bool one_of(const char *key, const char *const *names)
{
	while (*names && strcmp(key, *names) != 0)
		names++;
	return *names != NULL;
}

/* etcd takes its flags from these, and policies read them: addresses without a password, paths,
 * switches, and the two that are words. */
static bool is_flag(const char *name, const char *value)
{
	static const char *const words[] = { "ETCD_CIPHER_SUITES", "ETCD_TLS_MIN_VERSION", NULL };

	struct password found;
	size_t len = strlen(value);

	if (strncmp(name, "ETCD_", strlen("ETCD_")) != 0 || password_in_url(value, len, &found))
		return false;
	return one_of(name, words) || !password_is_literal(value, len);
}

/* A pair of name and value, or the value alone. */
static void hide_pair(struct redact *r, cJSON *pair)
{
	cJSON *value = cJSON_IsObject(pair) ? member(pair, "value") : pair;
	const char *name = json_string(json_get(pair, "name"));
	const char *text = json_string(value);

	if (name && text && is_flag(name, text))
		(void)mask(r, value);
	else
		hide_value(r, value);
}

/* A list of names and values, as in env and httpHeaders: the names stay. */
static void hide_pairs(struct redact *r, cJSON *list)
{
	if (!cJSON_IsArray(list)) {
		hide(r, list);
		return;
	}
	for (cJSON *item = list->child; item; item = item->next)
		hide_pair(r, item);
}

/* Members that are secret as a whole in an object of this kind. */
static bool is_secret(const struct redact *r, const char *kind, const char *key)
{
	static const char *const of_secret[] = { "data", "stringData", NULL };
	static const char *const of_config_map[] = { "data", "binaryData", NULL };

	if (strcmp(kind, "Secret") == 0)
		return one_of(key, of_secret);
	if (strcmp(kind, "ConfigMap") == 0)
		return !r->options->keep_config_maps && one_of(key, of_config_map);
	if (strcmp(kind, "PodExecOptions") == 0)
		return strcmp(key, "command") == 0;
	return strcmp(key, "stringData") == 0;
}

/* @kind: what the node is whatever it says, or "". As deep as the reader lets a document be. */
static void walk(struct redact *r, cJSON *node, const char *kind)
{
	const char *says = json_string(json_get(node, "kind"));

	for (cJSON *m = node->child; m; m = m->next) {
		const char *key = m->string ? m->string : "";

		if (strcmp(key, "annotations") == 0)
			hide_annotations(r, m);
		else if (strcmp(key, "env") == 0 || strcmp(key, "httpHeaders") == 0)
			hide_pairs(r, m);
		else if (is_secret(r, kind, key) || is_secret(r, says ? says : "", key))
			hide(r, m);
		else if (cJSON_IsString(m))
			(void)mask(r, m);
		else if (cJSON_IsObject(m) || cJSON_IsArray(m))
			walk(r, m, "");
	}
}

static void walk_object(struct redact *r, cJSON *request, const char *key)
{
	const char *kind = json_string(json_get(json_get(request, "kind"), "kind"));
	cJSON *object = member(request, key);

	if (cJSON_IsObject(object) || cJSON_IsArray(object))
		walk(r, object, kind ? kind : "");
}

int redact_write(struct arena *a, const char *body, size_t len,
		 const struct redact_options *options, struct buf *out, struct err *err)
{
	struct redact r = { .options = options, .a = a };
	cJSON *doc = json_parse(a, body, len, &limits, err);
	cJSON *request = member(doc, "request");

	if (!doc)
		return -1;
	r.placeholder = arena_strndup(a, REDACTED, strlen(REDACTED));
	if (!r.placeholder)
		return arena_error(a, err);
	walk_object(&r, request, "object");
	walk_object(&r, request, "oldObject");
	walk_object(&r, request, "options");
	hide(&r, member(member(request, "userInfo"), "extra"));
	if (r.full)
		return arena_error(a, err);
	json_write(out, doc);
	return buf_ok(out, err);
}
