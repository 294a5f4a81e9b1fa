/* SPDX-License-Identifier: Apache-2.0 */
/* rules.c - the list of rules: a policy each, with its mode, parameters and scope. */
#include "config/reader.h"

#include <stddef.h>
#include <string.h>

#include "policy/nearest.h"
#include "yaml/yaml.h"

/* In YAML 1.1 a plain off is false. */
static void read_mode(struct reader *r, const struct spot *spot, void *out)
{
	static const char *const choices[] = { "deny", "warn", "audit", "off" };
	enum rule_mode *mode = out;
	int i;

	if (cJSON_IsFalse(spot->node)) {
		*mode = RULE_OFF;
		return;
	}
	i = read_choice(r, spot, choices, ARRAY_LEN(choices));
	if (i >= 0)
		*mode = (enum rule_mode)i;
}

static void read_name(struct reader *r, const struct spot *spot, void *out)
{
	const char **name = out;

	*name = read_text(r, spot);
	if (*name)
		check_label(r, spot, *name);
}

static void read_globs(struct reader *r, const struct spot *spot, void *out)
{
	read_list(r, spot, NULL, out);
}

bool policy_has_check(const struct policy *policy, enum view view)
{
	switch (view) {
	case VIEW_POD:
		return policy->check_pod || policy->standard;
#define VIEW(NAME, name, words) \
	case VIEW_##NAME:       \
		return policy->check_##name != NULL;
#include "k8s/views.def"
#undef VIEW
	case VIEW_NONE:
	case VIEW_COUNT:
		break;
	}
	return false;
}

bool policy_reads(const struct policy *policy, const struct kind *kind)
{
	if (kind && policy_has_check(policy, kind->view))
		return true;
	return policy->check_object ||
	       (policy->check_workload && kind_has_view(kind, VIEW_WORKLOAD));
}

bool rule_reads_metadata(const struct rule *rule)
{
	return rule->policy->reads_metadata || rule->match.labels.count > 0;
}

unsigned policy_operations(const struct policy *policy)
{
	return policy->operations ? policy->operations : ON(CREATE) | ON(UPDATE);
}

unsigned kind_operations(const struct kind *kind)
{
	return kind && kind->view == VIEW_CONNECT ? ON(CONNECT)
						  : ON(CREATE) | ON(UPDATE) | ON(DELETE);
}

bool match_kind(const char *pattern, const char *group, const char *kind)
{
	const char *slash = strchr(pattern, '/');
	size_t len = slash ? (size_t)(slash - pattern) : 0;

	if (slash && (len != strlen(group) || memcmp(pattern, group, len) != 0))
		return false;
	return glob_match(slash ? slash + 1 : pattern, kind);
}

bool match_names(const char *pattern, const struct kind *kind)
{
	if (!match_kind(pattern, kind->group, kind->kind))
		return false;
	for (const struct kind *own = kinds_all(); kind->custom && own->kind; own++)
		if (!own->custom && match_kind(pattern, own->group, own->kind))
			return false;
	return true;
}

static void read_labels(struct reader *r, const struct spot *spot, void *out)
{
	size_t count = (size_t)cJSON_GetArraySize(spot->node), i = 0;
	struct map_entry *v;
	const cJSON *label;

	if (!cJSON_IsObject(spot->node)) {
		reader_want(r, spot, "an object of strings");
		return;
	}
	v = arena_alloc(r->a, (count ? count : 1) * sizeof(*v));
	if (!v) {
		r->out_of_memory = true;
		return;
	}
	cJSON_ArrayForEach (label, spot->node) {
		struct spot at = spot_member(spot, label);
		bool empty = cJSON_IsString(label) && !*label->valuestring;

		v[i++] = (struct map_entry){ label->string, empty ? "" : read_text(r, &at) };
	}
	*(struct map *)out = (struct map){ .set = true, .count = count, .v = v };
}

static void read_match(struct reader *r, const struct spot *spot, void *out)
{
#define FIELD(name, read, member)                                        \
	{                                                                \
		name, read, offsetof(struct match, member), false, false \
	}
	static const struct field fields[] = {
		FIELD("namespaces", read_globs, namespaces),
		FIELD("excludeNamespaces", read_globs, exclude_namespaces),
		FIELD("kinds", read_globs, kinds),
		FIELD("labels", read_labels, labels),
	};
#undef FIELD

	read_object(r, spot, fields, ARRAY_LEN(fields), out);
}

static const struct policy *find_policy(struct reader *r, const struct spot *spot)
{
	const char *id = read_text(r, spot), *close = NULL;

	if (!id)
		return NULL;
	for (const struct policy *const *p = r->table; *p; p++) {
		if (strcmp((*p)->id, id) == 0)
			return *p;
		close = nearest_keep(id, close, (*p)->id);
	}
	if (close)
		reader_fault(r, spot, "there is no policy \"%.100s\"; did you mean \"%s\"?", id,
			     close);
	else
		reader_fault(r, spot, "there is no policy \"%.100s\"", id);
	return NULL;
}

/* What params_parse() has to know of the place. */
struct params_place {
	struct reader *r;
	const struct spot *spot;
};

static void params_said(void *ctx, const cJSON *node, const char *text)
{
	const struct params_place *place = ctx;
	/* The text opens with the parameter's name, unless it is about them all. */
	bool below = node && node != place->spot->node;

	reader_fault_below(place->r, place->spot, node, below ? "." : ": ", text);
}

static int check_version(const char *text, struct err *err)
{
	uint64_t minor;

	if (version_parse(text, &minor))
		return 0;
	return err_set(err, ERR_INPUT, "must be \"latest\" or \"v1.x\", got \"%.100s\"", text);
}

/* Policies of the standard have no parameters of their own, but versions. */
static const struct param version_param[] = {
	{ "version", PARAM_STRING, .def = "\"latest\"", .check = check_version,
	  .doc = "Version of the Pod Security Standards: latest, or v1.x." },
};

const struct param *standard_params(size_t *count)
{
	*count = ARRAY_LEN(version_param);
	return version_param;
}

static void read_standard_params(struct reader *r, struct params_place *place, const cJSON *given,
				 struct rule *rule)
{
	int from = rule->policy->standard->versions[0].from;

	rule->params = params_parse(r->a, version_param, ARRAY_LEN(version_param), given,
				    params_said, place);
	if (!rule->params)
		return;
	(void)version_parse(param_string(rule->params, 0), &rule->standard_minor);
	if (rule->standard_minor < (uint64_t)from)
		reader_fault(r, place->spot, "%s begins with version v1.%d", rule->policy->id,
			     from);
}

static void read_params(struct reader *r, const struct spot *rule_spot, struct rule *rule)
{
	const cJSON *given = json_get(rule_spot->node, "params");
	struct spot spot = { given ? given : rule_spot->node,
			     { .up = &rule_spot->at, .key = "params" } };
	struct params_place place = { r, &spot };

	if (rule->policy->standard)
		read_standard_params(r, &place, given, rule);
	else
		rule->params = params_parse(r->a, rule->policy->params, rule->policy->param_count,
					    given, params_said, &place);
}

static void check_unique(struct reader *r, const struct spot *spot, const struct rule *first,
			 const struct rule *rule)
{
	for (const struct rule *other = first; other < rule; other++) {
		if (other->name && strcmp(other->name, rule->name) == 0) {
			reader_fault(r, spot,
				     "name \"%.100s\" is taken by rules[%td]: give this one "
				     "another",
				     rule->name, other - first);
			return;
		}
	}
}

void read_rule(struct reader *r, const struct spot *spot, struct rule *rule)
{
	static const struct field fields[] = {
		{ "policy", NULL, 0, false, true },
		{ "name", read_name, offsetof(struct rule, name), false, false },
		{ "mode", read_mode, offsetof(struct rule, mode), false, false },
		{ "params", NULL, 0, false, false },
		{ "match", read_match, offsetof(struct rule, match), false, false },
	};
	const cJSON *policy = json_get(spot->node, "policy");

	*rule = (struct rule){ .mode = RULE_DENY,
			       .standard_minor = VERSION_LATEST,
			       .line = r->builtin ? 0 : (int)yaml_line(spot->node) };
	read_object(r, spot, fields, ARRAY_LEN(fields), rule);
	if (policy) {
		struct spot at = spot_member(spot, policy);

		rule->policy = find_policy(r, &at);
	}
	if (!rule->policy)
		return;
	read_params(r, spot, rule);
	if (!rule->name)
		rule->name = rule->policy->id;
	check_reach(r, spot, rule);
}

void read_rules(struct reader *r, const struct spot *spot, void *out)
{
	size_t count = (size_t)cJSON_GetArraySize(spot->node), i = 0;
	struct config *config = out;
	const cJSON *element;
	struct rule *rules;

	if (!cJSON_IsArray(spot->node)) {
		reader_want(r, spot, "a list of rules");
		return;
	}
	if (count > CONFIG_RULES_MAX) {
		reader_fault(r, spot, "more than %d rules", CONFIG_RULES_MAX);
		return;
	}
	rules = arena_alloc(r->a, (count ? count : 1) * sizeof(*rules));
	if (!rules) {
		r->out_of_memory = true;
		return;
	}
	cJSON_ArrayForEach (element, spot->node) {
		struct spot at = spot_element(spot, element, (int)i);

		read_rule(r, &at, &rules[i]);
		if (rules[i].name)
			check_unique(r, &at, rules, &rules[i]);
		i++;
	}
	config->rules = rules;
	config->rule_count = count;
}
