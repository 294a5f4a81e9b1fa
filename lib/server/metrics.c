/* SPDX-License-Identifier: Apache-2.0 */
/* metrics.c - adding up the meters and writing them out.
 *
 * The three pod_security_ counters have the names, help texts and labels of
 * k8s.io/pod-security-admission, so that dashboards and alerts made for it go on working. Their
 * label values are a small closed set: the counters are one flat array, shared by all threads,
 * since a review adds at most a few.
 */
#include "server/metrics.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/mem.h"

/* Labels of upstream's counters. Privileged has no version, all the others are latest, v1.0 to
 * v1.37 or future. */
enum {
	OPERATIONS = 4,
	RESOURCES = 3,
	SUBRESOURCES = 4,
	VERSIONS = VERSION_KNOWN + 3,
	LEVELS = 1 + 2 * VERSIONS,
	OUTCOMES = 4, /* enforce allow, enforce deny, audit deny, warn deny */
};

static const char *const operations[OPERATIONS] = { "create", "update", "delete", "connect" };
static const char *const resources[RESOURCES] = { "pod", "controller", "namespace" };
static const char *const subresources[SUBRESOURCES] = { "", "ephemeralcontainers", "resize",
							"other" };
static const char *const outcomes[OUTCOMES][2] = {
	{ "allow", "enforce" }, { "deny", "enforce" }, { "deny", "audit" }, { "deny", "warn" }
};
static const char *const verdicts[] = { "allow", "warn", "deny", "error" };
static const char *const modes[] = { "deny", "warn", "audit" };
static const char *const causes[CAUSE_COUNT] = {
	"input",	  "limit",	    "memory",	      "system",	   "deadline",
	"budget",	  "malformed_head", "body_too_large", "timeout",   "cut",
	"path",		  "method",	    "type",	      "no_length", "slow_upload",
	"cut_for_others", "slow_reader",    "certificate",
};
static const char *const reload_whats[RELOAD_WHATS] = { "certificate", "configuration",
							"namespace_labels" };

static const char *const record_results[RECORD_RESULTS] = { "written", "queue_full", "too_large",
							    "no_memory", "failed" };

static const int codes[METRICS_CODES - 1] = { 200, 400, 403, 404, 405, 408, 411, 413,
					      414, 415, 417, 431, 500, 501, 503, 505 };
static const int64_t seconds_bounds_us[METRICS_SECONDS_BUCKETS] = {
	50, 100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 1000000, 5000000
};
static const int64_t bytes_bounds[METRICS_BYTES_BUCKETS] = { 1024,   4096,    16384,   65536,
							     262144, 1048576, 4194304, 8388608 };

struct metrics {
	unsigned meters;
	struct meter *meter;
	void *meter_memory; /* what @meter was aligned in */
	_Atomic int64_t leaf_expires_s, ca_expires_s;
	_Atomic uint64_t generation;
	int64_t started_s;
	_Atomic uint64_t reloads[RELOAD_WHATS][2];
	_Atomic uint64_t records[RECORD_RESULTS];
	_Atomic uint64_t stalls;
	pthread_mutex_t rules_lock; /* of the list; the counts are atomic */
	struct rule_counter *rules;
	_Atomic uint64_t evaluations[OUTCOMES][LEVELS][OPERATIONS][RESOURCES][SUBRESOURCES];
	_Atomic uint64_t exemptions[OPERATIONS][RESOURCES][SUBRESOURCES];
	_Atomic uint64_t standard_errors[2][OPERATIONS][RESOURCES][SUBRESOURCES];
};

static uint64_t load(const _Atomic uint64_t *counter)
{
	return atomic_load_explicit(counter, memory_order_relaxed);
}

static void add(_Atomic uint64_t *counter)
{
	atomic_fetch_add_explicit(counter, 1, memory_order_relaxed);
}

struct metrics *metrics_new(unsigned meters, struct err *err)
{
	struct metrics *m = mem_alloc(sizeof(*m));
	size_t size = sizeof(struct meter) * meters + _Alignof(struct meter);

	if (!m) {
		err_memory(err);
		return NULL;
	}
	memset(m, 0, sizeof(*m));
	m->meter_memory = mem_alloc(size);
	if (!m->meter_memory) {
		mem_free(m);
		err_memory(err);
		return NULL;
	}
	memset(m->meter_memory, 0, size);
	m->meter = (struct meter *)(((uintptr_t)m->meter_memory + _Alignof(struct meter) - 1) &
				    ~(uintptr_t)(_Alignof(struct meter) - 1));
	m->meters = meters;
	m->started_s = clock_unix_s();
	pthread_mutex_init(&m->rules_lock, NULL);
	return m;
}

void metrics_free(struct metrics *m)
{
	if (!m)
		return;
	while (m->rules) {
		struct rule_counter *next = m->rules->next;

		mem_free(m->rules->name);
		mem_free(m->rules);
		m->rules = next;
	}
	pthread_mutex_destroy(&m->rules_lock);
	mem_free(m->meter_memory);
	mem_free(m);
}

struct meter *metrics_meter(struct metrics *m, unsigned i)
{
	return &m->meter[i];
}

void meter_response(struct meter *meter, int status)
{
	size_t i = 0;

	while (i < ARRAY_LEN(codes) && codes[i] != status)
		i++;
	meter_add(&meter->codes[i], 1);
}

static struct rule_counter *rule_find(struct metrics *m, const char *name)
{
	for (struct rule_counter *r = m->rules; r; r = r->next)
		if (strcmp(r->name, name) == 0)
			return r;
	return NULL;
}

static struct rule_counter *rule_new(struct metrics *m, const char *name)
{
	struct rule_counter *r = mem_alloc(sizeof(*r));

	if (!r)
		return NULL;
	memset(r, 0, sizeof(*r));
	r->name = mem_strdup(name);
	if (!r->name) {
		mem_free(r);
		return NULL;
	}
	r->next = m->rules;
	m->rules = r;
	return r;
}

struct rule_counter *const *metrics_rules(struct metrics *m, struct arena *a,
					  const struct config *config, struct err *err)
{
	struct rule_counter **table =
		arena_alloc(a, sizeof(struct rule_counter *) * (config->rule_count + 1));
	bool ok = table != NULL;

	pthread_mutex_lock(&m->rules_lock);
	for (size_t i = 0; ok && i < config->rule_count; i++) {
		table[i] = rule_find(m, config->rules[i].name);
		if (!table[i])
			table[i] = rule_new(m, config->rules[i].name);
		ok = table[i] != NULL;
	}
	pthread_mutex_unlock(&m->rules_lock);
	if (!ok) {
		err_memory(err);
		return NULL;
	}
	return table;
}

static void observe(struct histogram *h, const int64_t *bounds, size_t count, int64_t value)
{
	size_t i = 0;

	while (i < count && value > bounds[i])
		i++;
	meter_add(&h->bucket[i], 1);
	meter_add(&h->sum, (uint64_t)value);
}

void meter_body(struct meter *meter, size_t bytes)
{
	observe(&meter->body_bytes, bytes_bounds, METRICS_BYTES_BUCKETS, (int64_t)bytes);
}

static size_t index_of(const char *const *names, size_t count, const char *name, size_t otherwise)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], name) == 0)
			return i;
	return otherwise;
}

/* "CREATE" as index of "create"; a review with any other operation does not decode. */
static size_t operation_of(const char *name)
{
	for (size_t i = 0; i < OPERATIONS; i++)
		if (strcasecmp(operations[i], name) == 0)
			return i;
	return 0;
}

static size_t level_of(struct level_version lv)
{
	size_t version = VERSIONS - 1;

	if (lv.level == LEVEL_PRIVILEGED)
		return 0;
	if (lv.minor == VERSION_LATEST)
		version = 0;
	else if (lv.minor <= VERSION_KNOWN)
		version = 1 + (size_t)lv.minor;
	return 1 + (lv.level == LEVEL_RESTRICTED ? VERSIONS : 0) + version;
}

static size_t outcome_of(const struct standard_event *e)
{
	if (e->mode == MODE_ENFORCE)
		return e->deny ? 1 : 0;
	return e->mode == MODE_AUDIT ? 2 : 3;
}

static void count_event(struct metrics *m, const struct admission_record *record,
			const struct standard_event *e)
{
	size_t op = operation_of(record->operation);
	size_t resource = index_of(resources, RESOURCES, e->resource, 1);
	size_t sub = index_of(subresources, SUBRESOURCES, record->subresource, SUBRESOURCES - 1);

	switch (e->type) {
	case STANDARD_EVALUATION:
		add(&m->evaluations[outcome_of(e)][level_of(e->lv)][op][resource][sub]);
		break;
	case STANDARD_EXEMPTION:
		add(&m->exemptions[op][resource][sub]);
		break;
	case STANDARD_ERROR:
		add(&m->standard_errors[e->fatal][op][resource][sub]);
		break;
	}
}

void metrics_review(struct metrics *m, struct meter *meter, const struct admission_record *record,
		    const struct config *config, struct rule_counter *const *rules, int64_t us)
{
	const struct judgement *j = &record->judgement;

	observe(&meter->seconds[j->verdict], seconds_bounds_us, METRICS_SECONDS_BUCKETS, us);
	if (!j->known_kind)
		meter_add(&meter->unjudged, 1);
	for (const struct standard_event *e = j->events; e; e = e->next)
		count_event(m, record, e);
	for (const struct rule_hit *h = j->hits; h; h = h->next) {
		size_t i = (size_t)(h->rule - config->rules);

		if (i < config->rule_count && h->mode < RULE_OFF)
			atomic_fetch_add_explicit(&rules[i]->count[h->mode], h->count,
						  memory_order_relaxed);
	}
}

void metrics_reload(struct metrics *m, enum reload_what what, bool ok)
{
	add(&m->reloads[what][ok]);
}

void metrics_record(struct metrics *m, enum record_result result)
{
	add(&m->records[result]);
}

void metrics_snapshot(struct metrics *m, uint64_t generation, int64_t leaf_expires_s,
		      int64_t ca_expires_s)
{
	atomic_store_explicit(&m->generation, generation, memory_order_relaxed);
	atomic_store_explicit(&m->leaf_expires_s, leaf_expires_s, memory_order_relaxed);
	atomic_store_explicit(&m->ca_expires_s, ca_expires_s, memory_order_relaxed);
}

int64_t metrics_in_flight(const struct metrics *m)
{
	int64_t sum = 0;

	for (unsigned i = 0; i < m->meters; i++)
		sum += atomic_load_explicit(&m->meter[i].in_flight, memory_order_relaxed);
	return sum;
}

int64_t metrics_busy_us(const struct metrics *m, int64_t now_us)
{
	int64_t longest = 0;

	for (unsigned i = 0; i < m->meters; i++) {
		int64_t since =
			atomic_load_explicit(&m->meter[i].busy_since_us, memory_order_relaxed);

		if (since && now_us - since > longest)
			longest = now_us - since;
	}
	return longest;
}

unsigned metrics_meters(const struct metrics *m)
{
	return m->meters;
}

int64_t meter_late(const struct meter *meter, int64_t now_us)
{
	int64_t due_us = atomic_load_explicit(&meter->due_us, memory_order_relaxed);

	return due_us && now_us >= due_us + METER_LATE_US ? now_us - due_us - METER_LATE_US + 1 : 0;
}

int64_t metrics_late(const struct metrics *m, int64_t now_us)
{
	int64_t most = 0;

	for (unsigned i = 0; i < m->meters; i++) {
		int64_t late = meter_late(&m->meter[i], now_us);

		most = late > most ? late : most;
	}
	return most;
}

void metrics_stall(struct metrics *m)
{
	add(&m->stalls);
}

int64_t metrics_open(const struct metrics *m)
{
	int64_t sum = 0;

	for (unsigned i = 0; i < m->meters; i++)
		sum += atomic_load_explicit(&m->meter[i].open, memory_order_relaxed);
	return sum;
}

/* Sum over the meters of the counter that stands @offset bytes into each. */
static uint64_t total(const struct metrics *m, size_t offset)
{
	uint64_t sum = 0;

	for (unsigned i = 0; i < m->meters; i++)
		sum += load((const _Atomic uint64_t *)((const char *)&m->meter[i] + offset));
	return sum;
}

static void family(struct buf *out, const char *name, const char *type, const char *help)
{
	buf_addf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void label_value(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\' || *text == '"')
			buf_addc(out, '\\');
		buf_adds(out, *text == '\n' ? "\\n" : (const char[]){ *text, '\0' });
	}
}

struct histogram_text {
	const char *name, *labels; /* labels end in a comma, or are "" */
	const int64_t *bounds;
	size_t count;
	double unit; /* what a bound is divided by */
};

static void write_histogram(const struct metrics *m, struct buf *out, size_t offset,
			    const struct histogram_text *t)
{
	int labels_len = t->labels[0] ? (int)strlen(t->labels) - 1 : 0;
	uint64_t sum = 0;

	for (size_t i = 0; i <= t->count; i++) {
		sum += total(m, offset + offsetof(struct histogram, bucket) + i * sizeof(uint64_t));
		if (i < t->count)
			buf_addf(out, "%s_bucket{%sle=\"%g\"} %" PRIu64 "\n", t->name, t->labels,
				 (double)t->bounds[i] / t->unit, sum);
	}
	buf_addf(out, "%s_bucket{%sle=\"+Inf\"} %" PRIu64 "\n", t->name, t->labels, sum);
	buf_addf(out, "%s_sum%s%.*s%s %.17g\n", t->name, labels_len ? "{" : "", labels_len,
		 t->labels, labels_len ? "}" : "",
		 (double)total(m, offset + offsetof(struct histogram, sum)) / t->unit);
	buf_addf(out, "%s_count%s%.*s%s %" PRIu64 "\n", t->name, labels_len ? "{" : "", labels_len,
		 t->labels, labels_len ? "}" : "", sum);
}

static void write_reviews(const struct metrics *m, struct buf *out)
{
	family(out, "kubevet_requests_total", "counter", "Admission reviews by verdict.");
	for (size_t v = 0; v < ARRAY_LEN(verdicts); v++) {
		uint64_t sum = 0;

		for (size_t b = 0; b <= METRICS_SECONDS_BUCKETS; b++)
			sum += total(m, offsetof(struct meter, seconds) +
						v * sizeof(struct histogram) +
						offsetof(struct histogram, bucket) +
						b * sizeof(uint64_t));
		buf_addf(out, "kubevet_requests_total{verdict=\"%s\"} %" PRIu64 "\n", verdicts[v],
			 sum);
	}
	family(out, "kubevet_request_seconds", "histogram",
	       "Time from the last byte of a review to its answer.");
	for (size_t v = 0; v < ARRAY_LEN(verdicts); v++) {
		char labels[32];

		snprintf(labels, sizeof(labels), "verdict=\"%s\",", verdicts[v]);
		write_histogram(m, out,
				offsetof(struct meter, seconds) + v * sizeof(struct histogram),
				&(struct histogram_text){ "kubevet_request_seconds", labels,
							  seconds_bounds_us,
							  METRICS_SECONDS_BUCKETS, 1e6 });
	}
	family(out, "kubevet_body_bytes", "histogram", "Size of admission reviews.");
	write_histogram(m, out, offsetof(struct meter, body_bytes),
			&(struct histogram_text){ "kubevet_body_bytes", "", bytes_bounds,
						  METRICS_BYTES_BUCKETS, 1 });
	family(out, "kubevet_unjudged_total", "counter", "Reviews of kinds that no rule knows.");
	buf_addf(out, "kubevet_unjudged_total %" PRIu64 "\n",
		 total(m, offsetof(struct meter, unjudged)));
}

static void write_findings(struct metrics *m, struct buf *out)
{
	family(out, "kubevet_findings_total", "counter",
	       "Violations found, by rule and the mode it came to.");
	pthread_mutex_lock(&m->rules_lock);
	for (const struct rule_counter *r = m->rules; r; r = r->next) {
		for (size_t mode = 0; mode < ARRAY_LEN(modes); mode++) {
			buf_adds(out, "kubevet_findings_total{rule=\"");
			label_value(out, r->name);
			buf_addf(out, "\",mode=\"%s\"} %" PRIu64 "\n", modes[mode],
				 load(&r->count[mode]));
		}
	}
	pthread_mutex_unlock(&m->rules_lock);
}

static void write_http(const struct metrics *m, struct buf *out)
{
	family(out, "kubevet_errors_total", "counter", "Requests that got no judgement, by cause.");
	for (size_t i = 0; i < CAUSE_COUNT; i++)
		buf_addf(out, "kubevet_errors_total{cause=\"%s\"} %" PRIu64 "\n", causes[i],
			 total(m, offsetof(struct meter, errors) + i * sizeof(uint64_t)));
	family(out, "kubevet_http_responses_total", "counter", "HTTP answers by status code.");
	for (size_t i = 0; i < METRICS_CODES; i++) {
		char code[12] = "other";

		if (i < ARRAY_LEN(codes))
			snprintf(code, sizeof(code), "%d", codes[i]);
		buf_addf(out, "kubevet_http_responses_total{code=\"%s\"} %" PRIu64 "\n", code,
			 total(m, offsetof(struct meter, codes) + i * sizeof(uint64_t)));
	}
}

static void write_value(struct buf *out, const char *name, const char *type, const char *help,
			int64_t value)
{
	family(out, name, type, help);
	buf_addf(out, "%s %" PRId64 "\n", name, value);
}

static int64_t late_s(const struct metrics *m)
{
	int64_t late_us = metrics_late(m, clock_mono_us());

	return late_us ? (late_us + METER_LATE_US) / 1000000 : 0;
}

static void write_connections(const struct metrics *m, struct buf *out)
{
	write_value(out, "kubevet_connections_open", "gauge", "TLS connections.", metrics_open(m));
	write_value(out, "kubevet_worker_busy_seconds", "gauge",
		    "How long the busiest worker has been away from its loop.",
		    metrics_busy_us(m, clock_mono_us()) / 1000000);
	write_value(out, "kubevet_worker_late_seconds", "gauge",
		    "How much longer than what it is at may take; /healthz fails from 5 on.",
		    late_s(m));
	write_value(out, "kubevet_worker_stalls_total", "counter",
		    "Threads that came so late, each time counted once.",
		    (int64_t)load(&m->stalls));
	write_value(out, "kubevet_requests_in_flight", "gauge",
		    "Requests whose answer is not sent yet.", metrics_in_flight(m));
	write_value(out, "kubevet_tls_handshake_failures_total", "counter",
		    "Connections that never became TLS.",
		    (int64_t)total(m, offsetof(struct meter, handshake_failures)));
	write_value(out, "kubevet_connections_rejected_total", "counter",
		    "Connections refused: over the limit, or over that of their address.",
		    (int64_t)total(m, offsetof(struct meter, rejected_connections)));
	write_value(out, "kubevet_connections_evicted_total", "counter",
		    "Connections closed to make room for a new one: silent ones, then idle ones.",
		    (int64_t)total(m, offsetof(struct meter, evicted_connections)));
}

static void write_state(const struct metrics *m, struct buf *out)
{
	int64_t leaf = atomic_load_explicit(&m->leaf_expires_s, memory_order_relaxed);
	int64_t ca = atomic_load_explicit(&m->ca_expires_s, memory_order_relaxed);

	family(out, "kubevet_certificate_expiry_seconds", "gauge",
	       "Unix time at which the serving certificate, or the first CA of its chain or of the "
	       "client CAs, ends.");
	if (leaf)
		buf_addf(out, "kubevet_certificate_expiry_seconds{which=\"leaf\"} %" PRId64 "\n",
			 leaf);
	if (ca)
		buf_addf(out, "kubevet_certificate_expiry_seconds{which=\"ca\"} %" PRId64 "\n", ca);
	write_value(out, "kubevet_config_generation", "gauge",
		    "Rises with each change that is in force.", (int64_t)load(&m->generation));
	family(out, "kubevet_reload_total", "counter", "Attempts to read changed files.");
	for (size_t i = 0; i < RELOAD_WHATS; i++)
		for (size_t ok = 0; ok < 2; ok++)
			buf_addf(out,
				 "kubevet_reload_total{what=\"%s\",result=\"%s\"} %" PRIu64 "\n",
				 reload_whats[i], ok ? "ok" : "refused", load(&m->reloads[i][ok]));
	family(out, "kubevet_records_total", "counter",
	       "Reviews that were to be recorded, by what became of them.");
	for (size_t i = 0; i < RECORD_RESULTS; i++)
		buf_addf(out, "kubevet_records_total{result=\"%s\"} %" PRIu64 "\n",
			 record_results[i], load(&m->records[i]));
	family(out, "kubevet_build_info", "gauge", "Version of this program.");
	buf_adds(out, "kubevet_build_info{version=\"" KUBEVET_VERSION "\"} 1\n");
	write_value(out, "process_start_time_seconds", "gauge",
		    "Unix time at which the process started.", m->started_s);
}

static void level_labels(struct buf *out, size_t level)
{
	size_t version = level ? (level - 1) % VERSIONS : 0;

	buf_addf(out, "policy_level=\"%s\",policy_version=\"",
		 !level		     ? "privileged"
		 : level <= VERSIONS ? "baseline"
				     : "restricted");
	if (version == 0)
		buf_adds(out, "latest\"");
	else if (version == VERSIONS - 1)
		buf_adds(out, "future\"");
	else
		buf_addf(out, "v1.%zu\"", version - 1);
}

/* Walks one [operation][resource][subresource] table. */
#define for_each_request(op, res, sub)                       \
	for (size_t op = 0; op < OPERATIONS; op++)           \
		for (size_t res = 0; res < RESOURCES; res++) \
			for (size_t sub = 0; sub < SUBRESOURCES; sub++)

static void request_labels(struct buf *out, size_t op, size_t res, size_t sub, uint64_t value)
{
	buf_addf(out, "request_operation=\"%s\",resource=\"%s\",subresource=\"%s\"} %" PRIu64 "\n",
		 operations[op], resources[res], subresources[sub], value);
}

static void write_evaluations(const struct metrics *m, struct buf *out)
{
	family(out, "pod_security_evaluations_total", "counter",
	       "[ALPHA] Number of policy evaluations that occurred, not counting ignored or exempt "
	       "requests.");
	for (size_t outcome = 0; outcome < OUTCOMES; outcome++) {
		for (size_t level = 0; level < LEVELS; level++) {
			for_each_request(op, res, sub)
			{
				uint64_t n = load(&m->evaluations[outcome][level][op][res][sub]);
				bool always = !outcome && !level && op <= 1 && res == 0 && sub == 0;

				if (!n && !always)
					continue;
				buf_addf(out,
					 "pod_security_evaluations_total{decision=\"%s\",mode=\"%"
					 "s\",",
					 outcomes[outcome][0], outcomes[outcome][1]);
				level_labels(out, level);
				buf_addc(out, ',');
				request_labels(out, op, res, sub, n);
			}
		}
	}
}

static void write_standard(const struct metrics *m, struct buf *out)
{
	write_evaluations(m, out);
	family(out, "pod_security_exemptions_total", "counter",
	       "[ALPHA] Number of exempt requests, not counting ignored or out of scope requests.");
	for_each_request(op, res, sub)
	{
		uint64_t n = load(&m->exemptions[op][res][sub]);

		if (!n && (op > 1 || res > 1 || sub > 0))
			continue;
		buf_adds(out, "pod_security_exemptions_total{");
		request_labels(out, op, res, sub, n);
	}
	family(out, "pod_security_errors_total", "counter",
	       "[ALPHA] Number of errors preventing normal evaluation. Non-fatal errors may result "
	       "in the latest "
	       "restricted profile being used for evaluation.");
	for (size_t fatal = 0; fatal < 2; fatal++) {
		for_each_request(op, res, sub)
		{
			uint64_t n = load(&m->standard_errors[fatal][op][res][sub]);

			if (!n)
				continue;
			buf_addf(out, "pod_security_errors_total{fatal=\"%s\",",
				 fatal ? "true" : "false");
			request_labels(out, op, res, sub, n);
		}
	}
}

void metrics_write(struct metrics *m, struct buf *out)
{
	write_reviews(m, out);
	write_findings(m, out);
	write_http(m, out);
	write_connections(m, out);
	write_state(m, out);
	write_standard(m, out);
}
