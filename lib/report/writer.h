/* SPDX-License-Identifier: Apache-2.0 */
/* writer.h - what a writer is. For lib/report alone. */
#ifndef KUBEVET_REPORT_WRITER_H
#define KUBEVET_REPORT_WRITER_H

#include "report/report.h"

#define REPORT_BUF_MAX ((size_t)1 << 30)

struct writing {
	const struct report_options *options;
	struct buf *out;			 /* sent on after each call */
	struct buf held[2];			 /* what a writer keeps for later */
	const char *file;			 /* of report_file() */
	bool begun;				 /* for the writer: something stands in front */
	size_t tests, failures, errors, skipped; /* JUnit: of the file */
	const struct report_counts *counts;
	const struct report_remark *remarks;
};

/* All but end may be NULL. */
struct report_writer {
	const char *name;
	void (*begin)(struct writing *w);
	void (*object)(struct writing *w, const struct report_object *object);
	void (*error)(struct writing *w, const struct report_error *error);
	void (*file_end)(struct writing *w);
	void (*end)(struct writing *w);
};

extern const struct report_writer report_text, report_json, report_jsonl, report_sarif,
	report_junit, report_github, report_markdown;

/** effect_name() - "deny", "warn", "audit". */
const char *effect_name(enum report_effect effect);

/** severity_word() - of the finding's policy: "low" to "critical"; what has none is high. */
const char *severity_word(const struct policy *policy);

/** fails() - whether the finding is one that the run fails on. */
bool fails(const struct writing *w, const struct report_finding *f);

/** write_shown() - text in one line that shows as it is: all else is escaped, backslashes stay.
 * What build servers take for a command in a log is broken up. */
void write_shown(struct buf *out, const char *text);

/** remedy_of() - the finding's own fix, or its policy's remedy, which is a sentence; NULL without
 * either. */
const char *remedy_of(const struct report_finding *f);

/** write_says() - "VALUE, want WANT; FIX", in one line that shows as it is. */
void write_says(struct buf *out, const struct report_finding *f);

/** write_object_name() - "Deployment shop/web", likewise. */
void write_object_name(struct buf *out, const struct report_object *object);

/** write_sentence() - "Deployment shop/web (its pods): PLACE: VALUE, want WANT; FIX", likewise. */
void write_sentence(struct buf *out, const struct report_object *object,
		    const struct report_finding *f);

/** write_file_name() - of a file, likewise; "<stdin>" for "-". */
void write_file_name(struct buf *out, const char *file);

/** write_json() - a string with its quotes; what does not show as itself is escaped. NULL is null.
 */
void write_json(struct buf *out, const char *text);

/** piece_of() - the text of @piece on its way into @out, which fails as the piece did. */
const char *piece_of(struct buf *out, const struct buf *piece);

/** write_counted() - "3 files", "1 file" */
void write_counted(struct buf *out, size_t n, const char *one, const char *many);

/** write_objects_line() - "3 objects: 2 judged, 1 of a kind that no rule reads" */
void write_objects_line(struct buf *out, const struct report_counts *counts);

/** write_findings_line() - "2 denials, 1 warning, nothing for the audit log" */
void write_findings_line(struct buf *out, const struct report_counts *counts);

#endif
