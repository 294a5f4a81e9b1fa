/* SPDX-License-Identifier: Apache-2.0 */
/* record.h - reviews and their answers on a disk, for "kubevet replay".
 *
 * A worker copies bytes into a queue and goes on; a thread of its own redacts and writes. What does
 * not fit into the queue or onto the disk is dropped and counted: a verdict waits for nothing.
 *
 * A record is a line: {"time": "2025-01-31T12:00:00.000Z", "review": ..., "answer": ...}.
 */
#ifndef KUBEVET_SERVER_RECORD_H
#define KUBEVET_SERVER_RECORD_H

#include "admission/handle.h"
#include "server/metrics.h"

/* Bytes of reviews and answers that wait to be written, and of one record. */
#define RECORD_QUEUE_MAX ((size_t)16 * 1024 * 1024)
#define RECORD_LINE_MAX	 ((size_t)16 * 1024 * 1024)
/* The most that a recorder holds: what waits, what is being written, its document, up to three
 * copies of one value, and its line. */
#define RECORD_BYTES_MOST (5 * (int64_t)RECORD_QUEUE_MAX + REVIEW_ARENA_MAX + RECORD_LINE_MAX)

struct record_options {
	const char *dir;
	int64_t max_bytes; /* of the folder */
	int64_t sample;	   /* one in so many of those that the lists let through */
	/* Globs, separated by commas; NULL: all. Kinds as in match.kinds of the configuration. */
	const char *namespaces, *kinds;
	const char *annotations; /* keys whose values stay; NULL: those that policies read */
	bool config_maps;	 /* their values stay */
};

struct recorder;

/**
 * recorder_start() - open the folder and start the thread
 * @options: copied, its strings borrowed until recorder_stop()
 * @metrics: told what becomes of each record; outlives the recorder
 *
 * Return: for recorder_stop(), or NULL with @err.
 */
MUST_CHECK struct recorder *recorder_start(const struct record_options *options,
					   struct metrics *metrics, struct err *err);

/**
 * recorder_offer() - record this review, if it is one that is to be
 * @record: of the review, as the judge filled it
 * @body, @reply: copied
 *
 * Any thread. What authenticates somebody (TokenReview and its like) and what has no kind is never
 * recorded.
 */
void recorder_offer(struct recorder *r, const struct admission_record *record, const char *body,
		    size_t len, const struct buf *reply);

/** recorder_stop() - write what waits, for a few seconds at most, and end. NULL is fine. */
void recorder_stop(struct recorder *r);

#endif
