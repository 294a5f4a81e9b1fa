/* SPDX-License-Identifier: Apache-2.0 */
/* replay.h - kubevet replay: what comes of each review, and how it is printed. */
#ifndef KUBEVET_CMD_REPLAY_H
#define KUBEVET_CMD_REPLAY_H

#include "replay/diff.h"

enum expected { EXPECTED_NOTHING, EXPECTED_SAME, EXPECTED_OTHER };

/* One thing that was captured. */
struct outcome {
	const char *file;
	size_t line;
	const struct question *question;
	bool answered; /* then what follows holds */
	struct answer answer;
	const char *text; /* the answer's bytes, without a newline at the end */
	size_t len;
	/* With --expect */
	enum expected expected;
	const cJSON *recorded;
	/* With --against */
	enum change change;
	struct answer before;
};

struct totals {
	size_t allowed, warned, denied, read, open, errors;
	size_t expected[3];	/* by enum expected, with --expect */
	struct groups whys;	/* why some are open */
	struct groups unknowns; /* what was not known of those that were judged */
	struct diff *diff;	/* NULL unless --against */
	bool expect;
};

/** totals_judged() - answered by a judge. */
size_t totals_judged(const struct totals *t);

struct printer;

/** printer_new() - @format is text, json, jsonl or answers; NULL for anything else or without
 * memory. */
struct printer *printer_new(const char *format);
void printer_free(struct printer *p);

/** print_outcome(), print_error() - one more, in the order of the input. @line 0: all of the file.
 */
void print_outcome(struct printer *p, const struct outcome *o, const struct totals *t);
void print_error(struct printer *p, const char *file, size_t line, const char *text);

/** print_progress() - on a terminal, now and then. */
void print_progress(struct printer *p, const struct totals *t);

/** print_totals() - the end; sorts the groups. Return: whether all could be written. */
bool print_totals(struct printer *p, struct totals *t);

/** print_example() - "CREATE Pod shop/web (FILE:LINE)", as text that shows as it is. */
const char *print_example(struct arena *a, const char *file, size_t line, const struct question *q);

#endif
