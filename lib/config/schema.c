/* SPDX-License-Identifier: Apache-2.0 */
/* schema.c - walks the table of keys, and for rules[].params the tables of the policies. */
#include "config/schema.h"

#include <string.h>

#include "config/config.h"
#include "config/keys.h"
#include "config/presets.h"

#define VERSION_PATTERN "^(latest|v1[.](0|[1-9][0-9]*))?$"
#define LABEL_PATTERN	"^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"
#define DOMAIN_PATTERN	"^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$"
#define RANGE_PATTERN	"^[0-9]+(-[0-9]*)?$"

struct schema {
	struct buf *out;
	const struct policy *const *table;
};

static void member(struct buf *out, const char *key, const char *text)
{
	json_write_string(out, key);
	buf_addc(out, ':');
	json_write_string(out, text);
}

/* "a b c" as ["a","b","c"]; @more is JSON that goes behind them. */
static void words(struct buf *out, const char *list, const char *more)
{
	const char *between = "";

	buf_addc(out, '[');
	while (*list) {
		size_t len = strcspn(list, " ");

		buf_addf(out, "%s\"%.*s\"", between, (int)len, list);
		between = ",";
		list += len + strspn(list + len, " ");
	}
	buf_addf(out, "%s]", more);
}

static void text_list(struct buf *out, const char *pattern, bool null_too)
{
	buf_addf(out,
		 "\"type\":%s,\"maxItems\":%d,\"uniqueItems\":true,\"items\":{\"type\":"
		 "\"string\",\"minLength\":1",
		 null_too ? "[\"array\",\"null\"]" : "\"array\"", CONFIG_LIST_MAX);
	if (pattern) {
		buf_addc(out, ',');
		member(out, "pattern", pattern);
	}
	buf_addc(out, '}');
}

static void bounds(struct buf *out, const struct param *param)
{
	if (param->min || param->max)
		buf_addf(out, ",\"minimum\":%lld,\"maximum\":%lld", (long long)param->min,
			 (long long)param->max);
}

static void param_text(struct buf *out, const struct param *param)
{
	buf_adds(out, "\"type\":\"string\"");
	if (param->choices) {
		buf_adds(out, ",\"enum\":");
		words(out, param->choices, "");
	}
}

static void param_schema(struct buf *out, const struct param *param)
{
	buf_addc(out, '{');
	switch (param->type) {
	case PARAM_BOOL:
		buf_adds(out, "\"type\":\"boolean\"");
		break;
	case PARAM_INT:
		buf_adds(out, "\"type\":\"integer\"");
		bounds(out, param);
		break;
	case PARAM_STRING:
		param_text(out, param);
		break;
	case PARAM_STRINGS:
		buf_adds(out, "\"type\":\"array\",\"items\":{");
		param_text(out, param);
		buf_addc(out, '}');
		break;
	case PARAM_RANGES:
		buf_adds(out, "\"type\":\"array\",\"items\":{\"anyOf\":[{\"type\":\"integer\"");
		bounds(out, param);
		buf_adds(out, "},{\"type\":\"string\",");
		member(out, "pattern", RANGE_PATTERN);
		buf_adds(out, "}]}");
		break;
	case PARAM_MAP:
		buf_adds(out, "\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}");
		break;
	}
	if (param->def)
		buf_addf(out, ",\"default\":%s", param->def);
	buf_addc(out, ',');
	member(out, "description", param->doc);
	buf_addc(out, '}');
}

static void params_schema(struct buf *out, const struct param *params, size_t count)
{
	buf_adds(out, "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{");
	for (size_t i = 0; i < count; i++) {
		if (i)
			buf_addc(out, ',');
		json_write_string(out, params[i].name);
		buf_addc(out, ':');
		param_schema(out, &params[i]);
	}
	buf_adds(out, "}}");
}

/* Which parameters go with which policy: editors show only those. */
static void policy_branches(const struct schema *s)
{
	size_t standard_count;
	const struct param *standard = standard_params(&standard_count);

	buf_adds(s->out, ",\"allOf\":[");
	for (const struct policy *const *p = s->table; *p; p++) {
		bool of_standard = (*p)->standard != NULL;

		if (p != s->table)
			buf_adds(s->out, ",\n");
		buf_addf(s->out,
			 "{\"if\":{\"properties\":{\"policy\":{\"const\":\"%s\"}},\"required\":"
			 "[\"policy\"]},\"then\":{\"properties\":{\"params\":",
			 (*p)->id);
		params_schema(s->out, of_standard ? standard : (*p)->params,
			      of_standard ? standard_count : (*p)->param_count);
		buf_adds(s->out, "}}}");
	}
	buf_addc(s->out, ']');
}

static void policy_ids(const struct schema *s)
{
	buf_adds(s->out, "\"type\":\"string\",\"enum\":[");
	for (const struct policy *const *p = s->table; *p; p++)
		buf_addf(s->out, "%s\"%s\"", p == s->table ? "" : ",", (*p)->id);
	buf_addc(s->out, ']');
}

static void preset_names(struct buf *out)
{
	buf_adds(out, "\"enum\":[");
	for (const struct preset *preset = presets_all(); preset->name; preset++)
		buf_addf(out, "%s\"%s\"", preset == presets_all() ? "" : ",", preset->name);
	buf_addc(out, ']');
}

static void preset_schema(struct buf *out)
{
	buf_adds(out, "\"anyOf\":[{");
	preset_names(out);
	buf_adds(out, "},{\"type\":\"array\",\"uniqueItems\":true,\"items\":{");
	preset_names(out);
	buf_adds(out, "}}]");
}

static void choice(struct buf *out, const struct config_key *key)
{
	bool off = strstr(key->choices, " off"); /* in YAML 1.1 a plain off is false */

	buf_adds(out, "\"enum\":");
	words(out, key->choices, key->null_is_absent ? ",\"\",null" : off ? ",false" : "");
}

static void object_schema(const struct schema *s, const char *path);

static void form_schema(const struct schema *s, const struct config_key *key)
{
	const char *null_too = key->null_is_absent ? ",\"null\"" : "";

	switch (key->form) {
	case FORM_OBJECT:
		object_schema(s, key->path);
		break;
	case FORM_OBJECTS:
		buf_addf(s->out, "\"type\":\"array\",\"maxItems\":%d,\"items\":{",
			 CONFIG_RULES_MAX);
		object_schema(s, "rules[]");
		policy_branches(s);
		buf_addc(s->out, '}');
		break;
	case FORM_CHOICE:
		choice(s->out, key);
		break;
	case FORM_TEXT:
		buf_adds(s->out, "\"type\":\"string\",\"minLength\":1");
		break;
	case FORM_LABEL:
		buf_adds(s->out, "\"type\":\"string\",");
		member(s->out, "pattern", LABEL_PATTERN);
		break;
	case FORM_VERSION:
		buf_addf(s->out, "\"type\":[\"string\"%s],", null_too);
		member(s->out, "pattern", VERSION_PATTERN);
		break;
	case FORM_TEXTS:
		text_list(s->out, NULL, key->null_is_absent);
		break;
	case FORM_LABELS:
		text_list(s->out, LABEL_PATTERN, key->null_is_absent);
		break;
	case FORM_SUBDOMAINS:
		text_list(s->out, DOMAIN_PATTERN, key->null_is_absent);
		break;
	case FORM_MAP:
		buf_adds(s->out,
			 "\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}");
		break;
	case FORM_PRESETS:
		preset_schema(s->out);
		break;
	case FORM_POLICY:
		policy_ids(s);
		break;
	case FORM_PARAMS:
		buf_adds(s->out, "\"type\":\"object\"");
		break;
	}
}

/* The last part of a key's path when the key is right below @path, else NULL. */
static const char *name_below(const struct config_key *key, const char *path)
{
	size_t len = strlen(path);
	const char *name = key->path;

	if (len) {
		if (strncmp(name, path, len) != 0 || name[len] != '.')
			return NULL;
		name += len + 1;
	}
	return strchr(name, '.') ? NULL : name;
}

static void required_schema(const struct schema *s, const char *path)
{
	size_t count = 0;

	for (const struct config_key *key = config_keys(); key->path; key++) {
		if (!key->required || !name_below(key, path))
			continue;
		buf_addf(s->out, "%s\"%s\"", count++ ? "," : ",\"required\":[",
			 name_below(key, path));
	}
	if (count)
		buf_addc(s->out, ']');
}

static void object_schema(const struct schema *s, const char *path)
{
	const char *between = "";
	bool null_too = false;

	for (const struct config_key *key = config_keys(); key->path; key++)
		null_too = null_too || (key->null_is_absent && strcmp(key->path, path) == 0);
	buf_addf(s->out, "\"type\":%s,\"additionalProperties\":false,\"properties\":{",
		 null_too ? "[\"object\",\"null\"]" : "\"object\"");
	for (const struct config_key *key = config_keys(); key->path; key++) {
		const char *name = name_below(key, path);

		if (!name)
			continue;
		buf_addf(s->out, "%s\"%s\":{", between, name);
		between = ",\n";
		form_schema(s, key);
		buf_addc(s->out, ',');
		member(s->out, "description", key->doc);
		buf_addc(s->out, '}');
	}
	buf_addc(s->out, '}');
	required_schema(s, path);
}

void schema_write(struct buf *out, const struct policy *const *table)
{
	struct schema s = { out, table };

	buf_adds(out, "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\n");
	member(out, "title", "kubevet configuration");
	buf_adds(out,
		 ",\n\"if\":{\"properties\":{\"kind\":{\"const\":\"PodSecurityConfiguration\"}},"
		 "\"required\":[\"kind\"]},\n\"then\":{");
	object_schema(&s, "podSecurity");
	buf_adds(out, ",\"required\":[\"apiVersion\",\"kind\"],\"minProperties\":3,\"not\":{"
		      "\"required\":[\"controllers\"]}},\n\"else\":{");
	object_schema(&s, "");
	buf_adds(out, ",\"minProperties\":3");
	buf_adds(out, "}}\n");
}
