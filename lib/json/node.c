/* SPDX-License-Identifier: Apache-2.0 */
/* node.c - reading and building nodes of a tree. */
#include "json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "exact.h"

const cJSON *json_get(const cJSON *object, const char *key)
{
	if (!cJSON_IsObject(object))
		return NULL;
	for (const cJSON *member = object->child; member; member = member->next)
		/* Most keys differ at once: the call would cost more than the comparison. */
		if (member->string && *member->string == *key && strcmp(member->string, key) == 0)
			return member;
	return NULL;
}

const cJSON *json_present(const cJSON *object, const char *key)
{
	const cJSON *member = json_get(object, key);

	return cJSON_IsNull(member) ? NULL : member;
}

const char *json_string(const cJSON *node)
{
	return cJSON_IsString(node) ? node->valuestring : NULL;
}

static bool digits_fit(const char *digits, int64_t *value)
{
	long long n;

	errno = 0;
	n = strtoll(digits, NULL, 10);
	if (errno)
		return false;
	*value = n;
	return true;
}

bool json_int(const cJSON *node, int64_t *value)
{
	double number;

	if (!cJSON_IsNumber(node))
		return false;
	if (node->valuestring)
		return digits_fit(node->valuestring, value);
	number = node->valuedouble;
	/* Written so that NaN fails, too. */
	if (!(number > -EXACT_DOUBLE && number < EXACT_DOUBLE))
		return false;
	if ((double)(int64_t)number != number)
		return false;
	*value = (int64_t)number;
	return true;
}

const char *json_type_name(const cJSON *node)
{
	switch (node ? node->type & 0xff : cJSON_Invalid) {
	case cJSON_False:
	case cJSON_True:
		return "a boolean";
	case cJSON_NULL:
		return "null";
	case cJSON_Number:
		return "a number";
	case cJSON_String:
		return "a string";
	case cJSON_Array:
		return "an array";
	case cJSON_Object:
		return "an object";
	default:
		return "nothing";
	}
}

static cJSON *new_node(struct arena *a, int type)
{
	cJSON *node = arena_zalloc(a, sizeof(*node));

	if (node)
		node->type = type;
	return node;
}

cJSON *json_new_object(struct arena *a)
{
	return new_node(a, cJSON_Object);
}

cJSON *json_new_array(struct arena *a)
{
	return new_node(a, cJSON_Array);
}

cJSON *json_new_null(struct arena *a)
{
	return new_node(a, cJSON_NULL);
}

cJSON *json_new_bool(struct arena *a, bool value)
{
	return new_node(a, value ? cJSON_True : cJSON_False);
}

cJSON *json_new_string(struct arena *a, const char *text)
{
	cJSON *node = text ? new_node(a, cJSON_String) : NULL;

	if (!node)
		return NULL;
	node->valuestring = arena_strndup(a, text, strlen(text));
	return node->valuestring ? node : NULL;
}

cJSON *json_new_int(struct arena *a, int64_t value)
{
	cJSON *node = new_node(a, cJSON_Number);

	if (!node)
		return NULL;
	node->valuedouble = (double)value;
	if (node->valuedouble > -EXACT_DOUBLE && node->valuedouble < EXACT_DOUBLE)
		return node;
	node->valuestring = arena_printf(a, "%" PRId64, value);
	return node->valuestring ? node : NULL;
}

cJSON *json_new_uint(struct arena *a, uint64_t value)
{
	cJSON *node;

	if (value <= INT64_MAX)
		return json_new_int(a, (int64_t)value);
	node = new_node(a, cJSON_Number);
	if (!node)
		return NULL;
	node->valuedouble = (double)value;
	node->valuestring = arena_printf(a, "%" PRIu64, value);
	return node->valuestring ? node : NULL;
}

/* As cJSON keeps it: the first child's prev is the last child, the last one's next is NULL. */
static cJSON *add_last(cJSON *parent, cJSON *item)
{
	cJSON *first = parent->child;

	item->next = NULL;
	if (!first) {
		parent->child = item;
		item->prev = item;
		return item;
	}
	item->prev = first->prev;
	first->prev->next = item;
	first->prev = item;
	return item;
}

cJSON *json_append(cJSON *array, cJSON *item)
{
	return array && item ? add_last(array, item) : NULL;
}

cJSON *json_put(struct arena *a, cJSON *object, const char *key, cJSON *item)
{
	if (!object || !item || !key)
		return NULL;
	item->string = arena_strndup(a, key, strlen(key));
	return item->string ? add_last(object, item) : NULL;
}
