/* SPDX-License-Identifier: Apache-2.0 */
/* persistent_volume.c - view of a PersistentVolume's spec. */
#include "k8s/persistent_volume.h"

#include "k8s/decode.h"

_Static_assert(PERSISTENT_SOURCE_COUNT <= 64, "each source is a bit of a uint64_t");

static const struct field host_path_fields[] = {
	F_STRING("path", struct persistent_volume, host_path),
};
static const struct shape host_path_shape = SHAPE(struct persistent_volume, host_path_fields);

static const struct field local_fields[] = {
	F_STRING("path", struct persistent_volume, local_path),
};
static const struct shape local_shape = SHAPE(struct persistent_volume, local_fields);

/* A reference to a Secret. */
#define SECRET_SHAPE(ref, number)                                                                \
	static const struct field ref##_fields[] = {                                             \
		F_STRING("name", struct persistent_volume, secrets[PERSISTENT_SECRET_##number]), \
	};                                                                                       \
	static const struct shape ref##_shape = SHAPE(struct persistent_volume, ref##_fields)

/* A source with one under the usual key. */
#define SOURCE_WITH_SECRET(source, number)                 \
	SECRET_SHAPE(source##_ref, number);                \
	static const struct field source##_fields[] = {    \
		F_INLINE("secretRef", source##_ref_shape), \
	};                                                 \
	static const struct shape source##_shape = SHAPE(struct persistent_volume, source##_fields)

SOURCE_WITH_SECRET(cephfs, CEPHFS);
SOURCE_WITH_SECRET(cinder, CINDER);
SOURCE_WITH_SECRET(flex, FLEX_VOLUME);
SOURCE_WITH_SECRET(iscsi, ISCSI);
SOURCE_WITH_SECRET(rbd, RBD);
SOURCE_WITH_SECRET(scale_io, SCALE_IO);
SOURCE_WITH_SECRET(storageos, STORAGEOS);
SECRET_SHAPE(controller_expand, CSI_CONTROLLER_EXPAND);
SECRET_SHAPE(controller_publish, CSI_CONTROLLER_PUBLISH);
SECRET_SHAPE(node_expand, CSI_NODE_EXPAND);
SECRET_SHAPE(node_publish, CSI_NODE_PUBLISH);
SECRET_SHAPE(node_stage, CSI_NODE_STAGE);

static const struct field azure_file_fields[] = {
	F_STRING("secretName", struct persistent_volume, secrets[PERSISTENT_SECRET_AZURE_FILE]),
};
static const struct shape azure_file_shape = SHAPE(struct persistent_volume, azure_file_fields);

static const struct field csi_fields[] = {
	F_STRING("driver", struct persistent_volume, csi_driver),
	F_INLINE("controllerExpandSecretRef", controller_expand_shape),
	F_INLINE("controllerPublishSecretRef", controller_publish_shape),
	F_INLINE("nodeExpandSecretRef", node_expand_shape),
	F_INLINE("nodePublishSecretRef", node_publish_shape),
	F_INLINE("nodeStageSecretRef", node_stage_shape),
};
static const struct shape csi_shape = SHAPE(struct persistent_volume, csi_fields);

static const struct field claim_fields[] = {
	F_STRING("namespace", struct claim_reference, ns),
	F_STRING("name", struct claim_reference, name),
};
static const struct shape claim_shape = SHAPE(struct claim_reference, claim_fields);

static const struct field volume_fields[] = {
#define X(key, name) F_BIT(key, struct persistent_volume, sources, PERSISTENT_##name),
	PERSISTENT_SOURCES(X)
#undef X
		F_INLINE("hostPath", host_path_shape),
	F_INLINE("local", local_shape),
	F_INLINE("azureFile", azure_file_shape),
	F_INLINE("cephfs", cephfs_shape),
	F_INLINE("cinder", cinder_shape),
	F_INLINE("csi", csi_shape),
	F_INLINE("flexVolume", flex_shape),
	F_INLINE("iscsi", iscsi_shape),
	F_INLINE("rbd", rbd_shape),
	F_INLINE("scaleIO", scale_io_shape),
	F_INLINE("storageos", storageos_shape),
	F_STRING("persistentVolumeReclaimPolicy", struct persistent_volume, reclaim_policy),
	F_STRING("storageClassName", struct persistent_volume, storage_class),
	F_STRING("volumeMode", struct persistent_volume, volume_mode),
	F_STRINGS("accessModes", struct persistent_volume, access_modes),
	F_STRINGS("mountOptions", struct persistent_volume, mount_options),
	F_OBJECT("claimRef", struct persistent_volume, claim, struct claim_reference, claim_shape),
};
static const struct shape volume_shape_of_cluster =
	SHAPE_AT(struct persistent_volume, at, volume_fields);

const char *persistent_secret_path(enum persistent_secret s)
{
	static const char *const paths[] = {
#define X(path, name) [PERSISTENT_SECRET_##name] = path,
		PERSISTENT_SECRETS(X)
#undef X
	};

	return paths[s];
}

const char *persistent_source_name(enum persistent_source s)
{
	static const char *const names[] = {
#define X(key, name) [PERSISTENT_##name] = key,
		PERSISTENT_SOURCES(X)
#undef X
	};

	return names[s];
}

struct persistent_volume *persistent_volume_view(struct arena *a, const cJSON *object,
						 struct err *err)
{
	return decode_new(a, &volume_shape_of_cluster, json_get(object, "spec"), "spec", err);
}
