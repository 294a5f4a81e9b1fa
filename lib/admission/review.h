/* SPDX-License-Identifier: Apache-2.0 */
/* review.h - an AdmissionReview, in and out. */
#ifndef KUBEVET_ADMISSION_REVIEW_H
#define KUBEVET_ADMISSION_REVIEW_H

#include "engine/engine.h"

struct review {
	const char *api_version; /* as it came, to be echoed: admission.k8s.io/v1 or v1beta1 */
	const char *uid;	 /* never "" once review_open() succeeded */
	const char *operation;	 /* as it came: "CREATE" */
	bool dry_run;
	const cJSON *request;
	struct subject subject; /* namespace facts are the caller's to fill */
};

/** review_clear() - all strings "", so that logging is safe whatever was read. */
void review_clear(struct review *review);

/**
 * review_open() - the envelope: version, kind, request and its uid
 *
 * Without these nothing can be answered.
 * Return: 0, or -1 with ERR_INPUT and the place.
 */
MUST_CHECK int review_open(const cJSON *doc, struct review *review, struct err *err);

/**
 * review_decode() - the request into a subject; strings are borrowed from the document
 * @a: gets the list of groups
 *
 * Return: 0, or -1 with ERR_INPUT and the place: then the review has a uid and can be refused.
 */
MUST_CHECK int review_decode(struct arena *a, struct review *review, struct err *err);

/** review_answer() - append the answer: an AdmissionReview of the version that came. */
void review_answer(const struct review *review, const struct judgement *judgement,
		   struct buf *reply);

#endif
