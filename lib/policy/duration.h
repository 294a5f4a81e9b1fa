/* SPDX-License-Identifier: Apache-2.0 */
/* duration.h - durations as objects have them. */
#ifndef KUBEVET_POLICY_DURATION_H
#define KUBEVET_POLICY_DURATION_H

#include <stdbool.h>
#include <stdint.h>

/** duration_seconds() - a Go duration, "2160h" or "1h30m", rounded down. Return: false when
 * malformed, negative or beyond ten years. */
bool duration_seconds(const char *text, int64_t *seconds);

#endif
