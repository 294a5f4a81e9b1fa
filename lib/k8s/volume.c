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

/* A source with a reference to a Secret, under @key. */
#define SOURCE_WITH_SECRET(source, ref_key, number)                                               \
	static const struct field source##_ref_fields[] = {                                       \
		F_STRING("name", struct volume, secrets[VOLUME_SECRET_##number]),                 \
	};                                                                                        \
	static const struct shape source##_ref_shape = SHAPE(struct volume, source##_ref_fields); \
	static const struct field source##_fields[] = {                                           \
		F_INLINE(ref_key, source##_ref_shape),                                            \
	};                                                                                        \
	static const struct shape source##_shape = SHAPE(struct volume, source##_fields)

SOURCE_WITH_SECRET(cephfs, "secretRef", CEPHFS);
SOURCE_WITH_SECRET(cinder, "secretRef", CINDER);
SOURCE_WITH_SECRET(csi, "nodePublishSecretRef", CSI);
SOURCE_WITH_SECRET(flex_secret, "secretRef", FLEX_VOLUME);
SOURCE_WITH_SECRET(iscsi, "secretRef", ISCSI);
SOURCE_WITH_SECRET(rbd, "secretRef", RBD);
SOURCE_WITH_SECRET(scale_io, "secretRef", SCALE_IO);
SOURCE_WITH_SECRET(storageos, "secretRef", STORAGEOS);

static const struct field azure_file_fields[] = {
	F_STRING("secretName", struct volume, secrets[VOLUME_SECRET_AZURE_FILE]),
};
static const struct shape azure_file_shape = SHAPE(struct volume, azure_file_fields);

static const struct field origin_fields[] = {
	F_STRING("kind", struct claim_origin, kind),
	F_STRING("name", struct claim_origin, name),
};
static const struct shape origin_shape = SHAPE(struct claim_origin, origin_fields);

static const struct field template_spec_fields[] = {
	F_OBJECT("dataSource", struct volume, data_source, struct claim_origin, origin_shape),
	F_OBJECT("dataSourceRef", struct volume, data_source_ref, struct claim_origin,
		 origin_shape),
};
static const struct shape template_spec_shape = SHAPE(struct volume, template_spec_fields);

static const struct field template_fields[] = {
	F_INLINE("spec", template_spec_shape),
};
static const struct shape template_shape = SHAPE(struct volume, template_fields);

static const struct field ephemeral_fields[] = {
	F_INLINE("volumeClaimTemplate", template_shape),
};
static const struct shape ephemeral_shape = SHAPE(struct volume, ephemeral_fields);

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
	F_INLINE("azureFile", azure_file_shape),
	F_INLINE("cephfs", cephfs_shape),
	F_INLINE("cinder", cinder_shape),
	F_INLINE("csi", csi_shape),
	F_INLINE("ephemeral", ephemeral_shape),
	F_INLINE("flexVolume", flex_secret_shape),
	F_INLINE("iscsi", iscsi_shape),
	F_INLINE("rbd", rbd_shape),
	F_INLINE("scaleIO", scale_io_shape),
	F_INLINE("storageos", storageos_shape),
	F_OBJECT("emptyDir", struct volume, empty_dir, struct empty_dir, empty_dir_shape),
};
const struct shape volume_shape = SHAPE_NAMED(struct volume, volume_fields);

const char *volume_secret_path(enum volume_secret s)
{
	static const char *const paths[] = {
#define X(path, name) [VOLUME_SECRET_##name] = path,
		VOLUME_SECRETS(X)
#undef X
	};

	return paths[s];
}

const char *volume_source_name(enum volume_source s)
{
	static const char *const names[] = {
#define X(key, name) [VOLUME_##name] = key,
		VOLUME_SOURCES(X)
#undef X
	};

	return names[s];
}
