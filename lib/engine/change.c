/* SPDX-License-Identifier: Apache-2.0 */
/* change.c - new and old object side by side. */
#include "engine/change.h"

#include <string.h>

#include "k8s/subresource.h"

/* Only the API server sets it, and never on a new object: the old one tells. */
bool change_after_deletion(const struct subject *subject)
{
	const cJSON *metadata = json_get(subject->old_object, "metadata");

	return subject->operation == OPERATION_UPDATE &&
	       json_present(metadata, "deletionTimestamp") != NULL;
}

/* Whether @now differs from @then, both objects of strings; @takes: also by what is gone. */
static bool map_changed(struct arena *a, const cJSON *now, const cJSON *then, bool takes)
{
	const cJSON *const *n, *const *t;
	size_t n_count, t_count, k = 0;

	if ((now && !cJSON_IsObject(now)) || (then && !cJSON_IsObject(then)))
		return true;
	n = json_sorted(a, now, &n_count);
	t = json_sorted(a, then, &t_count);
	if (!n || !t || (takes && n_count < t_count))
		return true;
	for (size_t i = 0; i < n_count; i++, k++) {
		while (k < t_count && strcmp(t[k]->string, n[i]->string) < 0)
			k++;
		if (k == t_count || strcmp(t[k]->string, n[i]->string) != 0 ||
		    !json_same(a, n[i], t[k]))
			return true;
	}
	return false;
}

static bool metadata_changed(struct arena *a, const struct subject *subject, unsigned writes,
			     bool takes)
{
	static const struct {
		const char *key;
		unsigned writes;
	} maps[] = { { "labels", WRITES_LABELS }, { "annotations", WRITES_ANNOTATIONS } };
	const cJSON *now = json_get(subject->object, "metadata");
	const cJSON *then = json_get(subject->old_object, "metadata");

	for (size_t i = 0; i < ARRAY_LEN(maps); i++)
		if (writes & maps[i].writes && map_changed(a, json_present(now, maps[i].key),
							   json_present(then, maps[i].key), takes))
			return true;
	return false;
}

static bool is_compared(const cJSON *member)
{
	return strcmp(member->string, "metadata") != 0 && strcmp(member->string, "status") != 0;
}

/* Whether all but metadata and status is as it was. */
static bool rest_same(struct arena *a, const cJSON *now, const cJSON *then)
{
	size_t n_count, t_count, i = 0, k = 0;
	const cJSON *const *n = json_sorted(a, now, &n_count);
	const cJSON *const *t = json_sorted(a, then, &t_count);

	if (!n || !t)
		return false;
	for (;;) {
		while (i < n_count && !is_compared(n[i]))
			i++;
		while (k < t_count && !is_compared(t[k]))
			k++;
		if (i == n_count || k == t_count)
			return i == n_count && k == t_count;
		if (strcmp(n[i]->string, t[k]->string) != 0 || !json_same(a, n[i], t[k]))
			return false;
		i++;
		k++;
	}
}

enum change change_of(struct arena *a, const struct subject *subject)
{
	bool deleted = change_after_deletion(subject);
	unsigned writes = subresource_writes(subject->resource_group, subject->resource,
					     subject->subresource);

	if (subject->operation == OPERATION_CONNECT)
		return CHANGE_OBJECT;
	if (writes == WRITES_NOTHING)
		return CHANGE_NOTHING;
	if (writes & WRITES_OBJECT) {
		if (!deleted || !cJSON_IsObject(subject->object) ||
		    !rest_same(a, subject->object, subject->old_object))
			return CHANGE_OBJECT;
		writes = WRITES_METADATA;
	} else if (subject->operation == OPERATION_DELETE) {
		return CHANGE_NOTHING; /* of a status there is none */
	}
	return metadata_changed(a, subject, writes, !deleted) ? CHANGE_METADATA : CHANGE_NOTHING;
}
