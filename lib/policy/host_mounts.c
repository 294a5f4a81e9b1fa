/* SPDX-License-Identifier: Apache-2.0 */
/* host_mounts.c - the walk over hostPath volumes and their mounts. */
#include "policy/host_mounts.h"

#include <string.h>

#include "policy/says.h"

struct host_volumes host_volumes(const struct pod *pod, struct findings *out)
{
	struct host_volumes all = { 0 };
	size_t count = 0;

	for_each_volume (v, pod)
		count += v->host_path != NULL;
	if (!count)
		return all;
	all.v = arena_alloc(findings_arena(out), count * sizeof(*all.v));
	if (!all.v) {
		findings_spoil(out);
		return all;
	}
	for_each_volume (v, pod)
		if (v->host_path)
			all.v[all.count++] = (struct host_volume){
				.volume = v,
				.place = host_place(out, v->host_path->path),
			};
	return all;
}

/* A path below the volume can be another name of one outside of it: /proc and 1/root. */
static void check_sub_path(const struct host_volume *v, const struct volume_mount *m,
			   const void *ctx, struct findings *out, host_place_judge *judge)
{
	struct host_place place =
		host_place(out, finding_text(out, "%s/%s", v->place.text, m->sub_path));
	const char *want = judge(&place, ctx, out);

	if (want)
		finding(out, &m->at, "subPath", .value = m->sub_path, .want = want);
}

/* Volumes of one name are a fault that the API server refuses: the path below is then judged once,
 * so that the work is that of the mounts. */
static void check_mount(const struct host_volumes *volumes, const struct volume_mount *m,
			const void *ctx, struct findings *out, host_place_judge *judge)
{
	bool below = *m->sub_path;

	for (size_t i = 0; i < volumes->count; i++) {
		const struct host_volume *v = &volumes->v[i];

		if (strcmp(m->name, v->volume->name) != 0)
			continue;
		if (below && !v->refused) {
			check_sub_path(v, m, ctx, out, judge);
			below = false;
		}
		if (v->read_only && !m->read_only)
			finding(out, &m->at, "readOnly", .value = "false", .want = v->read_only);
	}
}

void host_mounts_check(const struct pod *pod, const struct host_volumes *volumes, const void *ctx,
		       struct findings *out, host_place_judge *judge)
{
	size_t mounts = 0;

	for_each_container (c, pod)
		for_each_mount (m, c)
			mounts++;
	if (says_too_many(out, &pod->at, "volumes", volumes->count, mounts))
		return;
	for_each_container (c, pod)
		for_each_mount (m, c)
			check_mount(volumes, m, ctx, out, judge);
}
