/* SPDX-License-Identifier: Apache-2.0 */
/* volume.c - table of volumes and their sources. */
#include "k8s/volume.h"

#include "k8s/shapes.h"

_Static_assert(VOLUME_SOURCE_COUNT <= 64, "each source is a bit of a uint64_t");

static const struct field host_path_fields[] = {
	F_STRING("path", struct host_path, path),
	F_OPT_STRING("type", struct host_path, type),
};
static const struct shape host_path_shape = SHAPE(struct host_path, host_path_fields);

static const struct field image_fields[] = {
	F_STRING("reference", struct volume, image_reference),
};
static const struct shape image_shape = SHAPE(struct volume, image_fields);

static const struct field volume_fields[] = {
	F_SELF(struct volume, node),
	F_STRING("name", struct volume, name),
#define X(key, name) F_BIT(key, struct volume, sources, VOLUME_##name),
	VOLUME_SOURCES(X)
#undef X
		F_OBJECT("hostPath", struct volume, host_path, struct host_path, host_path_shape),
	F_INLINE("image", image_shape),
};
const struct shape volume_shape = SHAPE_NAMED(struct volume, volume_fields);

const char *volume_source_name(enum volume_source s)
{
	static const char *const names[] = {
#define X(key, name) [VOLUME_##name] = key,
		VOLUME_SOURCES(X)
#undef X
	};

	return names[s];
}
