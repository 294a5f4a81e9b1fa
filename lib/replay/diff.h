/* SPDX-License-Identifier: Apache-2.0 */
/* diff.h - two configurations over the same reviews: whom a change would break. */
#ifndef KUBEVET_REPLAY_DIFF_H
#define KUBEVET_REPLAY_DIFF_H

#include "engine/engine.h"
#include "replay/answer.h"
#include "replay/groups.h"
#include "replay/question.h"

/* One of the two over one review. */
struct side {
	const struct engine *engine;
	const struct judgement *judgement;
	struct answer answer;
};

struct change_groups {
	size_t count;
	struct groups rules, namespaces, owners;
};

struct diff {
	size_t compared;
	struct change_groups by[CHANGES]; /* that of CHANGE_NONE only counts */
};

/** diff_init() - nothing compared yet; @a owns all of it. Return: 0, or -1. */
MUST_CHECK int diff_init(struct diff *d, struct arena *a, struct err *err);

/**
 * diff_add() - one review, judged by both
 * @a:	     for texts, may be reset afterwards
 * @example: how the review is called in examples
 *
 * A change is filed under each rule that brought it about. Return: what it is.
 */
enum change diff_add(struct diff *d, struct arena *a, const struct question *question,
		     const struct side *from, const struct side *to, const char *example);

/** diff_sort() - all groups; the last call. */
void diff_sort(struct diff *d);

#endif
