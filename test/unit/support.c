/* SPDX-License-Identifier: Apache-2.0 */
/* support.c - tables, arenas and files for the unit tests. */
#include "support.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int run_tables(const char *suite_name, const struct table *tables)
{
	Suite *suite = suite_create(suite_name);
	SRunner *runner;
	int failed;

	json_init();
	for (const struct table *t = tables; t->test; t++) {
		TCase *tcase = tcase_create(t->name);

		tcase_set_timeout(tcase, 300);
		tcase_add_loop_test(tcase, t->test, 0, t->rows);
		suite_add_tcase(suite, tcase);
	}
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int run_table(const char *name, const TTest *test, int rows)
{
	return run_tables(name, (const struct table[]){ { name, test, rows }, { 0 } });
}

bool same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

struct arena *test_arena(void)
{
	static struct arena *a;
	struct err err = { 0 };

	if (!a)
		a = arena_new((size_t)1024 * 1024 * 1024, &err);
	ck_assert_msg(a != NULL, "%s", err.text);
	return a;
}

const cJSON *parse(const char *json)
{
	struct err err = { 0 };
	size_t len = strlen(json);
	char *text = arena_strndup(test_arena(), json, len);
	const cJSON *tree;

	ck_assert(text != NULL);
	for (char *c = text; *c; c++)
		if (*c == '\'')
			*c = '"';
	tree = json_parse(test_arena(), text, len, NULL, &err);
	ck_assert_msg(tree != NULL, "%s: %s", json, err.text);
	return tree;
}

const char *shared_dir(void)
{
	static char path[PATH_MAX];
	const char *given = getenv("KUBEVET_SHARED");

	snprintf(path, sizeof(path), "%s", given ? given : SHARED_DIR);
	return access(path, R_OK) == 0 ? path : NULL;
}

char *read_file(const char *path, size_t *len)
{
	FILE *file = fopen(path, "rb");
	char *text = NULL;
	long size;

	if (!file)
		return NULL;
	if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0 &&
	    fseek(file, 0, SEEK_SET) == 0) {
		text = arena_alloc(test_arena(), (size_t)size + 1);
		if (text && fread(text, 1, (size_t)size, file) == (size_t)size) {
			text[size] = '\0';
			*len = (size_t)size;
		} else {
			text = NULL;
		}
	}
	fclose(file);
	return text;
}

static bool has_line(const char *text, const char *key)
{
	return strncmp(text, key, strlen(key)) == 0 ||
	       strstr(text, arena_printf(test_arena(), "\n%s", key)) != NULL;
}

const char *whole_config(const char *text)
{
	const char *version = "apiVersion: kubevet.dev/v1\n", *kind = "kind: Config\n";

	if (!*text)
		text = "podSecurity: {}"; /* the built-in one */
	if (*text == '{' && !strstr(text, "\"apiVersion\""))
		return arena_printf(test_arena(),
				    "{\"apiVersion\": \"kubevet.dev/v1\", \"kind\": \"Config\", %s",
				    text + 1);
	if (*text == '{' || !strchr(text, ':') ||
	    strncmp(text, "apiVersion: pod", strlen("apiVersion: pod")) == 0)
		return text;
	return arena_printf(test_arena(), "%s\n%s%s", text,
			    has_line(text, "apiVersion:") ? "" : version,
			    has_line(text, "kind:") ? "" : kind);
}
