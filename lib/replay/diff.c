/* SPDX-License-Identifier: Apache-2.0 */
/* diff.c - which rules a change comes from, and who is behind the objects. */
#include "replay/diff.h"

#include <string.h>

#include "policy/wording.h"

/* Names of rules; what does not fit in memory is left out, since the count does not depend on it.
 */
struct rules {
	struct arena *a;
	const char **v;
	size_t count, room;
};

static bool has(const struct rules *r, const char *name)
{
	for (size_t i = 0; i < r->count; i++)
		if (strcmp(r->v[i], name) == 0)
			return true;
	return false;
}

static void add_rule(struct rules *r, const char *name)
{
	if (!name || has(r, name))
		return;
	if (r->count == r->room) {
		size_t room = r->room ? 2 * r->room : 16;
		const char **v = arena_alloc(r->a, room * sizeof(*v));

		if (!v)
			return;
		if (r->count)
			memcpy(v, r->v, r->count * sizeof(*v));
		r->v = v;
		r->room = room;
	}
	r->v[r->count++] = name;
}

static void add_standard(struct rules *r, const struct side *side, const struct standard_hit *hit)
{
	char level[LEVEL_VERSION_MAX];

	level_version_print(hit->lv, level);
	for (const struct finding *f = findings_first(hit->findings); f; f = f->next)
		add_rule(r, arena_printf(r->a, "podSecurity %s: %s", level,
					 engine_standard(side->engine, f->rule)->id));
}

/* The rules whose findings came in this mode. */
static struct rules rules_in(struct arena *a, const struct side *side, enum rule_mode mode,
			     enum standard_mode standard_mode)
{
	struct rules r = { .a = a };

	for (const struct standard_hit *h = side->judgement->standard_hits; h; h = h->next)
		if (h->mode == standard_mode)
			add_standard(&r, side, h);
	for (const struct rule_hit *h = side->judgement->hits; h; h = h->next)
		if (h->mode == mode)
			add_rule(&r, h->rule->name);
	return r;
}

/* Why it is refused; what no rule did is called by the reason. */
static struct rules denying(struct arena *a, const struct side *side)
{
	struct rules r = rules_in(a, side, RULE_DENY, MODE_ENFORCE);

	if (r.count == 0)
		add_rule(&r, side->answer.reason);
	return r;
}

/* The rules that warn on one side alone; when it is the same ones with other words, all of them. */
static struct rules warning(struct arena *a, const struct side *from, const struct side *to)
{
	struct rules before = rules_in(a, from, RULE_WARN, MODE_WARN);
	struct rules after = rules_in(a, to, RULE_WARN, MODE_WARN);
	struct rules r = { .a = a };

	for (size_t i = 0; i < after.count; i++)
		if (!has(&before, after.v[i]))
			add_rule(&r, after.v[i]);
	for (size_t i = 0; i < before.count; i++)
		if (!has(&after, before.v[i]))
			add_rule(&r, before.v[i]);
	return r.count ? r : after;
}

static struct rules rules_of(struct arena *a, enum change change, const struct side *from,
			     const struct side *to)
{
	switch (change) {
	case CHANGE_ALLOWED:
		return denying(a, from);
	case CHANGE_WARNINGS:
		return warning(a, from, to);
	default:
		return denying(a, to);
	}
}

/* Who would have to mend it: the controller that makes the object, else the user. */
static const char *owner_of(struct arena *a, const struct question *q)
{
	const char *text;

	if (!q->controller && !*q->username)
		return "nobody known";
	if (q->controller)
		text = *q->ns ? arena_printf(a, "%s in %s", q->controller, q->ns) : q->controller;
	else
		text = arena_printf(a, "user %s", q->username);
	return text ? text : "nobody known";
}

int diff_init(struct diff *d, struct arena *a, struct err *err)
{
	*d = (struct diff){ 0 };
	for (size_t i = CHANGE_NONE + 1; i < CHANGES; i++)
		if (groups_init(&d->by[i].rules, a, err) < 0 ||
		    groups_init(&d->by[i].namespaces, a, err) < 0 ||
		    groups_init(&d->by[i].owners, a, err) < 0)
			return -1;
	return 0;
}

enum change diff_add(struct diff *d, struct arena *a, const struct question *question,
		     const struct side *from, const struct side *to, const char *example)
{
	enum change change = answer_change(&from->answer, &to->answer);
	struct change_groups *by = &d->by[change];
	struct rules rules;

	d->compared++;
	by->count++;
	if (change == CHANGE_NONE)
		return change;
	rules = rules_of(a, change, from, to);
	for (size_t i = 0; i < rules.count; i++)
		groups_add(&by->rules, rules.v[i], example);
	groups_add(&by->namespaces, *question->ns ? question->ns : "none", example);
	groups_add(&by->owners, owner_of(a, question), example);
	return change;
}

void diff_sort(struct diff *d)
{
	for (size_t i = CHANGE_NONE + 1; i < CHANGES; i++) {
		groups_sort(&d->by[i].rules);
		groups_sort(&d->by[i].namespaces);
		groups_sort(&d->by[i].owners);
	}
}
