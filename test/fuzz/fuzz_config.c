/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_config.c - any bytes as YAML and as a configuration: trees that are JSON, a configuration
 * that is whole or faults that can be read. */
#include <ctype.h>
#include <string.h>

#include "config/config.h"
#include "fuzz.h"
#include "policies.h"
#include "yaml/yaml.h"

#define ARENA_MAX ((size_t)64 * 1024 * 1024)

static const struct json_limits limits = { .bytes = (size_t)256 * 1024,
					   .depth = 30,
					   .values = 20000 };

static void check_line(const char *text)
{
	MUST_HOLD(*text && !strpbrk(text, "\n\r\t\033"));
}

static void check_places(const cJSON *node)
{
	const cJSON *child;

	MUST_HOLD(yaml_line(node) > 0 && yaml_column(node) > 0 && yaml_key_line(node) > 0);
	cJSON_ArrayForEach (child, node)
		check_places(child);
}

static void check_tree(struct arena *a, const cJSON *doc)
{
	SCOPED(scoped_buf) struct buf first, second;
	struct err err = { 0 };
	const cJSON *again;

	buf_init(&first, 32 << 20);
	buf_init(&second, 32 << 20);
	check_places(doc);
	json_write(&first, doc);
	MUST_HOLD(buf_ok(&first, &err) == 0);
	again = json_parse(a, buf_str(&first), first.len, NULL, &err);
	MUST_HOLD(again || err.code == ERR_LIMIT);
	if (!again)
		return;
	json_write(&second, again);
	MUST_HOLD(strcmp(buf_str(&first), buf_str(&second)) == 0);
}

static void check_yaml(struct arena *a, const char *text, size_t len)
{
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	struct err err = { 0 };
	int result = -1;
	cJSON *doc;

	y = yaml_open(text, len, &limits, &err);
	while (y && (result = yaml_next(y, a, &doc, &err)) == 1)
		check_tree(a, doc);
	if (result == 0)
		return;
	MUST_HOLD(err.code == ERR_INPUT || err.code == ERR_LIMIT);
	MUST_HOLD(!y || isdigit((unsigned char)err.text[0]));
	check_line(err.text);
}

static void check_config(const struct config *config)
{
	MUST_HOLD(config->origin && (config->rules || !config->rule_count));
	for (size_t i = 0; i < config->rule_count; i++) {
		const struct rule *rule = &config->rules[i];

		MUST_HOLD(rule->name && rule->policy && rule->params);
		MUST_HOLD(rule->mode >= RULE_DENY && rule->mode <= RULE_OFF);
		for_each_string (s, rule->match.namespaces)
			MUST_HOLD(*s);
		for_each_entry (e, rule->match.labels)
			MUST_HOLD(e->key && e->value);
	}
}

static void check_faults(const struct config_fault *faults)
{
	size_t count = 0;

	MUST_HOLD(faults != NULL);
	for (const struct config_fault *f = faults; f; f = f->next) {
		check_line(f->text);
		MUST_HOLD(strncmp(f->text, "k:", 2) == 0 || strcmp(f->text, "out of memory") == 0);
		MUST_HOLD(!f->next || f->next->line >= f->line);
		count++;
	}
	MUST_HOLD(count <= CONFIG_FAULTS_MAX + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const struct config_fault *faults = NULL;
	const struct config *config;
	struct arena *a;
	struct err err;

	json_init();
	a = arena_new(ARENA_MAX, &err);
	MUST_HOLD(a != NULL);
	check_yaml(a, text, size);
	arena_reset(a);
	config = config_parse(a, policies_all, "k", text, size, &faults);
	if (config)
		check_config(config);
	else
		check_faults(faults);
	arena_free(a);
	return 0;
}
