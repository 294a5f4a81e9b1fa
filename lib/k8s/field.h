/* SPDX-License-Identifier: Apache-2.0 */
/* field.h - the values that views are made of (decode.h fills them).
 *
 * Kubernetes' rules (Go's decoder): a pointer field tells absent from zero, null equals absent, {}
 * is present, keys are compared by case, unknown keys are ignored, a null element of a list is a
 * zero element, a value of the wrong type is an error and never an absent field.
 */
#ifndef KUBEVET_K8S_FIELD_H
#define KUBEVET_K8S_FIELD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/budget.h"
#include "json/json.h"
#include "k8s/at.h"

struct opt_bool {
	bool set, v;
};

struct opt_int {
	bool set;
	int64_t v;
};

/* An IntOrString: a port or a target port. */
struct int_or_string {
	bool set, is_string;
	int64_t i;
	const char *s; /* "" unless is_string */
};

/* A list of strings, borrowed from the document; null elements are "". */
struct strings {
	bool set; /* the list is there, even if empty */
	size_t count;
	const char *const *v;
};

/* An object of string values (labels, annotations), in document order. */
struct map_entry {
	const char *key, *value;
};

struct map {
	bool set;
	size_t count;
	const struct map_entry *v;
	const struct map_entry *const *order; /* by key; NULL: few, or not from a document */
};

#define for_each_string(s, list)                     \
	for (const char *const *s##_ = (list).v, *s; \
	     s##_ && s##_ < (list).v + (list).count && budget_step() && (s = *s##_, true); s##_++)

#define for_each_entry(e, map)                                                                     \
	for (const struct map_entry *e = (map).v; e && e < (map).v + (map).count && budget_step(); \
	     e++)

/** map_get() - value of @key, or NULL. */
const char *map_get(const struct map *map, const char *key);

/** strings_have() - whether the list holds exactly @s. */
bool strings_have(const struct strings *list, const char *s);

/** strings_same() - whether both have the same strings in the same order. */
bool strings_same(const struct strings *a, const struct strings *b);

#endif
