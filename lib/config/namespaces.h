/* SPDX-License-Identifier: Apache-2.0 */
/* namespaces.h - labels of namespaces, from a file that another process keeps fresh.
 *
 * {"shop": {"pod-security.kubernetes.io/enforce": "baseline"}, "bank": {}}
 *
 * A namespace that is not in a file is unknown, and that is a decision of its own: pods there
 * cannot be judged.
 */
#ifndef KUBEVET_CONFIG_NAMESPACES_H
#define KUBEVET_CONFIG_NAMESPACES_H

#include "base/err.h"
#include "json/json.h"
#include "k8s/field.h"

struct namespaces;

/**
 * namespaces_load() - read and check the file
 * @err: ERR_INPUT with the place, ERR_LIMIT (64 MiB, a million labels and namespaces), ERR_SYSTEM,
 * ERR_MEMORY Return: the facts, for namespaces_free(); read-only, so that any thread may read them.
 * NULL on error.
 */
MUST_CHECK struct namespaces *namespaces_load(const char *path, struct err *err);

/** namespaces_parse() - the same from bytes. */
MUST_CHECK struct namespaces *namespaces_parse(const char *text, size_t len, struct err *err);

/** namespaces_new() - none yet. Return: for namespaces_free(), or NULL with @err. */
MUST_CHECK struct namespaces *namespaces_new(struct err *err);

/**
 * namespaces_put() - add one, or give it other labels; by the one thread that has it
 * @labels: an object of strings, or NULL for none; copied
 * Return: 0, or -1 (ERR_INPUT: labels of another form; ERR_LIMIT, ERR_MEMORY): then nothing
 * changed.
 */
MUST_CHECK int namespaces_put(struct namespaces *ns, const char *name, const cJSON *labels,
			      struct err *err);

void namespaces_free(struct namespaces *ns);

/** namespaces_find() - labels of a namespace, borrowed; NULL when it is not in the file. Constant
 * time. */
const struct map *namespaces_find(const struct namespaces *ns, const char *name);

/** namespaces_count() - how many there are. */
size_t namespaces_count(const struct namespaces *ns);

#endif
