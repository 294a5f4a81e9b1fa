/* SPDX-License-Identifier: Apache-2.0 */
/* data.c - two maps of a Secret or ConfigMap made one. */
#include "k8s/data.h"

#include <stdlib.h>
#include <string.h>

#include "base/base64.h"

const struct datum *data_get(const struct data *data, const char *key)
{
	for_each_datum (d, *data)
		if (strcmp(d->key, key) == 0)
			return d;
	return NULL;
}

const char *data_decode(struct arena *a, const struct at *at, const char *base64, size_t *len,
			struct err *err)
{
	size_t text_len = strlen(base64);
	char *bytes = arena_alloc(a, BASE64_ROOM(text_len) + 1);
	const char *place;
	ssize_t got;

	if (!bytes) {
		arena_error(a, err);
		return NULL;
	}
	got = base64_decode(base64, text_len, (unsigned char *)bytes);
	if (got < 0) {
		place = at_print(a, at, NULL);
		if (place)
			err_set(err, ERR_INPUT, "%s: want base64, got another text", place);
		else
			arena_error(a, err);
		return NULL;
	}
	bytes[got] = '\0';
	*len = (size_t)got;
	return bytes;
}

static int by_text(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The keys of a map in order: looking one up must not take as long as the map. */
struct keys {
	const char **v;
	size_t count;
};

static int sort_keys(struct arena *a, const struct map *map, struct keys *keys, struct err *err)
{
	*keys = (struct keys){ 0 };
	if (map->count == 0)
		return 0;
	keys->v = arena_alloc(a, map->count * sizeof(*keys->v));
	if (!keys->v)
		return arena_error(a, err);
	for_each_entry (e, *map)
		keys->v[keys->count++] = e->key;
	qsort(keys->v, keys->count, sizeof(*keys->v), by_text);
	return 0;
}

static bool has_key(const struct keys *keys, const char *key)
{
	return keys->count && bsearch(&key, keys->v, keys->count, sizeof(*keys->v), by_text);
}

struct merge {
	struct arena *a;
	struct err *err;
	struct datum *v;
	size_t count;
};

static int add(struct merge *m, const struct at *list, const struct data_source *source,
	       const struct map_entry *e)
{
	struct datum *d = &m->v[m->count++];

	*d = (struct datum){ .at = { .up = list, .key = e->key }, .key = e->key };
	if (source->is_base64) {
		d->bytes = data_decode(m->a, &d->at, e->value, &d->len, m->err);
		return d->bytes ? 0 : -1;
	}
	d->bytes = e->value;
	d->len = strlen(e->value);
	return 0;
}

/* Adds what is not in @hidden. */
static int add_all(struct merge *m, const struct at *root, const struct data_source *source,
		   const struct keys *hidden)
{
	struct at *list = arena_alloc(m->a, sizeof(*list));

	if (!list)
		return arena_error(m->a, m->err);
	*list = (struct at){ .up = root, .key = source->field };
	for_each_entry (e, *source->map)
		if (!has_key(hidden, e->key) && add(m, list, source, e) < 0)
			return -1;
	return 0;
}

int data_merge(struct arena *a, const struct at *root, const struct data_source *under,
	       const struct data_source *over, struct data *out, struct err *err)
{
	size_t room = under->map->count + over->map->count;
	struct merge m = { .a = a, .err = err };
	const struct keys none = { 0 };
	struct keys hidden;

	*out = (struct data){ 0 };
	if (room == 0)
		return 0;
	m.v = arena_alloc(a, room * sizeof(*m.v));
	if (!m.v)
		return arena_error(a, err);
	if (sort_keys(a, over->map, &hidden, err) < 0 || add_all(&m, root, under, &hidden) < 0 ||
	    add_all(&m, root, over, &none) < 0)
		return -1;
	*out = (struct data){ .count = m.count, .v = m.v };
	return 0;
}
