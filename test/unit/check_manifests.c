/* SPDX-License-Identifier: Apache-2.0 */
/* check_manifests.c - real manifests, each wrapped into a CREATE review and judged with the
 * built-in configuration.
 *
 * There are no expected verdicts: each object must be answered, and the sanitizers must have
 * nothing to say. The data is read where it lies, beside the project; without it the test says so.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admission/handle.h"
#include "policies.h"
#include "support.h"
#include "yaml/yaml.h"

#define TEXT_MAX ((size_t)16 * 1024 * 1024)

struct tally {
	struct engine *engine;
	struct arena *review_arena;
	struct buf body, reply;
	size_t files, objects, refused, verdicts[4], errors;
};

/* "NetworkPolicy" to "networkpolicies": near enough, as only the table's resources are looked at.
 */
static void write_resource(struct buf *out, const char *group, const char *kind)
{
	const struct kind *known = kind_find(group, kind);
	size_t len = strlen(kind);

	if (known) {
		buf_adds(out, known->resource);
		return;
	}
	for (size_t i = 0; i < len; i++)
		buf_addc(out, (char)tolower((unsigned char)kind[i]));
	buf_addc(out, 's');
}

static void write_create(struct buf *out, const cJSON *object)
{
	const cJSON *metadata = json_present(object, "metadata");
	const char *kind = json_string(json_get(object, "kind"));
	const char *api_version = json_string(json_get(object, "apiVersion"));
	const char *ns = json_string(json_get(metadata, "namespace"));
	const char *name = json_string(json_get(metadata, "name"));
	char group[256] = "";
	const char *version =
		api_version ? api_version_split(api_version, group, sizeof(group)) : NULL;

	buf_addf(out,
		 "{\"apiVersion\":\"admission.k8s.io/"
		 "v1\",\"kind\":\"AdmissionReview\",\"request\":{\"uid\":\"u\","
		 "\"operation\":\"CREATE\",\"kind\":{\"group\":\"%s\",\"version\":\"%s\",\"kind\":"
		 "\"%s\"},"
		 "\"resource\":{\"group\":\"%s\",\"version\":\"%s\",\"resource\":\"",
		 group, version ? version : "v1", kind ? kind : "Unknown", group,
		 version ? version : "v1");
	write_resource(out, group, kind ? kind : "Unknown");
	buf_adds(out, "\"},\"namespace\":");
	json_write_string(out, ns ? ns : "default");
	buf_adds(out, ",\"name\":");
	json_write_string(out, name ? name : "");
	buf_adds(out, ",\"object\":");
	json_write(out, object);
	buf_adds(out, "}}");
}

static void judge_object(struct tally *tally, const cJSON *object, const char *file)
{
	struct admission_record record;
	struct err err = { 0 };

	buf_clear(&tally->body);
	buf_clear(&tally->reply);
	write_create(&tally->body, object);
	ck_assert_msg(buf_ok(&tally->body, &err) == 0, "%s: %s", file, err.text);
	tally->objects++;
	if (admission_handle(tally->engine, NULL, tally->review_arena, tally->body.data,
			     tally->body.len, &tally->reply, &record, &err) < 0) {
		fprintf(stderr, "%s: %s\n", file, err.text);
		tally->errors++;
	} else {
		if (record.judgement.verdict == VERDICT_ERROR)
			fprintf(stderr, "%s: %s %s: %s\n", file, record.kind, record.name,
				record.judgement.message);
		tally->verdicts[record.judgement.verdict]++;
	}
	arena_reset(tally->review_arena);
}

static void judge_document(struct tally *tally, const cJSON *doc, const char *file)
{
	const char *kind = json_string(json_get(doc, "kind"));
	const cJSON *items = json_get(doc, "items");
	const cJSON *item;

	if (!cJSON_IsObject(doc))
		return;
	if (kind && strcmp(kind, "List") == 0 && cJSON_IsArray(items)) {
		cJSON_ArrayForEach (item, items)
			judge_document(tally, item, file);
		return;
	}
	judge_object(tally, doc, file);
}

/* Return: whether the file was refused, and from where on: it holds a key twice, which Kubernetes'
 * own reader refuses too. */
static bool judge_file(struct tally *tally, const char *dir, const char *file)
{
	static const struct json_limits limits = { .bytes = TEXT_MAX,
						   .depth = 100,
						   .values = 5000000 };
	SCOPED(scoped_arena) struct arena *a = NULL;
	SCOPED(scoped_yaml) struct yaml *yaml = NULL;
	struct err err = { 0 };
	size_t len;
	char *text = read_file(arena_printf(test_arena(), "%s/%s", dir, file), &len);
	cJSON *doc;
	int more;

	ck_assert_msg(text != NULL, "%s can't be read", file);
	a = arena_new((size_t)512 * 1024 * 1024, &err);
	ck_assert(a != NULL);
	yaml = yaml_open(text, len, &limits, &err);
	ck_assert_msg(yaml != NULL, "%s: %s", file, err.text);
	while ((more = yaml_next(yaml, a, &doc, &err)) > 0)
		judge_document(tally, doc, file);
	if (more < 0) {
		fprintf(stderr, "%s:%s\n", file, err.text);
		ck_assert_msg(strstr(err.text, "stands twice") != NULL, "%s:%s", file, err.text);
	}
	tally->files++;
	return more < 0;
}

/* The index names each file and how many objects it holds. */
static size_t judge_index(struct tally *tally, const char *dir)
{
	size_t len, before, wanted = 0;
	char *index = read_file(arena_printf(test_arena(), "%s/INDEX.tsv", dir), &len);
	char *save = NULL;

	ck_assert(index != NULL);
	strtok_r(index, "\n", &save); /* the head line */
	for (char *line; (line = strtok_r(NULL, "\n", &save));) {
		size_t objects = 0;
		char *tab = strchr(line, '\t');

		ck_assert(tab != NULL);
		*tab = '\0';
		ck_assert_int_eq(sscanf(tab + 1, "%*[^\t]\t%*[^\t]\t%*[^\t]\t%zu", &objects),
				 1); // NOLINT(cert-err34-c)
		wanted += objects;
		before = tally->objects;
		if (judge_file(tally, dir, line))
			tally->refused += objects - (tally->objects - before);
	}
	return wanted;
}

START_TEST(manifests)
{
	char dir[] = "/tmp/kubevet-manifests-XXXXXX";
	const struct config_fault *faults = NULL;
	const struct config *config = config_builtin(test_arena(), policies_all, &faults);
	struct tally tally = { 0 };
	struct err err = { 0 };
	const char *shared = shared_dir();
	size_t wanted;

	if (!shared) {
		fprintf(stderr, "SKIPPED: the shared manifests are not there (KUBEVET_SHARED)\n");
		return;
	}
	ck_assert_msg(config != NULL, "%s", faults ? faults->text : "no fault told");
	ck_assert(mkdtemp(dir) != NULL);
	ck_assert_int_eq(
		system(arena_printf(
			test_arena(), // NOLINT(cert-env33-c): fixed commands over the test's own
				      // folder
			"zstd -dcq '%s/data/manifests.tar.zst' | tar -x --strip-components=1 -C "
			"'%s'",
			shared, dir)),
		0);
	tally.engine = engine_new(policies_all, config, &err);
	tally.review_arena = arena_new(REVIEW_ARENA_MAX, &err);
	ck_assert_msg(tally.engine != NULL && tally.review_arena != NULL, "%s", err.text);
	buf_init(&tally.body, TEXT_MAX);
	buf_init(&tally.reply, REPLY_BYTES_MAX);
	wanted = judge_index(&tally, dir);
	ck_assert_int_eq(system(arena_printf(test_arena(), "rm -rf '%s'", dir)),
			 0); // NOLINT(cert-env33-c)
	fprintf(stderr,
		"manifests: %zu files, %zu objects judged, %zu refused for a duplicate key: %zu "
		"allowed, %zu allowed with warnings, %zu "
		"denied, %zu undecided, %zu errors\n",
		tally.files, tally.objects, tally.refused, tally.verdicts[VERDICT_ALLOW],
		tally.verdicts[VERDICT_WARN], tally.verdicts[VERDICT_DENY],
		tally.verdicts[VERDICT_ERROR], tally.errors);
	ck_assert_uint_eq(tally.objects + tally.refused, wanted);
	ck_assert_uint_eq(tally.errors, 0);
	buf_fini(&tally.body);
	buf_fini(&tally.reply);
	arena_free(tally.review_arena);
	engine_free(tally.engine);
}
END_TEST

int main(void)
{
	return run_table("manifests", manifests, 1);
}
