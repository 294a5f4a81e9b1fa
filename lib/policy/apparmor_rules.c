/* SPDX-License-Identifier: Apache-2.0 */
/* apparmor_rules.c - walking rules, expanding paths. */
#include "policy/apparmor_rules.h"

#include <string.h>

#define PATH_LONGEST ((size_t)1024) /* that is expanded, or comes of it */
#define STEPS_MAX    256

static bool is_bare(const struct apparmor_rule *rule)
{
	return rule->words.count == 0;
}

static unsigned denied_kinds(const struct apparmor_profile *profile)
{
	unsigned kinds = 0;

	for_each_apparmor_rule(rule, profile) if (rule->deny && !rule->owner && is_bare(rule))
		kinds |= 1u << rule->kind;
	return kinds;
}

void apparmor_check(const struct apparmor *view, unsigned kinds, const struct params *params,
		    struct findings *out, apparmor_judge *judge)
{
	for_each_apparmor_source(source, view) for_each_apparmor_profile(profile, &source->text)
	{
		unsigned left = kinds & ~denied_kinds(profile);

		for_each_apparmor_rule(rule, profile) if (!rule->deny && (left & 1u << rule->kind))
			judge(&(struct apparmor_case){ &source->text, profile, rule, params, out });
	}
}

void apparmor_finding(const struct apparmor_case *c, const char *want, const char *fix)
{
	finding(c->out, &c->rule->at, NULL, .value = c->rule->text, .want = want, .fix = fix);
}

const char *apparmor_condition(const struct apparmor_rule *rule, const char *key)
{
	size_t len = strlen(key);

	for_each_string (word, rule->words)
		if (strncmp(word, key, len) == 0 && word[len] == '=')
			return word + len + 1;
	return NULL;
}

static bool group_has(const char *group, const char *word)
{
	while (*group) {
		size_t len;

		group += strspn(group, "(), ");
		len = strcspn(group, "(), ");
		if (len == strlen(word) && memcmp(group, word, len) == 0)
			return true;
		group += len;
	}
	return false;
}

bool apparmor_has_access(const struct apparmor_rule *rule, const char *word)
{
	bool lists = false;

	for_each_string (w, rule->words) {
		if (strchr(w, '='))
			continue;
		if (group_has(w, word))
			return true;
		lists = true;
	}
	return !lists;
}

/* A part of a path that stands for several: from @at up to @end. */
struct part {
	const char *at, *end;
	struct strings values; /* of a variable; else the alternatives between the braces */
	bool is_variable;
};

static const struct strings *values_of(const struct apparmor_text *text, const char *name,
				       size_t len)
{
	static const char *const proc[] = { "/proc/" }, *const sys[] = { "/sys/" };
	static const struct strings procs = { true, 1, proc }, syss = { true, 1, sys };

	for (const struct apparmor_variable *v = text->variables; v && budget_step(); v = v->next)
		if (strlen(v->name) == len && memcmp(v->name, name, len) == 0)
			return &v->values;
	if (len == 7 && memcmp(name, "@{PROC}", len) == 0)
		return &procs;
	return len == 6 && memcmp(name, "@{sys}", len) == 0 ? &syss : NULL;
}

/* The end of the alternative that begins at @at: a comma, a brace, or the end of the text. */
static const char *alternative_end(const char *at)
{
	size_t depth = 0;

	for (; *at; at++) {
		if (*at == '\\' && at[1])
			at++;
		else if (*at == '{')
			depth++;
		else if ((*at == '}' && depth-- == 0) || (*at == ',' && depth == 0))
			return at;
	}
	return at;
}

/* The brace that closes the one at @at, or NULL. */
static const char *brace_end(const char *at)
{
	do
		at = alternative_end(at + 1);
	while (*at == ',');
	return *at ? at : NULL;
}

/* The variable at @at, if it is one that is known. */
static bool is_known(const struct apparmor_text *text, const char *at, const char *end,
		     struct part *part)
{
	const struct strings *values = values_of(text, at, (size_t)(end + 1 - at));

	if (values)
		*part = (struct part){ at, end + 1, *values, true };
	return values != NULL;
}

/* The first part that can be expanded. Behind a brace that is not closed there is none: AppArmor
 * refuses such a path. */
static bool find_part(const struct apparmor_text *text, const char *path, struct part *part)
{
	for (const char *at = path; *at; at++) {
		const char *end;

		if (*at == '\\' && at[1]) {
			at++;
		} else if (at[0] == '@' && at[1] == '{') {
			end = strchr(at, '}');
			if (!end)
				return false;
			if (is_known(text, at, end, part))
				return true;
			at = end;
		} else if (*at == '{') {
			end = brace_end(at);
			if (end)
				*part = (struct part){ at, end + 1, { 0 }, false };
			return end != NULL;
		}
	}
	return false;
}

struct work {
	struct findings *out;
	struct apparmor_paths *paths;
	size_t from; /* done with those in front */
};

/* @path with the part replaced by @len bytes at @by. */
static void add_path(struct work *w, const char *path, const struct part *part, const char *by,
		     size_t len)
{
	size_t head = (size_t)(part->at - path);
	const char *text;

	if (w->paths->count == APPARMOR_PATHS_MAX ||
	    head + len + strlen(part->end) > PATH_LONGEST) {
		w->paths->too_many = true;
		return;
	}
	text = arena_printf(findings_arena(w->out), "%.*s%.*s%s", (int)head, path, (int)len, by,
			    part->end);
	if (!text) {
		findings_spoil(w->out);
		return;
	}
	w->paths->v[w->paths->count++] = text;
}

static void add_all(struct work *w, const char *path, const struct part *part)
{
	const char *at = part->at + 1;

	if (part->is_variable) {
		for_each_string (value, part->values)
			add_path(w, path, part, value, strlen(value));
		return;
	}
	for (;;) {
		const char *end = alternative_end(at);

		add_path(w, path, part, at, (size_t)(end - at));
		if (*end != ',')
			return;
		at = end + 1;
	}
}

void apparmor_expand(const struct apparmor_case *c, const char *path, struct apparmor_paths *out)
{
	struct work w = { .out = c->out, .paths = out };
	struct part part;

	*out = (struct apparmor_paths){ .v = { path }, .count = 1 };
	if (strlen(path) > PATH_LONGEST) {
		out->too_many = true;
		return;
	}
	for (size_t steps = 0; w.from < out->count; steps++) {
		const char *next = out->v[w.from];

		if (!find_part(c->text, next, &part)) {
			w.from++;
			continue;
		}
		if (steps == STEPS_MAX || findings_spoiled(c->out)) {
			out->too_many = true;
			return;
		}
		/* What it stands for takes its place, the last of them its slot. */
		out->v[w.from] = out->v[--out->count];
		add_all(&w, next, &part);
	}
}

bool apparmor_path_is_any(const char *path)
{
	return *path == '/' && !path[strspn(path, "/*?")] && strstr(path, "**");
}
