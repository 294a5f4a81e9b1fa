/* SPDX-License-Identifier: Apache-2.0 */
/* node.c - children, and which of several members with one key stays. */
#include "yaml/node.h"

#include <stdlib.h>
#include <string.h>

/* As cJSON has it: the first child's prev is the last one. */
void node_attach(struct yaml_node *parent, struct yaml_node *item)
{
	cJSON *first = parent->json.child;

	item->json.next = NULL;
	if (!first) {
		parent->json.child = &item->json;
		item->json.prev = &item->json;
		return;
	}
	item->json.prev = first->prev;
	first->prev->next = &item->json;
	first->prev = &item->json;
}

struct member {
	struct yaml_node *node;
	size_t at; /* place in the mapping */
};

static int by_key(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = strcmp(x->node->json.string, y->node->json.string);

	return order ? order : (x->at > y->at) - (x->at < y->at);
}

static int refuse(const struct yaml_node *node, const struct yaml_node *first, struct err *err)
{
	if (first->merged || node->merged)
		return err_set(err, ERR_INPUT,
			       "%u:%u: key \"%.100s\" stands before the << that also has it, and "
			       "parsers differ on which one counts: put << first",
			       first->key_line, first->key_column, first->json.string);
	return err_set(err, ERR_INPUT, "%u:%u: key \"%.100s\" stands twice, first at line %u",
		       node->key_line, node->key_column, node->json.string, first->key_line);
}

/* @count members of one key, in the order of the text; marks all but the one that stays as dropped
 * (node NULL). */
static int settle(struct member *m, size_t count, struct err *err)
{
	size_t stays = 0;

	for (size_t i = 1; i < count; i++) {
		if (!m[stays].node->merged)
			return refuse(m[i].node, m[stays].node, err);
		if (m[i].node->merged) {
			m[i].node = NULL;
		} else {
			m[stays].node = NULL;
			stays = i;
		}
	}
	return 0;
}

static int by_place(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static void rebuild(struct yaml_node *mapping, struct member *m, size_t count)
{
	qsort(m, count, sizeof(*m), by_place);
	mapping->json.child = NULL;
	for (size_t i = 0; i < count; i++)
		if (m[i].node)
			node_attach(mapping, m[i].node);
}

int node_settle_keys(struct arena *a, struct yaml_node *mapping, struct err *err)
{
	size_t count = (size_t)cJSON_GetArraySize(&mapping->json), i = 0;
	bool repeated = false;
	struct member *m;
	cJSON *child;

	if (count < 2)
		return 0;
	m = arena_alloc(a, count * sizeof(*m));
	if (!m) {
		arena_error(a, err);
		return err_wrap(err, "%u:%u", mapping->line, mapping->column);
	}
	cJSON_ArrayForEach (child, &mapping->json) {
		m[i] = (struct member){ (struct yaml_node *)child, i };
		i++;
	}
	qsort(m, count, sizeof(*m), by_key);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count; to++)
			if (strcmp(m[from].node->json.string, m[to].node->json.string) != 0)
				break;
		repeated = repeated || to - from > 1;
		if (settle(m + from, to - from, err) < 0)
			return -1;
	}
	if (repeated)
		rebuild(mapping, m, count);
	return 0;
}
