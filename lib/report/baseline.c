/* SPDX-License-Identifier: Apache-2.0 */
/* baseline.c - a hash table of fingerprints, and its file. */
#include "report/baseline.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "report/writer.h"

#define ARENA_MAX   ((size_t)1024 * 1024 * 1024)
#define API_VERSION "kubevet.dev/v1"
#define KIND	    "Baseline"

struct entry {
	struct entry *next;  /* in its bucket */
	struct entry *later; /* in the order they came */
	char fingerprint[FINGERPRINT_SIZE];
	size_t count, seen;
	const char *rule, *object, *place;
};

struct baseline {
	struct arena *a;
	struct entry **buckets;
	size_t bucket_count; /* a power of two */
	size_t entries, findings;
	struct entry *first, **last;
};

static struct entry **bucket_of(struct entry **buckets, size_t count, const char *fingerprint)
{
	uint32_t hash = 2166136261u; /* they come from SHA-256, or from the user's own file */

	for (; *fingerprint; fingerprint++)
		hash = (hash ^ (unsigned char)*fingerprint) * 16777619u;
	return &buckets[hash & (count - 1)];
}

static struct entry *find(const struct baseline *b, const char *fingerprint)
{
	struct entry *entry = *bucket_of(b->buckets, b->bucket_count, fingerprint);

	while (entry && strcmp(entry->fingerprint, fingerprint) != 0)
		entry = entry->next;
	return entry;
}

static int grow(struct baseline *b, struct err *err)
{
	size_t count = 2 * b->bucket_count;
	struct entry **buckets;

	if (b->entries < b->bucket_count)
		return 0;
	buckets = arena_zalloc(b->a, count * sizeof(struct entry *));
	if (!buckets)
		return arena_error(b->a, err);
	for (struct entry *entry = b->first; entry; entry = entry->later) {
		struct entry **bucket = bucket_of(buckets, count, entry->fingerprint);

		entry->next = *bucket;
		*bucket = entry;
	}
	b->buckets = buckets;
	b->bucket_count = count;
	return 0;
}

/* A new entry; @fingerprint has the right length. */
static struct entry *insert(struct baseline *b, const char *fingerprint, struct err *err)
{
	struct entry *entry, **bucket;

	if (grow(b, err) < 0)
		return NULL;
	entry = arena_zalloc(b->a, sizeof(*entry));
	if (!entry) {
		arena_error(b->a, err);
		return NULL;
	}
	memcpy(entry->fingerprint, fingerprint, FINGERPRINT_SIZE);
	bucket = bucket_of(b->buckets, b->bucket_count, fingerprint);
	entry->next = *bucket;
	*bucket = entry;
	*b->last = entry;
	b->last = &entry->later;
	b->entries++;
	return entry;
}

struct baseline *baseline_new(struct err *err)
{
	struct baseline *b = mem_alloc(sizeof(*b));

	if (!b) {
		err_memory(err);
		return NULL;
	}
	*b = (struct baseline){ .bucket_count = 1024, .last = &b->first };
	b->a = arena_new(ARENA_MAX, err);
	b->buckets = b->a ? arena_zalloc(b->a, b->bucket_count * sizeof(struct entry *)) : NULL;
	if (b->buckets)
		return b;
	err_memory(err);
	baseline_free(b);
	return NULL;
}

void baseline_free(struct baseline *b)
{
	if (!b)
		return;
	arena_free(b->a);
	mem_free(b);
}

size_t baseline_count(const struct baseline *b)
{
	return b->findings;
}

size_t baseline_gone(const struct baseline *b)
{
	size_t gone = 0;

	for (const struct entry *entry = b->first; entry; entry = entry->later)
		gone += entry->count - entry->seen;
	return gone;
}

static int load_entry(struct baseline *b, const cJSON *node, size_t index, struct err *err)
{
	const char *fingerprint = json_string(json_get(node, "fingerprint"));
	int64_t count;
	struct entry *entry;

	if (!fingerprint || strlen(fingerprint) != FINGERPRINT_SIZE - 1)
		return err_set(err, ERR_INPUT, "findings[%zu].fingerprint: want %d digits", index,
			       FINGERPRINT_SIZE - 1);
	if (!json_int(json_get(node, "count"), &count) || count < 1)
		return err_set(err, ERR_INPUT, "findings[%zu].count: want a number from 1", index);
	entry = find(b, fingerprint);
	entry = entry ? entry : insert(b, fingerprint, err);
	if (!entry)
		return -1;
	entry->count += (size_t)count;
	b->findings += (size_t)count;
	return 0;
}

static int load(struct baseline *b, struct arena *a, const char *path, struct err *err)
{
	static const struct json_limits limits = { .bytes = BASELINE_BYTES_MAX,
						   .depth = 4,
						   .values = 20000000 };
	SCOPED(scoped_buf) struct buf text;
	const cJSON *doc, *list, *node;
	const char *kind, *version;
	size_t index = 0;

	buf_init(&text, BASELINE_BYTES_MAX);
	if (text_read(path, &text, err) < 0)
		return -1;
	doc = json_parse(a, buf_str(&text), text.len, &limits, err);
	if (!doc)
		return -1;
	kind = json_string(json_get(doc, "kind"));
	version = json_string(json_get(doc, "apiVersion"));
	list = json_get(doc, "findings");
	if (!kind || strcmp(kind, KIND) != 0 || !version || strcmp(version, API_VERSION) != 0 ||
	    !cJSON_IsArray(list))
		return err_set(err, ERR_INPUT, "not a %s %s with findings", API_VERSION, KIND);
	cJSON_ArrayForEach (node, list)
		if (load_entry(b, node, index++, err) < 0)
			return -1;
	return 0;
}

struct baseline *baseline_load(const char *path, struct err *err)
{
	SCOPED(scoped_arena) struct arena *a = arena_new((size_t)4 * ARENA_MAX, err);
	struct baseline *b = a ? baseline_new(err) : NULL;

	if (b && load(b, a, path, err) == 0)
		return b;
	baseline_free(b);
	return NULL;
}

static bool take_known(struct baseline *b, const struct report_finding *f)
{
	struct entry *entry = find(b, f->fingerprint);

	return entry && entry->seen < entry->count && ++entry->seen;
}

int baseline_filter(struct baseline *b, struct arena *a, struct report_object *object,
		    struct err *err)
{
	const struct report_finding *f = object->findings, **link = &object->findings;

	*link = NULL;
	for (; f; f = f->next) {
		struct report_finding *left;

		if (take_known(b, f)) {
			object->known++;
			continue;
		}
		left = arena_alloc(a, sizeof(*left));
		if (!left)
			return arena_error(a, err);
		*left = *f;
		left->next = NULL;
		*link = left;
		link = &left->next;
	}
	return 0;
}

static const char *object_text(struct baseline *b, const struct report_object *object)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, 1 << 20);
	write_object_name(&text, object);
	if (text.failed)
		return NULL;
	return arena_strndup(b->a, buf_str(&text), text.len);
}

int baseline_record(struct baseline *b, struct report_object *object, struct err *err)
{
	for (const struct report_finding *f = object->findings; f; f = f->next) {
		struct entry *entry = find(b, f->fingerprint);

		if (!entry) {
			entry = insert(b, f->fingerprint, err);
			if (!entry)
				return -1;
			entry->rule = f->rule;
			entry->object = object_text(b, object);
			entry->place = arena_strndup(b->a, f->place, strlen(f->place));
			if (!entry->object || !entry->place)
				return arena_error(b->a, err);
		}
		entry->count++;
		b->findings++;
		object->known++;
	}
	object->findings = NULL;
	return 0;
}

static void write_entry(struct buf *out, const struct entry *entry)
{
	buf_adds(out, "\n{\"fingerprint\":");
	write_json(out, entry->fingerprint);
	buf_addf(out, ",\"count\":%zu,\"rule\":", entry->count);
	write_json(out, entry->rule);
	buf_adds(out, ",\"object\":");
	write_json(out, entry->object);
	buf_adds(out, ",\"place\":");
	write_json(out, entry->place);
	buf_adds(out, entry->later ? "}," : "}\n");
}

static int write_file(const struct baseline *b, FILE *out, struct err *err)
{
	SCOPED(scoped_buf) struct buf text;

	buf_init(&text, BASELINE_BYTES_MAX);
	buf_adds(&text, "{\"apiVersion\":\"" API_VERSION "\",\"kind\":\"" KIND "\",\"findings\":[");
	for (const struct entry *entry = b->first; entry; entry = entry->later)
		write_entry(&text, entry);
	buf_adds(&text, "]}\n");
	if (buf_ok(&text, err) < 0)
		return -1;
	if (fwrite(text.data, 1, text.len, out) != text.len || fflush(out) != 0 ||
	    fsync(fileno(out)) != 0)
		return err_set(err, ERR_SYSTEM, "%s", strerror(errno));
	return 0;
}

int baseline_save(const struct baseline *b, const char *path, struct err *err)
{
	SCOPED(scoped_buf) struct buf name;
	int result, fd;
	FILE *out;

	buf_init(&name, 1 << 16);
	buf_addf(&name, "%s.XXXXXX", path);
	if (buf_ok(&name, err) < 0)
		return -1;
	fd = mkostemp(name.data, O_CLOEXEC);
	out = fd < 0 ? NULL : fdopen(fd, "wb");
	if (!out)
		return err_set(err, ERR_SYSTEM, "%s", strerror(errno));
	result = fchmod(fd, 0644) == 0 ? write_file(b, out, err)
				       : err_set(err, ERR_SYSTEM, "%s", strerror(errno));
	if (fclose(out) != 0 && result == 0)
		result = err_set(err, ERR_SYSTEM, "%s", strerror(errno));
	if (result == 0 && rename(name.data, path) != 0)
		result = err_set(err, ERR_SYSTEM, "%s", strerror(errno));
	if (result < 0)
		unlink(name.data);
	return result;
}
