/* SPDX-License-Identifier: Apache-2.0 */
/* replay.c - captured requests through the server's own code, or to a server, one at a time. */
#include "replay.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "args.h"
#include "cli.h"
#include "judge.h"
#include "post.h"
#include "source/inputs.h"

#define INPUTS_ARENA_MAX ((size_t)512 * 1024 * 1024)
/* Then nobody waits for the rest of them to fail. */
#define UNREACHED_MAX	 3
#define TOTALS_ARENA_MAX ((size_t)128 * 1024 * 1024)

/* Segments of kubevetd that are not complete yet end in .part. */
static const struct endings endings_captures = { (const char *const[]){ ".json", ".jsonl", ".log",
									".part", NULL },
						 "*.json, *.jsonl, *.log or *.part" };

struct replay_options {
	const char *config, *against, *output;
	struct post_options post;
	bool expect;
};

struct replay {
	const struct replay_options *options;
	struct arena *inputs_arena, *totals_arena;
	struct inputs inputs;
	char standard_input[2];	  /* "-" */
	struct judge now, before; /* the latter with --against */
	struct post *post;	  /* instead of both */
	unsigned unreached;	  /* reviews in a row that did not get through to the server */
	struct printer *printer;
	struct totals totals;
	struct diff diff;
	/* Of one review. */
	struct arena *a;
	struct buf body, reply;
	/* Of one file. */
	const char *file;
	size_t errors;		  /* of it */
	struct capture *recorded; /* the answers beside it, or NULL */
};

static void fail(struct replay *r, size_t line, const struct err *err)
{
	r->totals.errors++;
	if (r->errors++ < ERRORS_SHOWN)
		print_error(r->printer, r->file, line, err->text);
}

/* What is no capture at all may have an error on each of its lines. */
static void tell_other_errors(struct replay *r)
{
	struct err err = { 0 };

	if (r->errors <= ERRORS_SHOWN)
		return;
	err_set(&err, ERR_INPUT, "and %zu more errors in this file", r->errors - ERRORS_SHOWN);
	print_error(r->printer, r->file, 0, err.text);
}

static const struct buf *ask_server(struct replay *r, const struct question *q, struct err *err)
{
	int result = post_review(r->post, q->body, q->len, &r->reply, err);

	r->unreached = result < 0 && err->code == ERR_SYSTEM ? r->unreached + 1 : 0;
	return result < 0 ? NULL : &r->reply;
}

/* The reply to the question, from the server or from the judge. */
static const struct buf *ask(struct replay *r, const struct question *q, struct err *err)
{
	if (r->post)
		return ask_server(r, q, err);
	engine_redacted(r->now.engine, q->redacted);
	return judge_review(&r->now, q->body, q->len, err) < 0 ? NULL : &r->now.reply;
}

/* The answer that was recorded; NULL: none. A broken one is an error of its file. */
static const cJSON *recorded_answer(struct replay *r, const struct question *q)
{
	struct captured captured;
	struct answer ignored;
	struct err err = { 0 };
	const cJSON *tree;
	int result;

	if (q->answer || !r->recorded)
		return q->answer;
	result = capture_next(r->recorded, &captured, &err);
	if (result == 0)
		return NULL;
	tree = result > 0 ? answer_parse(r->a, captured.text, captured.len, &ignored, &err) : NULL;
	if (!tree) {
		err_wrap(&err, "its .expected");
		fail(r, captured.line, &err);
	}
	return tree;
}

static void compare_with_recorded(struct replay *r, struct outcome *o, const cJSON *tree)
{
	o->recorded = recorded_answer(r, o->question);
	if (!o->recorded)
		o->expected = EXPECTED_NOTHING;
	else
		o->expected =
			cJSON_Compare(tree, o->recorded, true) ? EXPECTED_SAME : EXPECTED_OTHER;
	r->totals.expected[o->expected]++;
}

static int ask_before(struct replay *r, const struct question *q, struct err *err)
{
	engine_redacted(r->before.engine, q->redacted);
	if (judge_review(&r->before, q->body, q->len, err) < 0)
		return err_wrap(err, "--against");
	return 0;
}

static int compare_with_before(struct replay *r, struct outcome *o, struct err *err)
{
	const struct question *q = o->question;
	struct side from = { .engine = r->before.engine, .judgement = &r->before.record.judgement };
	struct side to = { .engine = r->now.engine,
			   .judgement = &r->now.record.judgement,
			   .answer = o->answer };

	if (!answer_parse(r->a, buf_str(&r->before.reply), r->before.reply.len, &from.answer, err))
		return err_wrap(err, "--against");
	o->before = from.answer;
	o->change =
		diff_add(&r->diff, r->a, q, &from, &to, print_example(r->a, o->file, o->line, q));
	return 0;
}

static void count_answer(struct replay *r, const struct outcome *o)
{
	if (!o->answer.allowed)
		r->totals.denied++;
	else if (answer_warns(&o->answer))
		r->totals.warned++;
	else
		r->totals.allowed++;
	if (o->question->unknown)
		groups_add(&r->totals.unknowns, o->question->unknown, "");
}

/* A rule that would have judged placeholders; NULL: none. */
static const struct rule *blind_rule(const struct judge *j)
{
	for (const struct rule_gap *gap = j->record.judgement.gaps; gap; gap = gap->next)
		if (gap->needs & NEEDS_VALUES)
			return gap->rule;
	return NULL;
}

/* What the record does not have and a rule judges by; NULL when all is there. */
static const char *left_out(struct replay *r)
{
	const struct rule *rule = r->post ? NULL : blind_rule(&r->now);

	if (!rule && r->options->against)
		rule = blind_rule(&r->before);
	return rule ? arena_printf(r->a, "records leave out the values that %s reads", rule->name)
		    : NULL;
}

/* Return: 0, also when the question turned out to be open; -1 with @err. */
static int judge_question(struct replay *r, struct outcome *o, struct question *question,
			  struct err *err)
{
	const struct buf *reply = ask(r, question, err);
	const cJSON *tree;

	if (!reply)
		return -1;
	if (r->options->against && ask_before(r, question, err) < 0)
		return -1;
	question->why = question->redacted ? left_out(r) : NULL;
	if (question->why) {
		question->state = QUESTION_OPEN;
		return 0;
	}
	o->text = buf_str(reply);
	o->len = reply->len;
	while (o->len && o->text[o->len - 1] == '\n')
		o->len--;
	tree = answer_parse(r->a, o->text, o->len, &o->answer, err);
	if (!tree)
		return -1;
	o->answered = true;
	if (r->options->expect)
		compare_with_recorded(r, o, tree);
	if (r->options->against && compare_with_before(r, o, err) < 0)
		return -1;
	count_answer(r, o);
	return 0;
}

static void replay_captured(struct replay *r, const struct captured *captured)
{
	struct question question;
	struct outcome outcome = { .file = r->file, .line = captured->line, .question = &question };
	struct err err = { 0 };

	arena_reset(r->a);
	buf_clear(&r->body);
	if (question_make(r->a, captured, &r->body, &question, &err) < 0 ||
	    (question.state == QUESTION_READY &&
	     judge_question(r, &outcome, &question, &err) < 0)) {
		fail(r, captured->line, &err);
		return;
	}
	if (question.state == QUESTION_READ)
		r->totals.read++;
	if (question.state == QUESTION_OPEN) {
		r->totals.open++;
		groups_add(&r->totals.whys, question.why,
			   print_example(r->a, r->file, captured->line, &question));
	}
	print_outcome(r->printer, &outcome, &r->totals);
}

/* The answers beside the file, where they are wanted and there. */
static struct capture *open_recorded(struct replay *r)
{
	const char *path = arena_printf(r->inputs_arena, "%s.expected", r->file);
	struct capture *recorded = NULL;
	struct err err = { 0 };

	if (!r->options->expect || !path || access(path, F_OK) < 0)
		return NULL;
	recorded = capture_open(path, &err);
	if (!recorded) {
		err_wrap(&err, "its .expected");
		fail(r, 0, &err);
	}
	return recorded;
}

static void replay_file(struct replay *r, const struct input *input)
{
	SCOPED(scoped_capture) struct capture *c = NULL;
	struct captured captured = { 0 };
	struct err err = { 0 };
	int result;

	r->file = input->path;
	r->errors = 0;
	if (input->fault)
		err_set(&err, ERR_SYSTEM, "%s", input->fault);
	else
		c = capture_open(input->path, &err);
	if (!c) {
		fail(r, 0, &err);
		return;
	}
	r->recorded = open_recorded(r);
	while (r->unreached < UNREACHED_MAX && (result = capture_next(c, &captured, &err)) != 0) {
		if (result > 0)
			replay_captured(r, &captured);
		else
			fail(r, captured.line, &err);
		/* After these the stream may never end. */
		if (result < 0 && (err.code == ERR_SYSTEM || err.code == ERR_MEMORY))
			break;
		print_progress(r->printer, &r->totals);
	}
	capture_close(STEAL(r->recorded));
	tell_other_errors(r);
}

static int find_inputs(struct replay *r, int count, char **paths)
{
	char *const none[] = { r->standard_input };
	struct err err = { 0 };

	r->inputs_arena = arena_new(INPUTS_ARENA_MAX, &err);
	if (!r->inputs_arena ||
	    inputs_find(r->inputs_arena, count ? paths : none, count ? (size_t)count : 1,
			&endings_captures, &r->inputs, &err) < 0) {
		cli_complain("%s", err.text);
		return -1;
	}
	return 0;
}

static int open_judges(struct replay *r)
{
	const struct replay_options *o = r->options;
	struct err err = { 0 };

	if (o->post.url) {
		r->post = post_open(&o->post, &err);
		if (!r->post)
			cli_complain("--url: %s", err.text);
		return r->post ? 0 : -1;
	}
	if (judge_init(&r->now, o->config) < 0)
		return -1;
	return o->against ? judge_init(&r->before, o->against) : 0;
}

static int open_totals(struct replay *r)
{
	struct err err = { 0 };

	r->totals.expect = r->options->expect;
	r->totals.diff = r->options->against ? &r->diff : NULL;
	buf_init(&r->body, CAPTURE_BYTES_MAX);
	buf_init(&r->reply, REPLY_BYTES_MAX);
	r->totals_arena = arena_new(TOTALS_ARENA_MAX, &err);
	r->a = r->totals_arena ? arena_new(QUESTION_ARENA_MAX, &err) : NULL;
	if (!r->a || groups_init(&r->totals.whys, r->totals_arena, &err) < 0 ||
	    groups_init(&r->totals.unknowns, r->totals_arena, &err) < 0 ||
	    (r->totals.diff && diff_init(&r->diff, r->totals_arena, &err) < 0)) {
		cli_complain("%s", err.text);
		return -1;
	}
	return 0;
}

static void close_all(struct replay *r)
{
	judge_fini(&r->now);
	judge_fini(&r->before);
	post_close(r->post);
	printer_free(r->printer);
	buf_fini(&r->body);
	buf_fini(&r->reply);
	arena_free(r->a);
	arena_free(r->totals_arena);
	arena_free(r->inputs_arena);
}

static int status_of(const struct totals *t)
{
	if (t->errors)
		return EXIT_UNUSABLE;
	if (totals_judged(t) + t->read + t->open == 0)
		return cli_complain("there was nothing to replay");
	if (t->expect && t->expected[EXPECTED_SAME] + t->expected[EXPECTED_OTHER] == 0)
		return cli_complain("there were no recorded answers to compare with");
	if (t->expect)
		return t->expected[EXPECTED_OTHER] ? EXIT_FINDINGS : EXIT_CLEAN;
	if (t->diff)
		return t->diff->by[CHANGE_DENIED].count ? EXIT_FINDINGS : EXIT_CLEAN;
	return t->denied ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int run(struct replay *r, int count, char **paths)
{
	if (open_judges(r) < 0 || open_totals(r) < 0 || find_inputs(r, count, paths) < 0)
		return EXIT_UNUSABLE;
	for (size_t i = 0; i < r->inputs.count && r->unreached < UNREACHED_MAX; i++)
		replay_file(r, &r->inputs.v[i]);
	if (r->unreached == UNREACHED_MAX)
		cli_complain("--url: the server can't be reached, the rest is left out");
	if (!print_totals(r->printer, &r->totals))
		return cli_complain("the output could not be written in full");
	return status_of(&r->totals);
}

/* Return: 0, or -1 after a complaint. */
static int check_together(const struct replay_options *o)
{
	const struct post_options *post = &o->post;

	if (post->url && (o->config || o->against))
		return -cli_complain("--url asks a server, which has its own configuration");
	if (!post->url && (post->ca || post->cert || post->key))
		return -cli_complain("--ca, --cert and --key go with --url");
	if (!post->cert != !post->key)
		return -cli_complain("--cert and --key go together");
	if (o->expect && o->against)
		return -cli_complain("--expect and --against compare with different things");
	return 0;
}

int cmd_replay(int argc, char **argv)
{
	struct replay_options o = { .output = "text" };
	const struct arg args[] = {
		{ "--config", "FILE: what to judge by; without it the built-in configuration",
		  &o.config, NULL },
		{ "--against", "FILE: compare with this older configuration", &o.against, NULL },
		{ "--url", "URL: ask this server instead", &o.post.url, NULL },
		{ "--ca", "FILE: PEM of the CA of the server's certificate", &o.post.ca, NULL },
		{ "--cert", "FILE: PEM of this client's certificate", &o.post.cert, NULL },
		{ "--key", "FILE: and its key", &o.post.key, NULL },
		{ "--expect", "compare with the recorded answers, or those in FILE.expected", NULL,
		  &o.expect },
		{ "-o", "text, json, jsonl or answers: form of the output", &o.output, NULL },
		{ 0 },
	};
	struct replay r = { .options = &o, .standard_input = "-" };
	int status = args_take(&argc, argv, args);

	if (status >= 0)
		return status;
	if (check_together(&o) < 0)
		return EXIT_UNUSABLE;
	r.printer = printer_new(o.output);
	if (!r.printer)
		return cli_complain("-o is text, json, jsonl or answers, not %s", o.output);
	status = run(&r, argc - 1, argv + 1);
	close_all(&r);
	return status;
}
