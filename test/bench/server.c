/* SPDX-License-Identifier: Apache-2.0 */
/* server.c - the product's server, with one thing changed.
 *
 *	server null [option of kubevetd...]	a constant answer in place of the core: what the
 *server alone costs server count [option of kubevetd...]	prints at its end how often our code
 *called the allocator per request server short-idle [option...]		idle connections are
 *closed after 4 s, which kubevetd refuses as too early
 */
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/units.h"
#include "common.h"
#include "policies.h"
#include "server/options.h"

/* Requests before the steady state: buffers and arenas have grown by then. */
#define WARMUP 1000

static _Atomic uint64_t requests, first_calls, last_calls;

static int null_handle(const struct engine *engine, const struct namespaces *facts, struct arena *a,
		       const char *body, size_t len, struct buf *reply,
		       struct admission_record *record, struct err *err)
{
	(void)engine;
	(void)facts;
	(void)a;
	(void)body;
	(void)len;
	(void)err;
	*record = (struct admission_record){
		.uid = "",
		.group = "",
		.kind = "",
		.ns = "",
		.name = "",
		.username = "",
		.operation = "",
		.subresource = "",
	};
	buf_adds(reply, null_answer);
	return 0;
}

static int counting_handle(const struct engine *engine, const struct namespaces *facts,
			   struct arena *a, const char *body, size_t len, struct buf *reply,
			   struct admission_record *record, struct err *err)
{
	uint64_t n = atomic_fetch_add(&requests, 1);

	if (n == WARMUP)
		atomic_store(&first_calls, mem_calls());
	atomic_store(&last_calls, mem_calls());
	return admission_handle(engine, facts, a, body, len, reply, record, err);
}

static void report_calls(void)
{
	if (requests <= WARMUP + 1)
		die("count: too few requests");
	printf("{\"mem_calls\":%.4f}\n",
	       (double)(last_calls - first_calls) / (double)(requests - 1 - WARMUP));
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	struct serve_options options;
	struct err err = { 0 };
	int status;

	if (options_parse(argc - 1, argv + 1, &options, &err) != OPTIONS_RUN)
		die("usage: server null|count|short-idle [option of kubevetd...] %s", err.text);
	options.policies = policies_all;
	options.handle = admission_handle;
	if (strcmp(what, "null") == 0)
		options.handle = null_handle;
	else if (strcmp(what, "count") == 0)
		options.handle = counting_handle;
	else if (strcmp(what, "short-idle") == 0)
		options.idle_us = SECONDS_US(4);
	else
		die("server: want null, count or short-idle, got \"%s\"", what);
	json_init();
	status = serve(&options);
	if (options.handle == counting_handle)
		report_calls();
	return status;
}
