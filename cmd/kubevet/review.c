/* SPDX-License-Identifier: Apache-2.0 */
/* review.c - captured AdmissionReviews through the same code as the server's, without a server. */
#include "admission/handle.h"

#include <stdio.h>
#include <string.h>

#include "args.h"
#include "cli.h"
#include "config.h"
#include "policies.h"

struct judge {
	const struct config *config;
	struct engine *engine;
	struct namespaces *facts;
	struct arena *a; /* of one review at a time */
	struct buf body, reply;
};

static int read_all(FILE *in, struct buf *body, struct err *err)
{
	char piece[65536];
	size_t got;

	buf_clear(body);
	while ((got = fread(piece, 1, sizeof(piece), in)) > 0)
		buf_add(body, piece, got);
	if (ferror(in))
		return err_set(err, ERR_SYSTEM, "can't be read");
	return buf_ok(body, err);
}

/* Return: an exit status; the answer goes to standard output. */
static int judge_stream(struct judge *judge, FILE *in, const char *name)
{
	struct admission_record record;
	struct err err = { 0 };

	buf_clear(&judge->reply);
	arena_reset(judge->a);
	if (read_all(in, &judge->body, &err) < 0 ||
	    admission_handle(judge->engine, judge->facts, judge->a, buf_str(&judge->body),
			     judge->body.len, &judge->reply, &record, &err) < 0)
		return cli_complain("%s: %s", name, err.text);
	fputs(buf_str(&judge->reply), stdout);
	return record.judgement.verdict == VERDICT_DENY || record.judgement.verdict == VERDICT_ERROR
		       ? EXIT_FINDINGS
		       : EXIT_CLEAN;
}

static int judge_file(struct judge *judge, const char *path)
{
	FILE *in = fopen(path, "rb");
	int status;

	if (!in)
		return cli_complain("%s: can't be opened", path);
	status = judge_stream(judge, in, path);
	fclose(in);
	return status;
}

static int judge_files(struct judge *judge, int count, char **paths)
{
	int worst = EXIT_CLEAN;

	if (count == 0)
		return judge_stream(judge, stdin, "standard input");
	for (int i = 0; i < count; i++) {
		int status = judge_file(judge, paths[i]);

		if (status > worst)
			worst = status;
	}
	return worst;
}

/* Return: 0, or -1 after saying what is wrong. */
static int judge_init(struct judge *judge, struct arena *config_arena, const char *config_path)
{
	struct err err = { 0 };

	judge->config = cli_config(config_arena, config_path);
	if (!judge->config)
		return -1;
	judge->engine = engine_new(policies_all, judge->config, &err);
	judge->a = judge->engine ? arena_new(REVIEW_ARENA_MAX, &err) : NULL;
	if (judge->a && judge->config->namespace_labels)
		judge->facts = namespaces_load(judge->config->namespace_labels, &err);
	if (!judge->a || (judge->config->namespace_labels && !judge->facts)) {
		cli_complain("%s", err.text);
		return -1;
	}
	buf_init(&judge->body, REVIEW_BYTES_MAX);
	buf_init(&judge->reply, REPLY_BYTES_MAX);
	return 0;
}

static void judge_fini(struct judge *judge)
{
	buf_fini(&judge->body);
	buf_fini(&judge->reply);
	namespaces_free(judge->facts);
	arena_free(judge->a);
	engine_free(judge->engine);
}

int cmd_review(int argc, char **argv)
{
	SCOPED(scoped_arena) struct arena *config_arena = NULL;
	const char *config = NULL;
	const struct arg args[] = {
		{ "--config", "FILE: what to judge by; without it the built-in configuration",
		  &config, NULL },
		{ 0 },
	};
	struct judge judge = { 0 };
	struct err err = { 0 };
	int status = args_take(&argc, argv, args);

	if (status >= 0)
		return status;
	config_arena = arena_new(CONFIG_ARENA_MAX, &err);
	if (!config_arena)
		return cli_complain("%s", err.text);
	status = judge_init(&judge, config_arena, config) < 0
			 ? EXIT_UNUSABLE
			 : judge_files(&judge, argc - 1, argv + 1);
	judge_fini(&judge);
	return status;
}
