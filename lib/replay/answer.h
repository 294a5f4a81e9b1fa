/* SPDX-License-Identifier: Apache-2.0 */
/* answer.h - an answer as whoever asked reads it, and what changed between two. */
#ifndef KUBEVET_REPLAY_ANSWER_H
#define KUBEVET_REPLAY_ANSWER_H

#include "json/json.h"

struct answer {
	bool allowed;
	const char *message, *reason; /* of a refusal; "" */
	const cJSON *warnings;	      /* an array of strings, or NULL */
};

/**
 * answer_read() - from the tree of an AdmissionReview
 * Return: 0 with @out, borrowed from the tree, or -1 with ERR_INPUT: it is no answer.
 */
MUST_CHECK int answer_read(const cJSON *tree, struct answer *out, struct err *err);

/** answer_parse() - from its bytes; @a owns the tree. Return: the tree, or NULL. */
MUST_CHECK const cJSON *answer_parse(struct arena *a, const char *text, size_t len,
				     struct answer *out, struct err *err);

/** answer_warns() - whether the user sees warnings. */
bool answer_warns(const struct answer *answer);

enum change {
	CHANGE_NONE,
	CHANGE_DENIED,	/* newly */
	CHANGE_ALLOWED, /* newly */
	CHANGE_WARNINGS,
	CHANGE_TEXT /* of a refusal; the verdict is the same */
};
#define CHANGES 5

/** answer_change() - from one answer to another. */
enum change answer_change(const struct answer *from, const struct answer *to);

/** change_name() - "none", "newlyDenied", "newlyAllowed", "changedWarnings", "changedMessage". */
const char *change_name(enum change change);

#endif
