/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_webhook.c - any YAML as a ValidatingWebhookConfiguration: findings are sentences, and what
 * kubevet prints for a configuration has none.
 *
 * With MUTATE_BETWEEN in it, what stands behind it is the configuration. */
#include <string.h>

#include "fuzz.h"
#include "mutate.h"
#include "policies.h"
#include "webhook/bundle.h"
#include "webhook/check.h"
#include "webhook/print.h"
#include "world.h"
#include "yaml/yaml.h"

#define ARENA_MAX ((size_t)64 * 1024 * 1024)
#define TEXT_MAX  ((size_t)1024 * 1024)

static const struct json_limits limits = { .bytes = TEXT_MAX, .depth = 50, .values = 50000 };

static void found(void *ctx, unsigned line, const char *text)
{
	size_t *count = ctx;

	/* Whoever prints it makes one line of it. */
	MUST_HOLD(*text && line > 0);
	++*count;
}

/* Return: how many findings there are in all documents. */
static size_t check_text(struct arena *a, const struct config *config, const char *text, size_t len)
{
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	size_t count = 0;
	struct webhook_check check = {
		.config = config, .days = 30, .found = found, .ctx = &count
	};
	struct err err = { 0 };
	cJSON *doc;

	y = yaml_open(text, len, &limits, &err);
	while (y && yaml_next(y, a, &doc, &err) == 1) {
		(void)is_webhook_configuration(doc);
		MUST_HOLD(webhook_check(&check, a, doc, &err) == 0 || err.code == ERR_LIMIT);
	}
	return count;
}

static void check_printed(struct arena *a, const struct config *config)
{
	static const struct webhook_options options = { .service_ns = "kubevet",
							.service = "kubevet",
							.timeout_s = 5 };
	SCOPED(scoped_buf) struct buf text;
	struct err err = { 0 };

	buf_init(&text, TEXT_MAX);
	MUST_HOLD(webhook_print(&text, config, &options, &err) == 0 || err.code == ERR_INPUT);
	if (err.code)
		return;
	if (check_text(a, config, buf_str(&text), text.len) > 1)
		fprintf(stderr, "%s\n", buf_str(&text));
}

static void check_bundle(struct arena *a, const char *text, size_t len)
{
	struct err err = { 0 };
	struct bundle *bundle = bundle_parse(text, len, &err);

	if (!bundle) {
		MUST_HOLD(err.text[0] && !strchr(err.text, '\n'));
		return;
	}
	for (size_t i = 0; i < bundle_count(bundle); i++)
		MUST_HOLD(bundle_get(bundle, i, a) != NULL);
	if (bundle_verify(bundle, text, len, "kubevet.kubevet.svc", &err) < 0)
		MUST_HOLD(err.code == ERR_INPUT && err.text[0]);
	bundle_free(bundle);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *between = memchr(data, MUTATE_BETWEEN, size);
	size_t len = between ? (size_t)(between - data) : size;
	const struct config *config = world_config();
	const struct config_fault *faults = NULL;
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct err err = { 0 };

	a = arena_new(ARENA_MAX, &err);
	MUST_HOLD(a != NULL);
	if (between)
		config = config_parse(a, policies_all, "k", (const char *)between + 1,
				      size - len - 1, &faults);
	if (!config)
		config = world_config();
	else if (between)
		check_printed(a, config);
	(void)check_text(a, config, (const char *)data, len);
	check_bundle(a, (const char *)data, len);
	return 0;
}
