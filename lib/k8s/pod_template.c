/* SPDX-License-Identifier: Apache-2.0 */
/* pod_template.c - down the paths of a kind to its pod templates.
 *
 * A step that is absent or null ends a path: there is no template. One of the wrong type is an
 * error, never an absent template.
 */
#include "k8s/pod_template.h"

#include <string.h>

#define KEY_MAX	  64
#define SHOWN_MAX 400 /* of a template as it prints */

/* What a walk down one path has come to. */
struct walk {
	struct arena *a;
	struct err *err;
	const struct pod_template **tail;
	size_t count;
};

static int add(struct walk *w, const cJSON *node, const char *meta_path, const char *spec_path)
{
	struct pod_template *t;

	if (++w->count > POD_TEMPLATES_MAX)
		return err_set(w->err, ERR_LIMIT, "more than %d pod templates", POD_TEMPLATES_MAX);
	t = arena_zalloc(w->a, sizeof(*t));
	if (!t || !meta_path || !spec_path)
		return arena_error(w->a, w->err);
	t->node = node;
	t->meta_path = meta_path;
	t->spec_path = spec_path;
	*w->tail = t;
	w->tail = &t->next;
	return 0;
}

static int wrong_type(struct walk *w, const char *where, const char *want, const cJSON *node)
{
	return err_set(w->err, ERR_INPUT, "%.*s: want %s, got %s", SHOWN_MAX,
		       *where ? where : "object", want, json_type_name(node));
}

/* Names and keys that need no quoting stand in places; others are the sender's to choose, and a
 * number does. */
static bool is_plain(const char *text)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t len = strlen(text);

	return len && len < KEY_MAX && strchr(letters, text[0]) &&
	       text[strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789-_")] == '\0';
}

static const char *element_path(struct arena *a, const char *where, const cJSON *item, int index)
{
	const char *name = json_string(json_get(item, "name"));

	if (name && is_plain(name))
		return arena_printf(a, "%s[name=\"%s\"]", where, name);
	return arena_printf(a, "%s[%d]", where, index);
}

static const char *member_path(struct arena *a, const char *where, const cJSON *item, int index)
{
	if (is_plain(item->string))
		return arena_printf(a, "%s.%s", where, item->string);
	return arena_printf(a, "%s[%d]", where, index);
}

static int walk(struct walk *w, const cJSON *node, const char *where, const char *path);

/* @path is behind "[]" or "{}". */
static int walk_items(struct walk *w, const cJSON *node, const char *where, const char *path,
		      bool is_list)
{
	const cJSON *item;
	int index = 0;

	if (is_list ? !cJSON_IsArray(node) : !cJSON_IsObject(node))
		return wrong_type(w, where, is_list ? "a list" : "an object", node);
	cJSON_ArrayForEach (item, node) {
		const char *at = is_list ? element_path(w->a, where, item, index)
					 : member_path(w->a, where, item, index);

		if (!at)
			return arena_error(w->a, w->err);
		if (walk(w, item, at, path) < 0)
			return -1;
		index++;
	}
	return 0;
}

static int found(struct walk *w, const cJSON *node, const char *where)
{
	if (!cJSON_IsObject(node))
		return wrong_type(w, where, "an object", node);
	return add(w, node, arena_printf(w->a, "%s.metadata", where),
		   arena_printf(w->a, "%s.spec", where));
}

/* @path: what is left of it, up to its end or a space. A path has a few steps, so the recursion is
 * as deep as it is long. */
static int walk(struct walk *w, const cJSON *node, const char *where, const char *path)
{
	size_t len;
	char key[KEY_MAX];

	while (node && !cJSON_IsNull(node)) {
		if (*path == '\0' || *path == ' ')
			return found(w, node, where);
		if (*path == '[' || *path == '{')
			return walk_items(w, node, where, path + 2, *path == '[');
		path += *path == '.';
		len = strcspn(path, ".[{ ");
		if (!cJSON_IsObject(node))
			return wrong_type(w, where, "an object", node);
		memcpy(key, path, len);
		key[len] = '\0';
		where = arena_printf(w->a, "%s%s%s", where, *where ? "." : "", key);
		if (!where)
			return arena_error(w->a, w->err);
		node = json_get(node, key);
		path += len;
	}
	return 0;
}

static int add_only(struct walk *w, const struct kind *kind, const cJSON *object)
{
	const cJSON *template;

	if (kind_template(kind, object, &template, w->err) < 0)
		return -1;
	if (!template && kind->template_optional)
		return 0;
	return add(w, template, kind->meta_path, kind->spec_path);
}

int pod_templates(struct arena *a, const struct kind *kind, const cJSON *object,
		  const struct pod_template **out, struct err *err)
{
	struct walk w = { .a = a, .err = err, .tail = out };

	*out = NULL;
	if (!kind->custom)
		return add_only(&w, kind, object);
	for (const char *path = kind->template_path; *path; path += *path == ' ') {
		if (walk(&w, object, "", path) < 0)
			return -1;
		path += strcspn(path, " ");
	}
	return 0;
}
