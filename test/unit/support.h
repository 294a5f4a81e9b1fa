/* SPDX-License-Identifier: Apache-2.0 */
/* support.h - what the unit tests share. */
#ifndef KUBEVET_TEST_SUPPORT_H
#define KUBEVET_TEST_SUPPORT_H

#include <check.h>
#include <stdbool.h>

#include "json/json.h"

/**
 * run_table() - run one loop test over @rows rows, each its own forked case
 *
 * For main(): return run_table("name", test, ARRAY_LEN(cases)). Return: an exit status.
 */
int run_table(const char *name, const TTest *test, int rows);

/** run_tables() - several loop tests in one program; ends with a NULL test. */
struct table {
	const char *name;
	const TTest *test;
	int rows;
};
int run_tables(const char *suite, const struct table *tables);

/** same() - two strings are equal, or both NULL. */
bool same(const char *a, const char *b);

/** parse() - JSON with ' for ", in an arena that lives as long as the test; fails the test when it
 * does not parse. */
const cJSON *parse(const char *json);

/** test_arena() - that arena. */
struct arena *test_arena(void);

/** whole_config() - the text of a configuration with apiVersion and kind, put behind it (or into
 * its braces) where it has none; "" is the built-in one. */
const char *whole_config(const char *text);

/** shared_dir() - path of the shared data, or NULL when it is not there: KUBEVET_SHARED, else
 * ../shared of the source. */
const char *shared_dir(void);

/** read_file() - whole file in test_arena(), NUL-terminated; NULL when it can't be read. */
char *read_file(const char *path, size_t *len);

#endif
