/* SPDX-License-Identifier: Apache-2.0 */
/* same.c - whether two trees say the same.
 *
 * Members of objects have no order. Two objects of one API server nearly always have the same one
 * all the same, so that they are sorted only where they have not.
 */
#include "json.h"

#include <stdlib.h>
#include <string.h>

static int by_key(const void *left, const void *right)
{
	const cJSON *a = *(const cJSON *const *)left, *b = *(const cJSON *const *)right;

	return strcmp(a->string, b->string);
}

const cJSON *const *json_sorted(struct arena *a, const cJSON *object, size_t *count)
{
	size_t n = 0, room = object ? (size_t)cJSON_GetArraySize(object) : 0;
	const cJSON **v = arena_alloc(a, (room + 1) * sizeof(*v));

	if (!v)
		return NULL;
	for (const cJSON *m = object ? object->child : NULL; m; m = m->next)
		v[n++] = m;
	qsort(v, n, sizeof(*v), by_key);
	*count = n;
	return v;
}

static bool same_order(const cJSON *x, const cJSON *y)
{
	x = x->child;
	y = y->child;
	while (x && y && strcmp(x->string, y->string) == 0) {
		x = x->next;
		y = y->next;
	}
	return !x && !y;
}

static bool same_list(struct arena *a, const cJSON *x, const cJSON *y)
{
	x = x->child;
	y = y->child;
	while (x && y && json_same(a, x, y)) {
		x = x->next;
		y = y->next;
	}
	return !x && !y;
}

static bool same_object(struct arena *a, const cJSON *x, const cJSON *y)
{
	size_t x_count, y_count;
	const cJSON *const *xs, *const *ys;

	if (same_order(x, y))
		return same_list(a, x, y);
	xs = json_sorted(a, x, &x_count);
	ys = json_sorted(a, y, &y_count);
	if (!xs || !ys || x_count != y_count)
		return false;
	for (size_t i = 0; i < x_count; i++)
		if (strcmp(xs[i]->string, ys[i]->string) != 0 || !json_same(a, xs[i], ys[i]))
			return false;
	return true;
}

static bool same_text(const char *x, const char *y)
{
	return x && y ? strcmp(x, y) == 0 : !x && !y;
}

bool json_same(struct arena *a, const cJSON *x, const cJSON *y)
{
	if (!x || !y)
		return !x && !y;
	if ((x->type & 0xff) != (y->type & 0xff))
		return false;
	if (cJSON_IsObject(x))
		return same_object(a, x, y);
	if (cJSON_IsArray(x))
		return same_list(a, x, y);
	if (cJSON_IsNumber(x))
		return x->valuedouble == y->valuedouble &&
		       same_text(x->valuestring, y->valuestring);
	return !cJSON_IsString(x) || same_text(x->valuestring, y->valuestring);
}
