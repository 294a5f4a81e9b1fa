/* SPDX-License-Identifier: Apache-2.0 */
/* redact.c - one walk over the objects of a review.
 *
 * What is hidden is told by names alone and at any depth, so that pod templates of kinds nobody
 * knows lose their environment too. Of what is hidden policies read no more than whether it is a
 * credential or a password, and its stand-in is one too; a test compares the answers.
 */
#include "admission/redact.h"

#include <string.h>

#include "admission/handle.h"
#include "k8s/kinds.h"
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

/* A text that a stand-in was written for, or, when there was no memory for it, none. */
static void set_written(struct redact *r, cJSON *string, const struct buf *text)
{
	set_text(r, string, buf_ok(text, &(struct err){ 0 }) < 0 ? NULL : buf_str(text));
}

typedef void stand_in(struct buf *out, const char *text);

static void replace(struct redact *r, cJSON *string, stand_in *write)
{
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, REVIEW_BYTES_MAX);
	write(&out, string->valuestring);
	set_written(r, string, &out);
}

static void write_value(struct buf *out, const char *text)
{
	stand_in_value(out, text, strlen(text));
}

static void write_redacted(struct buf *out, const char *text)
{
	(void)text;
	buf_adds(out, REDACTED);
}

/* What gives itself away. @word: of a command line; @told: other words tell a password in it */
static void hide_within(struct redact *r, cJSON *string, bool word, bool told)
{
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, REVIEW_BYTES_MAX);
	if (stand_in_within(&out, string->valuestring, word, told))
		set_written(r, string, &out);
}

/* All values below, each by one of its type; what is empty is no secret. */
static void hide_by(struct redact *r, cJSON *node, stand_in *write)
{
	if (cJSON_IsString(node) && *node->valuestring) {
		replace(r, node, write);
	} else if (cJSON_IsNumber(node)) {
		node->valuedouble = 0;
		node->valuestring = NULL;
	} else if (cJSON_IsTrue(node)) {
		node->type = cJSON_False;
	} else if (cJSON_IsObject(node) || cJSON_IsArray(node)) {
		for (cJSON *m = node->child; m; m = m->next)
			hide_by(r, m, write);
	}
}

static void hide(struct redact *r, cJSON *node)
{
	hide_by(r, node, write_value);
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
		if (cJSON_IsString(m) && annotation_stays(r, m->string))
			hide_within(r, m, false, false);
		else
			hide(r, m);
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

/* The strings of a list, for password_line_next(); what is no string is "". false: no memory. */
static bool words_of(struct redact *r, const cJSON *list, struct strings *out)
{
	size_t count = 0;
	const char **words;

	for (const cJSON *item = list ? list->child : NULL; item; item = item->next)
		count++;
	words = arena_alloc(r->a, (count + 1) * sizeof(*words));
	r->full |= !words;
	if (!words)
		return false;
	*out = (struct strings){ true, 0, words };
	for (const cJSON *item = list ? list->child : NULL; item; item = item->next)
		words[out->count++] = cJSON_IsString(item) ? item->valuestring : "";
	return true;
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

/* What policies read in a Secret they do not read in a record (NEEDS_VALUES). */
static stand_in *stand_in_for(const char *key, const char *kind, const char *says)
{
	if (strcmp(kind, "Secret") == 0 || strcmp(says, "Secret") == 0)
		return write_redacted;
	return strcmp(key, "binaryData") == 0 ? stand_in_bytes : write_value;
}

/* Scripts that set up a machine. */
static bool is_user_data(const char *key)
{
	static const char *const names[] = { "userData", "userDataBase64", "networkData",
					     "networkDataBase64", NULL };

	return one_of(key, names);
}

/* A name of Kubernetes' own form: of an object, most likely. */
static bool is_object_name(const char *text)
{
	return strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-.") == strlen(text);
}

/* In what Kubernetes does not know: whether a name is about something secret, and not about where
 * that is. */
static bool may_be_secret(const char *key, const char *text)
{
	static const char *const words[] = { "password",   "passwd",	  "passphrase",
					     "secret",	   "token",	  "credential",
					     "apikey",	   "api_key",	  "api-key",
					     "accesskey",  "access_key",  "access-key",
					     "privatekey", "private_key", "private-key" };
	static const char *const places[] = { "name", "ref",   "namespace", "file",
					      "path", "class", "type",	    "kind" };
	size_t len = strlen(key);

	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		size_t end = strlen(places[i]);

		if (len > end && strcasecmp(key + len - end, places[i]) == 0)
			return false;
	}
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcasestr(key, words[i]))
			return !is_object_name(text);
	return false;
}

/* What the values of a node are about. */
struct about {
	const char *kind; /* the object's, whatever it says; "" further down */
	const char *key;  /* of the list that it is; "" when it is none */
	bool custom;	  /* no kind of Kubernetes' own, or a map that others fill */
	bool proxy;	  /* options of a proxied request */
	const char *but;  /* a member that was looked at; NULL: none */
};

static void hide_string(struct redact *r, cJSON *string, const char *key, const struct about *about)
{
	const char *text = string->valuestring;
	struct password found;

	if (password_of(password_names_default(), key, strlen(key), text, strlen(text), &found) ||
	    (about->custom && *text && may_be_secret(key, text))) {
		replace(r, string, write_value);
		return;
	}
	if (about->proxy && strcmp(key, "path") == 0)
		replace(r, string, stand_in_query);
	hide_within(r, string, false, false);
}

static bool is_filled_by_others(const char *key)
{
	static const char *const maps[] = { "volumeAttributes", "parameters", NULL };

	return one_of(key, maps);
}

static void walk(struct redact *r, cJSON *node, const struct about *about);
static void walk_member(struct redact *r, cJSON *m, const struct about *about, const char *says);

/* A pair of name and value, or the value alone. What else is in it is no part of it. */
static void hide_pair(struct redact *r, cJSON *pair, stand_in *write, const struct about *about)
{
	cJSON *value = cJSON_IsObject(pair) ? member(pair, "value") : pair;
	const char *name = json_string(json_get(pair, "name"));
	const char *text = json_string(value);
	struct about rest = *about;

	if (value && name && text && is_flag(name, text))
		hide_within(r, value, false, false);
	else if (value)
		hide_by(r, value, write);
	rest.but = "value";
	if (cJSON_IsObject(pair))
		walk(r, pair, &rest);
}

/* A list of names and values, as in env and httpHeaders: the names stay. */
static void hide_pairs(struct redact *r, cJSON *list, stand_in *write, const struct about *about)
{
	if (!cJSON_IsArray(list)) {
		hide(r, list);
		return;
	}
	for (cJSON *item = list->child; item; item = item->next)
		hide_pair(r, item, write, about);
}

/* As deep as the reader lets a document be. */
static void walk_member(struct redact *r, cJSON *m, const struct about *about, const char *says)
{
	const char *key = m->string ? m->string : about->key;
	const struct about below = { "", cJSON_IsArray(m) ? key : "",
				     about->custom || is_filled_by_others(key), about->proxy,
				     NULL };

	if (strcmp(key, "annotations") == 0)
		hide_annotations(r, m);
	else if (strcmp(key, "env") == 0)
		hide_pairs(r, m, write_value, &below);
	else if (strcmp(key, "httpHeaders") == 0)
		hide_pairs(r, m, stand_in_header, &below);
	else if (is_secret(r, about->kind, key) || is_secret(r, says, key))
		hide_by(r, m, stand_in_for(key, about->kind, says));
	else if (is_user_data(key) || (cJSON_IsNumber(m) && about->custom &&
				       password_named(password_names_default(), key, strlen(key))))
		hide(r, m);
	else if (cJSON_IsString(m))
		hide_string(r, m, key, about);
	else if (cJSON_IsObject(m) || cJSON_IsArray(m))
		walk(r, m, &below);
}

/* One word, whose passwords of the line are told by @line. */
static void hide_word(struct redact *r, cJSON *word, struct password_line *line,
		      struct password *found, bool *more, size_t index)
{
	SCOPED(scoped_buf) struct buf text;
	const char *last = word->valuestring;
	bool has = false;

	buf_init(&text, REVIEW_BYTES_MAX);
	for (; *more && line->index == index; has = true) {
		if (!stand_in_keeps(found))
			stand_in_password(&text, &last, found);
		*more = password_line_next(password_names_default(), line, found);
	}
	if (last > word->valuestring) {
		buf_adds(&text, last);
		set_written(r, word, &text);
	}
	hide_within(r, word, true, has);
}

/* Two lists that are one command line; NULL: there is none. */
static void hide_line(struct redact *r, cJSON *command, cJSON *args, const struct about *about)
{
	cJSON *const parts[2] = { command, args };
	struct strings lists[2];
	struct password_line line = { .words = { &lists[0], &lists[1] } };
	struct password found;
	size_t index = 0;
	bool more;

	if (!words_of(r, command, &lists[0]) || !words_of(r, args, &lists[1]))
		return;
	more = password_line_next(password_names_default(), &line, &found);
	for (int part = 0; part < 2; part++) {
		for (cJSON *item = parts[part] ? parts[part]->child : NULL; item;
		     item = item->next, index++) {
			if (cJSON_IsString(item))
				hide_word(r, item, &line, &found, &more, index);
			else
				walk_member(r, item, about, "");
		}
	}
}

static void walk(struct redact *r, cJSON *node, const struct about *about)
{
	const char *says = json_string(json_get(node, "kind"));
	cJSON *lines[2] = { NULL, NULL };

	for (cJSON *m = node->child; m; m = m->next) {
		bool command = m->string && strcmp(m->string, "command") == 0;

		if (about->but && m->string && strcmp(m->string, about->but) == 0)
			continue;
		if (cJSON_IsArray(m) && strcmp(about->kind, "PodExecOptions") != 0 &&
		    (command || (m->string && strcmp(m->string, "args") == 0)))
			lines[!command] = m;
		else
			walk_member(r, m, about, says ? says : "");
	}
	if (lines[0] || lines[1])
		hide_line(r, lines[0], lines[1], about);
}

static void walk_object(struct redact *r, cJSON *request, const char *key)
{
	const cJSON *is = json_get(request, "kind");
	const char *kind = json_string(json_get(is, "kind"));
	const char *group = json_string(json_get(is, "group"));
	cJSON *object = member(request, key);
	struct about about = { .kind = kind ? kind : "", .key = "" };

	about.custom = !kind_find(group ? group : "", about.kind);
	about.proxy = strstr(about.kind, "ProxyOptions") != NULL;
	if (cJSON_IsObject(object) || cJSON_IsArray(object))
		walk(r, object, &about);
}

int redact_write(struct arena *a, const char *body, size_t len,
		 const struct redact_options *options, struct buf *out, struct err *err)
{
	struct redact r = { .options = options, .a = a };
	cJSON *doc = json_parse(a, body, len, &limits, err);
	cJSON *request = member(doc, "request"), *extra;

	if (!doc)
		return -1;
	r.placeholder = arena_strndup(a, REDACTED, strlen(REDACTED));
	if (!r.placeholder)
		return arena_error(a, err);
	walk_object(&r, request, "object");
	walk_object(&r, request, "oldObject");
	walk_object(&r, request, "options");
	extra = member(member(request, "userInfo"), "extra");
	if (extra)
		hide(&r, extra);
	if (r.full)
		return arena_error(a, err);
	json_write(out, doc);
	return buf_ok(out, err);
}
