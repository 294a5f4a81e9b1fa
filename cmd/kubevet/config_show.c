/* SPDX-License-Identifier: Apache-2.0 */
/* config_show.c - what applies in a namespace, each with the line that made it so.
 *
 * The checked configuration knows the lines of its rules alone. For the rest the file's tree is
 * read beside it.
 */
#include <stdio.h>
#include <string.h>

#include "catalog.h"
#include "cli.h"
#include "config.h"
#include "base/text.h"
#include "config/namespaces.h"
#include "config/presets.h"
#include "policy/wording.h"
#include "yaml/yaml.h"

#define FILE_BYTES_MAX ((size_t)1024 * 1024)
#define PLACE_MAX      512

#define LABELS_BYTES_MAX  ((size_t)64 * 1024 * 1024)
#define SCRATCH_ARENA_MAX ((size_t)1024 * 1024 * 1024)

struct show {
	struct arena *a;
	const struct config *config;
	const cJSON *doc; /* the file; NULL for the built-in configuration */
	const char *ns;
	const struct map *labels; /* NULL: unknown, or none are given */
	const char *labels_from;  /* file, option, or NULL when there is no source */
	const cJSON *labels_node; /* of the namespace in that file; NULL: its lines are unknown */
	struct standard_set set;
	struct label_errors errors;
};

/* The file's tree; an error is the caller's, since the configuration was read from it before. */
static int read_tree(struct show *show, const char *path, struct err *err)
{
	SCOPED(scoped_buf) struct buf text;
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	cJSON *doc = NULL;

	buf_init(&text, FILE_BYTES_MAX);
	if (text_read(path, &text, err) < 0)
		return -1;
	y = yaml_open(buf_str(&text), text.len, NULL, err);
	if (!y || yaml_next(y, show->a, &doc, err) < 0)
		return -1;
	show->doc = doc;
	return 0;
}

/* A PodSecurityConfiguration has its keys at the top. */
static const cJSON *pod_security(const struct show *show)
{
	const cJSON *below = json_get(show->doc, "podSecurity");

	return below ? below : show->doc;
}

/* "kubevet.yaml:7", or where what is not in the file comes from. */
static const char *place(const struct show *show, const cJSON *node, char text[PLACE_MAX])
{
	if (node)
		snprintf(text, PLACE_MAX, "%s:%u", show->config->origin, yaml_key_line(node));
	else
		snprintf(text, PLACE_MAX, "built-in");
	return text;
}

/* Whether a preset asks for as much as holds now; then it is why. */
static bool is_raised(const struct show *show, struct level_version lv)
{
	const struct preset_use *by = show->config->raised_by;

	return by && lv.level == by->preset->enforce && lv.minor == VERSION_LATEST;
}

/* Where a default of podSecurity stands: the key, the block that leaves it out, a preset, or
 * nowhere. */
static const char *default_place(const struct show *show, const char *key, struct level_version lv,
				 char text[PLACE_MAX])
{
	const cJSON *defaults = json_present(pod_security(show), "defaults");
	const cJSON *node = json_present(defaults, key);
	const cJSON *at = node ? node : defaults;

	place(show, at, text);
	if (!at && strcmp(key, "enforce") == 0 && is_raised(show, lv))
		snprintf(text, PLACE_MAX, "preset %s, %s:%d", show->config->raised_by->preset->name,
			 show->config->origin, show->config->raised_by->line);
	if (!node && defaults)
		snprintf(text + strlen(text), PLACE_MAX - strlen(text), " (leaves %s out)", key);
	return text;
}

/* "labels.json:3", or the file or option alone. */
static const char *label_place(const struct show *show, const char *label, char text[PLACE_MAX])
{
	const cJSON *node = json_get(show->labels_node, label);

	if (node)
		snprintf(text, PLACE_MAX, "%s:%u", show->labels_from, yaml_key_line(node));
	else
		snprintf(text, PLACE_MAX, "%s", show->labels_from);
	return text;
}

static void print_mode(const struct show *show, const char *key, const char *label,
		       struct level_version lv)
{
	char level[LEVEL_VERSION_MAX], text[PLACE_MAX];
	bool labelled = show->labels && map_get(show->labels, label);
	bool implied = !labelled && strcmp(key, "warn") == 0 && show->labels &&
		       lv.level != show->config->pod_security.defaults.warn.level;

	printf("  %-8s %-20s ", key, level_version_print(lv, level));
	if (labelled)
		printf("label %s of %s\n", label, label_place(show, label, text));
	else if (implied)
		printf("as strict as label " LABEL_ENFORCE " of %s\n",
		       label_place(show, LABEL_ENFORCE, text));
	else
		printf("%s\n", default_place(show, key, lv, text));
}

static const cJSON *exemption(const struct show *show, const char *list, const char *name)
{
	const cJSON *all = json_present(json_present(pod_security(show), "exemptions"), list);
	const cJSON *item;

	cJSON_ArrayForEach (item, all)
		if (name && strcmp(json_string(item), name) == 0)
			return item;
	return name ? NULL : all;
}

static void print_exempt_list(const struct show *show, const char *list,
			      const struct strings *names)
{
	char text[PLACE_MAX];

	if (!names->count)
		return;
	printf("  not for %s:", list);
	for_each_string (name, *names)
		printf(" %s", name);
	printf("  (%s)\n", place(show, exemption(show, list, NULL), text));
}

static void print_levels(const struct show *show)
{
	const struct pod_security *ps = &show->config->pod_security;
	char text[PLACE_MAX];

	if (strings_have(&ps->exempt_namespaces, show->ns)) {
		printf("  exempt: podSecurity.exemptions.namespaces, %s\n",
		       place(show, exemption(show, "namespaces", show->ns), text));
		return;
	}
	if (show->labels_from && !show->labels) {
		printf("  unknown: %s is not in %s, so pods there are not let through\n", show->ns,
		       show->labels_from);
		return;
	}
	print_mode(show, "enforce", LABEL_ENFORCE, show->set.enforce);
	print_mode(show, "audit", LABEL_AUDIT, show->set.audit);
	print_mode(show, "warn", LABEL_WARN, show->set.warn);
	for (size_t i = 0; i < show->errors.count; i++)
		printf("  bad label: %s: %s\n", show->errors.v[i].field, show->errors.v[i].body);
	printf("  templates of controllers: %s  (%s)\n", ps->deny_controllers ? "deny" : "warn",
	       place(show, json_get(pod_security(show), "controllers"), text));
	print_exempt_list(show, "usernames", &ps->exempt_usernames);
	print_exempt_list(show, "runtimeClasses", &ps->exempt_runtime_classes);
}

/* Why a rule does not hold in the namespace; NULL when it does. */
static const char *why_not(const struct show *show, const struct rule *rule)
{
	if (rule->mode == RULE_OFF)
		return "off";
	if (rule->match.namespaces.count && !globs_match(&rule->match.namespaces, show->ns))
		return "not here: match.namespaces";
	if (globs_match(&rule->match.exclude_namespaces, show->ns))
		return "not here: match.excludeNamespaces";
	return NULL;
}

static void print_match(const struct match *match)
{
	const char *between = "  for";

	for_each_string (kind, match->kinds) {
		printf("%s %s", between, kind);
		between = ",";
	}
	between = "  with labels";
	for_each_entry (label, match->labels) {
		printf("%s %s=%s", between, label->key, label->value);
		between = ",";
	}
}

static void print_line(const struct show *show, int line)
{
	if (line)
		printf("%s:%d", show->config->origin, line);
	else
		fputs("built-in", stdout);
}

static void print_rule(const struct show *show, const struct rule *rule)
{
	const char *why = why_not(show, rule);

	printf("  %-6s %-28s ",
	       why			  ? "-"
	       : show->config->audit_only ? "audit"
					  : mode_name(rule->mode),
	       rule->name);
	if (strcmp(rule->name, rule->policy->id) != 0)
		printf("policy %s  ", rule->policy->id);
	if (rule->preset)
		printf("preset %s, ", rule->preset);
	print_line(show, rule->line);
	if (rule->replaces)
		printf(", in place of preset %s's", rule->replaces);
	if (why)
		printf("  (%s)", why);
	else
		print_match(&rule->match);
	putchar('\n');
}

static void print_all(const struct show *show)
{
	char text[PLACE_MAX];

	printf("Namespace %s, configuration %s\n", show->ns, show->config->origin);
	if (show->config->audit_only)
		printf("\nNothing is refused: mode audit, %s\n",
		       place(show, json_get(show->doc, "mode"), text));
	puts("\nPod Security:");
	print_levels(show);
	puts("\nRules:");
	for (size_t i = 0; i < show->config->rule_count; i++)
		print_rule(show, &show->config->rules[i]);
	if (!show->config->rule_count)
		puts("  none");
}

/* "a=b,c=d" */
static int parse_labels(struct show *show, const char *text, struct err *err)
{
	struct map *map = arena_zalloc(show->a, sizeof(*map));
	size_t room = strlen(text) / 2 + 1;
	struct map_entry *v = arena_zalloc(show->a, room * sizeof(*v));

	if (!map || !v)
		return arena_error(show->a, err);
	while (*text) {
		size_t len = strcspn(text, ","), key = strcspn(text, "=,");

		if (key == 0 || key == len)
			return err_set(err, ERR_INPUT, "--labels wants KEY=VALUE, got %.*s",
				       (int)len, text);
		v[map->count].key = arena_strndup(show->a, text, key);
		v[map->count].value = arena_strndup(show->a, text + key + 1, len - key - 1);
		if (!v[map->count].key || !v[map->count].value)
			return arena_error(show->a, err);
		map->count++;
		text += len + (text[len] == ',');
	}
	map->set = true;
	map->v = v;
	show->labels = map;
	show->labels_from = "--labels";
	return 0;
}

/* The namespace in the file's tree, for its lines; where that takes too much memory, there are
 * none. */
static const cJSON *find_lines(struct arena *a, const char *path, const char *ns)
{
	SCOPED(scoped_buf) struct buf text;
	struct err ignored;

	buf_init(&text, LABELS_BYTES_MAX);
	if (text_read(path, &text, &ignored) < 0)
		return NULL;
	return json_get(yaml_from_json(a, buf_str(&text), text.len, NULL,
				       (struct text_place){ 1, 1 }, &ignored),
			ns);
}

static int find_labels(struct show *show, const char *given, struct namespaces **facts,
		       struct arena *scratch, struct err *err)
{
	if (given)
		return parse_labels(show, given, err);
	if (!show->config->namespace_labels)
		return 0;
	*facts = namespaces_load(show->config->namespace_labels, err);
	if (!*facts)
		return -1;
	show->labels = namespaces_find(*facts, show->ns);
	show->labels_from = show->config->namespace_labels;
	show->labels_node = find_lines(scratch, show->labels_from, show->ns);
	return 0;
}

int config_show(const char *path, const char *ns, const char *labels)
{
	SCOPED(scoped_arena) struct arena *a = NULL, *scratch = NULL;
	struct namespaces *facts = NULL;
	struct show show = { .ns = ns };
	struct err err = { 0 };
	int status = EXIT_CLEAN;

	a = arena_new(CONFIG_ARENA_MAX, &err);
	scratch = a ? arena_new(SCRATCH_ARENA_MAX, &err) : NULL;
	if (!scratch)
		return cli_complain("%s", err.text);
	show.a = a;
	show.config = cli_config(a, path);
	if (!show.config)
		return EXIT_UNUSABLE;
	if ((path && read_tree(&show, path, &err) < 0) ||
	    find_labels(&show, labels, &facts, scratch, &err) < 0 ||
	    standard_from_labels(a, show.labels, &show.config->pod_security.defaults, &show.set,
				 &show.errors) < 0)
		status = cli_complain("%s", err.code ? err.text : "out of memory");
	else
		print_all(&show);
	namespaces_free(facts);
	return status;
}
