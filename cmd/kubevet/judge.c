/* SPDX-License-Identifier: Apache-2.0 */
/* judge.c - the engine and what it needs, loaded from files. */
#include "judge.h"

#include "cli.h"
#include "config.h"
#include "policies.h"

int judge_init(struct judge *j, const char *path)
{
	struct err err = { 0 };

	*j = (struct judge){ 0 };
	buf_init(&j->reply, REPLY_BYTES_MAX);
	j->config_arena = arena_new(CONFIG_ARENA_MAX, &err);
	j->a = j->config_arena ? arena_new(REVIEW_ARENA_MAX, &err) : NULL;
	if (!j->a) {
		cli_complain("%s", err.text);
		return -1;
	}
	j->config = cli_config(j->config_arena, path);
	if (!j->config)
		return -1;
	j->engine = engine_new(policies_all, j->config, &err);
	if (j->engine && j->config->namespace_labels)
		j->facts = namespaces_load(j->config->namespace_labels, &err);
	if (!j->engine || (j->config->namespace_labels && !j->facts)) {
		cli_complain("%s", err.text);
		return -1;
	}
	return 0;
}

void judge_fini(struct judge *j)
{
	buf_fini(&j->reply);
	namespaces_free(j->facts);
	engine_free(j->engine);
	arena_free(j->a);
	arena_free(j->config_arena);
}

int judge_review(struct judge *j, const char *body, size_t len, struct err *err)
{
	buf_clear(&j->reply);
	arena_reset(j->a);
	return admission_handle(j->engine, j->facts, j->a, body, len, &j->reply, &j->record, err);
}
