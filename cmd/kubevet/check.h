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
	size_t ns_assumed; /* judged objects that were put into @ns */
	/* What check_labels() found; NULL: nothing is followed. */
	struct namespaces *labels;
	size_t ns_followed, ns_disputed; /* of them; those whose labels differ between files */
};

/**
 * check_labels() - the pod-security labels of the Namespaces in the inputs, as the objects beside
 * them meet them
 *
 * Only files that speak of such labels are read for it. Standard input can't be read twice: there a
 * Namespace holds for what comes behind it (check_run()). A Namespace with different labels in
 * different places is disputed and not followed. What can't be read is left to check_run().
 * Return: 0 with run->labels for namespaces_free(), or -1.
 */
int check_labels(struct check_run *run, struct err *err);

/** manifest_labels() - labels of a Namespace that has pod-security labels among them; else NULL. */
const cJSON *manifest_labels(const struct manifest *m);

/** check_run() - judge all inputs and report them. Return: 0, or -1 when something is not in the
 * report. */
int check_run(struct check_run *run, struct err *err);

#endif
