/* SPDX-License-Identifier: Apache-2.0 */
/* report.h - what was found, in the format that was asked for.
 *
 * One record goes in, in the order of the input, and each writer prints from it alone. Nothing is
 * kept of what was printed but counts, so that a report is as long as it likes. All text may be an
 * attacker's: each writer escapes for its format, and nothing leaves here that a terminal would
 * obey. One thread at a time.
 */
#ifndef KUBEVET_REPORT_REPORT_H
#define KUBEVET_REPORT_REPORT_H

#include <stdio.h>

#include "policy/policy.h"
#include "yaml/yaml.h"

enum report_effect { REPORT_DENY, REPORT_WARN, REPORT_AUDIT };
#define REPORT_EFFECTS 3

#define FINGERPRINT_SIZE 33 /* 32 hexadecimal digits and NUL */

struct report_finding {
	const struct report_finding *next;
	enum report_effect effect;
	bool of_pods; /* the object itself would be let in, its pods would not */
	const char *rule;
	const struct policy *policy; /* NULL: the server's own refusal */
	const char *level; /* "baseline:latest", or NULL for a rule of the configuration */
	const char *place;
	const char *value;    /* NULL: absent */
	const char *want;     /* or NULL */
	const char *fix;      /* NULL: the policy's remedy stands for it */
	struct text_place at; /* line 0: not known */
	char fingerprint[FINGERPRINT_SIZE];
};

/* Something that could not be decided here. */
struct report_note {
	const struct report_note *next;
	const char *what, *why;
};

enum report_status {
	REPORT_JUDGED,
	REPORT_UNMATCHED, /* no rule applies to it */
	REPORT_UNREAD	  /* no rule reads its kind */
};

struct report_object {
	const char *file;
	size_t document; /* from 1 */
	struct text_place at;
	const char *api_version, *kind, *ns, *name; /* ns and name may be "" */
	enum report_status status;
	bool exempt; /* from podSecurity, by the configuration */
	bool own;    /* taken to be Kubernetes' own, and left alone by rules */
	const struct report_finding *findings;
	const struct report_note *notes; /* not evaluated */
	size_t known, dropped; /* findings that are in the baseline; that were too many to keep */
};

/* Input that can't be judged. */
struct report_error {
	const char *file;
	size_t document; /* 0: all of the file */
	struct text_place at;
	const char *text;
	size_t others; /* errors of the file that are not reported one by one: it stands for them */
};

/* A rule that a finding may name. */
struct report_rule {
	const char *name;
	const struct policy *policy;
};

/* Kinds that no rule reads, and how many there were. */
#define REPORT_KINDS_MAX 1000
struct report_kind {
	const char *name; /* apps/v1 Deployment */
	size_t count;
};

struct report_counts {
	size_t files, errors, objects;
	size_t judged, unmatched, unread; /* of the objects */
	size_t exempt;			  /* of those, from podSecurity */
	size_t own;			  /* of those, taken to be Kubernetes' own */
	size_t with[REPORT_EFFECTS];	  /* objects by their worst finding */
	size_t findings[REPORT_EFFECTS];
	size_t known, dropped, notes;
	size_t foreign;			 /* documents in folders that are no manifests */
	size_t gone;			 /* findings of the baseline that were not met */
	const struct report_kind *kinds; /* sorted by name */
	size_t kind_count, other_kinds;	 /* the latter: objects of kinds past REPORT_KINDS_MAX */
};

/* What holds for the whole run. */
struct report_remark {
	const struct report_remark *next;
	const char *text;
};

struct report_writer;
struct report;

struct report_options {
	FILE *out;
	bool colour;
	enum report_effect fail_on; /* the weakest effect that counts as a failure: deny or warn */
	const struct report_rule
		*rules; /* all that may occur, borrowed; ended by one without a name */
};

/** report_writer() - by name: text, json, jsonl, sarif, junit, github, markdown; NULL when there is
 * none. */
const struct report_writer *report_writer(const char *name);

/** report_writer_names() - those names with "|" between. */
const char *report_writer_names(void);

/** report_open() - begin. Return: the report, for report_close() or report_free(); NULL with @err.
 */
MUST_CHECK struct report *report_open(const struct report_writer *writer,
				      const struct report_options *options, struct err *err);

/** report_file() - from now on it is about this file, borrowed until the next one. */
void report_file(struct report *r, const char *path);

/** report_object(), report_error() - one more; nothing of it is kept. */
void report_object(struct report *r, const struct report_object *object);
void report_error(struct report *r, const struct report_error *error);

/** report_foreign() - so many documents in folders are no manifests. */
void report_foreign(struct report *r, size_t count);

/** report_gone() - so many findings of the baseline were not met. */
void report_gone(struct report *r, size_t count);

/**
 * report_close() - end the report
 * @remarks: borrowed
 * Return: 0, or -1 when it could not be written in full: memory or the disk ran out.
 */
MUST_CHECK int report_close(struct report *r, const struct report_remark *remarks, struct err *err);

/** report_counts() - as they are now; valid as long as the report. */
const struct report_counts *report_counts(struct report *r);

/** report_free() - NULL is fine. */
void report_free(struct report *r);

#endif
