/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_baseline.c - any bytes as a baseline, and as labels of namespaces: no more is known than is
 * there, and what is refused is refused in words. */
#include <string.h>

#include "config/namespaces.h"
#include "fuzz.h"
#include "mutate.h"
#include "report/baseline.h"
#include "world.h"

#define ARENA_MAX ((size_t)16 * 1024 * 1024)

static void check_refusal(const struct err *err)
{
	MUST_HOLD(err->code == ERR_INPUT || err->code == ERR_LIMIT);
	MUST_HOLD(err->text[0] && !strchr(err->text, '\n'));
}

/* No more findings are taken for known than the file knows. */
static void check_known(struct baseline *b)
{
	struct report_finding finding = { .rule = "r", .place = "p" };
	struct report_object object = { .findings = &finding };
	struct err err = { 0 };
	struct arena *a = arena_new(ARENA_MAX, &err);

	MUST_HOLD(a != NULL);
	memset(finding.fingerprint, 'a', sizeof(finding.fingerprint) - 1);
	MUST_HOLD(baseline_filter(b, a, &object, &err) == 0);
	MUST_HOLD(object.known <= baseline_count(b) && (object.known == 1) == !object.findings);
	arena_free(a);
}

static void check_baseline(const uint8_t *data, size_t size)
{
	struct err err = { 0 };
	struct baseline *b = baseline_load(world_file(data, size, ".json"), &err);

	if (!b) {
		check_refusal(&err);
		return;
	}
	check_known(b);
	baseline_free(b);
}

static void check_namespaces(const char *text, size_t len)
{
	struct err err = { 0 };
	struct namespaces *ns = namespaces_parse(text, len, &err);
	const struct map *labels;

	if (!ns) {
		check_refusal(&err);
		return;
	}
	MUST_HOLD(namespaces_count(ns) <= len);
	labels = namespaces_find(ns, "a");
	for (size_t i = 0; labels && i < labels->count; i++)
		MUST_HOLD(labels->v[i].key && labels->v[i].value);
	MUST_HOLD(!labels || namespaces_count(ns) > 0);
	namespaces_free(ns);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_init();
	check_baseline(data, size);
	check_namespaces((const char *)data, size);
	return 0;
}
