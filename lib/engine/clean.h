/* SPDX-License-Identifier: Apache-2.0 */
/* clean.h - texts for places that do not take every character, cut to a length. */
#ifndef KUBEVET_ENGINE_CLEAN_H
#define KUBEVET_ENGINE_CLEAN_H

#include "base/arena.h"

/**
 * clean_text() - @text on one line: control characters become spaces, what is longer than @max
 * bytes ends in "..."
 *
 * An HTTP header that carries a control character is dropped whole, without a word. Cuts only
 * between characters. Input is UTF-8. Return: @text itself when there is nothing to do, a copy in
 * @a otherwise, NULL when the arena is full.
 */
MUST_CHECK const char *clean_text(struct arena *a, const char *text, size_t max);

/** clean_lines() - the same, but newlines stay. */
MUST_CHECK const char *clean_lines(struct arena *a, const char *text, size_t max);

#endif
