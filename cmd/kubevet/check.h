/* SPDX-License-Identifier: Apache-2.0 */
/* check.h - kubevet check: options, what it judges by, and the run. */
#ifndef KUBEVET_CMD_CHECK_H
#define KUBEVET_CMD_CHECK_H

#include "args.h"
#include "report/baseline.h"
#include "report/collect.h"
#include "source/inputs.h"

struct check_options {
	const char *config, *ns, *output, *level, *version, *fail_on, *baseline, *jobs, *colour;
	struct strings policies, presets, skip, only;
	bool write_baseline;
};

/* What objects are judged by: the server's configuration, with what the options change. */
struct check_basis {
	const struct config *config;
	struct engine *engine;
	struct namespaces *facts; /* NULL: all namespaces are known and bare */
	struct collector collector;
	const struct report_rule *rules; /* all that findings may name */
	const struct report_remark *remarks;
};

/**
 * check_basis_init() - from the options
 * @a: long-lived; owns what is not the basis's own
 * Return: 0 with @out for check_basis_fini(), or -1 after a complaint.
 */
int check_basis_init(struct check_basis *out, struct arena *a, const struct check_options *options);
void check_basis_fini(struct check_basis *basis);

struct check_run {
	const struct check_basis *basis;
	const char *ns; /* for objects without one */
	struct inputs inputs;
	unsigned jobs;
	struct report *report;
	struct baseline *baseline; /* NULL: none */
	bool recording;		   /* all findings go to the baseline */
	/* Filled by the run. */
	struct assumed assumed;
	size_t ns_assumed;  /* judged objects that were put into @ns */
	size_t ns_labelled; /* Namespaces with labels that were not followed */
};

/** check_run() - judge all inputs and report them. Return: 0, or -1 when something is not in the
 * report. */
int check_run(struct check_run *run, struct err *err);

#endif
