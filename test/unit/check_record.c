/* SPDX-License-Identifier: Apache-2.0 */
/* check_record.c - which reviews are recorded and how, and what becomes of those that can't be. */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "admit.h"
#include "server/record.h"
#include "server/ring.h"
#include "support.h"

static char folder[64];

struct desktop {
	struct metrics *metrics;
	struct recorder *recorder;
};

static struct desktop start(struct record_options options)
{
	struct err err = { 0 };
	struct desktop d = { .metrics = metrics_new(1, &err) };

	if (!*folder) {
		strcpy(folder, "/tmp/check_record.XXXXXX");
		ck_assert(mkdtemp(folder) != NULL);
	}
	options.dir = folder;
	options.max_bytes = RING_BYTES_MIN * 8;
	options.sample = options.sample ? options.sample : 1;
	d.recorder = recorder_start(&options, d.metrics, &err);
	ck_assert_msg(d.recorder != NULL, "%s", err.text);
	return d;
}

static void offer(const struct desktop *d, const char *ns, const char *group, const char *kind,
		  const char *body)
{
	struct admission_record record = { .group = group, .kind = kind, .ns = ns };
	struct buf reply;

	buf_init(&reply, 1000);
	buf_adds(&reply, "{\"answer\":1}\n");
	recorder_offer(d->recorder, &record, body, strlen(body), &reply);
	buf_fini(&reply);
}

/* Stops and returns all lines; removes the folder. */
static const char *stop(struct desktop *d)
{
	struct buf all;
	const char *text;
	DIR *dir;

	recorder_stop(d->recorder);
	buf_init(&all, (size_t)64 * 1024 * 1024);
	dir = opendir(folder);
	ck_assert(dir != NULL);
	for (struct dirent *e; (e = readdir(dir));) {
		char *path = arena_printf(test_arena(), "%s/%s", folder, e->d_name);
		size_t len;

		if (e->d_name[0] == '.')
			continue;
		buf_adds(&all, read_file(path, &len));
		unlink(path);
	}
	closedir(dir);
	rmdir(folder);
	text = arena_strndup(test_arena(), buf_str(&all), all.len);
	buf_fini(&all);
	return text;
}

static size_t count_lines(const char *text)
{
	size_t n = 0;

	for (; (text = strchr(text, '\n')); text++)
		n++;
	return n;
}

static void want_count(const struct desktop *d, const char *result, int n)
{
	char *line =
		arena_printf(test_arena(), "kubevet_records_total{result=\"%s\"} %d\n", result, n);
	struct buf out;

	buf_init(&out, METRICS_TEXT_MAX);
	metrics_write(d->metrics, &out);
	ck_assert_msg(strstr(buf_str(&out), line) != NULL, "no %s", line);
	buf_fini(&out);
}

#define SECRET_BODY \
	"{\"request\":{\"kind\":{\"kind\":\"Secret\"},\"object\":{\"data\":{\"a\":\"hunter2\"}}}}"

START_TEST(one)
{
	struct desktop d = start((struct record_options){ 0 });
	const char *text;

	offer(&d, "shop", "", "Secret", SECRET_BODY);
	text = stop(&d);
	ck_assert_msg(strncmp(text, "{\"time\":\"20", 11) == 0, "%s", text);
	ck_assert_msg(strstr(text, "Z\",\"review\":{\"request\":{\"kind\":{\"kind\":\"Secret\"},"
				   "\"object\":{\"data\":{\"a\":\"REDACTED\"}}}},"
				   "\"answer\":{\"answer\":1}}\n"),
		      "%s", text);
	want_count(&d, "written", 1);
	metrics_free(d.metrics);
}
END_TEST

static const struct row {
	const char *name, *namespaces, *kinds;
	const char *ns, *group, *kind;
	size_t want;
} rows[] = {
	{ "all", NULL, NULL, "shop", "", "Pod", 1 },
	{ "of the cluster", NULL, NULL, "", "", "Namespace", 1 },
	{ "namespace", "shop", NULL, "shop", "", "Pod", 1 },
	{ "other namespace", "shop", NULL, "bank", "", "Pod", 0 },
	{ "namespace, glob and spaces", "bank , sh*", NULL, "shop", "", "Pod", 1 },
	{ "none for the cluster", "shop", NULL, "", "", "Namespace", 0 },
	{ "kind", NULL, "Pod,apps/*", "shop", "", "Pod", 1 },
	{ "kind of a group", NULL, "Pod,apps/*", "shop", "apps", "Deployment", 1 },
	{ "other kind", NULL, "Pod,apps/*", "shop", "batch", "Job", 0 },
	{ "both", "shop", "Pod", "shop", "", "Pod", 1 },
	{ "one of both", "shop", "Pod", "bank", "", "Pod", 0 },
	{ "token review", NULL, NULL, "", "authentication.k8s.io", "TokenReview", 0 },
	{ "token review, asked for", NULL, "TokenReview", "", "authentication.k8s.io",
	  "TokenReview", 0 },
	{ "no kind", NULL, NULL, "shop", "", "", 0 },
};

START_TEST(wanted)
{
	const struct row *row = &rows[_i];
	struct desktop d = start(
		(struct record_options){ .namespaces = row->namespaces, .kinds = row->kinds });
	size_t got;

	offer(&d, row->ns, row->group, row->kind, "{}");
	got = count_lines(stop(&d));
	ck_assert_msg(got == row->want, "%s: %zu", row->name, got);
	metrics_free(d.metrics);
}
END_TEST

START_TEST(sampled)
{
	struct desktop d = start((struct record_options){ .sample = 10 });

	for (int i = 0; i < 95; i++)
		offer(&d, "shop", "", "Pod", "{}");
	ck_assert_uint_eq(count_lines(stop(&d)), 10);
	want_count(&d, "written", 10);
	metrics_free(d.metrics);
}
END_TEST

START_TEST(settings)
{
	struct desktop d = start(
		(struct record_options){ .config_maps = true, .annotations = "example.com/*" });
	const char *text;

	offer(&d, "shop", "", "ConfigMap",
	      "{\"request\":{\"kind\":{\"kind\":\"ConfigMap\"},\"object\":{\"data\":{\"a\":\"b\"},"
	      "\"metadata\":{\"annotations\":{\"example.com/a\":\"c\",\"other\":\"d\"}}}}}");
	text = stop(&d);
	ck_assert_msg(strstr(text, "{\"data\":{\"a\":\"b\"},\"metadata\":{\"annotations\":{"
				   "\"example.com/a\":\"c\",\"other\":\"REDACTED\"}}}"),
		      "%s", text);
	metrics_free(d.metrics);
}
END_TEST

START_TEST(dropped)
{
	struct desktop d = start((struct record_options){ 0 });
	size_t large = RECORD_QUEUE_MAX + 1, long_one = (size_t)RING_BYTES_MIN + 100;
	char *body = arena_alloc(test_arena(), large + 1);

	memset(body, ' ', large);
	body[large] = '\0';
	offer(&d, "shop", "", "Pod", body);
	/* A string longer than a segment. */
	memcpy(body, "{\"a\":\"", 6);
	memset(body + 6, 'x', long_one);
	memcpy(body + 6 + long_one, "\"}", 3);
	offer(&d, "shop", "", "Pod", body);
	/* What the judge would not have understood either. */
	offer(&d, "shop", "", "Pod", "{");
	offer(&d, "shop", "", "Pod", "{}");
	ck_assert_uint_eq(count_lines(stop(&d)), 1);
	want_count(&d, "queue_full", 1);
	want_count(&d, "too_large", 1);
	want_count(&d, "failed", 1);
	want_count(&d, "written", 1);
	metrics_free(d.metrics);
}
END_TEST

START_TEST(full_disk)
{
	struct rlimit limit = { 0, RLIM_INFINITY };
	struct desktop d = start((struct record_options){ 0 });

	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	for (int i = 0; i < 100; i++)
		offer(&d, "shop", "", "Pod", "{}");
	ck_assert_uint_eq(count_lines(stop(&d)), 0);
	want_count(&d, "failed", 100);
	limit.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &limit);
	metrics_free(d.metrics);
}
END_TEST

/* What was recorded is judged as it was. */
static const struct admit_request requests[] = {
	{ "CREATE", "v1 Pod", "pods", "", "a", "shop", "me",
	  "{'apiVersion':'v1','kind':'Pod','metadata':{'annotations':{'secret':'hunter2'}},"
	  "'spec':{'hostNetwork':true,'containers':[{'name':'app','image':'a',"
	  "'env':[{'name':'A','value':'hunter2'}]}]}}",
	  NULL },
	{ "UPDATE", "v1 Secret", "secrets", "", "a", "shop", "me",
	  "{'apiVersion':'v1','kind':'Secret','data':{'a':'hunter2'}}",
	  "{'apiVersion':'v1','kind':'Secret','stringData':{'a':'hunter2'}}" },
};

START_TEST(replays)
{
	struct desktop d = start((struct record_options){ 0 });
	struct admit admit = admit_new("", NULL);
	size_t len;
	const char *body = admit_review(&requests[_i], &len);
	const char *before = admit_text(&admit, body, len), *after, *text;
	struct err err = { 0 };
	struct buf review;

	offer(&d, "shop", "", "Pod", body);
	text = stop(&d);
	ck_assert_msg(!strstr(text, "hunter2"), "%s", text);
	buf_init(&review, 100000);
	json_write(&review,
		   json_get(json_parse(test_arena(), text, strlen(text), NULL, &err), "review"));
	after = admit_text(&admit, buf_str(&review), review.len);
	ck_assert_msg(same(before, after), "before\n%s\nafter\n%s", before, after);
	buf_fini(&review);
	admit_free(&admit);
	metrics_free(d.metrics);
}
END_TEST

int main(void)
{
	return run_tables("record",
			  (const struct table[]){ { "one", one, 1 },
						  { "wanted", wanted, ARRAY_LEN(rows) },
						  { "sampled", sampled, 1 },
						  { "settings", settings, 1 },
						  { "dropped", dropped, 1 },
						  { "full disk", full_disk, 1 },
						  { "replays", replays, ARRAY_LEN(requests) },
						  { 0 } });
}
