/* SPDX-License-Identifier: Apache-2.0 */
/* handle.h - bytes of an AdmissionReview in, bytes of the answer out; no sockets, and no clock but
 * for what expires: that is judged by the present, of recorded reviews too.
 *
 * Source of the contract: the admission.k8s.io/v1 API and what kube-apiserver accepts back.
 */
#ifndef KUBEVET_ADMISSION_HANDLE_H
#define KUBEVET_ADMISSION_HANDLE_H

#include "engine/engine.h"

/* Most bytes of one review's arena: document, views, findings, texts. An ordinary review needs 3 to
 * 5 times its own size; a hostile one up to 33 times, which is what the cap is for. */
#define REVIEW_ARENA_MAX ((size_t)32 * 1024 * 1024)
/* Longest review that is read at all; servers set a lower limit of their own. */
#define REVIEW_BYTES_MAX ((size_t)64 * 1024 * 1024)
#define REPLY_BYTES_MAX	 ((size_t)256 * 1024)

/* What log lines and metrics need of a review. Strings live in the arena; "" when unknown. */
struct admission_record {
	const char *uid, *group, *kind, *ns, *name, *username, *operation, *subresource;
	bool dry_run;
	struct judgement judgement;
};

/**
 * admission_handle() - judge one AdmissionReview
 * @engine: shared, read-only
 * @facts:  labels of namespaces, or NULL when there is no such file
 * @a:	    arena that owns all of the review; reset it after @record was used
 * @body:   the bytes as received, borrowed
 * @reply:  empty; gets the answer: an AdmissionReview of the version that came
 * @record: filled as far as the review was understood, also on failure
 * @err:    why there is no answer
 *
 * Once the uid is known, what cannot be understood or is too large is an answer too: refused, with
 * the reason. Return: 0 with an answer (a denial is an answer), or -1: ERR_INPUT is HTTP 400,
 * ERR_LIMIT 413, the rest 500, and the cluster's failurePolicy decides. Safe in parallel, one arena
 * and buffer each.
 */
MUST_CHECK int admission_handle(const struct engine *engine, const struct namespaces *facts,
				struct arena *a, const char *body, size_t len, struct buf *reply,
				struct admission_record *record, struct err *err);

#endif
