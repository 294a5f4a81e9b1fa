/* SPDX-License-Identifier: Apache-2.0 */
/* namespaces.c - labels of namespaces, in a hash table that is written once.
 *
 * The file is read into a tree that is thrown away; what stays is the table with its texts.
 */
#include "config/namespaces.h"

#include <string.h>

#include "base/text.h"
#include "base/mem.h"

#define MIB ((size_t)1024 * 1024)

/* One slot of an open-addressed table; empty when there is no name. */
struct slot {
	const char *name;
	struct map labels;
};

struct namespaces {
	struct arena *a;
	size_t count,
		mask; /* slots less one, a power of two less one; at most half of them are in use */
	struct slot *slots;
};

static const struct json_limits limits = {
	.bytes = 64 * MIB,
	.depth = 2,
	.values = 1000000,
};

/* FNV-1a. */
static uint64_t hash(const char *name)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; *name; name++)
		h = (h ^ (unsigned char)*name) * UINT64_C(0x100000001b3);
	return h ^ h >> 32;
}

/* The slot that holds @name, or the empty one where it belongs. */
static struct slot *slot_of(const struct namespaces *ns, const char *name)
{
	size_t i = hash(name) & ns->mask;

	while (ns->slots[i].name && strcmp(ns->slots[i].name, name) != 0)
		i = (i + 1) & ns->mask;
	return &ns->slots[i];
}

static char *keep(struct arena *a, const char *text)
{
	return arena_strndup(a, text, strlen(text));
}

static int read_labels(struct arena *a, const cJSON *labels, struct map *out, struct err *err)
{
	size_t count = (size_t)cJSON_GetArraySize(labels), i = 0;
	struct map_entry *v;
	const cJSON *label;

	if (!cJSON_IsObject(labels))
		return err_set(err, ERR_INPUT, "want an object of labels, got %s",
			       json_type_name(labels));
	v = arena_alloc(a, (count ? count : 1) * sizeof(*v));
	if (!v)
		return arena_error(a, err);
	cJSON_ArrayForEach (label, labels) {
		const char *value = json_string(label);

		if (!value)
			return err_set(err, ERR_INPUT, "label \"%.200s\": want a string, got %s",
				       label->string, json_type_name(label));
		v[i] = (struct map_entry){ keep(a, label->string), keep(a, value) };
		if (!v[i].key || !v[i].value)
			return arena_error(a, err);
		i++;
	}
	*out = (struct map){ .set = true, .count = count, .v = v };
	return 0;
}

/* A table for so many; what is in the old one stays in the arena. */
static int make_table(struct namespaces *ns, size_t count, struct err *err)
{
	size_t old_slots = ns->slots ? ns->mask + 1 : 0;
	struct slot *old = ns->slots, *slots;
	size_t mask = 1;

	while (mask < 2 * count)
		mask = 2 * mask + 1;
	slots = arena_zalloc(ns->a, (mask + 1) * sizeof(*slots));
	if (!slots)
		return arena_error(ns->a, err);
	ns->slots = slots;
	ns->mask = mask;
	for (size_t i = 0; i < old_slots; i++)
		if (old[i].name)
			*slot_of(ns, old[i].name) = old[i];
	return 0;
}

static int fill(struct namespaces *ns, const cJSON *doc, struct err *err)
{
	const cJSON *entry;

	if (!cJSON_IsObject(doc))
		return err_set(err, ERR_INPUT, "want an object of namespaces, got %s",
			       json_type_name(doc));
	ns->count = (size_t)cJSON_GetArraySize(doc);
	if (make_table(ns, ns->count, err) < 0)
		return -1;
	cJSON_ArrayForEach (entry, doc) {
		struct slot *slot = slot_of(ns, entry->string);

		slot->name = keep(ns->a, entry->string);
		if (!slot->name)
			return arena_error(ns->a, err);
		if (read_labels(ns->a, entry, &slot->labels, err) < 0)
			return err_wrap(err, "namespace \"%.200s\"", entry->string);
	}
	return 0;
}

static int parse(struct namespaces *ns, const char *text, size_t len, struct err *err)
{
	SCOPED(scoped_arena) struct arena *scratch = arena_new(512 * MIB, err);
	const cJSON *doc;

	if (!scratch)
		return -1;
	doc = json_parse(scratch, text, len, &limits, err);
	return doc ? fill(ns, doc, err) : -1;
}

static struct namespaces *without_table(struct err *err)
{
	struct namespaces *ns = mem_alloc(sizeof(*ns));

	if (!ns) {
		err_memory(err);
		return NULL;
	}
	*ns = (struct namespaces){ .a = arena_new(256 * MIB, err) };
	if (ns->a)
		return ns;
	namespaces_free(ns);
	return NULL;
}

struct namespaces *namespaces_parse(const char *text, size_t len, struct err *err)
{
	struct namespaces *ns = without_table(err);

	if (ns && parse(ns, text, len, err) < 0) {
		namespaces_free(ns);
		return NULL;
	}
	return ns;
}

struct namespaces *namespaces_new(struct err *err)
{
	struct namespaces *ns = without_table(err);

	if (ns && make_table(ns, 1, err) < 0) {
		namespaces_free(ns);
		return NULL;
	}
	return ns;
}

int namespaces_put(struct namespaces *ns, const char *name, const cJSON *labels, struct err *err)
{
	struct map map = { .set = true };
	struct slot *slot;
	const char *kept;

	if (labels && read_labels(ns->a, labels, &map, err) < 0)
		return -1;
	if (2 * (ns->count + 1) > ns->mask && make_table(ns, 2 * (ns->count + 1), err) < 0)
		return -1;
	slot = slot_of(ns, name);
	kept = slot->name ? slot->name : keep(ns->a, name);
	if (!kept)
		return arena_error(ns->a, err);
	ns->count += !slot->name;
	*slot = (struct slot){ kept, map };
	return 0;
}

struct namespaces *namespaces_load(const char *path, struct err *err)
{
	SCOPED(scoped_buf) struct buf text;
	struct namespaces *ns = NULL;

	buf_init(&text, limits.bytes);
	if (text_read(path, &text, err) == 0)
		ns = namespaces_parse(buf_str(&text), text.len, err);
	if (!ns)
		err_wrap(err, "%s", path);
	return ns;
}

void namespaces_free(struct namespaces *ns)
{
	if (!ns)
		return;
	arena_free(ns->a);
	mem_free(ns);
}

const struct map *namespaces_find(const struct namespaces *ns, const char *name)
{
	const struct slot *slot = slot_of(ns, name);

	return slot->name ? &slot->labels : NULL;
}

size_t namespaces_count(const struct namespaces *ns)
{
	return ns->count;
}
