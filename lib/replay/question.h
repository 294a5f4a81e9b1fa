/* SPDX-License-Identifier: Apache-2.0 */
/* question.h - from something captured to the review that the API server would have sent.
 *
 *	AdmissionReview		its own bytes
 *	AdmissionRequest	its own bytes, in a review
 *	record of kubevetd	the review in it; its answer is there to compare with
 *	audit event		what it tells of a request: user, verb, object
 *	any other object	its creation, as it is, by nobody
 *
 * What is not known is said, and what can't be judged without it is not judged.
 */
#ifndef KUBEVET_REPLAY_QUESTION_H
#define KUBEVET_REPLAY_QUESTION_H

#include "base/buf.h"
#include "json/json.h"
#include "replay/capture.h"

/* For the document, all copies and the answer that belongs to it. */
#define QUESTION_ARENA_MAX ((size_t)1024 * 1024 * 1024)

enum question_state {
	QUESTION_READY,
	QUESTION_READ, /* a request that no webhook is asked about */
	QUESTION_OPEN  /* not evaluated, for the reason in @why */
};

/* Strings are "" when absent, unless said. They live in the arena or with what was captured. */
struct question {
	enum question_state state;
	const char *why;
	const char *unknown; /* what the request would have said: "user, old object"; NULL */
	const char *body;    /* of the review, when ready */
	size_t len;
	const char *uid, *operation, *kind, *subresource, *ns, *name, *username;
	const char *controller; /* of the object: "ReplicaSet web-7d4b9"; NULL: none */
	const cJSON *answer;	/* recorded with it; NULL */
	bool redacted;		/* a record: secret values are placeholders */
};

/**
 * question_make() - what was captured as a question
 * @a:	  for the document; reset it when the question was answered
 * @body: empty; gets a review that is not there byte for byte
 *
 * Return: 0, or -1 (ERR_INPUT: it is nothing that can be asked about; ERR_LIMIT, ERR_MEMORY).
 */
MUST_CHECK int question_make(struct arena *a, const struct captured *captured, struct buf *body,
			     struct question *out, struct err *err);

#endif
