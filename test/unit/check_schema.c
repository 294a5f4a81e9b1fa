/* SPDX-License-Identifier: Apache-2.0 */
/* check_schema.c - reference and schema tell of the keys that the configuration has. */
#include <string.h>

#include "base/mem.h"
#include "config/config.h"
#include "config/keys.h"
#include "config/schema.h"
#include "policies.h"
#include "support.h"

static int key_count(void)
{
	int n = 0;

	while (config_keys()[n].path)
		n++;
	return n;
}

/* A value that the key takes, as JSON. */
static const char *sample(const struct config_key *key)
{
	switch (key->form) {
	case FORM_CHOICE:
		return arena_printf(test_arena(), "\"%.*s\"", (int)strcspn(key->choices, " "),
				    key->choices);
	case FORM_TEXT:
	case FORM_LABEL:
		return "\"a\"";
	case FORM_VERSION:
		return "\"v1.30\"";
	case FORM_TEXTS:
		return strstr(key->path, "kinds") ? "[\"Pod\"]" : "[\"a\"]";
	case FORM_LABELS:
	case FORM_SUBDOMAINS:
		return "[\"a\"]";
	case FORM_OBJECTS:
		return "[]";
	case FORM_POLICY:
		return "\"sysctls\"";
	case FORM_PRESETS:
		return "[\"default\", \"cis\"]";
	case FORM_OBJECT:
	case FORM_MAP:
	case FORM_PARAMS:
		break;
	}
	return "{}";
}

/* The value below its path, from the inside out; the leaf's name with @tail behind it. A rule gets
 * the policy that it must have. */
static cJSON *nested(const struct config_key *key, const char *tail)
{
	char *path = arena_printf(test_arena(), "%s", key->path), *dot;
	cJSON *value = json_parse(test_arena(), sample(key), strlen(sample(key)), NULL, NULL);

	do {
		cJSON *object = json_new_object(test_arena()), *list;
		char *name, *bracket;

		dot = strrchr(path, '.');
		name = dot ? dot + 1 : path;
		bracket = strchr(name, '[');
		if (bracket) {
			*bracket = '\0';
			list = json_new_array(test_arena());
			if (!json_get(value, "policy"))
				json_put(test_arena(), value, "policy",
					 json_new_string(test_arena(), "sysctls"));
			value = json_append(list, value) ? list : NULL;
		}
		ck_assert(json_put(test_arena(), object,
				   arena_printf(test_arena(), "%s%s", name, tail), value));
		value = object;
		tail = "";
		if (dot)
			*dot = '\0';
	} while (dot);
	return value;
}

static const struct config_fault *faults_of(const struct config_key *key, const char *tail)
{
	/* What a configuration must have, and something beside it. */
	static const struct {
		const char *key, *value;
	} head[] = {
		{ "apiVersion", "kubevet.dev/v1" },
		{ "kind", "Config" },
		{ "mode", "enforce" },
	};
	const struct config_fault *faults = NULL;
	struct buf text;

	cJSON *config = nested(key, tail);

	for (size_t i = 0; i < ARRAY_LEN(head); i++)
		if (!json_get(config, head[i].key))
			json_put(test_arena(), config, head[i].key,
				 json_new_string(test_arena(), head[i].value));
	buf_init(&text, 4096);
	json_write(&text, config);
	if (config_parse(test_arena(), policies_all, buf_str(&text), buf_str(&text), text.len,
			 &faults))
		ck_assert_ptr_null(faults);
	buf_fini(&text);
	return faults;
}

START_TEST(each_key)
{
	const struct config_key *key = &config_keys()[_i];
	const struct config_fault *faults = faults_of(key, "");

	ck_assert_msg(!faults, "%s is no key: %s", key->path, faults ? faults->text : "");
	ck_assert_msg(faults_of(key, "X") != NULL, "%s: with X it is one, too", key->path);
	ck_assert_msg(key->doc && key->doc[strlen(key->doc) - 1] == '.', "%s: no sentence",
		      key->path);
	ck_assert_msg((key->form == FORM_CHOICE) == (key->choices != NULL), "%s: choices",
		      key->path);
	ck_assert_str_ne(key_form_name(key->form), "");
}
END_TEST

static const cJSON *schema(void)
{
	struct err err = { 0 };
	const cJSON *tree;
	struct buf text;

	buf_init(&text, (size_t)16 * 1024 * 1024);
	schema_write(&text, policies_all);
	tree = json_parse(test_arena(), buf_str(&text), text.len, NULL, &err);
	ck_assert_msg(tree != NULL, "%s", err.text);
	buf_fini(&text);
	return tree;
}

static const cJSON *below(const cJSON *node, const char *const *keys)
{
	for (; *keys; keys++)
		node = json_get(node, *keys);
	return node;
}

START_TEST(each_policy)
{
	static const char *const branches[] = { "else",	 "properties", "rules",
						"items", "allOf",      NULL };
	static const char *const to_params[] = { "then", "properties", "params", "properties",
						 NULL };
	const struct policy *policy = policies_all[_i];
	const cJSON *branch = cJSON_GetArrayItem(below(schema(), branches), _i), *params;

	ck_assert_msg(branch != NULL, "%s: no branch", policy->id);
	params = below(branch, to_params);
	ck_assert_int_eq(cJSON_GetArraySize(params),
			 policy->standard ? 1 : (int)policy->param_count);
	for (size_t i = 0; i < policy->param_count; i++)
		ck_assert_msg(json_get(params, policy->params[i].name) != NULL, "%s: no %s",
			      policy->id, policy->params[i].name);
}
END_TEST

/* Memory that runs out is told, and no half of a schema passes for a whole one. */
START_TEST(without_memory)
{
	struct err err = { 0 };
	struct buf text;
	int result = -1;

	for (long n = 0; result < 0 && n < 1000; n++) {
		buf_init(&text, (size_t)16 * 1024 * 1024);
		mem_fail_at(n);
		schema_write(&text, policies_all);
		result = buf_ok(&text, &err);
		mem_fail_at(-1);
		buf_fini(&text);
	}
	ck_assert_int_eq(result, 0);
	ck_assert_int_eq(err.code, ERR_MEMORY);
}
END_TEST

static int policy_count(void)
{
	int n = 0;

	while (policies_all[n])
		n++;
	return n;
}

int main(void)
{
	return run_tables("schema",
			  (const struct table[]){ { "keys", each_key, key_count() },
						  { "policies", each_policy, policy_count() },
						  { "memory", without_memory, 1 },
						  { 0 } });
}
