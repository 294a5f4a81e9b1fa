/* SPDX-License-Identifier: Apache-2.0 */
/* presets.c - from the names of presets to rules.
 *
 * What the file says itself wins: its rule in place of a preset's of the same name, its levels in
 * place of a preset's. Of two presets the stricter mode holds.
 */
#include "config/presets.h"

#include <string.h>

#include "config/reader.h"
#include "policy/nearest.h"
#include "yaml/yaml.h"

const struct preset *preset_find(const char *name)
{
	for (const struct preset *preset = presets_all(); preset->name; preset++)
		if (strcmp(preset->name, name) == 0)
			return preset;
	return NULL;
}

const char *preset_nearest(const char *name)
{
	const char *nearest = NULL;

	for (const struct preset *preset = presets_all(); preset->name; preset++)
		nearest = nearest_keep(name, nearest, preset->name);
	return nearest;
}

enum rule_mode preset_mode(const struct preset *preset, const struct preset_rule *rule)
{
	return rule->modes[preset - presets_all()];
}

const char *preset_rule_name(const struct preset_rule *rule)
{
	return rule->name ? rule->name : rule->policy;
}

const struct preset *preset_default(void)
{
	return presets_all();
}

static void read_preset(struct reader *r, const struct spot *spot, struct config *config,
			struct preset_use *uses)
{
	const char *name = read_text(r, spot), *nearest;
	const struct preset *preset = name ? preset_find(name) : NULL;

	if (!name)
		return;
	for (size_t i = 0; i < config->preset_count; i++) {
		if (uses[i].preset == preset) {
			reader_fault(r, spot, "\"%s\" is listed twice", preset->name);
			return;
		}
	}
	if (preset) {
		uses[config->preset_count++] =
			(struct preset_use){ preset, r->builtin ? 0 : (int)yaml_line(spot->node) };
		return;
	}
	nearest = preset_nearest(name);
	if (nearest)
		reader_fault(r, spot, "there is no preset \"%.100s\"; did you mean \"%s\"?", name,
			     nearest);
	else
		reader_fault(r, spot, "there is no preset \"%.100s\"", name);
}

/* One name, or a list of them. */
void read_presets(struct reader *r, const struct spot *spot, void *out)
{
	struct config *config = out;
	struct preset_use *uses = arena_zalloc(r->a, PRESETS_MAX * sizeof(*uses));
	const cJSON *element;
	int i = 0;

	config->preset_count = 0;
	config->presets = uses;
	if (!uses) {
		r->out_of_memory = true;
		return;
	}
	if (!cJSON_IsArray(spot->node) && !json_string(spot->node)) {
		reader_want(r, spot, "a string or a list of strings");
		return;
	}
	if (!cJSON_IsArray(spot->node)) {
		read_preset(r, spot, config, uses);
		return;
	}
	cJSON_ArrayForEach (element, spot->node) {
		struct spot at = spot_element(spot, element, i++);

		read_preset(r, &at, config, uses);
	}
}

/* The strictest of the presets, and where it comes from. */
static enum rule_mode strictest(const struct config *config, const struct preset_rule *rule,
				const struct preset_use **from)
{
	enum rule_mode mode = RULE_OFF;

	for (size_t i = 0; i < config->preset_count; i++) {
		enum rule_mode m = preset_mode(config->presets[i].preset, rule);

		if (m >= mode)
			continue;
		mode = m;
		*from = &config->presets[i];
	}
	return mode;
}

/* The row as it would stand in a file. */
static cJSON *rule_node(struct reader *r, const struct preset_rule *row)
{
	cJSON *node = json_new_object(r->a);
	struct err err;

	if (json_put(r->a, node, "policy", json_new_string(r->a, row->policy)) &&
	    json_put(r->a, node, "name", json_new_string(r->a, preset_rule_name(row))) &&
	    (!row->params ||
	     json_put(r->a, node, "params",
		      json_parse(r->a, row->params, strlen(row->params), NULL, &err))))
		return node;
	r->out_of_memory = true;
	return NULL;
}

static bool in_table(const struct reader *r, const char *id)
{
	for (const struct policy *const *p = r->table; *p; p++)
		if (strcmp((*p)->id, id) == 0)
			return true;
	return false;
}

static void make_rule(struct reader *r, const struct preset_rule *row, const struct config *config,
		      const struct preset_use *from, struct rule *rule)
{
	struct spot spot = { rule_node(r, row), { .key = "" } };

	if (!spot.node)
		return;
	if (in_table(r, row->policy))
		read_rule(r, &spot, rule);
	else /* never a rule less than the name promises */
		reader_fault_text(r, (unsigned)from->line,
				  arena_printf(r->a, "%s: preset %s: there is no policy \"%s\"",
					       r->name, from->preset->name, row->policy));
	rule->line = from->line;
	rule->preset = from->preset->name;
	if (row->of_pods)
		rule->match.exclude_namespaces = config->pod_security.exempt_namespaces;
}

/* The file's rule of that name, or NULL. */
static struct rule *own_rule(struct rule *rules, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rules[i].name, name) == 0)
			return &rules[i];
	return NULL;
}

static void add_rules(struct reader *r, struct config *config)
{
	size_t own_count = config->rule_count, count = own_count;
	struct rule *rules;

	for (const struct preset_rule *row = preset_rules(); row->policy; row++)
		count++;
	rules = arena_alloc(r->a, (count ? count : 1) * sizeof(*rules));
	if (!rules) {
		r->out_of_memory = true;
		return;
	}
	if (own_count)
		memcpy(rules, config->rules, own_count * sizeof(*rules));
	count = own_count;
	for (const struct preset_rule *row = preset_rules(); row->policy; row++) {
		const struct preset_use *from = NULL;
		enum rule_mode mode = strictest(config, row, &from);
		struct rule *own = own_rule(rules, own_count, preset_rule_name(row));

		if (mode == RULE_OFF)
			continue;
		if (own) {
			own->replaces = from->preset->name;
			continue;
		}
		make_rule(r, row, config, from, &rules[count]);
		rules[count++].mode = mode;
	}
	config->rules = rules;
	config->rule_count = count;
}

static void raise(struct level_version *lv, enum level level)
{
	if (lv->level < level)
		*lv = (struct level_version){ level, VERSION_LATEST };
}

static void raise_levels(struct config *config)
{
	struct standard_set *set = &config->pod_security.defaults;

	for (size_t i = 0; i < config->preset_count; i++) {
		enum level level = config->presets[i].preset->enforce;

		if (set->enforce.level < level)
			config->raised_by = &config->presets[i];
		raise(&set->enforce, level);
		raise(&set->audit, level);
		raise(&set->warn, level);
	}
}

void apply_presets(struct reader *r, const cJSON *doc, struct config *config)
{
	if (r->faults || r->out_of_memory || !config->preset_count)
		return;
	if (!json_present(json_get(doc, "podSecurity"), "defaults"))
		raise_levels(config);
	add_rules(r, config);
}
