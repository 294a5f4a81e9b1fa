/* SPDX-License-Identifier: Apache-2.0 */
/* check_options.c - command line and environment of the daemon, and the numbers in them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "server/cpus.h"
#include "server/options.h"
#include "support.h"

#define FILES "--tls-cert", "c", "--tls-key", "k"

static const struct {
	const char *name;
	const char *argv[10];
	const char *variable, *value;
	const char *says; /* NULL: accepted */
} cases[] = {
	{ .name = "least", { FILES } },
	{ .name = "no certificate",
	  { "--tls-key", "k" },
	  .says = "--tls-cert and --tls-key are required" },
	{ .name = "no key",
	  { "--tls-cert", "c" },
	  .says = "--tls-cert and --tls-key are required" },
	{ .name = "printing needs none", { "--print-config" } },
	{ .name = "unknown", { FILES, "--frobnicate" }, .says = "--frobnicate is not an option" },
	{ .name = "short", { FILES, "-x" }, .says = "-x is not an option" },
	{ .name = "word", { FILES, "serve" }, .says = "serve is not an option" },
	{ .name = "no value", { FILES, "--config" }, .says = "--config needs a value" },
	{ .name = "empty value", { FILES, "--config=" }, .says = "--config: is empty" },
	{ .name = "least idle time", { FILES, "--idle-timeout=120s" } },
	{ .name = "idle time below the client's",
	  { FILES, "--idle-timeout=119s" },
	  .says = "119s is not between 120s" },
	{ .name = "idle time in minutes", { FILES, "--idle-timeout", "2m" } },
	{ .name = "time without unit",
	  { FILES, "--head-timeout=10" },
	  .says = "--head-timeout: want a time" },
	{ .name = "no delay", { FILES, "--drain-delay=0" } },
	{ .name = "negative delay", { FILES, "--drain-delay=-1s" }, .says = "want a time" },
	{ .name = "TLS 1.2", { FILES, "--tls-min=1.2" } },
	{ .name = "TLS 1.1",
	  { FILES, "--tls-min=1.1" },
	  .says = "--tls-min: want 1.3|1.2, got \"1.1\"" },
	{ .name = "TLS 1", { FILES, "--tls-min=1" }, .says = "want 1.3|1.2" },
	{ .name = "JSON lines", { FILES, "--log-format=json", "--log-level=warn" } },
	{ .name = "loud", { FILES, "--log-level=loud" }, .says = "want debug|info|warn|error" },
	{ .name = "most workers", { FILES, "--workers=64" } },
	{ .name = "too many workers",
	  { FILES, "--workers=65" },
	  .says = "65 is not between 0 and 64" },
	{ .name = "workers with a unit", { FILES, "--workers=2x" }, .says = "want a number" },
	{ .name = "body of 1 MiB", { FILES, "--max-body=1Mi" } },
	{ .name = "body of 1 MB", { FILES, "--max-body=1MB" }, .says = "want bytes" },
	{ .name = "body above the budget",
	  { FILES, "--max-body=16Mi", "--memory-budget=8Mi" },
	  .says = "--memory-budget" },
	{ .name = "client subjects", { FILES, "--client-ca=a", "--client-allowed-subjects=x,y" } },
	{ .name = "client subjects of nobody",
	  { FILES, "--client-allowed-subjects=x" },
	  .says = "needs --client-ca" },
	{ .name = "record", { FILES, "--record=d", "--record-kinds=Pod" } },
	{ .name = "record nothing, but some",
	  { FILES, "--record-kinds=Pod" },
	  .says = "needs --record" },
	{ .name = "record too little",
	  { FILES, "--record=d", "--record-max-bytes=1Ki" },
	  .says = "not between 1Mi" },
	{ .name = "record one in none",
	  { FILES, "--record=d", "--record-sample=0" },
	  .says = "not between 1" },
	{ .name = "flag with a value", { FILES, "--audit=yes" }, .says = "--audit" },

	{ .name = "environment", { "--tls-key", "k" }, "KUBEVET_TLS_CERT", "c", NULL },
	{ .name = "bad environment",
	  { FILES },
	  "KUBEVET_WORKERS",
	  "many",
	  "KUBEVET_WORKERS: --workers: want a number" },
	{ .name = "flag of the environment", { FILES }, "KUBEVET_AUDIT", "true", NULL },
	{ .name = "bad flag of the environment",
	  { FILES },
	  "KUBEVET_AUDIT",
	  "yes",
	  "want true or false" },
	{ .name = "mistyped in the environment",
	  { FILES },
	  "KUBEVET_MAX_BODDY",
	  "1Mi",
	  "KUBEVET_MAX_BODDY in the environment is no setting; did you mean KUBEVET_MAX_BODY?" },
	{ .name = "mistyped and empty", { FILES }, "KUBEVET_AUDITS", "", "KUBEVET_AUDIT?" },
	{ .name = "somebody else's", { FILES }, "KUBEVET_ZZZZZZZZ", "x", NULL },
	{ .name = "of a Service", { FILES }, "KUBEVET_METRICS_PORT", "tcp://10.0.0.1:80", NULL },
	{ .name = "of a Service's port",
	  { FILES },
	  "KUBEVET_METRICS_PORT_80_TCP",
	  "tcp://10.0.0.1:80",
	  NULL },
	{ .name = "of a Service's host", { FILES }, "KUBEVET_SERVICE_HOST", "10.0.0.1", NULL },
};

static enum options_outcome parse_row(const char *const *row, size_t most,
				      struct serve_options *out, struct err *err)
{
	char *argv[12] = { (char *)(uintptr_t) "kubevetd" };
	int argc = 1;

	for (size_t i = 0; i < most && row[i]; i++)
		argv[argc++] = (char *)(uintptr_t)row[i];
	return options_parse(argc, argv, out, err);
}

START_TEST(each_case)
{
	struct serve_options options;
	struct err err = { 0 };
	enum options_outcome got;

	if (cases[_i].variable)
		setenv(cases[_i].variable, cases[_i].value, 1);
	got = parse_row(cases[_i].argv, ARRAY_LEN(cases[_i].argv), &options, &err);
	if (!cases[_i].says)
		ck_assert_msg(got == OPTIONS_RUN, "%s: %s", cases[_i].name, err.text);
	else
		ck_assert_msg(got == OPTIONS_BAD && strstr(err.text, cases[_i].says),
			      "%s: got %d, %s", cases[_i].name, (int)got, err.text);
}
END_TEST

START_TEST(values)
{
	static const char *const row[] = { FILES, "--workers=3", "--tls-min=1.2",
					   "--log-format=json", NULL };
	struct serve_options o;
	struct err err = { 0 };

	setenv("KUBEVET_WORKERS", "2", 1);
	setenv("KUBEVET_LISTEN", "127.0.0.1:1", 1);
	setenv("KUBEVET_AUDIT", "true", 1);
	ck_assert_int_eq(parse_row(row, ARRAY_LEN(row), &o, &err), OPTIONS_RUN);
	ck_assert_int_eq(o.workers, 3); /* the command line wins */
	ck_assert_str_eq(o.listen, "127.0.0.1:1");
	ck_assert_int_eq(o.tls_min, 1);
	ck_assert_int_eq(o.log_format, LOG_JSON);
	ck_assert(o.audit);
	ck_assert_int_eq(o.max_body, 8 << 20);
	ck_assert_int_eq(o.memory_budget, 64 << 20);
	ck_assert_int_eq(o.max_connections, 1024);
	ck_assert_int_eq(o.idle_us, SECONDS_US(120));
	ck_assert_int_eq(o.drain_delay_us, SECONDS_US(10));
	ck_assert_int_eq(o.drain_timeout_us, SECONDS_US(20));
}
END_TEST

static const struct {
	const char *arg;
	enum options_outcome want;
} ends[] = { { "--help", OPTIONS_HELP }, { "--version", OPTIONS_VERSION } };

START_TEST(each_end)
{
	const char *const row[] = { ends[_i].arg, NULL };
	struct serve_options o;
	struct err err = { 0 };

	ck_assert_int_eq(parse_row(row, 1, &o, &err), ends[_i].want);
}
END_TEST

/* Each option is in the help text, with the name of its variable. */
START_TEST(help)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	options_help(out);
	fclose(out);
	ck_assert(strstr(text, "--client-allowed-subjects LIST"));
	ck_assert(strstr(text, "KUBEVET_CLIENT_ALLOWED_SUBJECTS"));
	ck_assert(strstr(text, "(default 120s)"));
	ck_assert(!strstr(text, "KUBEVET_HELP"));
	free(text);
}
END_TEST

static const struct {
	const char *text;
	int64_t bytes; /* -1: refused */
} sizes[] = {
	{ "0", 0 },
	{ "1", 1 },
	{ "64Ki", 65536 },
	{ "8Mi", 8388608 },
	{ "2Gi", 2147483648 },
	{ "", -1 },
	{ "Ki", -1 },
	{ "8M", -1 },
	{ "8 Mi", -1 },
	{ "-1", -1 },
	{ "0x10", -1 },
	{ "8Mi ", -1 },
	{ "99999999999999999999", -1 },
};

START_TEST(each_size)
{
	int64_t bytes = -1;
	bool ok = size_parse(sizes[_i].text, &bytes);

	ck_assert_msg(ok == (sizes[_i].bytes >= 0) && bytes == sizes[_i].bytes, "%s: got %d, %lld",
		      sizes[_i].text, ok, (long long)bytes);
}
END_TEST

static const struct {
	const char *text;
	unsigned cpus;
} quotas[] = {
	{ "max 100000\n", 0 },
	{ "100000 100000\n", 1 },
	{ "150000 100000\n", 2 },
	{ "50000 100000", 1 },
	{ "800000 100000", 8 },
	{ "-1 100000", 0 },
	{ "0 100000", 0 },
	{ "100000 0", 0 },
	{ "", 0 },
	{ "999999999999 100000", 64 },
};

START_TEST(each_quota)
{
	ck_assert_msg(cpus_of_quota(quotas[_i].text) == quotas[_i].cpus, "%s: got %u",
		      quotas[_i].text, cpus_of_quota(quotas[_i].text));
	ck_assert(cpus_usable() >= 1 && cpus_usable() <= 64);
}
END_TEST

/* The shipped settings fit the memory limit of the shipped container, with --record that of
 * components/record; four times the connections would not. */
START_TEST(memory)
{
	struct serve_options options;
	struct err err = { 0 };
	char *argv[] = { (char *)(uintptr_t) "kubevetd",
			 (char *)(uintptr_t) "--tls-cert=c",
			 (char *)(uintptr_t) "--tls-key=k",
			 (char *)(uintptr_t) "--workers=4",
			 (char *)(uintptr_t) "--max-connections=512",
			 NULL };
	int64_t limit = (int64_t)384 * 1024 * 1024;

	ck_assert_int_eq(options_parse(5, argv, &options, &err), OPTIONS_RUN);
	ck_assert_int_le(serve_memory_most(&options, 4), limit);
	options.record.dir = "/records";
	ck_assert_int_le(serve_memory_most(&options, 4), limit + (int64_t)128 * 1024 * 1024);
	ck_assert_int_gt(serve_memory_most(&options, 4), limit);
	options.record.dir = NULL;
	options.max_connections *= 4;
	ck_assert_int_gt(serve_memory_most(&options, 4), limit);
}
END_TEST

int main(void)
{
	return run_tables("options", (const struct table[]){
					     { "command lines", each_case, ARRAY_LEN(cases) },
					     { "values", values, 1 },
					     { "ends", each_end, ARRAY_LEN(ends) },
					     { "help", help, 1 },
					     { "sizes", each_size, ARRAY_LEN(sizes) },
					     { "quotas", each_quota, ARRAY_LEN(quotas) },
					     { "memory", memory, 1 },
					     { 0 },
				     });
}
