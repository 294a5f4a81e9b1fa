/* SPDX-License-Identifier: Apache-2.0 */
/* selector.c - label selectors, and when they select all. */
#include "k8s/selector.h"

#include <string.h>

#include "k8s/shapes.h"

static const struct field requirement_fields[] = {
	F_STRING("key", struct selector_requirement, key),
	F_STRING("operator", struct selector_requirement, op),
	F_STRINGS("values", struct selector_requirement, values),
};
const struct shape requirement_shape =
	SHAPE_INDEXED(struct selector_requirement, requirement_fields);

static const struct field selector_fields[] = {
	F_MAP("matchLabels", struct selector, match_labels),
	F_LIST("matchExpressions", struct selector, match_expressions, struct selector_requirement,
	       requirement_shape),
};
const struct shape selector_shape = SHAPE_AT(struct selector, at, selector_fields);

bool selector_is_empty(const struct selector *s)
{
	return s->match_labels.count == 0 && !s->match_expressions;
}

#define NAME_LABEL "kubernetes.io/metadata.name"

bool selector_is_of_all_namespaces(const struct selector *s)
{
	if (s->match_labels.count)
		return false;
	for_each_requirement (r, s)
		if (strcmp(r->key, NAME_LABEL) != 0 || strcmp(r->op, "Exists") != 0)
			return false;
	return true;
}

static bool is_op(const struct selector_requirement *r, const char *op)
{
	return strcmp(r->op, op) == 0;
}

bool selector_only_excludes(const struct selector *s, bool of_namespaces)
{
	if (s->match_labels.count || !s->match_expressions)
		return false;
	for_each_requirement (r, s) {
		bool has_all = of_namespaces && strcmp(r->key, NAME_LABEL) == 0;

		if (is_op(r, "NotIn") || (has_all && is_op(r, "Exists")))
			continue;
		if (has_all || !is_op(r, "DoesNotExist"))
			return false;
	}
	return true;
}
