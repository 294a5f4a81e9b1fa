/* SPDX-License-Identifier: Apache-2.0 */
/* webhook.c - the webhook's registration: print one that fits a configuration, judge one that is
 * there. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "args.h"
#include "cli.h"
#include "config.h"
#include "base/file.h"
#include "base/text.h"
#include "policy/wording.h"
#include "webhook/check.h"
#include "webhook/print.h"
#include "yaml/yaml.h"

#define FILE_BYTES_MAX	 ((size_t)4 * 1024 * 1024)
#define OUTPUT_BYTES_MAX ((size_t)16 * 1024 * 1024)
#define CHECK_ARENA_MAX	 ((size_t)256 * 1024 * 1024)
#define LABEL_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-"

struct options {
	const char *config, *service, *url, *ca_file, *cert, *timeout, *failure_policy, *days;
	bool by_file;
};

/* Return: 0, or -1 after a complaint. */
static int read_number(const char *name, const char *text, int most, int *out)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(text, &end, 10);
	if (errno || end == text || *end || n < 0 || n > most) {
		cli_complain("%s is a number up to %d, not %s", name, most, text);
		return -1;
	}
	*out = (int)n;
	return 0;
}

/* Return: 0, or -1 after a complaint. */
static int read_text(const char *path, struct buf *out)
{
	struct err err = { 0 };

	if ((strcmp(path, "-") == 0 ? file_read_input(out, &err) : file_read(path, out, &err)) ==
		    0 &&
	    text_plain(out, &err) == 0)
		return 0;
	cli_complain("%s: %s", path, err.text);
	return -1;
}

static bool is_label(const char *text, size_t len)
{
	return len > 0 && len < 64 && strspn(text, LABEL_CHARACTERS) >= len && text[0] != '-' &&
	       text[len - 1] != '-';
}

/* "kubevet/kubevet" in two; without it and without a URL, that is what it is. */
static int read_service(const struct options *given, struct arena *a, struct webhook_options *out)
{
	const char *text = given->service		  ? given->service
			   : given->url || given->by_file ? NULL
							  : "kubevet/kubevet";
	const char *slash = text ? strchr(text, '/') : NULL;

	if (!text)
		return 0;
	if (!slash || !is_label(text, (size_t)(slash - text)) ||
	    !is_label(slash + 1, strlen(slash + 1))) {
		cli_complain("--service is NAMESPACE/NAME, not %s", text);
		return -1;
	}
	out->service_ns = arena_strndup(a, text, (size_t)(slash - text));
	out->service = slash + 1;
	return out->service_ns ? 0 : -1;
}

static int read_options(const struct options *given, struct arena *a, struct buf *ca,
			struct webhook_options *out)
{
	*out = (struct webhook_options){
		.url = given->url,
		.by_file = given->by_file,
		.fail_open = strcmp(given->failure_policy, "Ignore") == 0,
	};
	if (!out->fail_open && strcmp(given->failure_policy, "Fail") != 0) {
		cli_complain("--failure-policy is Fail or Ignore, not %s", given->failure_policy);
		return -1;
	}
	if (read_number("--timeout", given->timeout, WEBHOOK_TIMEOUT_MAX, &out->timeout_s) < 0 ||
	    read_service(given, a, out) < 0)
		return -1;
	if (given->ca_file) {
		if (read_text(given->ca_file, ca) < 0)
			return -1;
		out->ca_pem = buf_str(ca);
	}
	return 0;
}

static int print(const struct options *given, struct arena *a, const struct config *config)
{
	SCOPED(scoped_buf) struct buf ca, out;
	struct webhook_options options;
	struct err err = { 0 };

	buf_init(&ca, FILE_BYTES_MAX);
	buf_init(&out, OUTPUT_BYTES_MAX);
	if (read_options(given, a, &ca, &options) < 0)
		return EXIT_UNUSABLE;
	if (webhook_print(&out, config, &options, &err) < 0)
		return cli_complain("%s", err.text);
	fputs(buf_str(&out), stdout);
	return EXIT_CLEAN;
}

/* What the findings of one file come to. */
struct tally {
	const char *path;
	size_t findings, configurations, foreign;
};

static void print_finding(void *ctx, unsigned line, const char *text)
{
	SCOPED(scoped_buf) struct buf clean;
	struct tally *tally = ctx;

	buf_init(&clean, OUTPUT_BYTES_MAX);
	escape_write(&clean, text);
	printf("%s:%u: %s\n", tally->path, line, buf_str(&clean));
	tally->findings++;
}

static bool is_list(const cJSON *doc)
{
	const char *kind = json_string(json_get(doc, "kind"));

	return kind && (strcmp(kind, "List") == 0 ||
			strcmp(kind, "ValidatingWebhookConfigurationList") == 0);
}

/* All that a cluster has, as kubectl prints them: those of others are not held against what kubevet
 * wants. A List of one was asked for by name. Return: as check_document(). */
static int check_items(const struct webhook_check *check, struct tally *tally, const cJSON *items,
		       struct arena *a, struct err *err)
{
	bool alone = items && items->child && !items->child->next;
	const cJSON *item;

	cJSON_ArrayForEach (item, items) {
		if (!is_webhook_configuration(item))
			continue;
		if (!alone && !webhook_is_ours(item)) {
			tally->foreign++;
			continue;
		}
		tally->configurations++;
		if (webhook_check(check, a, item, err) < 0)
			return -1;
	}
	return 0;
}

/* One document, or each of a List's, as kubectl prints several. Return: 0, or -1 when memory ran
 * out. */
static int check_document(const struct webhook_check *check, struct tally *tally, const cJSON *doc,
			  struct arena *a, struct err *err)
{
	if (is_webhook_configuration(doc)) {
		tally->configurations++;
		return webhook_check(check, a, doc, err);
	}
	return is_list(doc) ? check_items(check, tally, json_get(doc, "items"), a, err) : 0;
}

static int check_documents(const struct webhook_check *check, struct tally *tally, struct yaml *y,
			   struct arena *a)
{
	struct err err = { 0 };
	cJSON *doc;
	int more;

	while ((more = yaml_next(y, a, &doc, &err)) > 0)
		if (check_document(check, tally, doc, a, &err) < 0)
			return cli_complain("%s: %s", tally->path, err.text);
	if (more < 0)
		return cli_complain("%s:%s", tally->path, err.text);
	if (!tally->configurations && tally->foreign)
		return cli_complain("%s: none of %zu ValidatingWebhookConfigurations is kubevet's, "
				    "by its name, a webhook's or a Service's",
				    tally->path, tally->foreign);
	if (!tally->configurations)
		return cli_complain("%s: holds no ValidatingWebhookConfiguration", tally->path);
	if (tally->foreign)
		printf("%s: %zu of others left out\n", tally->path, tally->foreign);
	if (!tally->findings)
		printf("%s: good\n", tally->path);
	return tally->findings ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int check_file(struct webhook_check check, const char *path)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	SCOPED(scoped_buf) struct buf text;
	SCOPED(scoped_yaml) struct yaml *y = NULL;
	struct tally tally = { .path = path };
	struct err err = { 0 };

	buf_init(&text, FILE_BYTES_MAX);
	if (read_text(path, &text) < 0)
		return EXIT_UNUSABLE;
	a = arena_new(CHECK_ARENA_MAX, &err);
	y = a ? yaml_open(buf_str(&text), text.len, NULL, &err) : NULL;
	if (!y)
		return cli_complain("%s: %s", path, err.text);
	check.found = print_finding;
	check.ctx = &tally;
	return check_documents(&check, &tally, y, a);
}

static int check(const struct options *given, const struct config *config, int count, char **paths)
{
	SCOPED(scoped_buf) struct buf cert;
	struct webhook_check check = { .config = config };
	int worst = EXIT_CLEAN;

	buf_init(&cert, FILE_BYTES_MAX);
	if (read_number("--days", given->days, 10000, &check.days) < 0 ||
	    (given->cert && read_text(given->cert, &cert) < 0))
		return EXIT_UNUSABLE;
	if (!count)
		return cli_complain("webhook check wants a file");
	check.serving_pem = given->cert ? buf_str(&cert) : NULL;
	for (int i = 0; i < count; i++) {
		int status = check_file(check, paths[i]);

		worst = status > worst ? status : worst;
	}
	return worst;
}

static int run(const struct options *given, int argc, char **argv)
{
	SCOPED(scoped_arena) struct arena *a = NULL;
	const struct config *config;
	struct err err = { 0 };

	a = arena_new(CONFIG_ARENA_MAX, &err);
	if (!a)
		return cli_complain("%s", err.text);
	config = cli_config(a, given->config);
	if (!config)
		return EXIT_UNUSABLE;
	if (argc > 1 && strcmp(argv[1], "check") == 0)
		return check(given, config, argc - 2, argv + 2);
	if (argc == 1 || (argc == 2 && strcmp(argv[1], "print") == 0))
		return print(given, a, config);
	return cli_complain("webhook wants print, check FILE, or nothing to print");
}

int cmd_webhook(int argc, char **argv)
{
	struct options o = { .timeout = "5", .failure_policy = "Fail", .days = "30" };
	const struct arg args[] = {
		{ "--config", "FILE: what kubevet judges by; without it the built-in configuration",
		  &o.config, NULL },
		{ "--service", "NAMESPACE/NAME of kubevet's Service; kubevet/kubevet", &o.service,
		  NULL },
		{ "--url", "URL of kubevet in place of a Service", &o.url, NULL },
		{ "--ca-file", "FILE: PEM of the CA that signed kubevet's certificate", &o.ca_file,
		  NULL },
		{ "--timeout", "SECONDS that a write may wait, 1 to 10; 5", &o.timeout, NULL },
		{ "--failure-policy", "Fail, or Ignore: writes pass while kubevet is down",
		  &o.failure_policy, NULL },
		{ "--static", "for a file that the API server reads itself; wants --url", NULL,
		  &o.by_file },
		{ "--cert", "FILE: PEM of kubevet's certificate; check that the bundle fits it",
		  &o.cert, NULL },
		{ "--days", "N: check that certificates hold so long; 30", &o.days, NULL },
		{ 0 },
	};
	int status = args_take(&argc, argv, args);

	return status >= 0 ? status : run(&o, argc, argv);
}
