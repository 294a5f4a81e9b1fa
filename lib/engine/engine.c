/* SPDX-License-Identifier: Apache-2.0 */
/* engine.c - one subject through podSecurity and the rules to a judgement. */
#include "engine/engine.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "engine/change.h"
#include "engine/verdict.h"

#define SPARED                                                                                \
	"the object is being deleted and its spec is unchanged: only labels and annotations " \
	"that the request adds or changes are evaluated"

struct engine {
	const struct config *config;
	struct standards standards;
	bool redacted;
	int64_t steps;
};

static int check_ids(const struct policy *const *table, struct err *err)
{
	for (const struct policy *const *p = table; *p; p++)
		for (const struct policy *const *q = table; q < p; q++)
			if (strcmp((*p)->id, (*q)->id) == 0)
				return err_set(err, ERR_INPUT, "two policies are called %s",
					       (*p)->id);
	return 0;
}

struct engine *engine_new(const struct policy *const *table, const struct config *config,
			  struct err *err)
{
	struct engine *engine;

	if (check_ids(table, err) < 0)
		return NULL;
	engine = mem_alloc(sizeof(*engine));
	if (!engine) {
		err_memory(err);
		return NULL;
	}
	engine->config = config;
	engine->redacted = false;
	engine->steps = BUDGET_STEPS;
	if (standards_init(&engine->standards, table, err) < 0) {
		mem_free(engine);
		return NULL;
	}
	return engine;
}

void engine_free(struct engine *engine)
{
	if (!engine)
		return;
	standards_fini(&engine->standards);
	mem_free(engine);
}

void engine_redacted(struct engine *engine, bool redacted)
{
	engine->redacted = redacted;
}

void engine_steps(struct engine *engine, int64_t steps)
{
	engine->steps = steps;
}

const struct config *engine_config(const struct engine *engine)
{
	return engine->config;
}

const struct policy *engine_standard(const struct engine *engine, size_t rule)
{
	return engine->standards.v[rule];
}

static void fill_request(struct request *request, const struct subject *subject)
{
	const struct gvk unknown = { "", "", "" };

	*request = (struct request){
		.operation = subject->operation,
		.kind = subject->kind,
		.asked_kind = subject->asked_kind.kind ? subject->asked_kind : unknown,
		.subresource = subject->subresource,
		.name = subject->name,
		.ns = subject->ns,
		.username = subject->username,
		.uid = subject->uid ? subject->uid : "",
		.groups = subject->groups,
		.now_s = clock_unix_s(),
		.offline = subject->offline,
	};
}

/* Pod Security looks at these, whatever the rules are. */
static bool standard_reads(const struct kind *kind)
{
	return kind->view == VIEW_POD || kind->view == VIEW_NAMESPACE;
}

static int judge(const struct engine *engine, struct arena *a, const struct subject *subject,
		 struct judgement *out, struct err *err)
{
	struct podsecurity podsecurity = { .config = &engine->config->pod_security,
					   .standards = &engine->standards };
	struct podsecurity_result ps_result;
	struct rules_result rules_result;
	struct findings *findings = findings_new(a);
	enum change change = change_of(a, subject);
	struct views views, before;
	bool is_deletion = subject->operation == OPERATION_DELETE;
	struct request request;
	struct draft draft;

	if (!findings)
		return arena_error(a, err);
	draft_init(&draft, a, out);
	fill_request(&request, subject);
	request.redacted = engine->redacted;
	views_init(&views, a, &subject->kind, subject->object);
	views.request = &request;
	if (subject->operation == OPERATION_UPDATE && rules_need_old(engine->config, views.kind))
		views.old_object = subject->old_object;
	/* Rules look at what goes; the standard has its own ways with deletions. */
	views_init(&before, a, &subject->kind, subject->old_object);
	before.request = &request;
	before.old_object = views.old_object;
	podsecurity.spec_stays = change != CHANGE_OBJECT;
	out->known_kind = views.kind && (rules_read_kind(engine->config, views.kind) ||
					 standard_reads(views.kind));
	if (podsecurity_judge(&podsecurity, subject, &views, &draft, &ps_result, err) < 0)
		return -1;
	if (rules_judge(engine->config, subject, is_deletion ? &before : &views, change, &before,
			findings, &draft, &rules_result, err) < 0)
		return -1;
	if (out->known_kind && change != CHANGE_OBJECT && change_after_deletion(subject))
		draft_annotate(&draft, "being-deleted", SPARED);
	if (findings_spoiled(findings))
		return arena_error(a, err);
	out->own = findings_has_own(findings);
	return verdict_conclude(&(struct verdict_input){ .config = engine->config,
							 .standards = &engine->standards,
							 .subject = subject,
							 .podsecurity = &ps_result,
							 .rules = &rules_result,
							 .findings = findings },
				&draft, err);
}

int engine_judge(const struct engine *engine, struct arena *a, const struct subject *subject,
		 struct judgement *out, struct err *err)
{
	struct err spent;
	int result;

	budget_begin(engine->steps);
	result = judge(engine, a, subject, out, err);
	if (budget_end(&spent) < 0) {
		*err = spent;
		return -1;
	}
	return result;
}
