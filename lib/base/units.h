/* SPDX-License-Identifier: Apache-2.0 */
/* units.h - durations and sizes as people and the API server write them. */
#ifndef KUBEVET_BASE_UNITS_H
#define KUBEVET_BASE_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SECONDS_US(s) ((int64_t)(s)*1000000)

/**
 * duration_parse() - a Go duration: "10s", "1m30s", "500ms", "1.5h", "0"
 * @us: microseconds, rounded down; unchanged on failure
 *
 * Return: false when malformed, negative or beyond ten years.
 */
bool duration_parse(const char *text, size_t len, int64_t *us);

/** size_parse() - bytes: "1048576", "8Mi", "64Ki", "1Gi". Return: false when malformed or beyond
 * int64. */
bool size_parse(const char *text, int64_t *bytes);

/** count_parse() - decimal digits only. Return: false when malformed or beyond int64. */
bool count_parse(const char *text, int64_t *n);

#endif
