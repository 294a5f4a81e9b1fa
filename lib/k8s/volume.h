/* SPDX-License-Identifier: Apache-2.0 */
/* volume.h - volumes of a pod, by source.
 *
 * VOLUME_SOURCE(key, c_name) lists each source the API knows by its JSON key. The forbidden ones of
 * Pod Security "restricted" come first, in the order in which upstream looks for them.
 */
#ifndef KUBEVET_K8S_VOLUME_H
#define KUBEVET_K8S_VOLUME_H

#include "k8s/field.h"

#define VOLUME_SOURCES(X)                                   \
	X("hostPath", HOST_PATH)                            \
	X("gcePersistentDisk", GCE_PERSISTENT_DISK)         \
	X("awsElasticBlockStore", AWS_ELASTIC_BLOCK_STORE)  \
	X("gitRepo", GIT_REPO)                              \
	X("nfs", NFS)                                       \
	X("iscsi", ISCSI)                                   \
	X("glusterfs", GLUSTERFS)                           \
	X("rbd", RBD)                                       \
	X("flexVolume", FLEX_VOLUME)                        \
	X("cinder", CINDER)                                 \
	X("cephfs", CEPHFS)                                 \
	X("flocker", FLOCKER)                               \
	X("fc", FC)                                         \
	X("azureFile", AZURE_FILE)                          \
	X("vsphereVolume", VSPHERE_VOLUME)                  \
	X("quobyte", QUOBYTE)                               \
	X("azureDisk", AZURE_DISK)                          \
	X("photonPersistentDisk", PHOTON_PERSISTENT_DISK)   \
	X("portworxVolume", PORTWORX_VOLUME)                \
	X("scaleIO", SCALE_IO)                              \
	X("storageos", STORAGEOS)                           \
	X("configMap", CONFIG_MAP)                          \
	X("csi", CSI)                                       \
	X("downwardAPI", DOWNWARD_API)                      \
	X("emptyDir", EMPTY_DIR)                            \
	X("ephemeral", EPHEMERAL)                           \
	X("image", IMAGE)                                   \
	X("persistentVolumeClaim", PERSISTENT_VOLUME_CLAIM) \
	X("projected", PROJECTED)                           \
	X("secret", SECRET)

enum volume_source {
#define X(key, name) VOLUME_##name,
	VOLUME_SOURCES(X)
#undef X
		VOLUME_SOURCE_COUNT
};

/* The Secret that a source other than secret and projected names, by its path below the volume. */
#define VOLUME_SECRETS(X)                           \
	X("azureFile.secretName", AZURE_FILE)       \
	X("cephfs.secretRef.name", CEPHFS)          \
	X("cinder.secretRef.name", CINDER)          \
	X("csi.nodePublishSecretRef.name", CSI)     \
	X("flexVolume.secretRef.name", FLEX_VOLUME) \
	X("iscsi.secretRef.name", ISCSI)            \
	X("rbd.secretRef.name", RBD)                \
	X("scaleIO.secretRef.name", SCALE_IO)       \
	X("storageos.secretRef.name", STORAGEOS)

enum volume_secret {
#define X(path, name) VOLUME_SECRET_##name,
	VOLUME_SECRETS(X)
#undef X
		VOLUME_SECRET_COUNT
};

/* What the claim of an ephemeral volume is filled with. */
struct claim_origin {
	const char *kind, *name;
};

struct host_path {
	const char *path;
	const char *type; /* NULL when absent */
};

struct empty_dir {
	const char *medium;
	const char *size_limit; /* for quantity_parse(); NULL when absent */
};

/* A serviceAccountToken among the sources of a projected volume. */
struct token_projection {
	struct at at;
	const char *audience;		   /* "" when absent: the API server's own */
	struct opt_int expiration_seconds; /* 3600 when absent */
};

struct projected_source {
	struct at at;
	const struct projected_source *next;
	const struct token_projection *token;	   /* NULL when it is none */
	const char *secret_name, *config_map_name; /* NULL when it is none */
};

struct volume {
	struct at at; /* spec.volumes[name="data"] */
	const struct volume *next;
	const char *name;
	uint64_t sources; /* bit 1 << enum volume_source for each that is set: not null */
	const struct host_path *host_path; /* NULL unless set */
	const struct empty_dir *empty_dir; /* NULL unless set */
	const struct projected_source *projected;
	const char *image_reference;   /* of an image volume; NULL unless set */
	const char *image_pull_policy; /* of an image volume; NULL unless set */
	const char *flex_driver;       /* of a flexVolume; NULL unless set */
	/* what a secret, configMap or persistentVolumeClaim names; NULL unless set */
	const char *secret_name, *config_map_name, *claim_name;
	const char *secrets[VOLUME_SECRET_COUNT]; /* NULL unless set */
	/* dataSource and dataSourceRef of ephemeral.volumeClaimTemplate.spec; NULL when absent */
	const struct claim_origin *data_source, *data_source_ref;
	const cJSON *node; /* the volume itself, for what the view leaves out */
};

/** volume_has() - whether the source is set. */
static inline bool volume_has(const struct volume *v, enum volume_source s)
{
	return v->sources >> s & 1;
}

/** volume_secret_path() - the path of a Secret's name below its volume. */
const char *volume_secret_path(enum volume_secret s);

/** volume_source_name() - its JSON key. */
const char *volume_source_name(enum volume_source s);

#endif
