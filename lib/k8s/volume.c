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
	F_STRING("pullPolicy", struct volume, image_pull_policy),
};
static const struct shape image_shape = SHAPE(struct volume, image_fields);

static const struct field empty_dir_fields[] = {
	F_STRING("medium", struct empty_dir, medium),
	F_OPT_QUANTITY("sizeLimit", struct empty_dir, size_limit),
};
static const struct shape empty_dir_shape = SHAPE(struct empty_dir, empty_dir_fields);

static const struct field flex_fields[] = {
	F_STRING("driver", struct volume, flex_driver),
};
static const struct shape flex_shape = SHAPE(struct volume, flex_fields);

static const struct field secret_fields[] = {
	F_STRING("secretName", struct volume, secret_name),
};
static const struct shape secret_shape = SHAPE(struct volume, secret_fields);

static const struct field config_map_fields[] = {
	F_STRING("name", struct volume, config_map_name),
};
static const struct shape config_map_shape = SHAPE(struct volume, config_map_fields);

static const struct field claim_fields[] = {
	F_STRING("claimName", struct volume, claim_name),
};
static const struct shape claim_shape = SHAPE(struct volume, claim_fields);

static const struct field csi_secret_fields[] = {
	F_STRING("name", struct volume, csi_secret_name),
};
static const struct shape csi_secret_shape = SHAPE(struct volume, csi_secret_fields);

static const struct field csi_fields[] = {
	F_INLINE("nodePublishSecretRef", csi_secret_shape),
};
static const struct shape csi_shape = SHAPE(struct volume, csi_fields);

static const struct field source_secret_fields[] = {
	F_STRING("name", struct projected_source, secret_name),
};
static const struct shape source_secret_shape =
	SHAPE(struct projected_source, source_secret_fields);

static const struct field source_config_map_fields[] = {
	F_STRING("name", struct projected_source, config_map_name),
};
static const struct shape source_config_map_shape =
	SHAPE(struct projected_source, source_config_map_fields);

static const struct field token_fields[] = {
	F_STRING("audience", struct token_projection, audience),
	F_OPT_INT64("expirationSeconds", struct token_projection, expiration_seconds),
};
static const struct shape token_shape = SHAPE_AT(struct token_projection, at, token_fields);

static const struct field source_fields[] = {
	F_OBJECT("serviceAccountToken", struct projected_source, token, struct token_projection,
		 token_shape),
	F_INLINE("secret", source_secret_shape),
	F_INLINE("configMap", source_config_map_shape),
};
static const struct shape source_shape = SHAPE_INDEXED(struct projected_source, source_fields);

static const struct field projected_fields[] = {
	F_LIST("sources", struct volume, projected, struct projected_source, source_shape),
};
static const struct shape projected_shape = SHAPE(struct volume, projected_fields);

static const struct field volume_fields[] = {
	F_SELF(struct volume, node),
	F_STRING("name", struct volume, name),
#define X(key, name) F_BIT(key, struct volume, sources, VOLUME_##name),
	VOLUME_SOURCES(X)
#undef X
		F_OBJECT("hostPath", struct volume, host_path, struct host_path, host_path_shape),
	F_INLINE("image", image_shape),
	F_INLINE("flexVolume", flex_shape),
	F_INLINE("projected", projected_shape),
	F_INLINE("secret", secret_shape),
	F_INLINE("configMap", config_map_shape),
	F_INLINE("persistentVolumeClaim", claim_shape),
	F_INLINE("csi", csi_shape),
	F_OBJECT("emptyDir", struct volume, empty_dir, struct empty_dir, empty_dir_shape),
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
