/* SPDX-License-Identifier: Apache-2.0 */
/* log.h - one event, one line, of keys and values; JSON or text, on standard error.
 *
 * Values are the sender's text: control characters, quotes and invalid UTF-8 are escaped, long
 * values cut. Never give it the content of an object, an environment value or Secret data.
 * Thread-safe: a line leaves whole, in one write(2) of its own or, on a thread that holds its
 * lines, with others.
 */
#ifndef KUBEVET_BASE_LOG_H
#define KUBEVET_BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };
enum log_format { LOG_TEXT, LOG_JSON };

struct log_field {
	const char *key;  /* a literal */
	const char *text; /* the value, or NULL when @number is the value */
	int64_t number;
};

/* Fields for log_event(); a NULL string is left out. */
#define LOG_S(k, v) ((struct log_field){ .key = (k), .text = (v), .number = INT64_MIN })
#define LOG_N(k, v) ((struct log_field){ .key = (k), .number = (v) })

/** log_setup() - lines below @least are dropped; call before threads start. Default: LOG_INFO,
 * LOG_TEXT. */
void log_setup(enum log_level least, enum log_format format);

/** log_level_parse() - "debug", "info", "warn", "error". Return: false for anything else. */
bool log_level_parse(const char *text, enum log_level *level);

/** log_event() - one line: time, level, event, then the fields in their order. */
void log_event_(enum log_level level, const char *event, const struct log_field *fields,
		size_t count);
#define log_event(level, event, ...)                                            \
	log_event_((level), (event), (const struct log_field[]){ __VA_ARGS__ }, \
		   sizeof((const struct log_field[]){ __VA_ARGS__ }) / sizeof(struct log_field))

/* Lines that wait. No more than a pipe takes in one piece, so that lines of different threads never
 * mix. */
#define LOG_BATCH_BYTES 4096

struct log_batch {
	size_t len;
	char text[LOG_BATCH_BYTES];
};

/**
 * log_hold() - this thread's lines below LOG_WARN wait in a batch, those above take them along
 * @batch: the caller's, until log_release(); cleared here
 *
 * For a thread that writes a line for each of many small things: it calls log_flush() before it
 * waits. What is held when the process is killed is lost.
 */
void log_hold(struct log_batch *batch);

/** log_flush() - write what this thread's lines wait for; nothing when there are none. */
void log_flush(void);

/** log_release() - the same, and the thread's next lines leave at once again. */
void log_release(void);

/** log_enabled() - whether lines of @level are written at all. */
bool log_enabled(enum log_level level);

#endif
