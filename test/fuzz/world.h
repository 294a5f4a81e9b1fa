/* SPDX-License-Identifier: Apache-2.0 */
/* world.h - what the fuzzers of whole paths share: an engine with every policy there is, and a
 * file that has the input's bytes. */
#ifndef KUBEVET_TEST_WORLD_H
#define KUBEVET_TEST_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/engine.h"

/** world_engine() - every policy refuses, by its defaults, and Pod Security is at "restricted";
 * @audit: nothing is refused. Made once, never freed. */
struct engine *world_engine(bool audit);

/** world_config() - the configuration that the enforcing engine was made from. */
const struct config *world_config(void);

/** world_file() - path of a file with these bytes and this ending ("", ".yaml"); the file is the
 * same, with other bytes, at the next call. */
const char *world_file(const uint8_t *data, size_t size, const char *ending);

/** world_pick() - one of @n, by the input: the same for the same bytes. */
size_t world_pick(const uint8_t *data, size_t size, size_t n);

#endif
