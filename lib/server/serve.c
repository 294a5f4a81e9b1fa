/* SPDX-License-Identifier: Apache-2.0 */
/* serve.c - the thread that owns the others.
 *
 * A drain has to lose no request although the API server never repeats a POST on a broken
 * connection, and although new ones come until the endpoint is gone everywhere. So: readiness goes
 * off at once and nothing else changes for the delay. Then each answer says "Connection: close",
 * and a connection is closed by us only when it has been silent for a while. The listener closes
 * last.
 */
#include "server/serve.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/units.h"
#include "server/cpus.h"
#include "server/files.h"
#include "server/isolate.h"
#include "server/listen.h"
#include "server/watch.h"

/* Files are looked at this often even when no event says so. */
#define LOOK_MS 5000
/* And at the threads. */
#define WATCH_MS 1000
/* Files that are written one after the other are read when they have come to rest. */
#define SETTLE_MS      200
#define WATCH_DRAIN_MS 20
/* At most three descriptors a connection: its own and a socketpair. */
#define DESCRIPTORS_EACH 3
#define DESCRIPTORS_MORE 128
/* Bytes of large answers that were not taken yet. */
#define REPLIES_MAX ((int64_t)16 * 1024 * 1024)

enum { FILE_CERT, FILE_KEY, FILE_CLIENT_CA, FILE_CONFIG, FILE_NAMESPACES };

struct server {
	const struct serve_options *options;
	struct shared shared;
	struct budget budget;
	struct worker_setup setup;
	struct metrics *metrics;
	struct live *live;
	const struct snapshot *now; /* this thread's; its strings name the watched files */
	struct files *files;
	struct worker **workers;
	unsigned worker_count;
	struct acceptor *acceptor;
	struct plain *plain;
	int signals;
	struct watch watch;
};

static void report_start(void *ctx, enum reload_what what, const char *text)
{
	(void)ctx, (void)what;
	fprintf(stderr, "kubevetd: %s\n", text);
}

static const char *part_name(enum reload_what what)
{
	static const char *const names[] = { "certificate", "configuration", "namespace labels" };

	return names[what];
}

static void report_reload(void *ctx, enum reload_what what, const char *text)
{
	(void)ctx;
	log_event(LOG_ERROR, "reload refused", LOG_S("what", part_name(what)), LOG_S("why", text));
}

static struct live_options live_options_of(const struct serve_options *o)
{
	return (struct live_options){
		.tls = { .cert = o->tls_cert,
			 .key = o->tls_key,
			 .client_ca = o->client_ca,
			 .client_subjects = o->client_subjects,
			 .tls12 = o->tls_min == 1 },
		.config_path = o->config,
		.audit_only = o->audit,
		.policies = o->policies,
	};
}

static void watch_files(struct server *s)
{
	const struct serve_options *o = s->options;

	live_refresh(s->live, &s->now);
	files_watch(s->files, FILE_CERT, o->tls_cert);
	files_watch(s->files, FILE_KEY, o->tls_key);
	files_watch(s->files, FILE_CLIENT_CA, o->client_ca);
	files_watch(s->files, FILE_CONFIG, o->config);
	files_watch(s->files, FILE_NAMESPACES, s->now->config->namespace_labels);
}

/* What a configuration comes to, in the numbers that tell a wish from an accident. */
struct extent {
	size_t rules, denying;
	const char *enforce; /* level where a namespace has no label */
};

static struct extent extent_of(const struct config *config)
{
	struct extent extent = { .enforce =
					 level_name(config->pod_security.defaults.enforce.level) };

	for (size_t i = 0; i < config->rule_count; i++) {
		extent.rules += config->rules[i].mode != RULE_OFF;
		extent.denying += config->rules[i].mode == RULE_DENY && !config->audit_only;
	}
	return extent;
}

static bool is_less(const struct extent *now, const struct extent *before)
{
	return now->rules < before->rules || now->denying < before->denying;
}

/* A file that was cut off between two rules reads as one that has fewer: whoever did not mean it
 * finds it here. */
static void log_extent(const struct extent *before, const struct extent *now)
{
	log_event(is_less(now, before) ? LOG_WARN : LOG_INFO, "rules in force",
		  LOG_N("rules", (int64_t)now->rules),
		  LOG_N("rules_before", (int64_t)before->rules),
		  LOG_N("denying", (int64_t)now->denying),
		  LOG_N("denying_before", (int64_t)before->denying), LOG_S("enforce", now->enforce),
		  LOG_S("enforce_before", before->enforce));
}

static void reload(struct server *s, enum reload_what what)
{
	struct extent before = extent_of(s->now->config), now;

	if (!live_reload(s->live, what, report_reload, NULL))
		return;
	live_refresh(s->live, &s->now);
	now = extent_of(s->now->config);
	if (what == RELOAD_CONFIG)
		files_watch(s->files, FILE_NAMESPACES, s->now->config->namespace_labels);
	for (unsigned i = 0; i < s->worker_count; i++)
		worker_poke(s->workers[i]);
	log_event(LOG_INFO, "reloaded", LOG_S("what", part_name(what)),
		  LOG_N("generation", (int64_t)s->now->generation));
	if (what == RELOAD_CONFIG)
		log_extent(&before, &now);
}

static void reload_changed(struct server *s, unsigned files)
{
	if (files & (1U << FILE_CERT | 1U << FILE_KEY | 1U << FILE_CLIENT_CA))
		reload(s, RELOAD_TLS);
	if (files & 1U << FILE_CONFIG)
		reload(s, RELOAD_CONFIG);
	else if (files & 1U << FILE_NAMESPACES)
		reload(s, RELOAD_NAMESPACES);
}

static void reload_all(struct server *s)
{
	reload(s, RELOAD_TLS);
	reload(s, RELOAD_CONFIG);
}

/* Waits for a signal, at most this long. Return: its number, 0 when time is up, -1 when a file's
 * folder changed. */
static int wait_signal(struct server *s, int timeout_ms)
{
	struct pollfd fds[] = { { .fd = s->signals, .events = POLLIN },
				{ .fd = files_fd(s->files), .events = POLLIN } };
	struct signalfd_siginfo info;

	if (poll(fds, ARRAY_LEN(fds), timeout_ms) <= 0)
		return 0;
	if (fds[0].revents && read(s->signals, &info, sizeof(info)) == (ssize_t)sizeof(info))
		return (int)info.ssi_signo;
	return fds[1].revents ? -1 : 0;
}

/* The files that changed, once they no longer do. */
static unsigned settled_changes(struct server *s)
{
	unsigned changed = files_changed(s->files), more = changed;

	for (int i = 0; more && i < LOOK_MS / SETTLE_MS; i++) {
		usleep(SETTLE_MS * 1000);
		more = files_changed(s->files);
		changed |= more;
	}
	return changed;
}

/* Serves until SIGTERM or SIGINT. */
static void keep_serving(struct server *s)
{
	int64_t look_us = 0;

	for (;;) {
		int signal = wait_signal(s, WATCH_MS);
		int64_t now_us = clock_mono_us();

		(void)watch_look(&s->watch, now_us);
		if (signal == SIGHUP) {
			reload_all(s);
		} else if (signal > 0) {
			return;
		} else if (signal < 0 || now_us >= look_us) {
			look_us = now_us + (int64_t)LOOK_MS * 1000;
			reload_changed(s, settled_changes(s));
		}
	}
}

static void set_phase(struct server *s, enum phase phase)
{
	atomic_store(&s->shared.phase, phase);
	for (unsigned i = 0; i < s->worker_count; i++)
		worker_poke(s->workers[i]);
}

static bool all_quiet(struct server *s)
{
	for (unsigned i = 0; i < s->worker_count; i++)
		if (worker_load(s->workers[i]) > 0)
			return false;
	return true;
}

/* Until there are no connections, time is up, or a signal says to hurry. */
static bool drain_until_quiet(struct server *s, int64_t timeout_us)
{
	int64_t end_us = clock_mono_us() + timeout_us;

	while (!all_quiet(s) && clock_mono_us() < end_us) {
		int signal = wait_signal(s, WATCH_DRAIN_MS);

		(void)watch_look(&s->watch, clock_mono_us());
		if (signal == SIGTERM || signal == SIGINT)
			return false;
		if (signal < 0)
			(void)files_changed(s->files);
	}
	return all_quiet(s);
}

static void drain_delay(struct server *s)
{
	int64_t end_us = clock_mono_us() + s->options->drain_delay_us, left_us;

	while ((left_us = end_us - clock_mono_us()) > 0) {
		int signal = wait_signal(s, (int)(left_us / 1000) + 1);

		if (signal == SIGTERM || signal == SIGINT)
			return;
		if (signal < 0)
			reload_changed(s, settled_changes(s));
	}
}

static void drain(struct server *s)
{
	bool clean;

	log_event(LOG_INFO, "draining", LOG_N("delay_ms", s->options->drain_delay_us / 1000));
	set_phase(s, PHASE_LEAVING);
	drain_delay(s);
	set_phase(s, PHASE_CLOSING);
	clean = drain_until_quiet(s, s->options->drain_timeout_us);
	acceptor_stop(STEAL(s->acceptor));
	/* What the acceptor still found waiting. */
	clean = clean && drain_until_quiet(s, s->options->drain_timeout_us);
	log_event(clean ? LOG_INFO : LOG_WARN, "drained",
		  LOG_N("connections_left", metrics_open(s->metrics)),
		  LOG_N("requests_cut", metrics_in_flight(s->metrics)));
}

static int open_signals(struct server *s, struct err *err)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	/* Before the first thread, so that all of them inherit it. */
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* a limit for files is a full disk, and no more */
	s->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (s->signals < 0)
		return err_set(err, ERR_SYSTEM, "can't read signals: %s", strerror(errno));
	return 0;
}

static int start_workers(struct server *s, struct err *err)
{
	s->workers = mem_alloc(sizeof(struct worker *) * s->worker_count);
	if (!s->workers)
		return err_memory(err);
	memset(s->workers, 0, sizeof(struct worker *) * s->worker_count);
	for (unsigned i = 0; i < s->worker_count; i++) {
		s->workers[i] = worker_start(&s->setup, metrics_meter(s->metrics, i), err);
		if (!s->workers[i])
			return -1;
	}
	return 0;
}

static int start_recorder(struct server *s, struct err *err)
{
	const struct record_options *o = &s->options->record;

	if (!o->dir)
		return 0;
	s->shared.recorder = recorder_start(o, s->metrics, err);
	if (!s->shared.recorder)
		return err_wrap(err, "--record");
	log_event(LOG_INFO, "recording", LOG_S("folder", o->dir), LOG_N("max_bytes", o->max_bytes),
		  LOG_N("one_in", o->sample));
	return 0;
}

static int start_plain(struct server *s, struct err *err)
{
	char bound[ADDRESS_TEXT_MAX];
	int listener;

	if (!s->options->metrics_listen)
		return 0;
	listener = listen_open(s->options->metrics_listen, bound, err);
	if (listener < 0)
		return err_wrap(err, "--metrics-listen");
	s->plain = plain_new(&s->shared, metrics_meter(s->metrics, s->worker_count), listener, err);
	if (!s->plain)
		return -1;
	log_event(LOG_INFO, "listening", LOG_S("address", bound),
		  LOG_S("for", "health and metrics, without TLS"));
	return 0;
}

/* What one connection may hold beside the budget: a small body and answer, what was not sent yet, a
 * head, its state of TLS, and while it is served that of the HTTP engine. In a handshake there is
 * none of the first four: a message of the client's, for which OpenSSL makes room as announced, is
 * at most 128 KiB, and its certificates are at most CLIENT_CHAIN_MAX. */
#define CONNECTION_BYTES                                                                   \
	((int64_t)(BODY_FREE_BYTES + REPLY_FREE_BYTES + PUMP_OUT_BYTES + HEAD_BYTES_MAX) + \
	 (int64_t)80 * 1024)
/* A review, its answer, the worker's stack and its buffers. */
#define WORKER_BYTES ((int64_t)(REVIEW_ARENA_MAX + REPLY_BYTES_MAX) + (int64_t)2 * 1024 * 1024)
/* Programs, configuration, rules and counters. */
#define BASE_BYTES ((int64_t)24 * 1024 * 1024)

int64_t serve_memory_most(const struct serve_options *o, unsigned workers)
{
	return BASE_BYTES + o->memory_budget + REPLIES_MAX + (int64_t)workers * WORKER_BYTES +
	       (o->max_connections + CONNECTIONS_OVER) * CONNECTION_BYTES +
	       (o->record.dir ? RECORD_BYTES_MOST : 0);
}

static int connections_each(const struct serve_options *o)
{
	int64_t half = (o->max_connections + 1) / 2;

	return (int)(o->max_connections_each ? o->max_connections_each : half);
}

static int start_listening(struct server *s, struct err *err)
{
	const struct serve_options *o = s->options;
	char bound[ADDRESS_TEXT_MAX];
	int listener = listen_open(o->listen, bound, err);

	if (listener < 0)
		return err_wrap(err, "--listen");
	s->acceptor = acceptor_start(
		listener,
		&(struct acceptor_setup){ .workers = s->workers,
					  .count = s->worker_count,
					  .limit = (int)o->max_connections,
					  .limit_each = connections_each(o),
					  .meter = metrics_meter(s->metrics, s->worker_count + 1) },
		err);
	if (!s->acceptor)
		return -1;
	set_phase(s, PHASE_SERVING);
	log_event(LOG_INFO, "listening", LOG_S("address", bound), LOG_S("version", KUBEVET_VERSION),
		  LOG_N("workers", s->worker_count), LOG_S("configuration", s->now->config->origin),
		  LOG_S("clients", o->client_ca ? "with a certificate of the client CA" : "any"));
	return 0;
}

static int load(struct server *s, struct err *err)
{
	const struct serve_options *o = s->options;
	struct live_options live_options = live_options_of(o);

	/* The plain port and the acceptor count too. */
	s->metrics = metrics_new(s->worker_count + 2, err);
	if (!s->metrics)
		return -1;
	s->watch = (struct watch){ .metrics = s->metrics, .workers = s->worker_count };
	s->live = live_new(&live_options, s->metrics, report_start, NULL);
	if (!s->live)
		return -1;
	s->files = files_new(err);
	if (!s->files)
		return -1;
	watch_files(s);
	return 0;
}

static void wire(struct server *s)
{
	const struct serve_options *o = s->options;

	s->shared = (struct shared){ .handle = o->handle,
				     .metrics = s->metrics,
				     .max_body = (size_t)o->max_body };
	s->budget = (struct budget){ .max = o->memory_budget, .replies_max = REPLIES_MAX };
	/* Where there is room for two bodies of any size, new ones find an eighth of it. */
	if (o->memory_budget >= 2 * o->max_body)
		s->budget.reserve = o->memory_budget / 8;
	s->setup = (struct worker_setup){
		.shared = &s->shared,
		.live = s->live,
		.budget = &s->budget,
		.deadlines = { .handshake_us = o->handshake_us,
			       .head_us = o->head_us,
			       .body_us = o->body_us,
			       .answer_us = o->body_us,
			       .idle_us = o->idle_us },
		.max_connections = (unsigned)(o->max_connections + CONNECTIONS_OVER),
	};
}

static int start(struct server *s, struct err *err)
{
	unsigned long need =
		(unsigned long)s->options->max_connections * DESCRIPTORS_EACH + DESCRIPTORS_MORE;
	unsigned long have = isolate_descriptors(need);

	if (have < need)
		log_event(LOG_WARN, "few descriptors", LOG_N("wanted", (int64_t)need),
			  LOG_N("allowed", (int64_t)have));
	if (load(s, err) < 0 || isolate(err) < 0 || open_signals(s, err) < 0)
		return -1;
	wire(s);
	if (start_recorder(s, err) < 0 || start_workers(s, err) < 0 || start_plain(s, err) < 0 ||
	    start_listening(s, err) < 0)
		return -1;
	return 0;
}

static void stop(struct server *s)
{
	acceptor_stop(s->acceptor);
	for (unsigned i = 0; s->workers && i < s->worker_count; i++)
		worker_stop(s->workers[i]);
	mem_free(s->workers);
	recorder_stop(s->shared.recorder);
	plain_free(s->plain);
	if (s->live)
		live_release(s->live, &s->now);
	live_free(s->live);
	files_free(s->files);
	metrics_free(s->metrics);
	if (s->signals >= 0)
		close(s->signals);
}

int serve(const struct serve_options *options)
{
	struct server s = { .options = options, .signals = -1 };
	struct err err = { 0 };
	int status = 0;

	log_setup((enum log_level)options->log_level, (enum log_format)options->log_format);
	s.worker_count = options->workers ? (unsigned)options->workers : cpus_usable();
	if (start(&s, &err) < 0) {
		/* live_new() has said already what is wrong with the files. */
		if (err.code)
			fprintf(stderr, "kubevetd: %s\n", err.text);
		status = 2;
	} else {
		keep_serving(&s);
		drain(&s);
	}
	stop(&s);
	return status;
}

int serve_check(const struct serve_options *options)
{
	struct live_options live_options = live_options_of(options);
	struct err err = { 0 };
	struct metrics *metrics = metrics_new(1, &err);
	struct live *live = metrics ? live_new(&live_options, metrics, report_start, NULL) : NULL;
	int status = live ? 0 : 2;

	live_free(live);
	metrics_free(metrics);
	return status;
}
