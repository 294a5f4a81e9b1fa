/* SPDX-License-Identifier: Apache-2.0 */
/* baseline.h - findings of an earlier day, so that only new ones are reported.
 *
 * A JSON file that people can review: what each finding is stands beside its fingerprint. A finding
 * that stands there twice is known twice, so that a second file with the same object is noticed.
 */
#ifndef KUBEVET_REPORT_BASELINE_H
#define KUBEVET_REPORT_BASELINE_H

#include "report/report.h"

#define BASELINE_BYTES_MAX ((size_t)256 * 1024 * 1024)

struct baseline;

/** baseline_new() - nothing is known. Return: for baseline_free(), or NULL with @err. */
MUST_CHECK struct baseline *baseline_new(struct err *err);

/** baseline_load() - read a file. Return: as baseline_new(); also ERR_INPUT, ERR_LIMIT or
 * ERR_SYSTEM. */
MUST_CHECK struct baseline *baseline_load(const char *path, struct err *err);

/**
 * baseline_filter() - take the known findings out of a record and count them in it
 * @a: gets the list that is left
 * Return: 0, or -1 when memory ran out.
 */
MUST_CHECK int baseline_filter(struct baseline *b, struct arena *a, struct report_object *object,
			       struct err *err);

/** baseline_record() - the same, but all of them become known. */
MUST_CHECK int baseline_record(struct baseline *b, struct report_object *object, struct err *err);

/** baseline_save() - write what is known, at once or not at all. Return: 0, or -1 (ERR_SYSTEM). */
MUST_CHECK int baseline_save(const struct baseline *b, const char *path, struct err *err);

/** baseline_count() - how many findings are known. */
size_t baseline_count(const struct baseline *b);

/** baseline_gone() - of a file's findings, how many baseline_filter() has not met. */
size_t baseline_gone(const struct baseline *b);

void baseline_free(struct baseline *b);

#endif
