/* SPDX-License-Identifier: Apache-2.0 */
/* source.c - from documents to objects, from objects to subjects. */
#include "source/source.h"

#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "k8s/apparmor_text.h"
#include "source/profile.h"

#define LISTS_DEEP 8
#define ARENA_MAX  ((size_t)512 * 1024 * 1024)
#define GROUP_MAX  256

/* A list that is being unrolled. */
struct list {
	const cJSON *next;		/* item; NULL behind the last */
	size_t index;			/* of it */
	const char *api_version, *kind; /* of items that do not say; NULL: they must */
};

struct source {
	const char *ns;
	struct documents *documents;
	struct arena *a; /* for one object */
	struct document document;
	struct list lists[LISTS_DEEP];
	size_t depth;
	bool is_kustomization, is_chart;
	bool may_be_apparmor; /* it was not looked at yet */
};

static bool is_called(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	return strcmp(slash ? slash + 1 : path, name) == 0;
}

struct source *source_open(const char *path, const char *ns, struct err *err)
{
	struct source *s = mem_alloc(sizeof(*s));

	if (!s) {
		err_memory(err);
		return NULL;
	}
	*s = (struct source){ .ns = ns,
			      .is_kustomization = is_called(path, "kustomization.yaml") ||
						  is_called(path, "kustomization.yml"),
			      .is_chart = is_called(path, "Chart.yaml"),
			      .may_be_apparmor = profile_may_be_apparmor(path) };
	s->a = arena_new(ARENA_MAX, err);
	if (s->a)
		s->documents = documents_open(path, NULL, err);
	if (s->documents)
		return s;
	source_close(s);
	return NULL;
}

void source_close(struct source *s)
{
	if (!s)
		return;
	documents_close(s->documents);
	arena_free(s->a);
	mem_free(s);
}

void scoped_source(struct source **s)
{
	source_close(*s);
}

static int refuse(struct manifest *out, const cJSON *node, struct err *err, const char *sentence)
{
	if (yaml_line(node))
		out->place = (struct text_place){ yaml_line(node), yaml_column(node) };
	return err_set(err, ERR_INPUT, "%s", sentence);
}

/* Text of a member that has to be a string. Return: NULL when it is none. */
static const char *text_of(const cJSON *object, const char *key)
{
	const char *text = json_string(json_get(object, key));

	return text && *text ? text : NULL;
}

static const char *type_of_items(struct source *s, const char *kind)
{
	size_t len = strlen(kind) - strlen("List");

	return len ? arena_strndup(s->a, kind, len) : NULL;
}

/* "List", and what lists of one kind are called: PodList. A kind of somebody's own may end so and
 * have no items. */
static bool is_list(const char *kind, const cJSON *items)
{
	size_t len = strlen(kind), tail = strlen("List");

	return strcmp(kind, "List") == 0 ||
	       (len > tail && strcmp(kind + len - tail, "List") == 0 && cJSON_IsArray(items));
}

static int open_list(struct source *s, const cJSON *object, const char *api_version,
		     const char *kind, struct manifest *out, struct err *err)
{
	const cJSON *items = json_present(object, "items");
	struct list *list = &s->lists[s->depth];

	if (items && !cJSON_IsArray(items))
		return refuse(out, items, err, "items: want a list");
	if (s->depth == LISTS_DEEP)
		return refuse(out, object, err, "lists are nested too deep");
	s->depth++;
	*list = (struct list){ .next = items ? items->child : NULL,
			       .api_version = api_version,
			       .kind = type_of_items(s, kind) };
	return 0;
}

static const char *name_of(struct source *s, const cJSON *metadata)
{
	const char *name = text_of(metadata, "name");
	const char *generate = text_of(metadata, "generateName");

	if (name)
		return name;
	return generate ? arena_printf(s->a, "%s*", generate) : "";
}

/* The plural: known, or guessed, which only shows in texts. */
static const char *resource_of(struct source *s, const struct kind *known, const char *kind)
{
	char *guess;

	if (known)
		return known->resource;
	guess = arena_printf(s->a, "%ss", kind);
	for (char *c = guess; c && *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return guess;
}

/* A file of profiles is on a node and in no namespace. */
static bool is_file(const struct manifest *m)
{
	return m->kind == profile_seccomp.kind || m->kind == profile_apparmor.kind;
}

static void set_kind(struct manifest *m, const struct profile_kind *profile)
{
	m->api_version = profile->api_version;
	m->kind = profile->kind;
}

static void fill_namespace(const struct source *s, const cJSON *metadata, const char *group,
			   struct manifest *out)
{
	const char *ns = text_of(metadata, "namespace");
	bool is_namespace = !*group && strcmp(out->kind, "Namespace") == 0;
	const char *name = text_of(metadata, "name");

	out->ns = "";
	out->ns_assumed = false;
	if (!kind_is_of_cluster(group, out->kind) && !is_file(out)) {
		out->ns = ns ? ns : s->ns;
		out->ns_assumed = !ns;
	}
	/* A request for a Namespace is in that namespace. */
	out->subject.ns = is_namespace && name ? name : out->ns;
}

static int fill_subject(struct source *s, const cJSON *object, struct manifest *out,
			struct err *err)
{
	const cJSON *metadata = json_get(object, "metadata");
	char group[GROUP_MAX];
	const char *version = api_version_split(out->api_version, group, sizeof(group));
	const struct kind *known;
	const char *name = text_of(metadata, "name");

	if (!version)
		return refuse(out, json_get(object, "apiVersion"), err,
			      "apiVersion: want VERSION or GROUP/VERSION");
	known = kind_find(group, out->kind);
	out->assumed = (struct assumed){ 0 };
	if (known && defaults_apply(s->a, known, object, &out->assumed, err) < 0)
		return -1;
	out->subject = (struct subject){ .operation = OPERATION_CREATE,
					 .subresource = "",
					 .offline = true,
					 .username = "",
					 .name = name ? name : "",
					 .object = object };
	out->name = name_of(s, metadata);
	out->subject.kind.version = version;
	out->subject.kind.kind = out->kind;
	out->subject.kind.group = arena_strndup(s->a, group, strlen(group));
	out->subject.resource_group = out->subject.kind.group;
	out->subject.resource = resource_of(s, known, out->kind);
	if (!out->name || !out->subject.kind.group || !out->subject.resource)
		return arena_error(s->a, err);
	fill_namespace(s, metadata, group, out);
	return 0;
}

/* Whether some of the list's items would be objects of Kubernetes. */
static bool holds_objects(const cJSON *list)
{
	const cJSON *item;

	cJSON_ArrayForEach (item, list)
		if (json_get(item, "apiVersion") || json_get(item, "kind"))
			return true;
	return false;
}

/* Whether a document says that it is something else, not that it is broken. */
static bool is_foreign(const struct source *s, const cJSON *doc)
{
	const char *version = text_of(doc, "apiVersion");

	if (json_get(doc, "kind") || (cJSON_IsArray(doc) && holds_objects(doc)))
		return false;
	if (s->is_chart && version)
		return strcmp(version, "v1") == 0 || strcmp(version, "v2") == 0;
	return !json_get(doc, "apiVersion");
}

/* Return: 1 with an object, 0 when it was a list, -1. @list: what it is an item of, or NULL. */
static int take_object(struct source *s, const cJSON *object, const struct list *list,
		       struct manifest *out, struct err *err)
{
	out->document = s->document.number;
	out->place = s->document.place;
	if (yaml_line(object))
		out->place = (struct text_place){ yaml_line(object), yaml_column(object) };
	out->is_foreign = !list && is_foreign(s, object);
	if (!cJSON_IsObject(object))
		return err_set(err, ERR_INPUT, "want an object, got %s", json_type_name(object));
	out->api_version = text_of(object, "apiVersion");
	out->kind = text_of(object, "kind");
	if (list && list->kind) {
		out->api_version = out->api_version ? out->api_version : list->api_version;
		out->kind = out->kind ? out->kind : list->kind;
	}
	if (s->is_kustomization && !json_get(object, "kind")) {
		out->api_version = "kustomize.config.k8s.io/v1beta1";
		out->kind = "Kustomization";
	}
	if (profile_is_seccomp(object))
		set_kind(out, &profile_seccomp);
	if (!out->api_version || !out->kind)
		return err_set(err, ERR_INPUT, "no %s: this is no object of Kubernetes",
			       out->kind ? "apiVersion" : "kind");
	if (is_list(out->kind, json_get(object, "items")))
		return open_list(s, object, out->api_version, out->kind, out, err) < 0 ? -1 : 0;
	return fill_subject(s, object, out, err) < 0 ? -1 : 1;
}

/* The next item of the innermost list. Return: as take_object(). */
static int next_item(struct source *s, struct manifest *out, struct err *err)
{
	struct list *list = &s->lists[s->depth - 1];
	const cJSON *item = list->next;
	size_t index = list->index++;
	int result;

	if (!item) {
		s->depth--;
		return 0;
	}
	list->next = item->next;
	result = take_object(s, item, list, out, err);
	if (result < 0)
		err_wrap(err, "items[%zu]", index);
	return result;
}

/* The text as it is. Return: as source_next(). */
static int take_apparmor(struct source *s, struct manifest *out, struct err *err)
{
	const char *text, *name;
	cJSON *object = NULL;
	size_t len;

	arena_reset(s->a);
	if (documents_rest(s->documents, &text, &len, &s->document, err) == 0)
		object = profile_of_apparmor(s->a, text, len, &name, err);
	out->is_foreign = false;
	out->document = s->document.number;
	out->place = s->document.place;
	if (!object) {
		documents_split_place(err, &out->place);
		return -1;
	}
	set_kind(out, &profile_apparmor);
	if (fill_subject(s, object, out, err) < 0)
		return -1;
	out->name = name;
	return 1;
}

int source_next(struct source *s, struct manifest *out, struct err *err)
{
	bool is_apparmor =
		s->may_be_apparmor && documents_opening(s->documents, apparmor_opens) > 0;
	int result = 0;

	s->may_be_apparmor = false;
	if (is_apparmor)
		return take_apparmor(s, out, err);
	while (result == 0) {
		if (s->depth) {
			result = next_item(s, out, err);
			continue;
		}
		arena_reset(s->a);
		result = documents_next(s->documents, &s->document, err);
		if (result == 0)
			return 0;
		if (result > 0)
			result = take_object(s, s->document.root, NULL, out, err);
		else {
			out->is_foreign = false;
			out->document = s->document.number;
			out->place = s->document.place;
		}
	}
	return result;
}
