/* SPDX-License-Identifier: Apache-2.0 */
/* collect.c - findings of both kinds made one list; what was not decided named. */
#include "report/collect.h"

#include <stdlib.h>
#include <string.h>

#include "report/sha256.h"
#include "source/place.h"

#define NAME_SHOWN 512 /* bytes */

struct gathering {
	const struct collector *c;
	struct arena *a;
	const struct manifest *manifest;
	const struct judgement *judgement;
	struct report_object *out;
	struct report_finding *v;
	size_t count, room;
	const struct report_note **notes_end;
	bool failed; /* memory ran out */
};

static const char *copy(struct gathering *g, const char *text)
{
	const char *to = text ? arena_strndup(g->a, text, strlen(text)) : NULL;

	g->failed = g->failed || (text && !to);
	return to;
}

/* Names of objects are short; what is not is an attack on the reader. */
static const char *copy_name(struct gathering *g, const char *name)
{
	size_t len = strnlen(name, NAME_SHOWN + 1);
	const char *to;

	if (len <= NAME_SHOWN)
		return copy(g, name);
	for (len = NAME_SHOWN; ((unsigned char)name[len] & 0xc0) == 0x80; len--)
		;
	to = arena_printf(g->a, "%.*s...", (int)len, name);
	g->failed = g->failed || !to;
	return to;
}

static bool named(const struct strings *list, const char *rule, const struct policy *policy)
{
	return strings_have(list, rule) || (policy && strings_have(list, policy->id));
}

static bool wanted(const struct collector *c, const char *rule, const struct policy *policy)
{
	if (c->only.count && !named(&c->only, rule, policy))
		return false;
	return !named(&c->skip, rule, policy);
}

static void add(struct gathering *g, const struct report_finding *f)
{
	struct report_finding *to;

	if (!wanted(g->c, f->rule, f->policy))
		return;
	if (g->count == g->room) {
		size_t room = g->room ? 2 * g->room : 16;

		to = arena_alloc(g->a, room * sizeof(*to));
		if (!to) {
			g->failed = true;
			return;
		}
		if (g->count)
			memcpy(to, g->v, g->count * sizeof(*to));
		g->v = to;
		g->room = room;
	}
	to = &g->v[g->count++];
	*to = *f;
	to->place = copy(g, f->place);
	to->value = copy(g, f->value);
	to->want = copy(g, f->want);
	to->fix = copy(g, f->fix);
	to->level = copy(g, f->level);
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Whether another level found the same: a weaker mode has nothing to add. */
static bool found_already(const struct gathering *g, size_t before, const struct finding *f)
{
	for (size_t i = 0; i < before; i++)
		if (strcmp(g->v[i].place, f->place) == 0 && same_text(g->v[i].value, f->says.value))
			return true;
	return false;
}

static struct report_finding finding_of(const struct gathering *g, const struct finding *f,
					const struct policy *policy)
{
	return (struct report_finding){
		.policy = policy,
		.place = f->place,
		.value = f->says.value,
		.want = f->says.want,
		.fix = f->says.fix,
		.at = place_find(g->manifest->subject.object, f->at, f->field),
	};
}

static void count_dropped(struct gathering *g, const struct findings *findings)
{
	size_t kept = 0;

	for (const struct finding *f = findings_first(findings); f; f = f->next)
		kept++;
	g->out->dropped += findings_count(findings) - kept;
}

static void add_standard(struct gathering *g, const struct standard_hit *hit,
			 enum report_effect effect)
{
	bool is_pod = strcmp(g->manifest->subject.resource, "pods") == 0;
	size_t before = g->count;
	char level[LEVEL_VERSION_MAX];

	level_version_print(hit->lv, level);
	for (const struct finding *f = findings_first(hit->findings); f; f = f->next) {
		const struct policy *policy = engine_standard(g->c->engine, f->rule);
		struct report_finding to;

		if (found_already(g, before, f))
			continue;
		to = finding_of(g, f, policy);
		to.effect = effect;
		to.of_pods = effect == REPORT_DENY && !is_pod && !g->c->templates_denied;
		to.rule = policy->id;
		to.level = level;
		add(g, &to);
	}
	if (before == 0)
		count_dropped(g, hit->findings);
}

/* From the strictest mode to the weakest. */
static void add_standards(struct gathering *g)
{
	static const struct {
		enum standard_mode mode;
		enum report_effect effect;
	} order[] = { { MODE_ENFORCE, REPORT_DENY },
		      { MODE_WARN, REPORT_WARN },
		      { MODE_AUDIT, REPORT_AUDIT } };

	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		for (const struct standard_hit *hit = g->judgement->standard_hits; hit;
		     hit = hit->next)
			if (hit->mode == order[i].mode)
				add_standard(g, hit, order[i].effect);
}

static const struct rule_hit *hit_of(const struct judgement *judgement, const struct rule *rule)
{
	const struct rule_hit *hit = judgement->hits;

	while (hit && hit->rule != rule)
		hit = hit->next;
	return hit;
}

static void add_rules(struct gathering *g)
{
	static const enum report_effect effects[] = { [RULE_DENY] = REPORT_DENY,
						      [RULE_WARN] = REPORT_WARN,
						      [RULE_AUDIT] = REPORT_AUDIT,
						      [RULE_OFF] = REPORT_AUDIT };
	const struct rule *rules = engine_config(g->c->engine)->rules;

	for (const struct finding *f = findings_first(g->judgement->findings); f; f = f->next) {
		const struct rule *rule = &rules[f->rule];
		const struct rule_hit *hit = hit_of(g->judgement, rule);
		struct report_finding to = finding_of(g, f, rule->policy);

		if (!hit)
			continue;
		to.effect = effects[hit->mode];
		to.rule = rule->name;
		add(g, &to);
	}
	count_dropped(g, g->judgement->findings);
}

/* Warnings of rules, which begin with the rule's name, are findings as well. */
static bool is_of_rule(const struct judgement *j, const char *text)
{
	for (const struct rule_hit *hit = j->hits; hit; hit = hit->next) {
		size_t len = strlen(hit->rule->name);

		if (*text == '[' && strncmp(text + 1, hit->rule->name, len) == 0 &&
		    text[len + 1] == ']')
			return true;
	}
	return false;
}

/* What the standard says of a Namespace is about its labels, and comes as text. */
static void add_labels(struct gathering *g)
{
	const struct judgement *j = g->judgement;
	struct report_finding f = {
		.rule = RULE_LABELS,
		.fix = "correct the label",
		.at = place_find_path(g->manifest->subject.object, "metadata.labels"),
	};

	for (const struct cause *cause = j->causes; cause; cause = cause->next) {
		if (!cause->reason || strcmp(cause->reason, "FieldValueInvalid") != 0)
			continue;
		f.effect = REPORT_DENY;
		f.place = cause->field;
		f.value = cause->message;
		add(g, &f);
	}
	f.fix = NULL;
	f.place = "metadata.labels";
	f.effect = REPORT_WARN;
	for (const struct line *line = j->warnings; line; line = line->next) {
		if (is_of_rule(j, line->text))
			continue;
		f.value = line->text;
		add(g, &f);
	}
}

static const char *annotation(const struct judgement *judgement, const char *key)
{
	for (const struct annotation *a = judgement->annotations; a; a = a->next)
		if (strcmp(a->key, key) == 0)
			return a->value;
	return NULL;
}

static bool has_pod(const struct manifest *manifest)
{
	const struct kind *kind = kind_find(manifest->subject.kind.group, manifest->kind);

	return kind && kind->view == VIEW_POD;
}

static bool is_namespace(const struct manifest *manifest)
{
	const struct kind *kind = kind_find(manifest->subject.kind.group, manifest->kind);

	return kind && kind->view == VIEW_NAMESPACE;
}

/* The facts on namespaces say nothing of this one, so that there is no level to judge by. */
static bool level_unknown(const struct gathering *g)
{
	return !g->manifest->subject.ns_known && has_pod(g->manifest) &&
	       !annotation(g->judgement, "exempt");
}

static void add_note(struct gathering *g, const char *what, const char *why)
{
	struct report_note *note = arena_zalloc(g->a, sizeof(*note));

	if (!note) {
		g->failed = true;
		return;
	}
	note->what = what;
	note->why = why;
	*g->notes_end = note;
	g->notes_end = &note->next;
}

static const char *why_open(unsigned needs)
{
	if (needs == NEEDS_USER)
		return "a file does not say who asks";
	if (needs == NEEDS_OLD)
		return "a file does not say what was there before";
	return "a file says neither who asks nor what was there before";
}

static void add_notes(struct gathering *g)
{
	if (level_unknown(g))
		add_note(g, "podSecurity",
			 "namespaceLabels does not have the labels of this namespace");
	for (const struct rule_gap *gap = g->judgement->gaps; gap; gap = gap->next)
		if (wanted(g->c, gap->rule->name, gap->rule->policy))
			add_note(g, copy(g, gap->rule->name), why_open(gap->needs));
}

static int by_place(const void *left, const void *right)
{
	const struct report_finding *a = left, *b = right;
	int rules;

	if (a->at.line != b->at.line)
		return a->at.line < b->at.line ? -1 : 1;
	if (a->at.column != b->at.column)
		return a->at.column < b->at.column ? -1 : 1;
	if (a->effect != b->effect)
		return a->effect < b->effect ? -1 : 1;
	rules = strcmp(a->rule, b->rule);
	return rules ? rules : strcmp(a->place, b->place);
}

static void finish(struct gathering *g)
{
	const struct manifest *m = g->manifest;
	struct report_object *out = g->out;

	out->document = m->document;
	out->at = m->place;
	out->api_version = copy_name(g, m->api_version);
	out->kind = copy_name(g, m->kind);
	out->ns = copy_name(g, m->ns);
	out->name = copy_name(g, m->name);
	out->status = g->judgement->judged	 ? REPORT_JUDGED
		      : g->judgement->known_kind ? REPORT_UNMATCHED
						 : REPORT_UNREAD;
	out->exempt = annotation(g->judgement, "exempt") != NULL;
	out->own = g->judgement->own;
	if (out->notes)
		out->status = REPORT_JUDGED;
	if (g->failed)
		return;
	if (g->count)
		qsort(g->v, g->count, sizeof(*g->v), by_place);
	for (size_t i = 0; i < g->count; i++) {
		finding_fingerprint(out, &g->v[i]);
		g->v[i].next = i + 1 < g->count ? &g->v[i + 1] : NULL;
	}
	out->findings = g->count ? g->v : NULL;
}

/* Where the sentence of a decoder points to: "failed to decode object: spec.containers: want a
 * list, got a string". */
static struct text_place place_of_sentence(const struct manifest *manifest, const char *sentence)
{
	struct text_place at = manifest->place;

	for (const char *colon = strstr(sentence, ": "); colon; colon = strstr(colon + 1, ": ")) {
		const char *path = colon + 2;
		struct text_place found;

		if (strncmp(path, "spec", 4) != 0 && strncmp(path, "metadata", 8) != 0 &&
		    strncmp(path, "template", 8) != 0)
			continue;
		found = place_find_path(manifest->subject.object, path);
		return found.line ? found : at;
	}
	return at;
}

static int undecided(struct gathering *g, struct report_error *error, struct err *err)
{
	const char *why = annotation(g->judgement, "error");

	why = why ? why : g->judgement->message;
	*error = (struct report_error){ .file = g->out->file,
					.document = g->manifest->document,
					.at = place_of_sentence(g->manifest, why),
					.text = arena_printf(g->a, "%.100s %.253s: %s",
							     g->manifest->kind, g->manifest->name,
							     why) };
	return error->text ? 0 : arena_error(g->a, err);
}

int collect(const struct collector *c, struct arena *a, const char *file,
	    const struct manifest *manifest, const struct judgement *judgement,
	    struct report_object *out, struct report_error *error, struct err *err)
{
	struct gathering g = {
		.c = c, .a = a, .manifest = manifest, .judgement = judgement, .out = out
	};

	*out = (struct report_object){ .file = file };
	g.notes_end = &out->notes;
	if (judgement->verdict == VERDICT_ERROR && !level_unknown(&g))
		return undecided(&g, error, err);
	if (is_namespace(manifest) && !c->rules_alone)
		add_labels(&g);
	add_standards(&g);
	add_rules(&g);
	add_notes(&g);
	finish(&g);
	return g.failed ? arena_error(a, err) : 1;
}

/* Each part with its end, so that none runs into the next. */
static void add_part(struct sha256 *s, const char *text)
{
	if (text)
		sha256_add(s, text, strlen(text));
	else
		sha256_add(s, "\xff", 1); /* never in UTF-8: absent is not "" */
	sha256_add(s, "", 1);
}

void finding_fingerprint(const struct report_object *object, struct report_finding *f)
{
	unsigned char digest[SHA256_SIZE];
	const char *slash = strchr(object->api_version, '/');
	struct sha256 s;

	sha256_init(&s);
	sha256_add(&s, object->api_version, slash ? (size_t)(slash - object->api_version) : 0);
	sha256_add(&s, "", 1);
	add_part(&s, object->kind);
	add_part(&s, object->ns);
	add_part(&s, object->name);
	add_part(&s, f->rule);
	add_part(&s, f->place);
	add_part(&s, f->value);
	sha256_end(&s, digest);
	for (size_t i = 0; i < (FINGERPRINT_SIZE - 1) / 2; i++)
		snprintf(f->fingerprint + 2 * i, 3, "%02x", digest[i]);
}
