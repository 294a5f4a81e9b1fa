/* SPDX-License-Identifier: Apache-2.0 */
/* live.h - what is in force now: TLS context, engine, namespace labels; swapped whole while
 * requests run.
 *
 * Three parts, each counted, so that a bad configuration file does not hold up a new certificate. A
 * snapshot binds one of each. Something new is built beside the old, checked, and only then put in
 * its place; a request that began under the old one ends under it. A worker keeps a reference of
 * its own and looks at one atomic number to see whether there is a newer one: no lock on the path.
 */
#ifndef KUBEVET_SERVER_LIVE_H
#define KUBEVET_SERVER_LIVE_H

#include "server/metrics.h"
#include "server/tls.h"

struct live_options {
	struct tls_options tls;
	const char *config_path; /* or NULL: the built-in configuration */
	bool audit_only;	 /* nothing is denied, whatever the configuration says */
	const struct policy *const *policies;
};

/* Read-only; valid while the caller holds the snapshot. */
struct snapshot {
	uint64_t generation;
	SSL_CTX *tls;
	uint64_t tls_generation; /* of @tls alone */
	const struct engine *engine;
	const struct config *config;
	struct rule_counter *const *counters; /* of config->rules */
	const struct namespaces *facts;	      /* NULL when the configuration names no file */
};

struct live;

/* Where a reason for a refusal goes: one sentence a call. */
typedef void live_report(void *ctx, enum reload_what what, const char *text);

/**
 * live_new() - read everything for the first time
 * @options: copied; its strings are borrowed until live_free()
 * @metrics: told of each attempt; outlives the result
 *
 * Return: for live_free(), or NULL after at least one call of @report.
 */
MUST_CHECK struct live *live_new(const struct live_options *options, struct metrics *metrics,
				 live_report *report, void *ctx);

/** live_free() - all snapshots must have been given back. */
void live_free(struct live *live);

/**
 * live_reload() - read one part again and put it in force, or keep the old one and say why
 *
 * One thread. A new configuration takes its namespace labels with it. Return: whether it is in
 * force.
 */
bool live_reload(struct live *live, enum reload_what what, live_report *report, void *ctx);

/**
 * live_refresh() - make @held the newest snapshot
 * @held: NULL at first; the caller's own, given back with live_release()
 *
 * Any thread. Costs one relaxed load when nothing has changed.
 */
void live_refresh(struct live *live, const struct snapshot **held);
void live_release(struct live *live, const struct snapshot **held);

#endif
