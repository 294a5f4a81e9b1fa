/* SPDX-License-Identifier: Apache-2.0 */
/* check_fixtures.c - upstream's 4,537 fixtures and 70 vectors from bytes to bytes, to the letter.
 *
 * Each fixture is judged as a Pod (denied with the exact text, or allowed) and as the template of a
 * Deployment (always allowed, with the one exact warning, or none). The data is read where it lies,
 * beside the project; without it the test says so.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admit.h"
#include "support.h"

#define MINORS	       38
#define LINE_MAX_BYTES ((size_t)1024 * 1024)
#define FIXTURES       4537
#define VECTORS	       70

static const char *const levels[] = { "baseline", "restricted" };

/* A namespace for each level and version, labelled enforce only: that implies warn. */
static const char *all_namespaces(void)
{
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, LINE_MAX_BYTES);
	for (size_t l = 0; l < ARRAY_LEN(levels); l++)
		for (int minor = 0; minor < MINORS; minor++)
			buf_addf(&out,
				 "%s'%s-v1.%d':{'pod-security.kubernetes.io/enforce':'%s',"
				 "'pod-security.kubernetes.io/enforce-version':'v1.%d'}",
				 out.len ? "," : "{", levels[l], minor, levels[l], minor);
	buf_addc(&out, '}');
	return arena_strndup(test_arena(), out.data, out.len);
}

static void write_volumes_defaulted(struct buf *out, const cJSON *volumes)
{
	const cJSON *volume, *member;
	const char *sep = "[";

	cJSON_ArrayForEach (volume, volumes) {
		bool empty = true;

		buf_adds(out, sep);
		buf_addc(out, '{');
		cJSON_ArrayForEach (member, volume) {
			json_write_string(out, member->string);
			buf_addc(out, ':');
			json_write(out, member);
			buf_addc(out, ',');
			empty = empty && strcmp(member->string, "name") == 0;
		}
		buf_adds(out, empty ? "\"emptyDir\":{}}" : "\"x\":0}");
		sep = ",";
	}
	buf_addc(out, ']');
}

/* The spec, with the one default that the API server sets before admission where the fixture needs
 * it. */
static void write_spec(struct buf *out, const cJSON *spec, bool defaulted)
{
	const cJSON *member;
	const char *sep = "{";

	cJSON_ArrayForEach (member, spec) {
		buf_adds(out, sep);
		json_write_string(out, member->string);
		buf_addc(out, ':');
		if (defaulted && strcmp(member->string, "volumes") == 0)
			write_volumes_defaulted(out, member);
		else
			json_write(out, member);
		sep = ",";
	}
	buf_addc(out, '}');
}

static void write_review(struct buf *out, const cJSON *object, const char *ns, bool deployment,
			 bool defaulted)
{
	static const char *const heads[] = {
		"\"kind\":{\"group\":\"\",\"version\":\"v1\",\"kind\":\"Pod\"},"
		"\"resource\":{\"group\":\"\",\"version\":\"v1\",\"resource\":\"pods\"},"
		"\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Pod\"",
		"\"kind\":{\"group\":\"apps\",\"version\":\"v1\",\"kind\":\"Deployment\"},"
		"\"resource\":{\"group\":\"apps\",\"version\":\"v1\",\"resource\":\"deployments\"},"
		"\"object\":{\"apiVersion\":\"apps/"
		"v1\",\"kind\":\"Deployment\",\"metadata\":{\"name\":\"test\"},"
		"\"spec\":{\"template\":{\"x\":0"
	};

	buf_adds(out, "{\"apiVersion\":\"admission.k8s.io/"
		      "v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u\","
		      "\"operation\":\"CREATE\",\"name\":\"test\",\"namespace\":");
	json_write_string(out, ns);
	buf_addf(out, ",%s", heads[deployment]);
	if (json_present(object, "metadata")) {
		buf_adds(out, ",\"metadata\":");
		json_write(out, json_get(object, "metadata"));
	}
	buf_adds(out, ",\"spec\":");
	write_spec(out, json_get(object, "spec"), defaulted);
	buf_adds(out, deployment ? "}}}}}" : "}}}");
}

/* What the answer must be: as a Pod the denial or nothing, as a Deployment the warning or nothing.
 */
static const char *expected(const char *policy, const char *detail, bool deployment)
{
	if (!detail)
		return arena_printf(test_arena(), "allowed\n");
	if (deployment)
		return arena_printf(test_arena(),
				    "allowed\nwarning: would violate PodSecurity \"%s\": %s\n",
				    policy, detail);
	return arena_printf(
		test_arena(),
		"403 Forbidden: pods \"test\" is forbidden: violates PodSecurity \"%s\": %s\n",
		policy, detail);
}

/* The lines that are compared: verdict and warnings. */
static const char *essence(const char *text)
{
	SCOPED(scoped_buf) struct buf out;

	buf_init(&out, LINE_MAX_BYTES);
	for (const char *line = text; *line;) {
		size_t len = strcspn(line, "\n") + 1;

		if (line == text || strncmp(line, "warning: ", 9) == 0)
			buf_add(&out, line, len);
		line += len;
	}
	return arena_strndup(test_arena(), buf_str(&out), out.len);
}

static bool judge_as(const struct admit *admit, const cJSON *row, const char *ns,
		     const char *policy, bool deployment)
{
	SCOPED(scoped_buf) struct buf body;
	const char *want = expected(policy, json_string(json_get(row, "detail")), deployment);
	const char *label = json_string(json_get(row, json_get(row, "file") ? "file" : "name"));
	const char *got;

	buf_init(&body, LINE_MAX_BYTES);
	write_review(&body, json_get(row, "object"), ns, deployment,
		     json_get(row, "needs") != NULL);
	got = essence(admit_text(admit, body.data, body.len));
	if (same(got, want))
		return true;
	fprintf(stderr, "%s as %s: got\n%swant\n%s", label, deployment ? "Deployment" : "Pod", got,
		want);
	return false;
}

/* Calls @each with every JSON line of a command's output. Return: how many lines there were. */
static size_t each_line(const char *command, void (*each)(const cJSON *row, void *ctx), void *ctx)
{
	char *line = malloc(LINE_MAX_BYTES);
	FILE *in = popen(command,
			 "r"); // NOLINT(cert-env33-c): a fixed command over a file of the test's
	size_t count = 0;

	ck_assert(line != NULL && in != NULL);
	while (fgets(line, (int)LINE_MAX_BYTES, in)) {
		struct err err = { 0 };
		cJSON *row = json_parse(test_arena(), line, strcspn(line, "\n"), NULL, &err);

		ck_assert_msg(row != NULL, "line %zu: %s", count + 1, err.text);
		each(row, ctx);
		count++;
	}
	ck_assert_int_eq(pclose(in), 0);
	free(line);
	return count;
}

struct tally {
	struct admit admit;
	bool deployment;
	size_t right;
};

static void judge_fixture(const cJSON *row, void *ctx)
{
	struct tally *tally = ctx;
	const char *level = json_string(json_get(row, "level"));
	const char *version = json_string(json_get(row, "version"));
	const char *ns = arena_printf(test_arena(), "%s-%s", level, version);
	const char *policy = arena_printf(test_arena(), "%s:%s", level, version);

	tally->right += judge_as(&tally->admit, row, ns, policy, tally->deployment);
}

START_TEST(fixtures)
{
	struct tally tally = { .deployment = _i == 1 };
	const char *shared = shared_dir();
	const char *command;
	size_t lines;

	if (!shared) {
		fprintf(stderr, "SKIPPED: the shared fixtures are not there (KUBEVET_SHARED)\n");
		return;
	}
	tally.admit = admit_new("podSecurity: {defaults: {}, exemptions: {}}\nrules: []\n",
				all_namespaces());
	command = arena_printf(test_arena(), "zcat '%s/conformance/pss/pss-fixtures.jsonl.gz'",
			       shared);
	lines = each_line(command, judge_fixture, &tally);
	fprintf(stderr, "fixtures as %s: %zu of %zu\n", tally.deployment ? "Deployment" : "Pod",
		tally.right, lines);
	ck_assert_uint_eq(lines, FIXTURES);
	ck_assert_uint_eq(tally.right, FIXTURES);
	admit_free(&tally.admit);
}
END_TEST

static void judge_vector(const cJSON *row, void *ctx)
{
	struct tally *tally = ctx;
	const char *level = json_string(json_get(row, "level"));
	const char *version = json_string(json_get(row, "version"));
	const char *config =
		arena_printf(test_arena(),
			     "podSecurity: {defaults: {enforce: %s, enforce-version: %s, warn: %s, "
			     "warn-version: %s}}\nrules: []\n",
			     level, version, level, version);
	const char *policy = arena_printf(test_arena(), "%s:%s", level, version);
	struct admit admit = admit_new(config, NULL);

	tally->right += judge_as(&admit, row, "test", policy, tally->deployment);
	admit_free(&admit);
}

START_TEST(vectors)
{
	struct tally tally = { .deployment = _i == 1 };
	const char *shared = shared_dir();
	const char *command;
	size_t lines;

	if (!shared) {
		fprintf(stderr, "SKIPPED: the shared vectors are not there (KUBEVET_SHARED)\n");
		return;
	}
	command = arena_printf(test_arena(), "grep '^{\"name\"' '%s/spec/pod-security.md'", shared);
	lines = each_line(command, judge_vector, &tally);
	fprintf(stderr, "vectors as %s: %zu of %zu\n", tally.deployment ? "Deployment" : "Pod",
		tally.right, lines);
	ck_assert_uint_eq(lines, VECTORS);
	ck_assert_uint_eq(tally.right, VECTORS);
}
END_TEST

int main(void)
{
	return run_tables("fixtures", (const struct table[]){ { "fixtures", fixtures, 2 },
							      { "vectors", vectors, 2 },
							      { 0 } });
}
