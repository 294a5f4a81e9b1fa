/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_profile.c - any bytes as AppArmor's language and as a file: rules that stand where they say,
 * objects or sentences, and findings with a line.
 */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "engine/views.h"
#include "fuzz.h"
#include "k8s/apparmor.h"
#include "policies.h"
#include "source/place.h"
#include "source/source.h"

#define ARENA_MAX     ((size_t)256 * 1024 * 1024)
#define DOCUMENTS_MAX 200

static void check_sentence(const struct err *err)
{
	MUST_HOLD(err->code == ERR_INPUT || err->code == ERR_LIMIT || err->code == ERR_MEMORY);
	MUST_HOLD(err->text[0] != '\0' && !strchr(err->text, '\n'));
}

/* Whether the text has this place; columns count characters, and stray bytes of one count as part
 * of what is before them. */
static bool is_at(const char *text, size_t size, unsigned line, unsigned column)
{
	const char *at = text, *end = text + size;

	while (line > 1 && at < end)
		line -= *at++ == '\n';
	while (column > 1 && at < end && *at != '\n') {
		at++;
		while (at < end && ((unsigned char)*at & 0xc0) == 0x80)
			at++;
		column--;
	}
	return line == 1 && column == 1;
}

static void check_rule(const struct apparmor_rule *rule, const char *text, size_t size)
{
	MUST_HOLD(rule->path && rule->perms && rule->target && rule->text);
	MUST_HOLD(rule->kind >= APPARMOR_OTHER && rule->kind < APPARMOR_VARIABLE);
	MUST_HOLD(rule->at.up && is_at(text, size, rule->line, rule->column));
	for (size_t i = 0; i < rule->words.count; i++)
		MUST_HOLD(strlen(rule->words.v[i]) <= size);
}

static void check_text(struct arena *a, const char *text, size_t size)
{
	struct apparmor_text out;
	struct err err = { 0 };
	int profiles = 0, rules = 0;

	if (apparmor_parse(a, text, size, NULL, &out, &err) < 0) {
		check_sentence(&err);
		return;
	}
	for_each_apparmor_profile(profile, &out)
	{
		int index = 0;

		MUST_HOLD(profile->at.index == profiles);
		profiles++;
		for_each_apparmor_rule(rule, profile)
		{
			MUST_HOLD(rule->at.index == index);
			index++;
			check_rule(rule, text, size);
		}
		rules += index;
	}
	MUST_HOLD(profiles <= APPARMOR_PROFILES_MAX && rules <= APPARMOR_RULES_MAX);
}

static void no_fault(void *ctx, const cJSON *node, const char *text)
{
	(void)ctx;
	(void)node;
	MUST_HOLD(!text);
}

/* Each finding of a file is on a line. */
static void check_findings(const struct findings *out, const struct manifest *m)
{
	MUST_HOLD(!findings_spoiled(out) || findings_count(out) <= FINDINGS_MAX);
	for (const struct finding *f = findings_first(out); f; f = f->next) {
		struct text_place place = place_find(m->subject.object, f->at, f->field);

		MUST_HOLD(place.line > 0 && place.column > 0);
		MUST_HOLD(f->says.want && *f->says.want && *f->place);
	}
}

static void judge(struct arena *a, const struct manifest *m)
{
	struct views v;

	views_init(&v, a, &m->subject.kind, m->subject.object);
	for (const struct policy *const *p = policies_all; *p; p++) {
		struct findings *out = findings_new(a);
		const struct params *params =
			params_parse(a, (*p)->params, (*p)->param_count, NULL, no_fault, NULL);
		struct err err = { 0 };

		if (!(*p)->check_seccomp && !(*p)->check_apparmor)
			continue;
		if (!out || !params)
			return;
		if (views_run(&v, *p, 0, params, out, &err) < 0)
			check_sentence(&err);
		else
			check_findings(out, m);
	}
}

static void check_source(struct arena *a, const char *path)
{
	struct err err = { 0 };
	SCOPED(scoped_source) struct source *s = source_open(path, "given", &err);
	struct manifest m;
	int result;

	MUST_HOLD(s != NULL);
	for (int i = 0; i < DOCUMENTS_MAX && (result = source_next(s, &m, &err)) != 0; i++) {
		if (result < 0) {
			check_sentence(&err);
			continue;
		}
		MUST_HOLD(*m.kind && *m.api_version && m.name && m.ns && m.document > 0);
		MUST_HOLD(m.place.line > 0);
		arena_reset(a);
		judge(a, &m);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	const char *text = (const char *)data;
	struct err err = { 0 };
	char path[64];
	int fd;

	json_init();
	a = arena_new(ARENA_MAX, &err);
	fd = memfd_create("profile", MFD_CLOEXEC);
	MUST_HOLD(a && fd >= 0);
	MUST_HOLD(write(fd, data, size) == (ssize_t)size);
	check_text(a, text, size);
	arena_reset(a);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	check_source(a, path);
	close(fd);
	return 0;
}
