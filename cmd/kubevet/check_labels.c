/* SPDX-License-Identifier: Apache-2.0 */
/* check_labels.c - the levels that Namespaces among the manifests give to the objects beside them.
 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "config/namespaces.h"

#define LABEL_PREFIX "pod-security.kubernetes.io/"

const cJSON *manifest_labels(const struct manifest *m)
{
	const cJSON *label, *labels = json_get(json_get(m->subject.object, "metadata"), "labels");

	if (*m->subject.kind.group || strcmp(m->kind, "Namespace") != 0 || !cJSON_IsObject(labels))
		return NULL;
	cJSON_ArrayForEach (label, labels)
		if (strncmp(label->string, LABEL_PREFIX, strlen(LABEL_PREFIX)) == 0)
			return labels;
	return NULL;
}

/* Whether the bytes have the prefix somewhere. The last bytes of a piece are looked at again with
 * the next one. */
static bool speaks_of_labels(int fd)
{
	char piece[65536];
	size_t held = 0;
	ssize_t n;

	while ((n = read(fd, piece + held, sizeof(piece) - held)) > 0) {
		size_t len = held + (size_t)n;

		if (memmem(piece, len, LABEL_PREFIX, strlen(LABEL_PREFIX)))
			return true;
		held = len < strlen(LABEL_PREFIX) ? len : strlen(LABEL_PREFIX) - 1;
		memmove(piece, piece + len - held, held);
	}
	return false;
}

static bool is_worth_reading(const struct input *input)
{
	struct stat st;
	int fd;
	bool worth;

	if (input->fault || strcmp(input->path, "-") == 0)
		return false;
	fd = open(input->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	/* A pipe can't be read twice, and a device may have no end. */
	worth = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && speaks_of_labels(fd);
	close(fd);
	return worth;
}

static bool same_labels(const struct map *a, const cJSON *labels)
{
	const cJSON *label;

	cJSON_ArrayForEach (label, labels) {
		const char *value = map_get(a, label->string);

		if (strncmp(label->string, LABEL_PREFIX, strlen(LABEL_PREFIX)) == 0 &&
		    (!value || !json_string(label) || strcmp(value, json_string(label)) != 0))
			return false;
	}
	for_each_entry (entry, *a)
		if (strncmp(entry->key, LABEL_PREFIX, strlen(LABEL_PREFIX)) == 0 &&
		    !json_get(labels, entry->key))
			return false;
	return true;
}

/* A disputed one is known and bare, as it would be without any labels. */
static int add_namespace(struct check_run *run, struct namespaces *disputed,
			 const struct manifest *m, struct err *err)
{
	const char *name = m->subject.name;
	const cJSON *labels = manifest_labels(m);
	const struct map *before;

	if (!labels || namespaces_find(disputed, name))
		return 0;
	before = namespaces_find(run->labels, name);
	if (!before)
		return namespaces_put(run->labels, name, labels, err);
	if (same_labels(before, labels))
		return 0;
	if (namespaces_put(disputed, name, NULL, err) < 0)
		return -1;
	return namespaces_put(run->labels, name, NULL, err);
}

static int read_file(struct check_run *run, const char *path, struct namespaces *disputed,
		     struct err *err)
{
	struct err ignored;
	SCOPED(scoped_source) struct source *source = source_open(path, run->ns, &ignored);
	struct manifest manifest;
	int result;

	if (!source)
		return 0;
	while ((result = source_next(source, &manifest, &ignored)) != 0)
		if (result > 0 && add_namespace(run, disputed, &manifest, err) < 0 &&
		    err->code != ERR_INPUT)
			return -1;
	return 0;
}

int check_labels(struct check_run *run, struct err *err)
{
	struct namespaces *disputed = namespaces_new(err);
	int status = disputed ? 0 : -1;

	run->labels = disputed ? namespaces_new(err) : NULL;
	if (!run->labels)
		status = -1;
	for (size_t i = 0; status == 0 && i < run->inputs.count; i++)
		if (is_worth_reading(&run->inputs.v[i]))
			status = read_file(run, run->inputs.v[i].path, disputed, err);
	if (status == 0) {
		run->ns_disputed = namespaces_count(disputed);
		run->ns_followed = namespaces_count(run->labels) - run->ns_disputed;
	}
	namespaces_free(disputed);
	return status;
}
