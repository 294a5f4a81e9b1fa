/* SPDX-License-Identifier: Apache-2.0 */
/* path.h - file paths compared as text, by their components; nothing looks at a file system. */
#ifndef KUBEVET_POLICY_PATH_H
#define KUBEVET_POLICY_PATH_H

#include <stdbool.h>

#include "base/arena.h"

/**
 * path_normalise() - the shortest spelling of the same path
 *
 * Without empty and "." components, each ".." taken with the component before it, no slash at the
 * end. At the root ".." stays at the root; a relative path keeps those that lead out of it. ""
 * gives ".".
 *
 * Return: the text, owned by @a, or NULL when the arena is full.
 */
MUST_CHECK char *path_normalise(struct arena *a, const char *path);

/** path_within() - whether @path is @prefix or below it; both normalised: "/var/log" holds
 * "/var/log/a", not "/var/logs". */
bool path_within(const char *path, const char *prefix);

#endif
