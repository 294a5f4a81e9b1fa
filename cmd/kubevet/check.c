/* SPDX-License-Identifier: Apache-2.0 */
/* check.c - manifests judged as the server would judge them if they were created now. */
#include "check.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/ordered.h"
#include "cli.h"

#define BASIS_ARENA_MAX	 ((size_t)128 * 1024 * 1024)
#define INPUTS_ARENA_MAX ((size_t)1024 * 1024 * 1024)

/* The values of an option that was given any number of times. */
static void count_words(struct strings *list, const char **words)
{
	*list = (struct strings){ .set = true, .v = words };
	while (words[list->count])
		list->count++;
}

/* @words: 4 * argc, zeroed. Return: as args_take(). */
static int read_options(int *argc, char **argv, const char **words, struct check_options *o)
{
	const char **policies = words, **only = words + *argc,
		   **skip = words + 2 * (ptrdiff_t)*argc, **presets = words + 3 * (ptrdiff_t)*argc;
	bool again;
	const struct arg args[] = {
		{ "-o", "FORMAT: text, json, jsonl, sarif, junit, github, markdown", &o->output,
		  NULL },
		{ "--config", "FILE: the server's configuration; without it the built-in one",
		  &o->config, NULL },
		{ "--preset",
		  "PRESET: judge by the rules of that name; may be given again; without a "
		  "--config",
		  presets, &again },
		{ "-n", "NAMESPACE: of objects that name none; \"default\" unless given", &o->ns,
		  NULL },
		{ "--namespace", "NAMESPACE: the same", &o->ns, NULL },
		{ "--level", "LEVEL: privileged, baseline or restricted, for all namespaces",
		  &o->level, NULL },
		{ "--version", "VERSION: of the level, as in v1.30; \"latest\" unless given",
		  &o->version, NULL },
		{ "--policy", "POLICY: judge by it alone, as it comes; may be given again",
		  policies, &again },
		{ "--only", "RULE: report this rule or policy alone; may be given again", only,
		  &again },
		{ "--skip", "RULE: report all but this rule or policy; may be given again", skip,
		  &again },
		{ "--fail-on", "EFFECT: deny or warn: the least that makes the exit status 1; deny",
		  &o->fail_on, NULL },
		{ "--baseline", "FILE: report what is not in it; --write-baseline makes it",
		  &o->baseline, NULL },
		{ "--write-baseline", "record all findings in the --baseline, anew", NULL,
		  &o->write_baseline },
		{ "--jobs", "N: threads; one for each processor unless given", &o->jobs, NULL },
		{ "--color", "WHEN: auto, always or never", &o->colour, NULL },
		{ 0 },
	};
	int status = args_take(argc, argv, args);

	count_words(&o->policies, policies);
	count_words(&o->presets, presets);
	count_words(&o->only, only);
	count_words(&o->skip, skip);
	return status;
}

static bool use_colour(const char *when)
{
	const char *term = getenv("TERM");
	const char *no = getenv("NO_COLOR");

	if (strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(STDOUT_FILENO) && (!no || !*no) && term && strcmp(term, "dumb") != 0;
}

/* Return: the number of threads, or 0 after a complaint. */
static unsigned count_jobs(const char *text)
{
	char *end;
	long n;
	cpu_set_t cpus;

	errno = 0;
	n = strtol(text, &end, 10);
	if (errno || !*text || *end || n < 0 || n > ORDERED_JOBS_MAX) {
		cli_complain("--jobs: want a number from 0 to %d, got %s", ORDERED_JOBS_MAX, text);
		return 0;
	}
	if (n == 0)
		n = sched_getaffinity(0, sizeof(cpus), &cpus) == 0 ? CPU_COUNT(&cpus) : 1;
	return n < ORDERED_JOBS_MAX ? (unsigned)n : ORDERED_JOBS_MAX;
}

static int check_choices(const struct check_options *o)
{
	if (!report_writer(o->output))
		return cli_complain("-o: want %s, got %s", report_writer_names(), o->output);
	if (strcmp(o->fail_on, "deny") != 0 && strcmp(o->fail_on, "warn") != 0)
		return cli_complain("--fail-on: want deny or warn, got %s", o->fail_on);
	if (strcmp(o->colour, "auto") != 0 && strcmp(o->colour, "always") != 0 &&
	    strcmp(o->colour, "never") != 0)
		return cli_complain("--color: want auto, always or never, got %s", o->colour);
	if (o->write_baseline && !o->baseline)
		return cli_complain("--write-baseline needs --baseline");
	if (o->presets.count && (o->config || o->policies.count))
		return cli_complain("--preset goes without --config and --policy: a configuration "
				    "names presets itself");
	if (o->version && !o->level)
		return cli_complain("--version needs --level");
	return EXIT_CLEAN;
}

/* Return: 0, or -1 after a complaint. */
static int open_baseline(const struct check_options *o, struct check_run *run)
{
	struct err err = { 0 };

	if (!o->baseline)
		return 0;
	run->recording = o->write_baseline;
	if (!run->recording && access(o->baseline, F_OK) < 0 && errno == ENOENT) {
		cli_complain("%s: there is no such baseline; --write-baseline records one",
			     o->baseline);
		return -1;
	}
	run->baseline = run->recording ? baseline_new(&err) : baseline_load(o->baseline, &err);
	if (run->baseline)
		return 0;
	cli_complain("%s: %s", o->baseline, err.text);
	return -1;
}

/* What was assumed of the objects, in the order of weight; those of the basis follow. */
static const struct report_remark *add_remarks(struct arena *a, const struct check_run *run)
{
	const struct report_counts *counts = report_counts(run->report);
	const struct {
		size_t count;
		const char *text;
	} all[] = {
		{ run->assumed.host_ports, "Assumed, as the API server sets it: ports of pods in "
					   "the node's network are host "
					   "ports" },
		{ run->assumed.empty_dirs,
		  "Assumed, as the API server sets it: volumes without a source are emptyDir" },
		{ run->ns_disputed, "Not followed: pod-security labels of Namespaces that differ "
				    "between the files" },
		{ run->ns_followed, "Followed: pod-security labels of Namespaces in here" },
		{ run->ns_assumed, NULL },
		{ counts->foreign, "No manifests, as they have no apiVersion and kind: documents "
				   "in folders" },
		{ counts->gone, "In the baseline, but not found any more: findings" },
	};
	const struct report_remark *first = run->basis->remarks;

	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct report_remark *remark = arena_alloc(a, sizeof(*remark));

		if (!all[i].count || !remark)
			continue;
		remark->next = first;
		remark->text =
			all[i].text
				? arena_printf(a, "%s: %zu", all[i].text, all[i].count)
				: arena_printf(a, "Judged in namespace %s, as they name none: %zu",
					       run->ns, all[i].count);
		first = remark->text ? remark : first;
	}
	return first;
}

static int save_baseline(const struct check_run *run, const char *path)
{
	struct err err = { 0 };
	size_t count = baseline_count(run->baseline);

	if (baseline_save(run->baseline, path, &err) < 0)
		return cli_complain("%s: %s", path, err.text);
	fprintf(stderr, "kubevet: %s: %zu %s recorded\n", path, count,
		plural("finding", "findings", count));
	return EXIT_CLEAN;
}

static int status_of(const struct report_counts *counts, enum report_effect fail_on)
{
	if (counts->errors)
		return EXIT_UNUSABLE;
	if (!counts->objects)
		return cli_complain("there was no object to judge");
	for (int e = 0; e <= (int)fail_on; e++)
		if (counts->findings[e])
			return EXIT_FINDINGS;
	return EXIT_CLEAN;
}

static int report_all(struct check_run *run, const struct check_options *o, struct arena *a)
{
	struct report_options options = {
		.out = stdout,
		.colour = use_colour(o->colour),
		.fail_on = strcmp(o->fail_on, "warn") == 0 ? REPORT_WARN : REPORT_DENY,
		.rules = run->basis->rules,
	};
	struct err err = { 0 };
	int status;

	run->report = report_open(report_writer(o->output), &options, &err);
	if (!run->report || check_run(run, &err) < 0)
		return cli_complain("%s", err.text);
	if (run->baseline && !run->recording)
		report_gone(run->report, baseline_gone(run->baseline));
	if (report_close(run->report, add_remarks(a, run), &err) < 0)
		return cli_complain("%s", err.text);
	status = status_of(report_counts(run->report), options.fail_on);
	if (run->recording && save_baseline(run, o->baseline) != EXIT_CLEAN)
		return EXIT_UNUSABLE;
	return status;
}

/* @levels: those of the Namespaces among them hold too. */
static int find_inputs(struct check_run *run, struct arena *a, char **paths, size_t count,
		       bool levels, struct err *err)
{
	if (inputs_find(a, paths, count, &endings_manifests, &run->inputs, err) < 0)
		return -1;
	return levels ? check_labels(run, err) : 0;
}

static int check(const struct check_options *o, char **paths, size_t count, struct arena *a,
		 struct arena *inputs_arena)
{
	struct check_basis basis = { 0 };
	struct check_run run = { .basis = &basis, .ns = o->ns };
	int status = EXIT_UNUSABLE;
	struct err err = { 0 };

	run.jobs = count_jobs(o->jobs);
	if (!run.jobs || check_basis_init(&basis, a, o) < 0)
		return EXIT_UNUSABLE;
	if (find_inputs(&run, inputs_arena, paths, count, !o->level && !o->policies.count, &err) <
	    0)
		cli_complain("%s", err.text);
	else if (open_baseline(o, &run) == 0)
		status = report_all(&run, o, a);
	namespaces_free(run.labels);
	report_free(run.report);
	baseline_free(run.baseline);
	check_basis_fini(&basis);
	return status;
}

int cmd_check(int argc, char **argv)
{
	struct check_options o = {
		.output = "text", .ns = "default", .fail_on = "deny", .jobs = "0", .colour = "auto"
	};
	SCOPED(scoped_arena) struct arena *inputs_arena = NULL;
	SCOPED(scoped_arena) struct arena *a = NULL;
	struct err err = { 0 };
	const char **words;
	int status;

	a = arena_new(BASIS_ARENA_MAX, &err);
	inputs_arena = a ? arena_new(INPUTS_ARENA_MAX, &err) : NULL;
	words = inputs_arena ? arena_zalloc(a, 4 * (size_t)argc * sizeof(*words)) : NULL;
	if (!words)
		return cli_complain("out of memory");
	status = read_options(&argc, argv, words, &o);
	if (status >= 0)
		return status;
	status = check_choices(&o);
	if (status != EXIT_CLEAN)
		return status;
	if (argc < 2)
		return cli_complain("check wants files, folders, or - for standard input");
	return check(&o, argv + 1, (size_t)argc - 1, a, inputs_arena);
}
