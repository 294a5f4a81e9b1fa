/* SPDX-License-Identifier: Apache-2.0 */
/* handle.c - a review from bytes to bytes. */
#include "admission/handle.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "admission/review.h"

/* What neither views nor policies read. managedFields are a third of an ordinary object, a status
 * most of a node. */
static const char *const unread[] = { "request.object.metadata.managedFields",
				      "request.oldObject.metadata.managedFields",
				      "request.object.status",
				      "request.oldObject.status",
				      "request.options",
				      "request.userInfo.extra",
				      NULL };

static const struct json_limits limits = {
	.bytes = REVIEW_BYTES_MAX, .depth = 100, .values = 1000000, .elide = unread
};

/* All but the objects, for a review that is too large to be read whole: enough to refuse it. */
static const char *const objects[] = { "request.object", "request.oldObject", "request.options",
				       NULL };

static const struct json_limits envelope_limits = {
	.bytes = REVIEW_BYTES_MAX, .depth = JSON_DEPTH_MAX, .values = SIZE_MAX, .elide = objects
};

#define REFUSAL_MAX (sizeof(((struct err *)NULL)->text) + 64)

static void record_review(struct admission_record *record, const struct review *review)
{
	const struct subject *s = &review->subject;

	record->uid = review->uid;
	record->group = s->kind.group;
	record->kind = s->kind.kind;
	record->ns = s->ns;
	record->name = s->name;
	record->username = s->username;
	record->operation = review->operation;
	record->subresource = s->subresource;
	record->dry_run = review->dry_run;
}

static void find_namespace(struct subject *subject, const struct namespaces *facts)
{
	subject->ns_labels = facts ? namespaces_find(facts, subject->ns) : NULL;
	subject->ns_known = !facts || subject->ns_labels;
}

/* A request with a uid that cannot be understood, or is too large to be, is refused in words,
 * whatever the cluster's failurePolicy is: padding an object must not be a way past a webhook that
 * fails open. */
static void refuse(struct judgement *out, char *text, int code, const char *reason,
		   const struct err *why)
{
	snprintf(text, REFUSAL_MAX, "the request can't be judged: %s", why->text);
	*out = (struct judgement){
		.verdict = VERDICT_ERROR, .code = code, .reason = reason, .message = text
	};
}

#define NO_ROOM "the answer had no room for its causes and audit annotations; see the server's log"

/* An answer that does not fit loses texts, never its verdict: first causes and annotations, then
 * the reasons too. The buffer is the reply's alone. */
static int print_answer(const struct review *review, const struct judgement *judgement,
			struct buf *reply, struct err *err)
{
	const struct annotation cut = { .key = "truncated", .value = NO_ROOM };
	struct judgement shorter = *judgement;
	struct judgement brief = {
		.verdict = judgement->verdict,
		.code = judgement->code,
		.reason = judgement->reason,
		.message = "the reasons do not fit into an answer; see the server's log"
	};

	shorter.causes = NULL;
	shorter.annotations = &cut;
	review_answer(review, judgement, reply);
	if (reply->failed == ERR_LIMIT) {
		buf_clear(reply);
		review_answer(review, &shorter, reply);
	}
	if (reply->failed == ERR_LIMIT) {
		buf_clear(reply);
		review_answer(review, &brief, reply);
	}
	return buf_ok(reply, err);
}

/* @why: it was too large to be read. Return: 0 when it is refused, -1 when there is nobody to tell.
 */
static int refuse_unread(const struct engine *engine, struct arena *a, const char *body, size_t len,
			 struct review *review, struct judgement *out, const struct err *why)
{
	struct err ignored;
	const cJSON *doc;
	char *text;

	if (why->code != ERR_LIMIT || engine_config(engine)->audit_only)
		return -1;
	arena_reset(a);
	text = arena_alloc(a, REFUSAL_MAX);
	doc = text ? json_parse(a, body, len, &envelope_limits, &ignored) : NULL;
	if (!doc || review_open(doc, review, &ignored) < 0)
		return -1;
	/* For the log; whether it can be understood makes no difference any more. */
	(void)!review_decode(a, review, &ignored);
	refuse(out, text, 413, "RequestEntityTooLarge", why);
	return 0;
}

static int judge(const struct engine *engine, const struct namespaces *facts, struct arena *a,
		 struct review *review, struct judgement *out, struct err *err)
{
	char *text = arena_alloc(a, REFUSAL_MAX); /* while there is room for it */

	if (!text)
		return arena_error(a, err);
	if (review_decode(a, review, err) < 0) {
		refuse(out, text, 400, "BadRequest", err);
		return 0;
	}
	find_namespace(&review->subject, facts);
	if (engine_judge(engine, a, &review->subject, out, err) == 0)
		return 0;
	*out = (struct judgement){ .verdict = VERDICT_ERROR };
	if ((err->code != ERR_LIMIT && err->code != ERR_TIME) || engine_config(engine)->audit_only)
		return -1;
	if (err->code == ERR_TIME)
		refuse(out, text, 504, "Timeout", err);
	else
		refuse(out, text, 413, "RequestEntityTooLarge", err);
	return 0;
}

int admission_handle(const struct engine *engine, const struct namespaces *facts, struct arena *a,
		     const char *body, size_t len, struct buf *reply,
		     struct admission_record *record, struct err *err)
{
	struct review review;
	const cJSON *doc;

	review_clear(&review);
	memset(record, 0, sizeof(*record));
	record_review(record, &review);
	record->judgement.verdict = VERDICT_ERROR;
	doc = json_parse(a, body, len, &limits, err);
	if (!doc) {
		if (refuse_unread(engine, a, body, len, &review, &record->judgement, err) < 0)
			return err_wrap(err, "request body");
	} else if (review_open(doc, &review, err) < 0) {
		return err_wrap(err, "AdmissionReview");
	} else if (judge(engine, facts, a, &review, &record->judgement, err) < 0) {
		record_review(record, &review);
		return err_wrap(err, "review %.64s", review.uid);
	}
	record_review(record, &review);
	return print_answer(&review, &record->judgement, reply, err);
}
