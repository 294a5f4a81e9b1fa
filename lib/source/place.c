/* SPDX-License-Identifier: Apache-2.0 */
/* place.c - down the tree along a place, as far as it goes. */
#include "source/place.h"

#include <stdlib.h>
#include <string.h>

struct spot {
	const cJSON *node; /* NULL behind the last that is there */
	struct text_place place;
};

/* Nodes that were added to the tree have no place: then the one above stays. */
static void step_to(struct spot *s, const cJSON *node)
{
	s->node = node;
	if (yaml_key_line(node))
		s->place = (struct text_place){ yaml_key_line(node), yaml_key_column(node) };
}

static void step_member(struct spot *s, const char *key)
{
	step_to(s, json_get(s->node, key));
}

static void step_element(struct spot *s, int index)
{
	step_to(s, cJSON_IsArray(s->node) ? cJSON_GetArrayItem(s->node, index) : NULL);
}

/* [3] or [name="app"], as places print. Return: behind it. */
static const char *step_bracket(struct spot *s, const char *path)
{
	static const char opening[] = "[name=\"";
	const char *name = path + strlen(opening), *end;
	const cJSON *item;

	if (strncmp(path, opening, strlen(opening)) != 0) {
		step_element(s, (int)strtol(path + 1, NULL, 10));
		path += strcspn(path, "]");
		return path + (*path == ']');
	}
	end = name + strcspn(name, "\"");
	cJSON_ArrayForEach (item, s->node) {
		const char *text = json_string(json_get(item, "name"));

		if (text && strlen(text) == (size_t)(end - name) &&
		    memcmp(text, name, strlen(text)) == 0)
			break;
	}
	step_to(s, item);
	return strncmp(end, "\"]", 2) == 0 ? end + 2 : end + strlen(end);
}

/* "spec.containers[name=\"app\"].ports[0]", up to whatever is no path: plain keys alone. */
static void step_path(struct spot *s, const char *path)
{
	char key[128];

	while (*path && s->node) {
		size_t len = strcspn(path, ".[: ");

		if (len >= sizeof(key) || path[len] == ' ')
			return;
		memcpy(key, path, len);
		key[len] = '\0';
		if (len)
			step_member(s, key);
		path += len;
		while (*path == '[' && s->node)
			path = step_bracket(s, path);
		if (*path != '.')
			return;
		path++;
	}
}

static void step_at(struct spot *s, const struct at *at)
{
	if (!at->up) {
		step_path(s, at->key ? at->key : "");
		return;
	}
	step_at(s, at->up);
	if (at->key)
		step_member(s, at->key);
	else
		step_element(s, at->index);
}

static struct spot spot_of(const cJSON *root)
{
	return (struct spot){ root, { yaml_line(root), yaml_column(root) } };
}

struct text_place place_find(const cJSON *root, const struct at *at, const char *field)
{
	struct spot s = spot_of(root);

	step_at(&s, at);
	if (field)
		step_path(&s, field);
	return s.place;
}

struct text_place place_find_path(const cJSON *root, const char *path)
{
	struct spot s = spot_of(root);

	step_path(&s, path);
	return s.place;
}
