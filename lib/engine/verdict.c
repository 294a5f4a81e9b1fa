/* SPDX-License-Identifier: Apache-2.0 */
/* verdict.c - findings and modes to allow, warn or deny, and the texts of each. */
#include "engine/verdict.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "engine/clean.h"

#define KEY_MAX 63

/* Longest line of one finding; place, value and the rest are cut before they come near it. */
#define FINDING_LINE_MAX ((size_t)8192)

/* Most bytes of rule annotations in one answer; each rule has its own limit too. */
#define RULE_ANNOTATIONS_MAX ((size_t)128 * 1024)

/* Advice is given once a rule: fifty lines with the same sentence hide what differs between them.
 */
static const char *remedy_of(const struct verdict_input *in, const struct finding *f)
{
	return f->leads ? in->config->rules[f->rule].policy->remedy : NULL;
}

/* "[rule] place: value, want ...; fix" */
static void write_finding(const struct verdict_input *in, struct buf *out, const struct finding *f)
{
	buf_addf(out, "[%s] ", in->config->rules[f->rule].name);
	finding_write(out, f, remedy_of(in, f));
}

static const char *keep(struct draft *d, const struct buf *text)
{
	if (text->failed == ERR_MEMORY)
		d->spoiled = true;
	return draft_text(d, "%s", buf_str(text));
}

/* One finding of a rule as a text of its own. */
static const char *finding_line(const struct verdict_input *in, struct draft *d,
				const struct finding *f)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, FINDING_LINE_MAX);
	write_finding(in, &text, f);
	return keep(d, &text);
}

/* The findings of one hit are those of its rule. */
static bool belongs(const struct verdict_input *in, const struct finding *f,
		    const struct rule_hit *hit)
{
	return &in->config->rules[f->rule] == hit->rule;
}

static bool any_hit(const struct draft *d, enum rule_mode mode)
{
	for (const struct rule_hit *hit = d->out->hits; hit; hit = hit->next)
		if (hit->mode == mode)
			return true;
	return false;
}

static size_t count_hits(const struct draft *d, enum rule_mode mode)
{
	size_t count = 0;

	for (const struct rule_hit *hit = d->out->hits; hit; hit = hit->next)
		if (hit->mode == mode)
			count += hit->count;
	return count;
}

static bool is_mode(const struct verdict_input *in, const struct draft *d, const struct finding *f,
		    enum rule_mode mode)
{
	for (const struct rule_hit *hit = d->out->hits; hit; hit = hit->next)
		if (belongs(in, f, hit))
			return hit->mode == mode;
	return false;
}

/* Places of the refusing findings, as many as the line has room for: rule-a (spec.x), rule-b
 * (spec.y) and 3 more */
static void write_first_line(const struct verdict_input *in, const struct draft *d, size_t total,
			     struct buf *out)
{
	size_t shown = 0;

	if (in->podsecurity->denied) {
		buf_addf(out, "PodSecurity");
		shown = 1;
	}
	for (const struct finding *f = findings_first(in->findings); f; f = f->next) {
		const char *name = in->config->rules[f->rule].name;

		if (!is_mode(in, d, f, RULE_DENY))
			continue;
		if (out->len + strlen(name) + strlen(f->place) + 32 > FIRST_LINE_MAX)
			break;
		buf_addf(out, "%s%s (%s)", shown ? ", " : "", name, f->place);
		shown++;
	}
	if (shown < total)
		buf_addf(out, "%s%zu more", shown ? " and " : "", total - shown);
}

static const char *rules_message(const struct verdict_input *in, struct draft *d)
{
	SCOPED(scoped_buf) struct buf text;
	const struct subject *s = in->subject;
	size_t total = count_hits(d, RULE_DENY) + in->podsecurity->denied;
	size_t shown = in->podsecurity->denied;

	buf_init(&text, MESSAGE_MAX + FINDING_VALUE_MAX);
	buf_addf(&text, "%s%s%s %s%sis forbidden: %zu %s: ", s->resource,
		 *s->resource_group ? "." : "", s->resource_group,
		 *s->name ? draft_quote(d, s->name) : "", *s->name ? " " : "", total,
		 plural("violation", "violations", total));
	write_first_line(in, d, total, &text);
	if (in->podsecurity->denied)
		buf_addf(&text, "\n[PodSecurity] %s",
			 clean_text(d->a, in->podsecurity->text, MESSAGE_MAX / 2));
	for (const struct finding *f = findings_first(in->findings); f; f = f->next) {
		if (!is_mode(in, d, f, RULE_DENY))
			continue;
		if (text.len > MESSAGE_MAX - 4096)
			break;
		buf_addc(&text, '\n');
		write_finding(in, &text, f);
		shown++;
	}
	if (shown < total)
		buf_addf(&text, "\n... and %zu more", total - shown);
	return keep(d, &text);
}

/* Machine readers take the causes: field, and what is wrong there. */
static void add_causes(const struct verdict_input *in, struct draft *d)
{
	const struct podsecurity_result *ps = in->podsecurity;
	const struct finding *f = ps->denied && ps->findings ? findings_first(ps->findings) : NULL;

	for (; f && d->cause_count < CAUSES_MAX; f = f->next) {
		SCOPED(scoped_buf) struct buf text;

		buf_init(&text, FINDING_LINE_MAX);
		finding_write(&text, f, in->standards->v[f->rule]->remedy);
		draft_cause(d, "FieldValueForbidden", keep(d, &text), f->place);
	}
	for (f = findings_first(in->findings); f && d->cause_count < CAUSES_MAX; f = f->next)
		if (is_mode(in, d, f, RULE_DENY))
			draft_cause(d, "FieldValueForbidden", finding_line(in, d, f), f->place);
}

static const char *short_text(struct draft *d, const char *text)
{
	const char *cut = clean_text(d->a, text, WARNING_MAX);

	if (!cut)
		d->spoiled = true;
	return cut ? cut : "";
}

static void warn_findings(const struct verdict_input *in, struct draft *d)
{
	for (const struct finding *f = findings_first(in->findings); f; f = f->next)
		if (is_mode(in, d, f, RULE_WARN))
			draft_warn(d, short_text(d, finding_line(in, d, f)));
}

/* Cleans and bounds all warnings in their order; what does not fit is counted in a last one. */
static void bound_warnings(struct draft *d)
{
	const size_t room_for_last = 64;
	const struct line *old = d->out->warnings;
	size_t used = 0, dropped = 0;

	d->out->warnings = NULL;
	d->warnings_end = &d->out->warnings;
	for (; old; old = old->next) {
		const char *text = clean_text(d->a, old->text, WARNINGS_MAX - room_for_last);
		size_t len = text ? strlen(text) : 0;

		if (!text)
			d->spoiled = true;
		else if (dropped || used + len > WARNINGS_MAX - room_for_last)
			dropped++;
		else {
			draft_warn(d, text);
			used += len;
		}
	}
	if (dropped)
		draft_warn(d, draft_text(d, "%zu more %s from kubevet", dropped,
					 plural("warning", "warnings", dropped)));
}

/* An audit annotation's key: letters, digits, '-', '_' and '.', alphanumeric at both ends, at
 * most 63. */
static const char *rule_key(struct draft *d, const struct rule *rule)
{
	char key[KEY_MAX + 1];
	size_t len = (size_t)snprintf(key, sizeof(key), "rule-%s", rule->name);

	if (len > KEY_MAX)
		len = KEY_MAX;
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)key[i]) && key[i] != '-' && key[i] != '_' &&
		    key[i] != '.')
			key[i] = '-';
	while (len && !isalnum((unsigned char)key[len - 1]))
		len--;
	key[len] = '\0';
	return draft_text(d, "%s", key);
}

static const char *mode_name(enum rule_mode mode)
{
	static const char *const names[] = { "deny", "warn", "audit", "off" };

	return names[mode];
}

static void annotate_hits(const struct verdict_input *in, struct draft *d)
{
	size_t total = 0;

	for (const struct rule_hit *hit = d->out->hits; hit && total < RULE_ANNOTATIONS_MAX;
	     hit = hit->next) {
		SCOPED(scoped_buf) struct buf text;
		size_t shown = 0;

		buf_init(&text, RULE_ANNOTATION_MAX + 4096);
		buf_addf(&text, "%s: ", mode_name(hit->mode));
		for (const struct finding *f = findings_first(in->findings); f; f = f->next) {
			if (!belongs(in, f, hit))
				continue;
			if (text.len > RULE_ANNOTATION_MAX)
				break;
			if (shown++)
				buf_adds(&text, "; ");
			finding_write(&text, f, remedy_of(in, f));
		}
		if (shown < hit->count)
			buf_addf(&text, "; and %zu more", hit->count - shown);
		draft_annotate(d, rule_key(d, hit->rule), keep(d, &text));
		total += text.len;
	}
}

static void bound_annotations(struct draft *d)
{
	const struct annotation *old = d->out->annotations;

	d->out->annotations = NULL;
	d->annotations_end = &d->out->annotations;
	for (; old; old = old->next) {
		const char *value = clean_text(d->a, old->value, ANNOTATION_MAX);

		if (value)
			draft_annotate(d, old->key, value);
		else
			d->spoiled = true;
	}
}

/* The rules apply and cannot read the object: nothing that says "allowed" may come of it. */
static void refuse_undecided(const struct verdict_input *in, struct draft *d)
{
	const char *message = draft_text(d, "the object can't be judged: %s", in->rules->why.text);

	draft_annotate(d, "error", message);
	draft_cause(d, "FieldValueInvalid", draft_text(d, "%s", in->rules->why.text), NULL);
	draft_refuse(d, VERDICT_ERROR, 400, "BadRequest", message);
}

static void refuse_by_rules(const struct verdict_input *in, struct draft *d)
{
	draft_refuse(d, VERDICT_DENY, 403, "Forbidden", rules_message(in, d));
}

/* mode: audit - what would have been refused is recorded and let through. */
static void let_through(struct draft *d)
{
	if (d->out->message)
		draft_annotate(d, "would-deny", d->out->message);
	d->out->verdict = VERDICT_ALLOW;
	d->out->code = 0;
	d->out->reason = d->out->message = NULL;
	d->out->causes = NULL;
}

static void add_details(const struct verdict_input *in, struct judgement *out)
{
	if (out->code == 403) {
		out->details_name = in->subject->name;
		out->details_group = in->subject->resource_group;
		out->details_kind = in->subject->resource;
	} else if (out->code == 422) {
		out->details_name = in->subject->name;
		out->details_group = "";
		out->details_kind = "Namespace";
	}
}

int verdict_conclude(const struct verdict_input *in, struct draft *d, struct err *err)
{
	struct judgement *out = d->out;

	out->findings = in->findings;
	out->judged = in->podsecurity->looked || in->rules->looked;
	out->pod_security_denies = in->podsecurity->denied;
	warn_findings(in, d);
	annotate_hits(in, d);
	if (in->rules->undecided && !in->podsecurity->undecided)
		refuse_undecided(in, d);
	else if (any_hit(d, RULE_DENY) && (out->code == 0 || out->code == 403))
		refuse_by_rules(in, d);
	if (out->code == 403)
		add_causes(in, d);
	if (in->config->audit_only)
		let_through(d);
	if (out->message && !(out->message = clean_lines(d->a, out->message, MESSAGE_MAX)))
		d->spoiled = true;
	add_details(in, out);
	bound_warnings(d);
	bound_annotations(d);
	if (out->verdict == VERDICT_ALLOW && out->warnings)
		out->verdict = VERDICT_WARN;
	return d->spoiled ? arena_error(d->a, err) : 0;
}
