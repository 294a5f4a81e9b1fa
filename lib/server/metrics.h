/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.h - counters, and their text form for Prometheus.
 *
 * Each worker counts in a meter of its own, so that counting costs no lock and no shared cache
 * line; a scrape adds them up. Label values are literals, numbers or rule names of the
 * configuration: no request can add a series.
 */
#ifndef KUBEVET_SERVER_METRICS_H
#define KUBEVET_SERVER_METRICS_H

#include <stdatomic.h>

#include "admission/handle.h"

/* Why a request got no judgement. */
enum error_cause {
	CAUSE_INPUT, /* no usable AdmissionReview */
	CAUSE_LIMIT, /* judging it would pass a limit */
	CAUSE_MEMORY,
	CAUSE_SYSTEM,
	CAUSE_DEADLINE, /* its time was over before the judgement was done */
	CAUSE_BUDGET,	/* bodies in flight fill the memory budget */
	CAUSE_HEAD,	/* malformed request head */
	CAUSE_TOO_LARGE,
	CAUSE_TIMEOUT, /* head or body came too slowly */
	CAUSE_CUT,     /* the client went away within a request */
	CAUSE_PATH,
	CAUSE_METHOD,
	CAUSE_TYPE,
	CAUSE_LENGTH,	      /* POST without Content-Length */
	CAUSE_SLOW,	      /* a large body came more slowly than uploads may */
	CAUSE_CUT_FOR_OTHERS, /* the slowest upload or reader, when its kind filled the budget */
	CAUSE_SLOW_READER,    /* an answer was read too slowly */
	CAUSE_CERTIFICATE,    /* the client's is not accepted any more */
	CAUSE_COUNT
};

/* What became of a review that was to be recorded. */
enum record_result {
	RECORD_WRITTEN,
	RECORD_QUEUE_FULL, /* the disk is slower than the reviews come */
	RECORD_TOO_LARGE,
	RECORD_NO_MEMORY,
	RECORD_FAILED, /* the disk */
	RECORD_RESULTS
};

enum reload_what { RELOAD_TLS, RELOAD_CONFIG, RELOAD_NAMESPACES, RELOAD_WHATS };

#define METRICS_SECONDS_BUCKETS 14
#define METRICS_BYTES_BUCKETS	8
#define METRICS_CODES		17
#define METRICS_TEXT_MAX	((size_t)16 * 1024 * 1024)

struct histogram {
	_Atomic uint64_t bucket[METRICS_SECONDS_BUCKETS + 1]; /* not cumulative; the last is +Inf */
	_Atomic uint64_t sum;				      /* microseconds or bytes */
};

/* Counters of one thread: only it writes, any thread may read. */
struct meter {
	struct histogram seconds[VERDICT_ERROR + 1], body_bytes;
	_Atomic uint64_t errors[CAUSE_COUNT], codes[METRICS_CODES];
	_Atomic uint64_t handshake_failures, rejected_connections, evicted_connections, unjudged;
	_Atomic int64_t open, in_flight; /* gauges */
	/* What the thread is at, and until when it may be; 0 while it waits at its loop. */
	_Atomic int64_t busy_since_us, due_us;
} __attribute__((aligned(64)));

/* Findings of one rule, by the mode they came in. */
struct rule_counter {
	struct rule_counter *next;
	char *name;
	_Atomic uint64_t count[RULE_OFF];
};

struct metrics;

/** metrics_new() - all at zero, for @meters threads. Return: for metrics_free(), or NULL with @err.
 */
MUST_CHECK struct metrics *metrics_new(unsigned meters, struct err *err);
void metrics_free(struct metrics *m);

/** metrics_meter() - counters of thread @i. */
struct meter *metrics_meter(struct metrics *m, unsigned i);

/** meter_add() - from the meter's own thread only. */
static inline void meter_add(_Atomic uint64_t *counter, uint64_t n)
{
	atomic_store_explicit(counter, atomic_load_explicit(counter, memory_order_relaxed) + n,
			      memory_order_relaxed);
}

/** meter_move() - the same for a gauge. */
static inline void meter_move(_Atomic int64_t *gauge, int64_t by)
{
	atomic_store_explicit(gauge, atomic_load_explicit(gauge, memory_order_relaxed) + by,
			      memory_order_relaxed);
}

/** meter_body() - size of one review. */
void meter_body(struct meter *meter, size_t bytes);

/** meter_response() - one HTTP answer with this status. */
void meter_response(struct meter *meter, int status);

/**
 * metrics_rules() - counters for the rules of a configuration, in its order
 * @a: arena that owns the table; the counters live as long as @m, so that a reload loses nothing
 *
 * Return: the table, or NULL with @err. Any thread.
 */
MUST_CHECK struct rule_counter *const *metrics_rules(struct metrics *m, struct arena *a,
						     const struct config *config, struct err *err);

/**
 * metrics_review() - count one review that was answered
 * @rules: of metrics_rules() for the configuration it was judged by
 */
void metrics_review(struct metrics *m, struct meter *meter, const struct admission_record *record,
		    const struct config *config, struct rule_counter *const *rules, int64_t us);

/** metrics_reload() - one attempt to read @what again. */
void metrics_reload(struct metrics *m, enum reload_what what, bool ok);

/** metrics_record() - one review that was to be recorded. Any thread. */
void metrics_record(struct metrics *m, enum record_result result);

/** metrics_snapshot() - what is in force now; an expiry of 0 is left out. Unix seconds. */
void metrics_snapshot(struct metrics *m, uint64_t generation, int64_t leaf_expires_s,
		      int64_t ca_expires_s);

/** metrics_in_flight() - requests whose answer is not sent yet; metrics_open() - connections. Over
 * all meters. */
int64_t metrics_in_flight(const struct metrics *m);
int64_t metrics_open(const struct metrics *m);

/* A thread that is not back at its loop so long after it had to be does not count as alive. */
#define METER_LATE_US ((int64_t)5 * 1000 * 1000)

/** meter_busy() - the meter's thread begins with something that takes no time to speak of. */
static inline void meter_busy(struct meter *meter, int64_t now_us)
{
	atomic_store_explicit(&meter->busy_since_us, now_us, memory_order_relaxed);
	atomic_store_explicit(&meter->due_us, now_us, memory_order_relaxed);
}

/** meter_due() - and with something that may take until @due_us of clock_mono_us(). */
static inline void meter_due(struct meter *meter, int64_t due_us)
{
	atomic_store_explicit(&meter->due_us, due_us, memory_order_relaxed);
}

/** meter_rest() - it is back, and waits. */
static inline void meter_rest(struct meter *meter)
{
	atomic_store_explicit(&meter->busy_since_us, 0, memory_order_relaxed);
	atomic_store_explicit(&meter->due_us, 0, memory_order_relaxed);
}

/** metrics_busy_us() - how long the thread that has been away longest is away from its loop. Any
 * thread. */
int64_t metrics_busy_us(const struct metrics *m, int64_t now_us);

/** meter_late() - how much longer than METER_LATE_US ago its thread should have been back, in
 * microseconds; 0 when it is not late. Any thread. */
int64_t meter_late(const struct meter *meter, int64_t now_us);

/** metrics_late() - that of the latest thread. */
int64_t metrics_late(const struct metrics *m, int64_t now_us);

/** metrics_stall() - one thread was found late. Any thread. */
void metrics_stall(struct metrics *m);

/** metrics_meters() - how many meters there are. */
unsigned metrics_meters(const struct metrics *m);

/** metrics_write() - text exposition format 0.0.4. Any thread. */
void metrics_write(struct metrics *m, struct buf *out);

#endif
