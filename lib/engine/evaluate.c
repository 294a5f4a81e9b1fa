/* SPDX-License-Identifier: Apache-2.0 */
/* evaluate.c - ordering, versions and overrides of the 19 checks. */
#include "engine/evaluate.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int by_level_and_id(const void *left, const void *right)
{
	const struct standard *a = (*(const struct policy *const *)left)->standard;
	const struct standard *b = (*(const struct policy *const *)right)->standard;

	if (a->level != b->level)
		return a->level < b->level ? -1 : 1;
	return strcmp(a->id, b->id);
}

static bool has_id(const struct standards *s, const char *id)
{
	for (size_t i = 0; i < s->count; i++)
		if (strcmp(s->v[i]->standard->id, id) == 0)
			return true;
	return false;
}

static int check_one(const struct standards *s, size_t i, struct err *err)
{
	const struct standard *standard = s->v[i]->standard;

	if (i > 0 && by_level_and_id(&s->v[i - 1], &s->v[i]) == 0)
		return err_set(err, ERR_INPUT, "two checks of the standard are called %s",
			       standard->id);
	if (!standard->versions[0].check)
		return err_set(err, ERR_INPUT, "%s: check without a version", standard->id);
	for (size_t v = 1; v < STANDARD_VERSIONS_MAX && standard->versions[v].check; v++)
		if (standard->versions[v].from <= standard->versions[v - 1].from)
			return err_set(err, ERR_INPUT, "%s: versions do not rise", standard->id);
	if (standard->overrides && !has_id(s, standard->overrides))
		return err_set(err, ERR_INPUT, "%s overrides %s, which there is not", standard->id,
			       standard->overrides);
	return 0;
}

int standards_init(struct standards *out, const struct policy *const *table, struct err *err)
{
	size_t count = 0;

	*out = (struct standards){ 0 };
	for (const struct policy *const *p = table; *p; p++)
		count += (*p)->standard != NULL;
	out->v = mem_alloc((count + 1) * sizeof(*out->v));
	if (!out->v)
		return err_memory(err);
	for (const struct policy *const *p = table; *p; p++)
		if ((*p)->standard)
			out->v[out->count++] = *p;
	qsort(out->v, out->count, sizeof(*out->v), by_level_and_id);
	for (size_t i = 0; i < out->count; i++)
		if (check_one(out, i, err) < 0) {
			standards_fini(out);
			return -1;
		}
	return 0;
}

void standards_fini(struct standards *s)
{
	mem_free(s->v);
	*s = (struct standards){ 0 };
}

policy_pod_check *standard_check(const struct policy *policy, uint64_t minor)
{
	const struct standard_version *versions = policy->standard->versions;
	policy_pod_check *check = NULL;

	for (size_t v = 0;
	     v < STANDARD_VERSIONS_MAX && versions[v].check && (uint64_t)versions[v].from <= minor;
	     v++)
		check = versions[v].check;
	return check;
}

/* A restricted check that exists at this version replaces the baseline one it names, even where it
 * lets the pod pass. */
static bool overridden(const struct standards *s, struct level_version lv, const char *id)
{
	if (lv.level != LEVEL_RESTRICTED)
		return false;
	for (size_t i = 0; i < s->count; i++)
		if (s->v[i]->standard->overrides && strcmp(s->v[i]->standard->overrides, id) == 0 &&
		    standard_check(s->v[i], lv.minor))
			return true;
	return false;
}

/* What one check says of an object: upstream's reason, then in brackets upstream's detail of each
 * pod, told once where it is that of the pod before. */
struct saying {
	struct buf *text;
	bool begun, bracket;
	const char *last;
};

static void say(struct saying *s, const struct findings *findings)
{
	const char *detail = findings_detail(findings);

	if (!s->begun)
		buf_addf(s->text, "%s%s", s->text->len ? ", " : "", findings_reason(findings));
	s->begun = true;
	if (!*detail || strcmp(detail, s->last) == 0)
		return;
	buf_addf(s->text, "%s%s", s->bracket ? "; " : " (", detail);
	s->bracket = true;
	s->last = detail;
}

/* One check, for budget_run(). */
struct check {
	policy_pod_check *check;
	const struct pod *pod;
	struct findings *findings;
};

static void run_one(void *ctx)
{
	const struct check *c = ctx;

	c->check(c->pod, NULL, c->findings);
}

static void run_check(policy_pod_check *check, size_t i, const struct pod *pods,
		      struct findings *findings, struct buf *details)
{
	struct saying saying = { .text = details, .last = "" };

	for_each_pod(pod, pods)
	{
		size_t before = findings_count(findings);

		findings_begin(findings, i);
		budget_run(run_one, &(struct check){ check, pod, findings });
		if (findings_count(findings) > before)
			say(&saying, findings);
	}
	if (saying.bracket)
		buf_addc(details, ')');
}

int standards_evaluate(const struct standards *s, struct arena *a, struct level_version lv,
		       const struct pod *pods, struct evaluation *out, struct err *err)
{
	SCOPED(scoped_buf) struct buf details;
	struct findings *findings = findings_new(a);

	buf_init(&details, (size_t)16 * 1024 * 1024);
	if (!findings)
		return arena_error(a, err);
	for (size_t i = 0; i < s->count; i++) {
		const struct standard *standard = s->v[i]->standard;
		policy_pod_check *check = standard_check(s->v[i], lv.minor);

		if (!check || standard->level > lv.level || overridden(s, lv, standard->id))
			continue;
		run_check(check, i, pods, findings, &details);
	}
	if (findings_spoiled(findings))
		return arena_error(a, err);
	if (buf_ok(&details, err) < 0)
		return -1;
	out->allowed = findings_count(findings) == 0;
	out->findings = findings;
	out->details = arena_strndup(a, buf_str(&details), details.len);
	return out->details ? 0 : arena_error(a, err);
}
