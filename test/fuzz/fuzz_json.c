/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_json.c - whatever json_parse() accepts reads back the same after json_write(), and only
 * refusals have an error. */
#include <string.h>

#include "fuzz.h"
#include "json/json.h"

static const char *const elided[] = { "a.b", "request.object.metadata.managedFields", NULL };

static cJSON *read_back(struct arena *a, const char *text, size_t len)
{
	struct err err = { 0 };
	cJSON *tree = json_parse(a, text, len, NULL, &err);

	if (!tree)
		fprintf(stderr, "%s\n", err.text);
	return tree;
}

/* What is written for @tree is valid and is written the same again. */
static void round_trip(struct arena *a, const cJSON *tree)
{
	SCOPED(scoped_buf) struct buf first;
	SCOPED(scoped_buf) struct buf second;
	struct err err;
	const cJSON *again;

	buf_init(&first, (size_t)8 * 1024 * 1024);
	buf_init(&second, (size_t)8 * 1024 * 1024);
	json_write(&first, tree);
	MUST_HOLD(buf_ok(&first, &err) == 0);
	again = read_back(a, buf_str(&first), first.len);
	MUST_HOLD(again != NULL);
	json_write(&second, again);
	MUST_HOLD(strcmp(buf_str(&first), buf_str(&second)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_limits limits = json_limits_default;
	struct err err = { 0 }, err_elided = { 0 };
	SCOPED(scoped_arena) struct arena *a = arena_new((size_t)64 * 1024 * 1024, &err);
	const char *text = (const char *)data;
	const cJSON *tree, *without;

	json_init();
	MUST_HOLD(a != NULL);
	limits.elide = elided;
	tree = json_parse(a, text, size, NULL, &err);
	without = json_parse(a, text, size, &limits, &err_elided);
	MUST_HOLD((tree == NULL) == (without == NULL));
	MUST_HOLD((tree == NULL) == (err.code != ERR_NONE));
	MUST_HOLD(err.code != ERR_SYSTEM && strcmp(err.text, err_elided.text) == 0);
	if (tree) {
		round_trip(a, tree);
		round_trip(a, without);
	}
	return 0;
}
