/* SPDX-License-Identifier: Apache-2.0 */
/* persistent_volume.h - typed, read-only view of a PersistentVolume. */
#ifndef KUBEVET_K8S_PERSISTENT_VOLUME_H
#define KUBEVET_K8S_PERSISTENT_VOLUME_H

#include "k8s/view.h"

/* Each source the API knows, by its JSON key. */
#define PERSISTENT_SOURCES(X)                              \
	X("hostPath", HOST_PATH)                           \
	X("local", LOCAL)                                  \
	X("csi", CSI)                                      \
	X("nfs", NFS)                                      \
	X("iscsi", ISCSI)                                  \
	X("fc", FC)                                        \
	X("awsElasticBlockStore", AWS_ELASTIC_BLOCK_STORE) \
	X("azureDisk", AZURE_DISK)                         \
	X("azureFile", AZURE_FILE)                         \
	X("gcePersistentDisk", GCE_PERSISTENT_DISK)        \
	X("cinder", CINDER)                                \
	X("vsphereVolume", VSPHERE_VOLUME)                 \
	X("cephfs", CEPHFS)                                \
	X("rbd", RBD)                                      \
	X("flexVolume", FLEX_VOLUME)                       \
	X("flocker", FLOCKER)                              \
	X("glusterfs", GLUSTERFS)                          \
	X("photonPersistentDisk", PHOTON_PERSISTENT_DISK)  \
	X("portworxVolume", PORTWORX_VOLUME)               \
	X("quobyte", QUOBYTE)                              \
	X("scaleIO", SCALE_IO)                             \
	X("storageos", STORAGEOS)

enum persistent_source {
#define X(key, name) PERSISTENT_##name,
	PERSISTENT_SOURCES(X)
#undef X
		PERSISTENT_SOURCE_COUNT
};

/* The Secrets that a source names, by their paths below the spec. */
#define PERSISTENT_SECRETS(X)                                            \
	X("azureFile.secretName", AZURE_FILE)                            \
	X("cephfs.secretRef.name", CEPHFS)                               \
	X("cinder.secretRef.name", CINDER)                               \
	X("csi.controllerExpandSecretRef.name", CSI_CONTROLLER_EXPAND)   \
	X("csi.controllerPublishSecretRef.name", CSI_CONTROLLER_PUBLISH) \
	X("csi.nodeExpandSecretRef.name", CSI_NODE_EXPAND)               \
	X("csi.nodePublishSecretRef.name", CSI_NODE_PUBLISH)             \
	X("csi.nodeStageSecretRef.name", CSI_NODE_STAGE)                 \
	X("flexVolume.secretRef.name", FLEX_VOLUME)                      \
	X("iscsi.secretRef.name", ISCSI)                                 \
	X("rbd.secretRef.name", RBD)                                     \
	X("scaleIO.secretRef.name", SCALE_IO)                            \
	X("storageos.secretRef.name", STORAGEOS)

enum persistent_secret {
#define X(path, name) PERSISTENT_SECRET_##name,
	PERSISTENT_SECRETS(X)
#undef X
		PERSISTENT_SECRET_COUNT
};

struct claim_reference {
	const char *ns, *name; /* "" when absent */
};

struct persistent_volume {
	VIEW_HEAD(persistent_volume); /* at: "spec" */
	uint64_t sources; /* bit 1 << enum persistent_source for each that is set: not null */
	const char *host_path, *local_path;	      /* NULL unless the source is set */
	const char *csi_driver;			      /* NULL unless the source is set */
	const char *secrets[PERSISTENT_SECRET_COUNT]; /* NULL unless set */
	const char *reclaim_policy; /* persistentVolumeReclaimPolicy; "" when absent */
	const char *storage_class;  /* storageClassName; "" when absent */
	const char *volume_mode;    /* "" when absent: Filesystem */
	struct strings access_modes, mount_options;
	const struct claim_reference *claim; /* NULL when absent */
};

/** persistent_secret_path() - the path of a Secret's name below the spec. */
const char *persistent_secret_path(enum persistent_secret s);

/** persistent_source_name() - its JSON key. */
const char *persistent_source_name(enum persistent_source s);

/**
 * persistent_volume_view() - view of a PersistentVolume's spec
 * @object: the whole object, borrowed; no spec gives an empty one
 *
 * Return: the view, owned by @a, without its head; or NULL as meta_view().
 */
MUST_CHECK struct persistent_volume *persistent_volume_view(struct arena *a, const cJSON *object,
							    struct err *err);

#endif
