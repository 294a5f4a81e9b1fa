/* SPDX-License-Identifier: Apache-2.0 */
/* selector.h - label selectors: matchLabels and matchExpressions. */
#ifndef KUBEVET_K8S_SELECTOR_H
#define KUBEVET_K8S_SELECTOR_H

#include "k8s/field.h"

struct selector_requirement {
	struct at at;
	const struct selector_requirement *next;
	const char *key, *op; /* In, NotIn, Exists, DoesNotExist */
	struct strings values;
};

struct selector {
	struct at at;
	struct map match_labels;
	const struct selector_requirement *match_expressions;
};

#define for_each_requirement(r, s)                                                              \
	for (const struct selector_requirement *r = (s)->match_expressions; r && budget_step(); \
	     r = r->next)

/** selector_is_empty() - {}: it selects all. NULL, an absent one, is the caller's to think about:
 * where a field is no pointer in the API, absent is empty. */
bool selector_is_empty(const struct selector *s);

/** selector_is_of_all_namespaces() - the same for namespaces, however it is written: each has the
 * label with its name. */
bool selector_is_of_all_namespaces(const struct selector *s);

/** selector_only_excludes() - whether it selects all but what it names: nothing but NotIn and
 * DoesNotExist. What has no labels is selected, so that whatever is made tomorrow is, too; and all
 * unions of selectors that are everything have one of these. */
bool selector_only_excludes(const struct selector *s, bool of_namespaces);

#endif
