/* SPDX-License-Identifier: Apache-2.0 */
/* config.c - a file over the built-in configuration.
 *
 * The built-in text is read first, by the same code; then the file replaces what it names. Faults
 * of both are collected.
 */
#include "config/config.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"
#include "config/reader.h"
#include "yaml/yaml.h"

#define CONFIG_BYTES_MAX ((size_t)1024 * 1024)

static const struct json_limits limits = {
	.bytes = CONFIG_BYTES_MAX,
	.depth = 20,
	.values = 200000,
};

static void read_version(struct reader *r, const struct spot *spot, void *out)
{
	static const char *const choices[] = { "kubevet.dev/v1" };

	(void)out;
	(void)read_choice(r, spot, choices, ARRAY_LEN(choices));
}

static void read_kind(struct reader *r, const struct spot *spot, void *out)
{
	static const char *const choices[] = { "Config" };

	(void)out;
	(void)read_choice(r, spot, choices, ARRAY_LEN(choices));
}

static void read_mode(struct reader *r, const struct spot *spot, void *out)
{
	static const char *const choices[] = { "enforce", "audit" };
	bool *audit_only = out;

	*audit_only = read_choice(r, spot, choices, ARRAY_LEN(choices)) == 1;
}

static void read_path(struct reader *r, const struct spot *spot, void *out)
{
	const char **path = out;

	*path = read_text(r, spot);
}

static void read_config(struct reader *r, const cJSON *doc, struct config *out)
{
#define FIELD(name, read, member)                                         \
	{                                                                 \
		name, read, offsetof(struct config, member), false, false \
	}
	static const struct field fields[] = {
		{ "apiVersion", read_version, 0, false, true },
		{ "kind", read_kind, 0, false, true },
		FIELD("mode", read_mode, audit_only),
		FIELD("podSecurity", read_pod_security, pod_security),
		FIELD("namespaceLabels", read_path, namespace_labels),
		{ "preset", read_presets, 0, false, false },
		{ "rules", read_rules, 0, false, false },
	};
#undef FIELD
	struct spot spot = { doc, { .key = "" } };

	if (is_upstream(doc)) {
		read_upstream(r, &spot, &out->pod_security);
		out->preset_count = 0;
	} else {
		read_object(r, &spot, fields, ARRAY_LEN(fields), out);
	}
}

/* The one document of @text; NULL after a fault, and when there is nothing in it. */
static const cJSON *read_document(struct reader *r, const char *text, size_t len)
{
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	cJSON *doc = NULL, *second;
	struct err err;
	int more;

	y = yaml_open(text, len, &limits, &err);
	if (!y) {
		reader_fault_text(r, 0, arena_printf(r->a, "%s: %s", r->name, err.text));
		return NULL;
	}
	more = yaml_next(y, r->a, &doc, &err);
	if (more > 0)
		more = yaml_next(y, r->a, &second, &err);
	if (more > 0)
		reader_fault_text(r, yaml_line(second),
				  arena_printf(r->a, "%s:%u: a second document; there can be one",
					       r->name, yaml_line(second)));
	if (more < 0) {
		reader_fault_text(r, 0, arena_printf(r->a, "%s:%s", r->name, err.text));
		return NULL;
	}
	return cJSON_IsNull(doc) ? NULL : doc;
}

/* Upstream's keys may be null, and then say nothing either; ours are faults of their own then. */
static bool says_something(const cJSON *doc, const cJSON *member)
{
	return strcmp(member->string, "apiVersion") != 0 && strcmp(member->string, "kind") != 0 &&
	       !(is_upstream(doc) && cJSON_IsNull(member));
}

/* What is left of a file that was cut off, or emptied, must not pass for a wish to have the
 * built-in configuration: that one denies little. */
static void check_filled(struct reader *r, const cJSON *doc)
{
	const cJSON *member;

	if (!doc) {
		reader_fault_text(r, 0,
				  arena_printf(r->a,
					       "%s: nothing is in it; \"apiVersion\" and "
					       "\"kind\" are missing",
					       r->name));
		return;
	}
	if (!cJSON_IsObject(doc))
		return; /* a fault of its own */
	cJSON_ArrayForEach (member, doc)
		if (says_something(doc, member))
			return;
	reader_fault_text(r, yaml_line(doc),
			  arena_printf(r->a,
				       "%s:%u: nothing is configured; for the built-in "
				       "configuration, leave the file out",
				       r->name, yaml_line(doc)));
}

static void read_builtin(struct reader *r, struct config *out)
{
	const char *text = config_builtin_text();
	const char *name = r->name;
	const cJSON *doc;

	r->builtin = true;
	r->name = "built-in";
	doc = read_document(r, text, strlen(text));
	if (doc)
		read_config(r, doc, out);
	r->builtin = false;
	r->name = name;
}

static const struct config *finish(struct reader *r, struct config *config,
				   const struct config_fault **faults)
{
	*faults = reader_faults(r);
	return *faults ? NULL : config;
}

static struct config *new_config(struct reader *r, const char *origin)
{
	struct config *config = arena_zalloc(r->a, sizeof(*config));

	if (config)
		config->origin = arena_strndup(r->a, origin, strlen(origin));
	if (!config || !config->origin)
		r->out_of_memory = true;
	return config;
}

const struct config *config_parse(struct arena *a, const struct policy *const *table,
				  const char *name, const char *text, size_t len,
				  const struct config_fault **faults)
{
	struct reader r = { .a = a, .table = table, .name = name };
	struct config *config = new_config(&r, name);
	const cJSON *doc;

	if (r.out_of_memory)
		return finish(&r, NULL, faults);
	doc = read_document(&r, text, len);
	if (!r.faults && !r.out_of_memory)
		check_filled(&r, doc);
	if (!doc)
		return finish(&r, NULL, faults);
	read_builtin(&r, config);
	/* A list of rules is all there are, unless presets are named beside it. */
	if (json_get(doc, "rules"))
		config->preset_count = 0;
	read_config(&r, doc, config);
	apply_presets(&r, doc, config);
	return finish(&r, config, faults);
}

const struct config *config_load(struct arena *a, const struct policy *const *table,
				 const char *path, const struct config_fault **faults)
{
	SCOPED(scoped_buf) struct buf text;
	struct reader r = { .a = a, .name = path };
	struct err err;

	buf_init(&text, CONFIG_BYTES_MAX);
	if (text_read(path, &text, &err) == 0)
		return config_parse(a, table, path, buf_str(&text), text.len, faults);
	reader_fault_text(&r, 0, arena_printf(a, "%s: %s", path, err.text));
	return finish(&r, NULL, faults);
}

const struct config *config_builtin(struct arena *a, const struct policy *const *table,
				    const struct config_fault **faults)
{
	struct reader r = { .a = a, .table = table, .name = "built-in" };
	struct config *config = new_config(&r, r.name);

	if (!r.out_of_memory) {
		read_builtin(&r, config);
		apply_presets(&r, NULL, config);
	}
	return finish(&r, config, faults);
}
