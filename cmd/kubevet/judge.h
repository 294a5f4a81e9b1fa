/* SPDX-License-Identifier: Apache-2.0 */
/* judge.h - the server's judgement without a server: a configuration, and bytes in and out. */
#ifndef KUBEVET_CMD_JUDGE_H
#define KUBEVET_CMD_JUDGE_H

#include "admission/handle.h"

struct judge {
	struct arena *config_arena, *a; /* the latter of one review at a time */
	const struct config *config;
	struct engine *engine;
	struct namespaces *facts; /* NULL: all namespaces are known and bare */
	/* Of the last review. */
	struct buf reply;
	struct admission_record record;
};

/**
 * judge_init() - by the configuration of @path, or the built-in one for NULL
 * Return: 0, or -1 after a complaint; either way judge_fini() is due.
 */
int judge_init(struct judge *j, const char *path);
void judge_fini(struct judge *j);

/** judge_review() - as the server would: the reply's bytes, or -1 with the reason why there are
 * none. */
MUST_CHECK int judge_review(struct judge *j, const char *body, size_t len, struct err *err);

#endif
