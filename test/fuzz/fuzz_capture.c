/* SPDX-License-Identifier: Apache-2.0 */
/* fuzz_capture.c - any bytes as a file of captured requests: each piece becomes a question or a
 * fault in words, each question an answer that can be read. */
#include <string.h>

#include "admission/handle.h"
#include "fuzz.h"
#include "mutate.h"
#include "replay/answer.h"
#include "replay/capture.h"
#include "replay/diff.h"
#include "replay/question.h"
#include "world.h"

#define PIECES_MAX 200
#define ARENA_MAX  ((size_t)64 * 1024 * 1024)

struct run {
	struct arena *piece, *review, *totals;
	struct buf body, reply;
	struct diff diff;
};

static void check_line(const char *text)
{
	MUST_HOLD(*text && !strchr(text, '\n'));
}

static void check_question(const struct question *q)
{
	MUST_HOLD(q->uid && q->operation && q->kind && q->subresource && q->ns && q->name &&
		  q->username);
	MUST_HOLD(q->state != QUESTION_OPEN || *q->why);
	MUST_HOLD(q->state != QUESTION_READY || (q->body && q->len));
}

/* The answers of both modes, and what a change from one to the other would do. */
static int judge(struct run *run, bool audit, const struct question *q, struct side *side,
		 struct admission_record *record)
{
	struct engine *engine = world_engine(audit);
	struct err err = { 0 };
	int result;

	buf_clear(&run->reply);
	arena_reset(run->review);
	engine_redacted(engine, q->redacted);
	result = admission_handle(engine, NULL, run->review, q->body, q->len, &run->reply, record,
				  &err);
	engine_redacted(engine, false);
	if (result < 0) {
		check_line(err.text);
		return -1;
	}
	*side = (struct side){ .engine = engine, .judgement = &record->judgement };
	MUST_HOLD(answer_parse(run->piece, buf_str(&run->reply), run->reply.len, &side->answer,
			       &err) != NULL);
	return 0;
}

static void ask(struct run *run, const struct question *q)
{
	struct admission_record record;
	struct side side;
	enum change change;

	if (judge(run, false, q, &side, &record) < 0)
		return;
	change = diff_add(&run->diff, run->piece, q, &side, &side, "example");
	MUST_HOLD(change == CHANGE_NONE && change_name(change));
	MUST_HOLD(side.answer.allowed == (record.judgement.verdict == VERDICT_ALLOW ||
					  record.judgement.verdict == VERDICT_WARN));
	if (q->answer) {
		struct answer recorded;
		struct err err = { 0 };

		if (answer_read(q->answer, &recorded, &err) == 0)
			(void)answer_change(&recorded, &side.answer);
		else
			check_line(err.text);
	}
}

static void take(struct run *run, const struct captured *captured)
{
	struct question question;
	struct err err = { 0 };

	arena_reset(run->piece);
	buf_clear(&run->body);
	MUST_HOLD(captured->text && captured->line > 0);
	if (question_make(run->piece, captured, &run->body, &question, &err) < 0) {
		MUST_HOLD(err.code == ERR_INPUT || err.code == ERR_LIMIT);
		check_line(err.text);
		return;
	}
	check_question(&question);
	if (question.state == QUESTION_READY)
		ask(run, &question);
}

static void read_all(struct run *run, const char *path)
{
	SCOPED(scoped_capture) struct capture *c = NULL;
	struct captured captured = { 0 };
	struct err err = { 0 };
	size_t line = 0;
	int result;

	c = capture_open(path, &err);
	MUST_HOLD(c != NULL);
	for (size_t n = 0; n < PIECES_MAX && (result = capture_next(c, &captured, &err)); n++) {
		if (result > 0)
			take(run, &captured);
		else
			check_line(err.text);
		MUST_HOLD(captured.line >= line);
		line = captured.line;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct run run;
	struct err err = { 0 };

	(void)world_config();
	run.piece = arena_new(ARENA_MAX, &err);
	run.review = arena_new(REVIEW_ARENA_MAX, &err);
	run.totals = arena_new(ARENA_MAX, &err);
	MUST_HOLD(run.piece && run.review && run.totals);
	MUST_HOLD(diff_init(&run.diff, run.totals, &err) == 0);
	buf_init(&run.body, CAPTURE_BYTES_MAX);
	buf_init(&run.reply, REPLY_BYTES_MAX);
	read_all(&run, world_file(data, size, ".json"));
	diff_sort(&run.diff);
	buf_fini(&run.body);
	buf_fini(&run.reply);
	arena_free(run.piece);
	arena_free(run.review);
	arena_free(run.totals);
	return 0;
}
